"""The page of one idea."""

from dataclasses import replace
from typing import Any, NamedTuple
from uuid import uuid4

from flask import Blueprint, abort, render_template, request, session
from flask_login import current_user

from idealab.accounts.affiliations import badge_of
from idealab.accounts.roles import holds
from idealab.campaigns.licences import licence_of, may_become
from idealab.campaigns.models import Capability
from idealab.campaigns.phases import Timetable
from idealab.comments.closing import may_close_talk
from idealab.comments.commenting import may_answer_officially
from idealab.comments.finding import find_comment
from idealab.comments.models import CommentStatus
from idealab.comments.pinboards import boards_of, crops_on
from idealab.comments.pinning import pins_on
from idealab.comments.queries import Order, talk_about
from idealab.comments.showing import shown_threads
from idealab.comments.standing import acts_for, pieces_of
from idealab.comments.writer import Writer
from idealab.ideas.glancing import IdeaGlance, glance_at_idea
from idealab.ideas.loading import find_idea, minute
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.reading import around, linked_ids, links_of, standing_of, texts_of
from idealab.ideas.revising import may_revise
from idealab.ideas.seeing import may_see_idea
from idealab.ideas.sharing import share_of
from idealab.lib import framing
from idealab.lib.access import STAFF, public
from idealab.lib.clock import now
from idealab.lib.kept import Kept
from idealab.lib.languages import current_language
from idealab.sketches.queries import sketches_of
from idealab.stages.queries import stages_of, track_of
from idealab.voting.queries import bonds_of
from idealab.voting.voting import votes_left

bp = Blueprint("ideas", __name__)
_pages: Kept[bytes] = Kept(most=800)
_frames: Kept[framing.Frame] = Kept(most=800)
_linked: Kept[tuple[int, ...]] = Kept(most=5_000)
OWN_ANSWERS = {"support", "removed", "saved"}  # in the address: what the reader has just done


class Votable(NamedTuple):
    id: int
    title: str
    votes_count: int | None


@bp.get("/ideas/<int:idea_id>")
@public
def show(idea_id: int):
    seen = glance_at_idea(idea_id, now=now())
    if seen is None or not may_see_idea(seen[0], current_user):
        abort(404)
    idea, times = seen
    key = (_state_of(idea, times), _asked(), minute(times.now))
    if current_user.is_authenticated and framing.is_plain() and not OWN_ANSWERS & set(request.args):
        return _page_of_reader(idea, times, key)
    if current_user.is_authenticated or "_flashes" in session:
        return _render(idea_id, times)
    return _pages.get_or_make(key, lambda: _render(idea_id, times).encode())


def _page_of_reader(idea: IdeaGlance, times: Timetable, key: tuple[Any, ...]) -> str:
    """For somebody who has signed in: the kept frame, and in its holes what is theirs."""
    rights = _rights_of_reader(idea, times)

    frame = _frames.get_or_make(
        (key, rights, current_user.id if holds(current_user, *STAFF) else None),
        lambda: framing.frame_of(lambda: _render(idea.id, times)),
    )
    acts = pieces_of(current_user, frame.names, speaks=rights.may_speak)
    return frame.filled({**framing.pieces_of_reader(), "once": uuid4().hex, **acts})


def _state_of(idea: IdeaGlance, times: Timetable) -> tuple[Any, ...]:
    counts = idea.votes_count if times.allows(Capability.SEE_COUNTS) else None
    own = (idea.id, idea.version, idea.status, idea.comments_count, _kin_of(idea, times))
    return (*own, counts, idea.campaign.version, idea.campaign.edition, times.allowed)


def _kin_of(idea: IdeaGlance, times: Timetable) -> int | None:
    """Changes when an idea that the page names is hidden or becomes another. Most name none, and
    pay nothing for it."""
    key = (idea.id, idea.version, minute(times.now))
    ids = _linked.get_or_make(key, lambda: linked_ids(idea.id))
    return standing_of(ids) if ids else None


def _asked() -> tuple[Any, ...]:
    return request.full_path, current_language(), request.cookies.get("theme")


