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
from markupsafe import Markup, escape

from idealab.accounts.roles import holds
from idealab.campaigns.glancing import Glance, glance
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import Timetable
from idealab.campaigns.queries import campaign_by_slug, topics_of
from idealab.campaigns.seeing import may_see_campaign
from idealab.ideas.cards import cards_of, covers_of
from idealab.ideas.loading import find_idea, minute
from idealab.lib import framing
from idealab.lib.access import STAFF, public
from idealab.lib.addresses import with_query
from idealab.lib.clock import now
from idealab.lib.kept import Kept
from idealab.lib.languages import current_language
from idealab.lib.marking import marked
from idealab.lib.search import looked_for
from idealab.lib.visitors import visitor
from idealab.stages.queries import stages_of
from idealab.voting.queries import Bonds, bonds_of
from idealab.voting.voting import votes_left
from idealab.wall.filters import languages_of
from idealab.wall.forms import in_address, language_choices, order_name, wanted_in
from idealab.wall.hanging import Hung, Order
from idealab.wall.looking import Listed, sign
from idealab.wall.models import Line
from idealab.wall.paging import LINES, Page, Wanted
from idealab.wall.searching import Second, search_wall
from idealab.wall.windows import Turn, turn_of, window_now

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
    asked = _asked_of(campaign, times)

    if current_user.is_authenticated:
        return _page_of_reader(slug, asked)
    if "_flashes" in session:
        return _render(slug, asked)
    page = asked.page if asked.counted else asked.page.without_counts()
    key = (_shown(asked), page, asked.turn, asked.second, _address())
    return _pages.get_or_make(
        (key, minute(times.now)), lambda: _frame(slug, asked).filled(_pieces(slug, asked)).encode()
    )


class Asked(NamedTuple):
    """What somebody asked for, and the page of the wall that answers it."""

    campaign: Glance
    times: Timetable
    wanted: Wanted
    turn: Turn
    page: Page
    second: Second | None = None

    @property
    def counted(self) -> bool:
        return self.times.allows(Capability.SEE_COUNTS)

    @property
    def filters(self) -> dict[str, Any]:
        return in_address(self.wanted, order=request.args.get("order"))


def _asked_of(campaign: Glance, times: Timetable) -> Asked:
    wanted = wanted_in(request.args, orders_now(times), _default_order(times))
    line = LINES.get(wanted.order, Line.DISCOVER)
    turn = turn_of(visitor(window_now(times)[0]), times, line=line)
    found = search_wall(campaign, wanted, seed=_seed(campaign, times.now), turn=turn)
    return Asked(campaign, times, found.wanted, turn, found.page, found.second)


def _page_of_reader(slug: str, asked: Asked) -> str:
    """For somebody who has signed in: the kept frame, and in its holes what is theirs."""
    if "support" in request.args or not framing.is_plain():
        return _render(slug, asked)
    staff_links = holds(current_user, *STAFF)
    left = votes_left(asked.campaign, current_user)
    frame = _frame(slug, asked, "reader", staff_links, left)
    return frame.filled({**framing.pieces_of_reader(), **_pieces(slug, asked)})


def _frame(slug: str, asked: Asked, *who: Any) -> framing.Frame:
    """The page without its cards, kept for all who are shown the same around them."""
    page = asked.page
    around = (bool(page.after), bool(page.ideas), asked.second, asked.turn.starts_at)
    key = (_shown(asked), around, _address(), who)
    return _frames.get_or_make(
        (key, minute(asked.times.now)), lambda: framing.frame_of(lambda: _render(slug, asked))
    )


def _pieces(slug: str, asked: Asked) -> dict[str, str]:
    """What is put into the holes of a frame: what hangs there, and where it goes on."""
    address = f"/campaigns/{slug}"
    cards = _cards_for(asked, back=with_query(address, asked.filters))
    more = escape(_more(address, asked))
    return {"cards": "".join(cards), "more": more, "seen": _listed(asked)}


def _more(address: str, asked: Asked) -> str:
    after = asked.page.after
    return with_query(address, asked.filters | {"after": after}) if after else ""


def _listed(asked: Asked) -> str:
    """What the page says it lists, to count looks by; nothing sways anybody once all is over."""
    if asked.times.is_over:
        return ""
    window_at, _ends_at = window_now(asked.times)
    ids = [row.id for row in asked.page.ideas]
    return sign(Listed(asked.wanted.order.value, window_at, asked.page.shown, ids))


def _shown(asked: Asked) -> tuple[Any, ...]:
    campaign = asked.campaign
    return campaign.id, campaign.version, campaign.edition, asked.times.allowed


def _address() -> tuple[Any, ...]:
    return request.full_path, current_language(), request.cookies.get("theme")


