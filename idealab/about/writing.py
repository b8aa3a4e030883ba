"""The pages about the site: a text comes with it, whoever runs it writes another."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import select, update

from idealab.about.models import SitePage
from idealab.accounts.models import User
from idealab.accounts.roles import campaigns_of
from idealab.activity.recording import record
from idealab.lib.db import db
from idealab.lib.errors import Refused, too_long
from idealab.lib.languages import _
from idealab.lib.text import cleaned, html_of

LONGEST = 50_000
HEADING = re.compile(r"(</?)h([345])>")  # all that safe HTML has


class PageTooLong(Refused):
    status = 422


class EditedMeanwhile(Refused):
    pass


class Shown(NamedTuple):
    """A page as people read it; `language` is that of its text, which may not be the reader's."""

    html: Markup
    language: str
    is_own: bool  # written here; else it is the text that comes with the site

    @property
    def is_empty(self) -> bool:
        return not self.html


def may_write_pages(person: User) -> bool:
    """An admin of the whole site may."""
    return person.is_authenticated and campaigns_of(person) is None


def page_shown(name: str, language: str, *, site: str) -> Shown:
    """In the reader's language; what is written in another one only is shown in that, unless a
    text in the reader's comes with the site. One query."""
    own = _written(name)
    if language in own:
        return Shown(Markup(own[language].body_html), language, is_own=True)
    if source := default_text(name, language, site=site):
        return Shown(Markup(html_of_page(source)), language, is_own=False)
    for other, page in own.items():
        return Shown(Markup(page.body_html), other, is_own=True)
    return Shown(Markup(""), language, is_own=False)


def own_pages() -> dict[tuple[str, str], SitePage]:
    """All that were written here, by name and language."""
    pages = db.session.scalars(select(SitePage))
    return {(page.name, page.language): page for page in pages if page.body}


def is_written(name: str) -> bool:
    return bool(_written(name))


def write_page(
    name: str, language: str, body: str, *, by: User, now: datetime, seen_edition: int
) -> None:
    """An empty one brings back the text that comes with the site. `seen_edition` is 0 for a page
    that nobody has written before. Raises PageTooLong, EditedMeanwhile."""
    body = cleaned(body)
    if len(body) > LONGEST:
        raise PageTooLong(too_long(body, LONGEST))
    page = _taken(name, language, seen_edition)
    page.body, page.body_html = body, html_of_page(body)
    page.edited_at, page.by_id = now, by.id
    db.session.add(page)
    db.session.flush()
    record("page.written", by=by, now=now, page=name, language=language)


@cache
def default_text(name: str, language: str, *, site: str) -> str:
    """The text that comes with the site; empty for an imprint, which nobody else can know."""
    path = files("idealab.about").joinpath("texts", f"{name}.{language}.md")
    return path.read_text(encoding="utf-8").replace("{site}", site) if path.is_file() else ""


def html_of_page(body: str) -> str:
    """Its headings follow the one of the page, and not that of a section."""
    return HEADING.sub(lambda tag: f"{tag[1]}h{int(tag[2]) - 1}>", html_of(body))


def _written(name: str) -> dict[str, SitePage]:
    pages: Sequence[SitePage] = db.session.scalars(select(SitePage).filter_by(name=name)).all()
    return {page.language: page for page in pages if page.body}


def _taken(name: str, language: str, seen_edition: int) -> SitePage:
    """Of two who save the same edition only the first finds it still there."""
    page = db.session.get(SitePage, (name, language))
    if page is None and not seen_edition:
        return SitePage(name=name, language=language, edition=1)
    same = update(SitePage).filter_by(name=name, language=language, edition=seen_edition)
    newer = same.values(edition=SitePage.edition + 1).returning(SitePage.name)
    options = {"synchronize_session": False}
    if page is None or db.session.scalar(newer, execution_options=options) is None:
        raise EditedMeanwhile(
            _("Somebody else saved this page while you were writing. Look at it again first.")
        )
    db.session.expire(page, ["edition"])
    return page
