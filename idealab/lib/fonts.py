"""The typeface: cut from the variable font of a package to what our languages need."""

import logging
import os
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

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
        _cut(Path(str(files(PACKAGE.replace("-", "_")))) / "files" / FILE, fresh)
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


def _cut(path: Path, target: Path) -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = instancer.instantiateVariableFont(TTFont(path), AXES)
    cutter = subset.Subsetter(subset.Options(layout_features=FEATURES))
    cutter.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)