def orders_now(times: Timetable) -> list[Order]:
    """By support and by trend only while the counts are open: such a list would tell them."""
    orders = [Order.DISCOVER, Order.NEWEST, Order.DISCUSSED]
    if not times.allows(Capability.SEE_COUNTS):
        return orders
    return [*orders, *([] if times.is_over else [Order.TRENDING]), Order.SUPPORTED]


def _default_order(times: Timetable) -> Order:
    return Order.SUPPORTED if times.is_over else Order.DISCOVER


def _seed(campaign: Glance, moment: datetime) -> float:
    """Where the shuffle begins now, from 0 to 1: the same for all for some minutes, so that every
    idea has its turn at the top; a reader who goes on keeps it in the cursor."""
    window = f"{campaign.id}:{int(moment.timestamp()) // SHUFFLE_LASTS}"
    digest = hmac.digest(str(current_app.secret_key).encode(), window.encode(), hashlib.sha256)
    return int.from_bytes(digest[:6], "big") / 2**48


def _render(slug: str, asked: Asked) -> str:
    campaign = campaign_by_slug(slug, viewer=current_user) or abort(404)
    times = replace(asked.times, campaign=campaign)
    address = f"/campaigns/{campaign.slug}"
    wanted, page, keeping = asked.wanted, asked.page, framing.is_keeping()
    signed_in = current_user.is_authenticated
    more = framing.hole("more") if keeping and page.after else _more(address, asked)
    return render_template(
        "wall/show.html",
        campaign=campaign,
        cover=_cover_of(campaign),
        timetable=times,
        can_submit=times.allows(Capability.SUBMIT),
        wanted=wanted,
        second=asked.second,
        left_out=looked_for(request.args.get("q", "")).left,
        orders=[(order.value, order_name(order)) for order in orders_now(times)],
        topics=[topic for topic in topics_of(campaign) if topic.ideas_count],
        stages=[s for s in stages_of(campaign) if s.public and s.ideas_count],
        text_languages=language_choices(languages_of(campaign.id)),
        cards=_cards_or_hole(asked, back=with_query(address, asked.filters)),
        seen=framing.hole("seen") if keeping else _listed(asked),
        counted=asked.counted,
        counts_open_at=times.opens_at(Capability.SEE_COUNTS),
        order_until=window_now(times)[1],
        more=more,
        first=wanted.after and with_query(address, asked.filters),
        left=votes_left(campaign, current_user) if signed_in else None,
        may_vote=times.allows(Capability.VOTE),
        meant=_meant(campaign, times) if signed_in else None,
    )


def _cover_of(campaign: Campaign) -> Any:
    chosen = campaign.cover_idea_id
    return covers_of([chosen]).get(chosen) if chosen else None


def _meant(campaign: Glance | Campaign, times: Timetable) -> Slot | None:
    """The idea whose button a visitor had pressed before signing in."""
    asked = request.args.get("support", "")
    idea = find_idea(int(asked), current_user) if asked.isdecimal() and len(asked) < 18 else None
    if idea is None or idea.campaign_id != campaign.id or not times.allows(Capability.VOTE):
        return None
    bonds = bonds_of(current_user, [idea.id])
    if idea.author_id == current_user.id or bonds.voted or bonds.shared:
        return None
    return Slot(idea.id, idea.title, None, idea.language)


def _cards_or_hole(asked: Asked, *, back: str) -> list[Markup]:
    if framing.is_keeping():
        return [framing.hole("cards")] if asked.page.ideas else []
    return _cards_for(asked, back=back)


def _cards_for(asked: Asked, *, back: str) -> list[Markup]:
    """The cards as HTML: the kept part, and the reader's own vote put into its place."""
    kept = _kept_cards(asked.page, edition=asked.campaign.edition)
    signed_in = current_user.is_authenticated
    bonds = bonds_of(current_user, list(kept)) if signed_in else None
    hole, token = framing.hole("token"), generate_csrf() if signed_in else ""
    reader = current_user.id if signed_in else None
    states = _States(asked.times, reader, bonds)
    language = current_language()
    words = tuple(looked_for(asked.wanted.query).words)
    html = []
    for row in asked.page.ideas:
        piece = kept[row.id]
        slot = Slot(row.id, piece.title, row.votes_count if asked.counted else None)
        key = (slot, row.version, row.comments_count, states.of(row), back, language)
        foot = _feet.get_or_make(key, partial(_foot, row, slot, states.of(row), back))
        html.append(Markup(marked(piece.before, words) + foot.replace(hole, token) + piece.after))
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

    def __init__(self, times: Timetable, reader: int | None, bonds: Bonds | None) -> None:
        self.open = times.allows(Capability.VOTE)
        self.reader = reader
        self.bonds = bonds

    def of(self, row: Hung) -> str:
        if not self.open:
            return "closed"
        if self.bonds is None:
            return "anonymous"
        if row.author_id == self.reader or row.id in self.bonds.shared:
            return "own"
        return "voted" if row.id in self.bonds.voted else "open"
