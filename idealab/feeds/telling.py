"""Feeds, calendars and site maps, made of what the public sees."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as Tree

from idealab.campaigns.models import Campaign
from idealab.campaigns.phases import Timetable
from idealab.campaigns.telling import road_of
from idealab.lib.addresses import public_url
from idealab.lib.atom import Entry, Feed
from idealab.lib.calendars import Event, calendar_of
from idealab.lib.languages import _
from idealab.lib.text import excerpt_of
from idealab.updates.queries import Told

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # of a feed without any entry


def campaigns_feed(campaigns: Sequence[Campaign], *, site: str) -> Feed:
    return Feed(
        title=_("Campaigns of %(site)s", site=site),
        address=public_url("/feeds/campaigns.xml"),
        page=public_url("/"),
        author=site,
        updated=BEGINNING,
        entries=[
            Entry(
                title=campaign.title,
                address=public_url(f"/campaigns/{campaign.slug}"),
                published=campaign.created_at,
                updated=campaign.updated_at or campaign.created_at,
                language=campaign.language,
                summary=campaign.question,
            )
            for campaign in campaigns
        ],
    )


def ideas_feed(campaign: Campaign, rows: Iterable[Any], *, site: str) -> Feed:
    return Feed(
        title=_("New ideas in %(title)s", title=campaign.title),
        address=public_url(f"/campaigns/{campaign.slug}/ideas.xml"),
        page=public_url(f"/campaigns/{campaign.slug}"),
        author=site,
        updated=campaign.created_at,
        entries=[
            Entry(
                title=row.title,
                address=public_url(f"/ideas/{row.id}"),
                published=row.published_at or row.created_at,
                updated=row.updated_at or row.published_at or row.created_at,
                author=row.name or row.source or "",
                language=row.language,
                summary=row.excerpt,
            )
            for row in rows
        ],
    )


def updates_feed(campaign: Campaign, updates: Sequence[Told], *, site: str) -> Feed:
    home = f"/campaigns/{campaign.slug}/updates"
    return Feed(
        title=_("Updates of %(title)s", title=campaign.title),
        address=public_url(f"{home}.xml"),
        page=public_url(home),
        author=site,
        updated=campaign.created_at,
        entries=[
            Entry(
                title=update.title,
                address=public_url(f"{home}/{update.id}"),
                published=update.published_at or campaign.created_at,
                updated=max(filter(None, (update.published_at, update.edited_at))),
                author=update.author_name or "",
                language=update.language,
                html=str(update.html),
            )
            for update in updates
        ],
    )


def answers_feed(rows: Iterable[Any], *, site: str) -> Feed:
    return Feed(
        title=_("Official answers on %(site)s", site=site),
        address=public_url("/feeds/answers.xml"),
        page=public_url("/"),
        author=site,
        updated=BEGINNING,
        entries=[
            Entry(
                title=_("Answer to “%(title)s”", title=row.title),
                address=public_url(f"/ideas/{row.idea_id}#c{row.id}"),
                published=row.created_at,
                updated=row.edited_at or row.created_at,
                author=row.name or site,
                language=row.language or "",
                html=row.body_html,
            )
            for row in rows
        ],
    )


def phases_calendar(times: Timetable) -> bytes:
    """A phase is an entry that keeps its number, so that a changed date moves it."""
    campaign, host = times.campaign, urlsplit(public_url("/")).hostname
    events = [
        Event(
            id=f"phase-{phase.id}@{host}",
            title=f"{campaign.title}: {phase.name}",
            text="\n".join(filter(None, (mark.says, excerpt_of(campaign.question, length=400)))),
            address=public_url(f"/campaigns/{campaign.slug}"),
            starts_at=phase.starts_at,
            ends_at=phase.ends_at,
            changed_at=campaign.updated_at or campaign.created_at,
            edition=campaign.edition,
        )
        for phase, mark in zip(times.phases, road_of(times), strict=True)
    ]
    return calendar_of(campaign.title, events)


def map_index(parts: Iterable[str]) -> bytes:
    root = Tree.Element("sitemapindex", {"xmlns": SITEMAP})
    for path in parts:
        Tree.SubElement(Tree.SubElement(root, "sitemap"), "loc").text = public_url(path)
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)


def map_of(places: Iterable[tuple[str, datetime | None]]) -> bytes:
    root = Tree.Element("urlset", {"xmlns": SITEMAP})
    for path, changed_at in places:
        node = Tree.SubElement(root, "url")
        Tree.SubElement(node, "loc").text = public_url(path)
        if changed_at is not None:
            day = changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            Tree.SubElement(node, "lastmod").text = day
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)
