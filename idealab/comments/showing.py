"""A comment as the page shows it: names, times and labels in the reader's language."""

from typing import NamedTuple

from markupsafe import Markup

from idealab.accounts.affiliations import words_of
from idealab.comments.queries import Said
from idealab.ideas.models import Idea
from idealab.lib.languages import _
from idealab.lib.times import day


class Shown(NamedTuple):
    id: int
    author_name: str | None
    author_hue: int
    author_face: str | None
    author_badge: str  # what ties the author to the company, confirmed
    author_page: str  # its address, empty where there is none
    official: str  # words for the badge, empty for what participants say
    is_author: bool  # of the idea
    at: str
    when: str
    html: Markup
    language: str | None


def shown(said: Said, idea: Idea, *, time_zone: str) -> Shown:
    return Shown(
        id=said.id,
        author_name=said.author_name,
        author_hue=said.author_hue,
        author_face=said.author_face,
        author_badge=words_of(said.author_tie, said.author_organisation),
        author_page=f"/people/{said.author_id}" if said.author_is_open else "",
        official=_badge(said) if said.official else "",
        is_author=said.author_id is not None and said.author_id == idea.author_id,
        at=said.created_at.isoformat(timespec="minutes"),
        when=day(said.created_at, time_zone),
        html=Markup(said.html),  # made safe when it was saved
        language=said.language,
    )


def _badge(said: Said) -> str:
    if said.author_department:
        return _("Official answer, %(department)s", department=said.author_department)
    return _("Official answer")
