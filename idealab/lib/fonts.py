"""The typeface: cut from the variable font of a package to what our languages need."""

import importlib
import logging
import os
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from pathlib import Path

log = logging.getLogger(__name__)

PACKAGE = "fontpkg-archivo"
FILE = "Archivo[wdth,wght].ttf"
AXES = {"wdth": (100, 125), "wght": (400, 800)}
FEATURES = ["kern", "liga", "calt", "tnum", "case", "ccmp", "locl", "mark", "mkmk"]
CHARACTERS = (
    "20-7E,A0-17F,2009,202F,2010-2015,2018-201E,2020-2022,2026,2030,2032-2033,2039-203A,"
    "20AC,2122,2190-2193,2197,2212,2713"
)


def subset_in(folder: Path) -> Path | None:
    """The subset font in `folder`, cut once for each recipe; None when its package is missing."""
    if not _version():
        log.warning("The package %s is not installed: pages use a system font.", PACKAGE)
        return None
    kept = folder / f"font-{recipe()}.woff2"
    if not kept.is_file():
        fresh = folder / f".font-{os.getpid()}.woff2"
        source = Path(str(files(PACKAGE.replace("-", "_")))) / "files" / FILE
        # By name, for fontTools takes a tenth of a second that no web process has to spend.
        cutting = importlib.import_module("idealab.lib.font_cutting")
        cutting.cut(source, fresh, axes=AXES, features=FEATURES, characters=CHARACTERS)
        fresh.replace(kept)
    return kept


def recipe() -> str:
    """What the subset depends on, as a short hash."""
    return sha256(f"{_version()}{AXES}{FEATURES}{CHARACTERS}".encode()).hexdigest()[:12]


def _version() -> str:
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return ""
