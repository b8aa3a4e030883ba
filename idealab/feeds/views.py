from datetime import datetime
from hashlib import sha256

from flask import Blueprint, Response, abort, current_app, request

from idealab.about.naming import TITLES
from idealab.campaigns.models import Campaign
from idealab.campaigns.phases import timetable
from idealab.feeds.linked import linked_campaign, linked_idea, linked_site
from idealab.feeds.queries import (
    IN_FEED,
    campaigns_in_map,
    ideas_in_part,
    newest_answers,
    newest_campaigns,
    newest_ideas,
    parts_count,
    public_campaign,
    updates_in_map,
)
from idealab.feeds.telling import (
    answers_feed,
    campaigns_feed,
    ideas_feed,
    map_index,
    map_of,
    phases_calendar,
    updates_feed,
)
from idealab.lib.access import public
from idealab.lib.addresses import public_url
from idealab.lib.atom import Feed, atom_of
from idealab.lib.clock import now
from idealab.updates.queries import journal_of

bp = Blueprint("feeds", __name__)
for told in (linked_site, linked_campaign, linked_idea):
    bp.add_app_template_global(told)

ATOM, CALENDAR, XML = "application/atom+xml", "text/calendar", "application/xml"
SECTIONS = ("", "/brief", "/updates", "/people", "/results")
PAGES = ("/", *(f"/{name}" for name in TITLES))
CLOSED_TO_ROBOTS = ("/staff", "/me$", "/me/", "/sign-in", "/join", "/forgot-password", "/confirm")


@bp.get("/feeds/campaigns.xml")
@public
def campaigns():
    return _feed(campaigns_feed(newest_campaigns(), site=_site()))


@bp.get("/feeds/answers.xml")
@public
def answers():
    return _feed(answers_feed(newest_answers(), site=_site()))


@bp.get("/campaigns/<slug>/ideas.xml")
@public
def ideas(slug: str):
    campaign = _campaign(slug)
    return _feed(ideas_feed(campaign, newest_ideas(campaign), site=_site()))


@bp.get("/campaigns/<slug>/updates.xml")
@public
def updates(slug: str):
    campaign = _campaign(slug)
    journal = journal_of(campaign, now=now(), most=IN_FEED)
    return _feed(updates_feed(campaign, journal.updates, site=_site()))


@bp.get("/campaigns/<slug>/calendar.ics")
@public
def calendar(slug: str):
    campaign = _campaign(slug)
    body = phases_calendar(timetable(campaign, now=now()))
    answer = _answer(body, CALENDAR, changed_at=campaign.updated_at or campaign.created_at)
    answer.headers["Content-Disposition"] = f'inline; filename="{campaign.slug}.ics"'
    return answer


@bp.get("/sitemap.xml")
@public
def site_map():
    parts = [f"/sitemaps/{part}" for part in range(parts_count() + 1)]
    return _answer(map_index(parts), XML)


@bp.get("/sitemaps/<int:part>")
@public
def site_map_part(part: int):
    """Part 0 holds the pages and campaigns, the others the ideas."""
    if part > parts_count():
        abort(404)
    if part:
        ideas = ideas_in_part(part)
        return _answer(map_of((f"/ideas/{row.id}", row.changed_at) for row in ideas), XML)
    places: list[tuple[str, datetime | None]] = [(page, None) for page in PAGES]
    for row in campaigns_in_map():
        changed = row.updated_at or row.created_at
        places += [(f"/campaigns/{row.slug}{section}", changed) for section in SECTIONS]
    for row in updates_in_map(now=now()):
        changed = max(filter(None, (row.published_at, row.edited_at)))
        places.append((f"/campaigns/{row.slug}/updates/{row.id}", changed))
    return _answer(map_of(places), XML)


@bp.get("/robots.txt")
@public
def robots():
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED_TO_ROBOTS)
    body = f"User-agent: *\n{closed}\nSitemap: {public_url('/sitemap.xml')}\n"
    return _answer(body.encode(), "text/plain")


def _feed(feed: Feed) -> Response:
    return _answer(atom_of(feed), ATOM, changed_at=feed.changed_at)


def _answer(body: bytes, kind: str, *, changed_at: datetime | None = None) -> Response:
    """Who has it already is told so. It is the same for everybody, but asked for anew each time:
    what was hidden a moment ago must be in no cache."""
    answer = Response(body, content_type=f"{kind}; charset=utf-8")
    answer.set_etag(sha256(body).hexdigest()[:24])
    if changed_at is not None:
        answer.last_modified = changed_at
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.vary.update(("Accept-Language", "Cookie"))
    answer.make_conditional(request)
    return answer


def _site() -> str:
    return str(current_app.config["SITE_NAME"])


def _campaign(slug: str) -> Campaign:
    return public_campaign(slug) or abort(404)
