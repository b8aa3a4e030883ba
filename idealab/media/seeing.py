"""Who may see a picture: whoever may see what it belongs to, and only features above know that."""

from collections.abc import Callable
from typing import Any

from idealab.media.models import File

MaySee = Callable[[File, Any], bool]
_rules: list[MaySee] = []


def when_seen(may_see: MaySee) -> None:
    """Hand over a rule `may_see(file, user)`. A picture is seen when one rule says yes; without a
    rule by nobody."""
    if may_see not in _rules:
        _rules.append(may_see)


def may_be_seen(file: File, *, by: Any) -> bool:
    return any(may_see(file, by) for may_see in _rules)
