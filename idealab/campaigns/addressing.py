"""From the values of an address to its campaign."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from idealab.campaigns.models import Campaign
from idealab.lib.db import db

_finders: dict[str, Callable[[Any], int | None]] = {}


def when_address_has(name: str, find: Callable[[Any], int | None]) -> None:
    """Let a feature above say how a value of its addresses (`idea_id`) leads to a campaign."""
    _finders[name] = find


def campaign_of_address(values: dict[str, Any]) -> int | None:
    """The id of the campaign an address speaks of; -1 if it names none that exists; None if it
    speaks of no campaign at all."""
    if "slug" in values:
        found = db.session.scalar(select(Campaign.id).filter_by(slug=values["slug"]))
        return -1 if found is None else found
    for name, find in _finders.items():
        if name in values:
            found = find(values[name])
            return -1 if found is None else found
    return None
