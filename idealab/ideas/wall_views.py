"""The wall of a campaign."""

import hashlib
import hmac
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, abort, current_app, render_template, request, session
from flask_login import current_user
from markupsafe import Markup

from idealab.campaigns.glancing import Glance, glance
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import Timetable
from idealab.campaigns.seeing import may_see_campaign
from idealab.ideas.answers import topics_of
from idealab.ideas.cards import cards_of
from idealab.ideas.loading import find_campaign, find_idea, minute
from idealab.ideas.wall import Hung, Order, Page, Wanted, wall
from idealab.lib.access import public
from idealab.lib.addresses import with_query
from idealab.lib.clock import now
from idealab.lib.kept import Kept
from idealab.lib.languages import _, current_language
from idealab.voting.queries import voted_on
from idealab.voting.voting import votes_left

bp = Blueprint("wall", __name__)
_pages: Kept[bytes] = Kept(most=400)
_cards: Kept[tuple[str, str]] = Kept(most=4000)
FOOT = f"foot-{secrets.token_hex(16)}"  # where the vote of the reader goes into a kept card
SHUFFLE_LASTS = 600  # seconds in which the random order begins at the same idea


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

    def render() -> str:
        return _render(slug, times, wanted, page)

    if current_user.is_authenticated or "_flashes" in session:
        return render()
    shown = (campaign.id, campaign.version, times.allows(Capability.SEE_COUNTS), page)
    asked = (request.full_path, current_language(), request.cookies.get("theme"))
    return _pages.get_or_make((shown, asked, minute(times.now)), lambda: render().encode())


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
    campaign = find_campaign(slug, current_user) or abort(404)
    times = replace(times, campaign=campaign)
    counted = times.allows(Capability.SEE_COUNTS)
    address = f"/campaigns/{campaign.slug}"
    asked = {"q": wanted.query, "topic": wanted.topic_id, "order": request.args.get("order")}
    signed_in = current_user.is_authenticated
    return render_template(
        "ideas/wall.html",
        campaign=campaign,
        timetable=times,
        can_submit=times.allows(Capability.SUBMIT),
        wanted=wanted,
        orders=[(order.value, order_name(order)) for order in orders_now(times)],
        topics=[topic for topic in topics_of(campaign) if topic.ideas_count],
        cards=_cards_for(page, campaign, times, back=with_query(address, asked)),
        counted=counted,
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


def _cards_for(page: Page, campaign: Campaign, times: Timetable, *, back: str) -> list[Markup]:
    """The cards as HTML: the kept part, and the reader's own vote put into its place."""
    kept = _kept_cards(page, edition=campaign.edition)
    signed_in = current_user.is_authenticated
    mine = voted_on(list(kept), current_user) if signed_in else set()
    counted = times.allows(Capability.SEE_COUNTS)
    button = _macro("vote_button")
    talk = _macro("comments_count")
    html = []
    for row in page.ideas:
        piece, title = kept[row.id]
        slot = Slot(row.id, title, row.votes_count if counted else None)
        foot = talk(row.comments_count) + button(slot, _state(row, times, mine), False, back)
        html.append(Markup(piece.replace(FOOT, foot)))
    return html


def _kept_cards(page: Page, *, edition: int) -> dict[int, tuple[str, str]]:
    """HTML and title by idea id, in the order of the page. The names of topics move with the
    campaign's edition."""
    language = current_language()
    keys = {row.id: (row.id, row.version, edition, language) for row in page.ideas}
    kept = {idea_id: _cards.get(key) for idea_id, key in keys.items()}
    missing = cards_of([idea_id for idea_id, piece in kept.items() if piece is None])
    for idea_id, card in missing.items():
        html = render_template("ideas/_card.html", card=card, foot=FOOT)
        fresh = (html, card.title)
        _cards.put(keys[idea_id], fresh)
        kept[idea_id] = fresh
    return {idea_id: piece for idea_id, piece in kept.items() if piece is not None}


def _macro(name: str) -> Any:
    return getattr(current_app.jinja_env.get_template(f"components/{name}.html").module, name)


def _state(row: Hung, times: Timetable, mine: set[int]) -> str:
    if not times.allows(Capability.VOTE):
        return "closed"
    if not current_user.is_authenticated:
        return "anonymous"
    if row.author_id == current_user.id:
        return "own"
    return "voted" if row.id in mine else "open"
