"""What of people leaves with a package.

full: what is known, e-mail too. pseudonymous: no e-mail, and people called participant-1,
participant-2 …; who came in a package that was pseudonymous already keeps the name from there.
aggregate: no people at all; votes are told as totals, and reactions, ratings and follows stay."""

from collections.abc import Mapping
from typing import Any

Told = dict[str, Any]
LEVELS = ("full", "pseudonymous", "aggregate")
BY_PERSON = ("people", "votes", "reactions", "ratings", "follows")
NAMING = ("author", "coauthors", "by", "actor")  # the keys that lead to people


class Concealing:
    """The rules for one export."""

    def __init__(self, level: str, *, source_level: str | None):
        self.level = level
        self._named = 0
        self._keeps_names = source_level in ("pseudonymous", "aggregate")

    def leaves_out(self, kind: str) -> bool:
        return self.level == "aggregate" and kind in BY_PERSON

    def touches(self, kind: str) -> bool:
        """May a line of this kind have to be written anew?"""
        if self.level == "aggregate":
            return True
        return self.level == "pseudonymous" and kind in ("people", "attachments")

    def concealed(self, kind: str, record: Mapping[str, Any], *, born_here: bool = False) -> Told:
        """The record without what may not leave."""
        told = dict(record)
        if self.level == "pseudonymous" and kind == "people":
            told.pop("email", None)
            self._named += 1
            if born_here or not self._keeps_names:
                told["display_name"] = f"participant-{self._named}"
        if self.level != "full" and kind == "attachments" and born_here:
            told.pop("credit", None)  # which tells in words after whose sketch it was made
        if self.level == "aggregate":
            for name in NAMING:
                told.pop(name, None)
            if isinstance(told.get("answer"), dict):
                answer = told["answer"]
                told["answer"] = {name: answer[name] for name in answer if name != "by"}
        return told
