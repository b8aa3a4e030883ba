"""Drafts for tests, kept as the form keeps them."""

from typing import Any

from idealab.campaigns.models import Campaign, Field
from idealab.drafts.drafting import Keeper, Seen, Written, keep_draft
from idealab.drafts.models import Draft
from idealab.lib.clock import now
from idealab.lib.db import db

DRAWING: dict[str, Any] = {
    "v": 1,
    "w": 2400,
    "h": 1200,
    "paper": "#f6f1e7",
    "layers": [
        {
            "name": "Lines",
            "strokes": [
                {"tool": "pen", "colour": "#1b1e24", "size": 6, "points": [[10, 10], [900, 400]]}
            ],
        }
    ],
}


def draft(
    campaign: Campaign,
    keeper: Keeper,
    title: str = "Doors that slide",
    *,
    of: Draft | None = None,
    seen: Seen | None = None,
    once: str = "form-1",
    at: Any = None,
    pictures: dict[str, Any] | None = None,
    to_publish: bool = False,
    **more: str,
) -> Draft:
    texts = {"title": title, "once": once, "language": "en"} | more
    made = keep_draft(
        campaign,
        Written(once, texts, pictures or {}),
        by=keeper,
        now=at or now(),
        draft=of,
        seen=seen or Seen(of.edition if of else 0, "page-1"),
        to_publish=to_publish,
    )
    db.session.commit()
    return made


def question_of(campaign: Campaign) -> str:
    """The name of the field that must be filled in."""
    asked = db.session.query(Field).filter_by(campaign_id=campaign.id, position=1).one()
    return f"field-{asked.id}"
