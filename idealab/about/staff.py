from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template
from flask_login import current_user

from idealab.about.forms import PageForm
from idealab.about.models import SitePage
from idealab.about.naming import TITLES
from idealab.about.writing import (
    LONGEST,
    default_text,
    may_write_pages,
    own_pages,
    write_page,
)
from idealab.lib.access import ADMIN, role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import too_long
from idealab.lib.languages import NAMES as LANGUAGES
from idealab.lib.languages import _

bp = Blueprint("staff_about", __name__, url_prefix="/staff/pages")


@bp.get("")
@role(ADMIN)
def index():
    _require_admin_of_site()
    own = own_pages()
    rows = [
        (name, title, [(code, LANGUAGES[code], _state(name, code, own)) for code in _spoken()])
        for name, title in TITLES.items()
    ]
    return render_template("about/staff.html", rows=rows)


@bp.get("/<name>/<language>")
@role(ADMIN)
def edit(name: str, language: str):
    page = _page(name, language)
    body = page.body if page and page.body else _default(name, language)
    form = PageForm(data={"body": body, "edition": page.edition if page else 0})
    return _show(form, name, language)


@bp.post("/<name>/<language>")
@role(ADMIN)
def save(name: str, language: str):
    _page(name, language)
    form = PageForm()
    body = (form.body.data or "").strip()
    if len(body) > LONGEST:
        form.body.errors = [too_long(body, LONGEST)]
        return _show(form, name, language), 422
    if _same(body, _default(name, language)):  # untouched: it may grow with the next version
        body = ""
    seen = form.edition.data or 0
    write_page(name, language, body, by=current_user, now=now(), seen_edition=seen)
    db.session.commit()
    flash(
        _("Saved. Everybody can read it now.")
        if body
        else _("Saved. The text that comes with the site stands there now.")
    )
    return redirect("/staff/pages", 303)


def _show(form: PageForm, name: str, language: str) -> Any:
    return render_template(
        "about/edit.html",
        form=form,
        name=name,
        title=TITLES[name],
        written_in=language,
        language_name=LANGUAGES[language],
        has_default=bool(_default(name, language)),
    )


def _state(name: str, language: str, own: dict[tuple[str, str], SitePage]) -> str:
    if (name, language) in own:
        return "own"
    return "default" if _default(name, language) else "missing"


def _page(name: str, language: str) -> SitePage | None:
    _require_admin_of_site()
    if name not in TITLES or language not in _spoken():
        abort(404)
    return db.session.get(SitePage, (name, language))


def _default(name: str, language: str) -> str:
    return default_text(name, language, site=str(current_app.config["SITE_NAME"]))


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _spoken() -> list[str]:
    return [code for code in current_app.config["LANGUAGES"] if code in LANGUAGES]


def _require_admin_of_site() -> None:
    if not may_write_pages(current_user):
        abort(404)
