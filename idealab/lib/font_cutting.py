"""Cuts a variable font to the axes, features and characters that are needed."""

import logging
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer


def cut(
    path: Path,
    target: Path,
    *,
    axes: dict[str, tuple[float, float]],
    features: list[str],
    characters: str,
) -> None:
    """Write the font at `path` to `target` as WOFF2 with nothing but these."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = instancer.instantiateVariableFont(TTFont(path), axes)
    cutter = subset.Subsetter(subset.Options(layout_features=features))
    cutter.populate(unicodes=subset.parse_unicodes(characters))
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)
