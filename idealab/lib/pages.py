"""What every page knows: the site's name, the language, the theme, how numbers are written."""

import json
from typing import Any

from flask import Flask, request
from flask_babel import format_decimal
from markupsafe import Markup

from idealab.lib.addresses import public_url
from idealab.lib.languages import NAMES, current_language
from idealab.lib.times import ago, day, moment, short_day

NO_BREAK = "\N{NO-BREAK SPACE}"
THEMES = ("light", "dark")


class Site:
    def __init__(self, name: str) -> None:
        self.name = name


def init_app(app: Flask) -> None:
    site = Site(app.config["SITE_NAME"])
    names = [(code, NAMES[code]) for code in app.config["LANGUAGES"]]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(site=site, languages=names, public_url=public_url)
    app.jinja_env.filters.update(
        number=number,
        day=day,
        moment=moment,
        ago=ago,
        short_day=short_day,
        filesize=filesize,
        as_json=as_json,
    )
    app.context_processor(_of_request)


def _of_request() -> dict[str, Any]:
    theme = request.cookies.get("theme")
    return {
        "language": current_language(),
        "theme": theme if theme in THEMES else None,
        "address": request.full_path.rstrip("?") if request.method == "GET" else "/",
    }


def place_asked(name: str = "after") -> int:
    """Where a page of a list begins, from the address; anything odd means the beginning."""
    wanted = request.args.get(name, "")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0


def as_json(thing: Any) -> Markup:
    """For inside of a script element that is data: nothing in it can end the element."""
    text = json.dumps(thing, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def number(value: float) -> str:
    """12 345 with a no-break space, in every language of the site."""
    return f"{value:,}".replace(",", NO_BREAK)


def filesize(value: int) -> str:
    size, unit = (value / 1_000_000, "MB") if value >= 1_000_000 else (value / 1000, "kB")
    return f"{format_decimal(round(size, 1))}{NO_BREAK}{unit}"
