"""Idealab: time-boxed campaigns in which people submit ideas and sketches, vote and discuss."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from idealab import config, wiring
from idealab.lib import (
    access,
    assets,
    compression,
    cookies,
    db,
    errors,
    failures,
    framing,
    languages,
    limits,
    logs,
    meaning,
    pages,
    queue,
    security,
    storage,
)

PACKAGE = Path(__file__).parent
HOME = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent
PARTS = (
    compression,
    cookies,
    db,
    queue,
    storage,
    meaning,
    security,
    logs,
    languages,
    access,
    errors,
    failures,
    assets,
    pages,
    framing,
    wiring,
    limits,
)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Make the application. `settings` (by Flask name) win over IDEALAB_* of the environment."""
    app = Flask("idealab", template_folder=str(HOME / "templates"), static_folder=None)
    app.config.from_mapping(config.load(settings, home=HOME))
    for part in PARTS:
        part.init_app(app)
    return app
