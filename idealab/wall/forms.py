"""What stands in the address of the wall, read and written."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from idealab.lib.languages import _, name_of_language
from idealab.wall.hanging import Order
from idealab.wall.paging import Wanted


def wanted_in(asked: Mapping[str, str], orders: Sequence[Order], default: Order) -> Wanted:
    """What makes no sense, or is not offered now, is left out."""
    order = asked.get("order", "")
    language = asked.get("language", "")
    return Wanted(
        order=Order(order) if order in [known.value for known in orders] else default,
        topic_id=_number(asked.get("topic", "")),
        query=asked.get("q", "").strip()[:200],
        after=asked.get("after", "")[:200],
        tag=asked.get("tag", "").strip()[:100],
        stage_id=_number(asked.get("stage", "")),
        language=language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else "",
        pictured=asked.get("pictured", "") == "y",
    )


def in_address(wanted: Wanted, *, order: str | None) -> dict[str, Any]:
    """The filters as they stand in an address. `order` is left out where nobody asked for one."""
    return {
        "q": wanted.query,
        "topic": wanted.topic_id,
        "tag": wanted.tag,
        "stage": wanted.stage_id,
        "language": wanted.language,
        "pictured": "y" if wanted.pictured else "",
        "order": order,
    }


def order_name(order: Order) -> str:
    return {
        Order.DISCOVER: _("Discover"),
        Order.NEWEST: _("Newest"),
        Order.DISCUSSED: _("Most discussed"),
        Order.TRENDING: _("Trending"),
        Order.SUPPORTED: _("Most supported"),
    }[order]


def language_choices(codes: Sequence[str]) -> list[tuple[str, str]]:
    return sorted(((code, name_of_language(code)) for code in codes), key=lambda one: one[1])


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None
