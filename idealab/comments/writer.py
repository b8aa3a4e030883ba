"""Who may comment here, for the form: where it goes and its own number."""

from typing import NamedTuple

from idealab.ideas.models import Idea


class Writer(NamedTuple):
    address: str
    name: str
    once: str
    people: str  # where the names are that may be mentioned
    text: str = ""

    @classmethod
    def for_reader(cls, idea: Idea, name: str, once: str) -> "Writer":
        return cls(f"/ideas/{idea.id}/comments", name, once, f"/ideas/{idea.id}/people")
