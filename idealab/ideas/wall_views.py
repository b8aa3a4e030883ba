"""The wall of a campaign."""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, abort, current_app, render_template, request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from idealab.accounts.roles import holds
from idealab.campaigns.glancing import Glance, glance
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import Timetable
from idealab.campaigns.queries import campaign_by_slug, topics_of
from idealab.campaigns.seeing import may_see_campaign
from idealab.ideas.cards import cards_of
from idealab.ideas.loading import find_idea, minute
from idealab.ideas.wall import Hung, Order, Page, Wanted, wall
from idealab.lib import framing
from idealab.lib.access import STAFF, public
from idealab.lib.addresses import with_query
from idealab.lib.clock import now
from idealab.lib.kept import Kept
from idealab.lib.languages import _, current_language
from idealab.voting.queries import voted_on
from idealab.voting.voting import votes_left

bp = Blueprint("wall", __name__)
_pages: Kept[bytes] = Kept(most=400)
_frames: Kept[framing.Frame] = Kept(most=200)
_cards: Kept["Piece"] = Kept(most=4000)
_feet: Kept[str] = Kept(most=8000)
SHUFFLE_LASTS = 600  # seconds in which the random order begins at the same idea


class Piece(NamedTuple):
    """A card that is kept: the HTML before and after the place of the reader's vote."""

    before: str
    after: str
    title: str


class Slot(NamedTuple):
    """What the vote button needs to know of an idea."""

    id: int
    title: str
    votes_count: int | None
    language: str = ""


@bp.get("/campaigns/<slug>")
@public
def show_wall(slug: str):
    seen = glance(slug, now=now())
    if seen is None or not may_see_campaign(seen[0], current_user):
        abort(404)
    campaign, times = seen
    wanted = _wanted(times)
    page = wall(campaign, wanted, seed=_seed(campaign, times.now))

    if current_user.is_authenticated:
        return _page_of_reader(slug, campaign, times, wanted, page)
    if "_flashes" in session:
        return _render(slug, times, wanted, page)
    key = (_shown(campaign, times), page if _counted(times) else page.without_counts(), _asked())
    return _pages.get_or_make(
        (key, minute(times.now)), lambda: _render(slug, times, wanted, page).encode()
    )


def _page_of_reader(
    slug: str, campaign: Glance, times: Timetable, wanted: Wanted, page: Page
) -> str:
    """For somebody who has signed in: the kept frame, and in its holes what is theirs."""
    if "support" in request.args or not framing.is_plain():
        return _render(slug, times, wanted, page)
    staff_links, left = holds(current_user, *STAFF), votes_left(campaign, current_user)
    key = (_shown(campaign, times), page.after, bool(page.ideas), _asked(), staff_links, left)

    frame = _frames.get_or_make(
        (key, minute(times.now)),
        lambda: framing.frame_of(lambda: _render(slug, times, wanted, page)),
    )
    back = with_query(f"/campaigns/{slug}", _filters(wanted))
    cards = "".join(_cards_for(page, campaign.edition, times, back=back))
    return frame.filled({**framing.pieces_of_reader(), "cards": cards})


def _shown(campaign: Glance, times: Timetable) -> tuple[Any, ...]:
    return campaign.id, campaign.version, campaign.edition, times.allowed


def _asked() -> tuple[Any, ...]:
    return request.full_path, current_language(), request.cookies.get("theme")


def _counted(times: Timetable) -> bool:
    return times.allows(Capability.SEE_COUNTS)


def _filters(wanted: Wanted) -> dict[str, Any]:
    return {"q": wanted.query, "topic": wanted.topic_id, "order": request.args.get("order")}


def _wanted(times: Timetable) -> Wanted:
    asked = request.args.get("order", "")
    allowed = [order.value for order in orders_now(times)]
    order = Order(asked) if asked in allowed else _default_order(times)
    topic = request.args.get("topic", "", type=str)
    return Wanted(
        order=order,
        topic_id=int(topic) if topic.isdecimal() and len(topic) < 16 else None,
        query=request.args.get("q", "").strip()[:200],
        after=request.args.get("after", "")[:200],
    )


def orders_now(times: Timetable) -> list[Order]:
    """By support only while the counts are open: a list by votes would tell them."""
    blind = [Order.RANDOM, Order.NEWEST, Order.DISCUSSED]
    return [Order.SUPPORTED, *blind] if times.allows(Capability.SEE_COUNTS) else blind


def _default_order(times: Timetable) -> Order:
    if times.is_over:
        return Order.SUPPORTED
    return Order.NEWEST if times.allows(Capability.SEE_COUNTS) else Order.RANDOM


def _seed(campaign: Glance, moment: datetime) -> float:
    """Where the random order begins now, from 0 to 1: the same for all for some minutes, so that
    every idea has its turn at the top; a reader who goes on keeps it in the cursor."""
    window = f"{campaign.id}:{int(moment.timestamp()) // SHUFFLE_LASTS}"
    digest = hmac.digest(str(current_app.secret_key).encode(), window.encode(), hashlib.sha256)
    return int.from_bytes(digest[:6], "big") / 2**48


