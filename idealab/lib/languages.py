"""The languages of the site: which one a page is in, and the words for it."""

from functools import cache

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale, gettext, lazy_gettext, ngettext
from flask_login import current_user

_ = gettext
lazy = lazy_gettext
__all__ = ["NAMES", "_", "current_language", "init_app", "lazy", "name_of_language", "ngettext"]

NAMES = {"en": "English", "de": "Deutsch"}


def init_app(app: Flask) -> None:
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(app, locale_selector=lambda: _locale_of(_choose_language()))


def current_language() -> str:
    """The language of the page that is being made, as a two-letter code."""
    locale = get_locale()
    return locale.language if locale else "en"


def name_of_language(code: str) -> str:
    """“German”, in German “Deutsch”; the code itself where nobody has a name for it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(current_language()) or code
    except (UnknownLocaleError, ValueError):
        return code


@cache
def _locale_of(language: str) -> Locale:
    return Locale.parse(language)


def _choose_language() -> str:
    if not has_request_context():
        return "en"
    offered = current_app.config["LANGUAGES"]
    chosen = request.cookies.get("language") or getattr(current_user, "language", None)
    if chosen in offered:
        return str(chosen)
    return str(request.accept_languages.best_match(offered) or offered[0])
