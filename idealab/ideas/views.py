"""The page of one idea and its versions."""

from typing import Any, NamedTuple
from uuid import uuid4

from flask import Blueprint, abort, render_template, request, session
from flask_login import current_user

from idealab.campaigns.licences import licence_of
from idealab.campaigns.models import Capability
from idealab.campaigns.phases import Timetable, timetable
from idealab.comments.commenting import may_answer_officially
from idealab.comments.queries import talk_about
from idealab.comments.showing import shown
from idealab.ideas.loading import find_idea, minute
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.reading import links_of, texts_of, topics_and_tags_of, versions_of
from idealab.ideas.revising import may_revise
from idealab.lib.access import public
from idealab.lib.clock import now
from idealab.lib.kept import Kept
from idealab.lib.languages import current_language
from idealab.sketches.queries import sketches_of
from idealab.stages.queries import stages_of, track_of
from idealab.voting.queries import voted_on
from idealab.voting.voting import votes_left

bp = Blueprint("ideas", __name__)
_pages: Kept[bytes] = Kept(most=800)


class Writer(NamedTuple):
    """Who may comment here, for the form: where it goes and its own number."""

    address: str
    name: str
    hue: int
    once: str
    text: str = ""


class Votable(NamedTuple):
    id: int
    title: str
    votes_count: int | None


@bp.get("/ideas/<int:idea_id>")
@public
def show(idea_id: int):
    idea = find_idea(idea_id, current_user)
    if idea is None:
        abort(404)
    times = timetable(idea.campaign, now=now())
    after = request.args.get("comments", "")
    after_id = int(after) if after.isdecimal() and len(after) < 18 else 0
    if current_user.is_authenticated or "_flashes" in session:
        return _render(idea, times, after_id)
    state = (idea.id, idea.version, idea.votes_count, idea.comments_count, idea.campaign.version)
    asked = (request.full_path, current_language(), request.cookies.get("theme"))
    key = (state, asked, minute(times.now))
    return _pages.get_or_make(key, lambda: _render(idea, times, after_id).encode())


@bp.get("/ideas/<int:idea_id>/versions")
@public
def versions(idea_id: int):
    idea = find_idea(idea_id, current_user)
    if idea is None:
        abort(404)
    return render_template(
        "ideas/versions.html", idea=idea, campaign=idea.campaign, versions=versions_of(idea)
    )


def _render(idea: Idea, times: Timetable, after: int) -> str:
    campaign = idea.campaign
    zone = campaign.time_zone
    topics, tags = topics_and_tags_of(idea)
    talk = talk_about(idea, after=after)
    counted = times.allows(Capability.SEE_COUNTS)
    threads = [
        (
            shown(thread.root, idea, time_zone=zone),
            [shown(reply, idea, time_zone=zone) for reply in thread.replies],
        )
        for thread in talk.threads
    ]
    return render_template(
        "ideas/show.html",
        idea=idea,
        campaign=campaign,
        timetable=times,
        author=idea.author,
        texts=texts_of(idea),
        topics=topics,
        tags=tags,
        place=idea.place,
        links=links_of(idea, viewer=current_user),
        sketches=sketches_of(idea),
        track=track_of(idea, stages_of(campaign), time_zone=zone),
        threads=threads,
        more_comments=talk.after,
        licence=licence_of(idea.licence or campaign.licence),
        votable=Votable(idea.id, idea.title, idea.votes_count if counted else None),
        counts_open_at=times.opens_at(Capability.SEE_COUNTS),
        **_for_reader(idea, times),
    )


def _for_reader(idea: Idea, times: Timetable) -> dict[str, Any]:
    reader = current_user if current_user.is_authenticated else None
    votes = times.allows(Capability.VOTE) and idea.status is IdeaStatus.PUBLISHED
    state = "closed"
    if votes and reader is None:
        state = "anonymous"
    elif votes and reader is not None:
        voted = bool(voted_on([idea.id], reader))
        state = "own" if idea.author_id == reader.id else "voted" if voted else "open"
    return {
        "vote_state": state,
        "meant": state == "open" and request.args.get("support") == str(idea.id),
        "left": votes_left(idea.campaign, reader) if reader and votes else None,
        "writer": _writer(idea, times),
        "may_answer": bool(reader and may_answer_officially(idea, reader)),
        "may_revise": bool(reader and may_revise(idea, by=reader, now=times.now)),
        "comments_refusal": times.refusal(Capability.COMMENT),
        "comments_open": times.allows(Capability.COMMENT),
        "can_submit": times.allows(Capability.SUBMIT),
    }


def _writer(idea: Idea, times: Timetable) -> Writer | None:
    if not current_user.is_authenticated or idea.status is not IdeaStatus.PUBLISHED:
        return None
    if not times.allows(Capability.COMMENT) and not may_answer_officially(idea, current_user):
        return None
    return Writer(f"/ideas/{idea.id}/comments", current_user.name, current_user.hue, uuid4().hex)
