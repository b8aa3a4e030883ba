"""A comment as the page shows it: names, times and labels in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup

from idealab.accounts.affiliations import words_of
from idealab.comments.pinboards import Crop
from idealab.comments.pinning import OPENINGS
from idealab.comments.queries import Said, Talk
from idealab.ideas.models import Idea
from idealab.lib.languages import _
from idealab.lib.times import clock_time, day


class Shown(NamedTuple):
    id: int
    author_id: int | None
    author_name: str | None
    author_hue: int
    author_face: str | None
    author_badge: str  # what ties the author to the company, confirmed
    author_page: str  # its address, empty where there is none
    official: str  # words for the badge, empty for what participants say
    is_author: bool  # of the idea
    at: str
    when: str
    edited: str  # words for the link to what it said before, or empty
    html: Markup
    language: str | None
    helpful_count: int
    gone: bool  # taken back by its author
    opening: str  # how a pin begins, or empty
    crop: Crop | None  # what is around a pin on a picture that is shown here


class ShownThread(NamedTuple):
    root: Shown
    replies: Sequence[Shown]
    more: int  # replies on the thread's own page
    after: int  # the last reply shown here


def shown_threads(
    talk: Talk, idea: Idea, *, time_zone: str, crops: Mapping[int, Crop] | None = None
) -> list[ShownThread]:
    """`crops` are the parts of pictures that pins point to, by comment."""
    crops = crops or {}
    return [
        ShownThread(
            shown(thread.root, idea, time_zone=time_zone, crop=crops.get(thread.root.id)),
            [shown(reply, idea, time_zone=time_zone) for reply in thread.replies],
            thread.replies_count - len(thread.replies),
            thread.replies[-1].id if thread.replies else 0,
        )
        for thread in talk.threads
    ]


def shown(said: Said, idea: Idea, *, time_zone: str, crop: Crop | None = None) -> Shown:
    return Shown(
        id=said.id,
        author_id=said.author_id,
        author_name=said.author_name,
        author_hue=said.author_hue,
        author_face=said.author_face,
        author_badge=words_of(said.author_tie, said.author_organisation),
        author_page=f"/people/{said.author_id}" if said.author_is_open else "",
        official=_badge(said) if said.official else "",
        is_author=said.author_id is not None and said.author_id == idea.author_id,
        at=said.created_at.isoformat(timespec="minutes"),
        when=day(said.created_at, time_zone),
        edited=edited_words(said.created_at, said.edited_at, time_zone),
        html=Markup(said.html),  # made safe when it was saved
        language=said.language,
        helpful_count=said.helpful_count,
        gone=said.gone,
        opening=OPENINGS[said.opening]() if said.opening else "",
        crop=crop,
    )


def edited_words(created_at: datetime, edited_at: datetime | None, time_zone: str) -> str:
    """The time on the day it was written, later the day."""
    if edited_at is None:
        return ""
    zone = ZoneInfo(time_zone)
    if created_at.astimezone(zone).date() == edited_at.astimezone(zone).date():
        return _("edited %(time)s", time=clock_time(edited_at, time_zone))
    return _("edited on %(day)s", day=day(edited_at, time_zone))


def _badge(said: Said) -> str:
    if said.author_department:
        return _("Official answer, %(department)s", department=said.author_department)
    return _("Official answer")