def _render(idea_id: int, times: Timetable) -> str:
    idea = find_idea(idea_id, current_user) or abort(404)
    campaign = idea.campaign
    times = replace(times, campaign=campaign)
    zone = campaign.time_zone
    topics, tags, contributors = around(idea)
    counted, rights = times.allows(Capability.SEE_COUNTS), _rights_of_reader(idea, times)
    held = idea.licence or campaign.licence
    return render_template(
        "ideas/show.html",
        idea=idea,
        campaign=campaign,
        timetable=times,
        author=idea.author,
        author_badge=badge_of(idea.author),
        texts=texts_of(idea),
        topics=topics,
        tags=tags,
        contributors=contributors,
        place=idea.place,
        links=links_of(idea, viewer=_who_sees()),
        track=track_of(idea, stages_of(campaign), time_zone=zone),
        share=share_of(idea),
        licence=licence_of(held),
        named=licence_of,
        may_remix=idea.status is IdeaStatus.PUBLISHED and (rights.own or may_become(held, held)),
        votable=Votable(idea.id, idea.title, idea.votes_count if counted else None),
        counts_open_at=times.opens_at(Capability.SEE_COUNTS),
        **_talk(idea, rights),
        **_for_reader(idea, times, rights),
    )


def _who_sees() -> Any:
    """A kept page is shown to readers who may see less than the one for whom it is made; staff
    have one of their own."""
    shared = framing.is_keeping() and not holds(current_user, *STAFF)
    return None if shared else current_user


def _talk(idea: Idea, rights: "Rights") -> dict[str, Any]:
    asked = request.args.get("order", "")
    order = Order(asked) if asked in set(Order) else Order.OLDEST
    after = request.args.get("comments", "")
    talk = talk_about(idea, order=order, after=after)
    sketches = sketches_of(idea)
    boards = boards_of(sketches, pins_on(idea) if sketches else [])
    zone = idea.campaign.time_zone
    threads = shown_threads(talk, idea, time_zone=zone, crops=crops_on(boards))
    return {
        "boards": boards,
        "threads": threads,
        "acts": acts_for(current_user, threads, speaks=rights.may_speak),
        "order": order,
        "more_comments": talk.after,
        "on_later_page": bool(after),
    }


class Rights(NamedTuple):
    """What the reader may do with the idea, and has done."""

    vote_state: str
    left: int | None
    may_speak: bool
    may_answer: bool
    may_revise: bool
    own: bool  # as its author or a co-author
    follows: bool


def _for_reader(idea: Idea, times: Timetable, rights: Rights) -> dict[str, Any]:
    meant = rights.vote_state == "open" and request.args.get("support") == str(idea.id)
    return {
        "vote_state": rights.vote_state,
        "meant": meant,
        "left": rights.left,
        "writer": _writer(idea) if rights.may_speak or rights.may_answer else None,
        "may_speak": rights.may_speak,
        "may_close_talk": current_user.is_authenticated and may_close_talk(idea, current_user),
        "removed": _removed(),
        "may_answer": rights.may_answer,
        "may_revise": rights.may_revise,
        "own": rights.own,
        "may_follow": current_user.is_authenticated,
        "follows": rights.follows,
        "comments_refusal": times.refusal(Capability.COMMENT),
        "comments_open": times.allows(Capability.COMMENT),
        "can_submit": times.allows(Capability.SUBMIT),
    }


def _rights_of_reader(idea: Idea | IdeaGlance, times: Timetable) -> Rights:
    published = idea.status is IdeaStatus.PUBLISHED
    votes = times.allows(Capability.VOTE) and published
    if not current_user.is_authenticated:
        return Rights("anonymous" if votes else "closed", None, False, False, False, False, False)
    bonds = bonds_of(current_user, [idea.id])
    own = idea.author_id == current_user.id or bool(bonds.shared)
    state = "closed"
    if votes:
        state = "own" if own else "voted" if bonds.voted else "open"
    may_answer = may_answer_officially(idea, current_user)
    return Rights(
        vote_state=state,
        left=votes_left(idea.campaign, current_user) if votes else None,
        may_speak=published and times.allows(Capability.COMMENT) and idea.talk_closed_at is None,
        may_answer=published and may_answer,
        may_revise=may_revise(idea, by=current_user, now=times.now, own=own),
        own=own,
        follows=bool(bonds.followed),
    )


def _writer(idea: Idea) -> Writer:
    once = framing.hole("once") if framing.is_keeping() else uuid4().hex
    return Writer.for_reader(idea, framing.name_or_hole(), once)


def _removed() -> int | None:
    """The comment that the reader has just taken back, to put it there again."""
    asked = request.args.get("removed", "")
    if not current_user.is_authenticated or not asked.isdecimal() or len(asked) > 18:
        return None
    found = find_comment(int(asked), current_user)
    return found[0].id if found and found[0].status is CommentStatus.DELETED else None