def _render(slug: str, times: Timetable, wanted: Wanted, page: Page) -> str:
    campaign = campaign_by_slug(slug, viewer=current_user) or abort(404)
    times = replace(times, campaign=campaign)
    address = f"/campaigns/{campaign.slug}"
    asked = _filters(wanted)
    signed_in = current_user.is_authenticated
    return render_template(
        "ideas/wall.html",
        campaign=campaign,
        timetable=times,
        can_submit=times.allows(Capability.SUBMIT),
        wanted=wanted,
        orders=[(order.value, order_name(order)) for order in orders_now(times)],
        topics=[topic for topic in topics_of(campaign) if topic.ideas_count],
        cards=_cards_or_hole(page, campaign.edition, times, back=with_query(address, asked)),
        counted=_counted(times),
        counts_open_at=times.opens_at(Capability.SEE_COUNTS),
        more=page.after and with_query(address, asked | {"after": page.after}),
        first=wanted.after and with_query(address, asked),
        left=votes_left(campaign, current_user) if signed_in else None,
        may_vote=times.allows(Capability.VOTE),
        meant=_meant(campaign, times) if signed_in else None,
    )


def _meant(campaign: Glance | Campaign, times: Timetable) -> Slot | None:
    """The idea whose button a visitor had pressed before signing in."""
    asked = request.args.get("support", "")
    idea = find_idea(int(asked), current_user) if asked.isdecimal() and len(asked) < 18 else None
    if idea is None or idea.campaign_id != campaign.id or not times.allows(Capability.VOTE):
        return None
    if idea.author_id == current_user.id or voted_on([idea.id], current_user):
        return None
    return Slot(idea.id, idea.title, None, idea.language)


def order_name(order: Order) -> str:
    return {
        Order.SUPPORTED: _("Most supported"),
        Order.RANDOM: _("Shuffled"),
        Order.NEWEST: _("Newest"),
        Order.DISCUSSED: _("Most discussed"),
    }[order]


def _cards_or_hole(page: Page, edition: int, times: Timetable, *, back: str) -> list[Markup]:
    if framing.is_keeping():
        return [framing.hole("cards")] if page.ideas else []
    return _cards_for(page, edition, times, back=back)


def _cards_for(page: Page, edition: int, times: Timetable, *, back: str) -> list[Markup]:
    """The cards as HTML: the kept part, and the reader's own vote put into its place."""
    kept = _kept_cards(page, edition=edition)
    signed_in = current_user.is_authenticated
    mine = voted_on(list(kept), current_user) if signed_in else set()
    hole, token = framing.hole("token"), generate_csrf() if signed_in else ""
    reader = current_user.id if signed_in else None
    states = _States(times, reader, mine)
    language, count = current_language(), _counted(times)
    html = []
    for row in page.ideas:
        piece = kept[row.id]
        slot = Slot(row.id, piece.title, row.votes_count if count else None)
        key = (slot, row.version, row.comments_count, states.of(row), back, language)
        foot = _feet.get_or_make(key, partial(_foot, row, slot, states.of(row), back))
        html.append(Markup(piece.before + foot.replace(hole, token) + piece.after))
    return html


def _foot(row: Hung, slot: Slot, state: str, back: str) -> str:
    """What moves with votes and comments; a reader's token is left out."""
    with framing.keeping():
        button = _macro("vote_button")(slot, state, False, back)
        return str(_macro("comments_count")(row.comments_count) + button)


def _kept_cards(page: Page, *, edition: int) -> dict[int, Piece]:
    """HTML and title by idea id, in the order of the page. The names of topics move with the
    campaign's edition."""
    language = current_language()
    keys = {row.id: (row.id, row.version, edition, language) for row in page.ideas}
    kept = {idea_id: _cards.get(key) for idea_id, key in keys.items()}
    missing = cards_of([idea_id for idea_id, piece in kept.items() if piece is None])
    for idea_id, card in missing.items():
        html = render_template("ideas/_card.html", card=card, foot=framing.hole("foot"))
        before, _hole, after = html.partition(framing.hole("foot"))
        fresh = Piece(before, after, card.title)
        _cards.put(keys[idea_id], fresh)
        kept[idea_id] = fresh
    return {idea_id: piece for idea_id, piece in kept.items() if piece is not None}


def _macro(name: str) -> Any:
    return getattr(current_app.jinja_env.get_template(f"components/{name}.html").module, name)


class _States:
    """What the reader may do with each idea, as the vote button names it."""

    def __init__(self, times: Timetable, reader: int | None, mine: set[int]) -> None:
        self.open = times.allows(Capability.VOTE)
        self.reader = reader
        self.mine = mine

    def of(self, row: Hung) -> str:
        if not self.open:
            return "closed"
        if self.reader is None:
            return "anonymous"
        if row.author_id == self.reader:
            return "own"
        return "voted" if row.id in self.mine else "open"
