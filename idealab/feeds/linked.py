"""Pages told as linked data (schema.org), for search engines. It says what the page says."""

from typing import Any

from idealab.campaigns.models import Campaign
from idealab.campaigns.phases import Timetable
from idealab.ideas.models import Idea
from idealab.lib.addresses import public_url
from idealab.lib.languages import _

CONTEXT = "https://schema.org"
Thing = dict[str, Any]


def linked_site(name: str) -> Thing:
    return {"@context": CONTEXT, "@type": "WebSite", "name": name, "url": public_url("/")}


def linked_campaign(campaign: Campaign, times: Timetable, site: str) -> Thing:
    address = public_url(f"/campaigns/{campaign.slug}")
    thing: Thing = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": campaign.title,
        "description": campaign.question,
        "url": address,
        "inLanguage": campaign.language,
        "eventAttendanceMode": f"{CONTEXT}/OnlineEventAttendanceMode",
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "location": {"@type": "VirtualLocation", "url": address},
        "organizer": {"@type": "Organization", "name": site, "url": public_url("/")},
        "isAccessibleForFree": True,
    }
    if times.phases:
        thing["startDate"] = min(phase.starts_at for phase in times.phases).isoformat()
        thing["endDate"] = max(phase.ends_at for phase in times.phases).isoformat()
    return _in_place(thing, [(campaign.title, address)])


def linked_idea(idea: Idea, campaign: Campaign, *, picture: str = "", licence: str = "") -> Thing:
    home, address = f"/campaigns/{campaign.slug}", public_url(f"/ideas/{idea.id}")
    thing: Thing = {
        "@context": CONTEXT,
        "@type": "CreativeWork",
        "name": idea.title,
        "abstract": idea.excerpt,
        "url": address,
        "inLanguage": idea.language,
        "commentCount": idea.comments_count,
        "isPartOf": {"@type": "Event", "name": campaign.title, "url": public_url(home)},
    }
    if idea.published_at:
        thing["datePublished"] = idea.published_at.isoformat()
    if idea.updated_at:
        thing["dateModified"] = idea.updated_at.isoformat()
    if idea.author is not None and idea.author.is_active:
        thing["author"] = {"@type": "Person", "name": idea.author.name}
    if picture:
        thing["image"] = public_url(f"/media/{picture}/960.jpg")
    if licence:
        thing["license"] = licence
    return _in_place(thing, [(campaign.title, public_url(home)), (idea.title, address)])


def _in_place(thing: Thing, way: list[tuple[str, str]]) -> Thing:
    """The thing, and the way that leads to it."""
    steps = [(_("Campaigns"), public_url("/")), *way]
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }
    described = {name: value for name, value in thing.items() if name != "@context"}
    return {"@context": CONTEXT, "@graph": [described, crumbs]}
