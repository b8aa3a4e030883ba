"""A campaign and what belongs to it as a whole: stages, topics, fields, criteria."""

import re
from typing import Any

from idealab.campaigns.models import (
    Campaign,
    CampaignState,
    Field,
    Phase,
    Stage,
    Topic,
    Visibility,
)
from idealab.evaluation.models import Criterion
from idealab.interchange.moments import zone_of
from idealab.interchange.shapes.calendar import own_words, phases_of
from idealab.interchange.shapes.shape import (
    Columns,
    Key,
    Parts,
    Reading,
    Record,
    Shape,
    Telling,
    at,
    plain,
    to,
)
from idealab.lib.text import html_of

UNKNOWN_LICENCE = "LicenseRef-unknown"
STATES = {"draft": CampaignState.DRAFT, "archived": CampaignState.ARCHIVED}
STATUSES = {
    CampaignState.DRAFT: "draft",
    CampaignState.ARCHIVED: "archived",
    CampaignState.PUBLISHED: "open",
}


def _same(value: Any, _telling: Telling, _record: Record) -> Any:
    return value


def _zone(value: str | None, _reading: Reading) -> str:
    return zone_of(value).key


def _licence(value: str | None, reading: Reading) -> str:
    return value or reading.licence or UNKNOWN_LICENCE


def _visibility(value: str | None, _reading: Reading) -> Visibility:
    return Visibility.PUBLIC if value in (None, "public") else Visibility.INVITATION


def _visible(value: Visibility, _telling: Telling, _record: Record) -> str:
    return "public" if value == Visibility.PUBLIC else "private"


def _state(value: str | None, _reading: Reading) -> CampaignState:
    return STATES.get(value or "", CampaignState.PUBLISHED)


def _status(value: CampaignState, _telling: Telling, _record: Record) -> str:
    return STATUSES[CampaignState(value)]


def _votes_per_person(value: dict[str, Any] | None, _reading: Reading) -> int | None:
    most = (value or {}).get("per_person", 0)
    return int(most) if most > 0 else None


def _voting(value: int | None, _telling: Telling, record: Record) -> dict[str, Any]:
    voting = {"method": "support", **record.get("voting", {}), "per_person": value}
    return {name: said for name, said in voting.items() if said is not None}


def _more_of_campaign(record: Record, _reading: Reading) -> Columns:
    body = record.get("body", "")
    method = record.get("voting", {}).get("method", "support")
    html = html_of(body, format=record.get("body_format", "text"))
    rules = own_words(record).get("rules", "")
    return {
        "story_html": html,
        "voting_method": method,
        "rules": rules,
        "rules_html": html_of(rules),
    }


def _stage_name(value: str, _telling: Telling, record: Record) -> str:
    """Without the number that told two stages of one name apart."""
    told = str(record.get("name", ""))
    return told if told and re.fullmatch(re.escape(told) + r" \(\d+\)", value) else value


def _hint(record: Record, _reading: Reading) -> Columns:
    return {"hint": own_words(record).get("hint", "")}


def _phases(record: Record, reading: Reading) -> Parts:
    return {Phase: phases_of(record, now=reading.now)}


CAMPAIGNS = Shape(
    "campaigns",
    Campaign,
    (
        plain("title"),
        plain("summary", "question", otherwise=""),
        plain("body", "story", otherwise=""),
        plain("lang", "language", otherwise="en"),
        Key("timezone", "time_zone", _zone, _same),
        Key("licence", "licence", _licence, _same),
        Key("visibility", "visibility", _visibility, _visible),
        Key("status", "state", _state, _status),
        Key("voting", "votes_per_person", _votes_per_person, _voting),
        at("created_at", "created_at", needed=True),
        at("updated_at", "updated_at"),
    ),
    more=_more_of_campaign,
    parts=_phases,
    owner="campaign_id",
)
STAGES = Shape(
    "stages",
    Stage,
    (
        to("campaigns", "campaign", "campaign_id"),
        Key("name", "name", lambda value, _reading: value, _stage_name),
        plain("kind"),
        plain("order", "position"),
        plain("outcome", otherwise="open"),
        plain("public", otherwise=True),
    ),
)
CATEGORIES = Shape(
    "categories",
    Topic,
    (
        to("campaigns", "campaign", "campaign_id"),
        plain("name"),
        plain("names"),
        to("categories", "parent", "parent_id"),
        Key(
            "kind",
            "kind",
            lambda value, _reading: value or "category",
            lambda value, _telling, _record: "category" if value == "topic" else str(value),
        ),
        plain("order", "position", otherwise=0),
    ),
)
FIELDS = Shape(
    "fields",
    Field,
    (
        to("campaigns", "campaign", "campaign_id"),
        plain("label"),
        plain("type", "kind"),
        plain("required", otherwise=False),
        plain("order", "position", otherwise=0),
    ),
    more=_hint,
)
CRITERIA = Shape(
    "criteria",
    Criterion,
    (
        to("campaigns", "campaign", "campaign_id"),
        plain("label"),
        plain("min", "lowest"),
        plain("max", "highest"),
        plain("weight", otherwise=1),
        plain("higher_is_better", otherwise=True),
        plain("order", "position", otherwise=0),
    ),
)
