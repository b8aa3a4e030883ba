"""What must be there before the first page: assets, translations, tables. Each is safe to repeat,
and quick when there is nothing to do."""

from collections.abc import Callable
from os import getpid
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask

from idealab.demo.loading import has_campaigns, load_demo
from idealab.lib import assets
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.operations.migrating import upgrade

PACKAGE = Path(__file__).parent.parent


def prepare(app: Flask) -> None:
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    build_assets(app)
    compile_translations()
    upgrade()


def load_demo_at_first(app: Flask, *, say: Callable[[str], None]) -> None:
    """Give a new installation something to look at, unless IDEALAB_DEMO is OFF."""
    if app.config["DEMO"] and not has_campaigns():
        say("Making the demo campaigns …")
        try:
            load_demo(now=now())
        except Refused as refusal:
            say(str(refusal))
    db.session.remove()


def build_assets(app: Flask) -> str:
    return assets.build(app.config["HOME"] / "static", app.config["STATIC_BUILD"])


def compile_translations(folder: Path = PACKAGE / "translations") -> None:
    """Make each .mo that is missing or older than its .po."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        fresh = target.with_suffix(f".mo.{getpid()}")  # two may start at once
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)
