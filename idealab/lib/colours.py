"""Colours as eyes see them: OKLCH (Ottosson 2020), sRGB, and the contrast of WCAG 2."""

import math
from typing import NamedTuple

Rgb = tuple[float, float, float]  # linear light, 0 to 1
FINE = 1e-4  # how far out of gamut a rounding may lead


class Oklch(NamedTuple):
    lightness: float  # 0 black, 1 white
    chroma: float
    hue: float  # degrees


def oklch_of(colour: str) -> Oklch:
    """Of a colour like #d8402a."""
    red, green, blue = _linear(colour)
    long = 0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue
    middle = 0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue
    short = 0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue
    long, middle, short = (math.cbrt(cone) for cone in (long, middle, short))
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def hex_of(colour: Oklch) -> str:
    """The nearest colour a screen can show: as light and of the same hue, less of it if need be."""
    low, high = 0.0, colour.chroma
    if not _is_shown(_rgb(colour)):
        for _step in range(24):
            chroma = (low + high) / 2
            if _is_shown(_rgb(colour._replace(chroma=chroma))):
                low = chroma
            else:
                high = chroma
        colour = colour._replace(chroma=low)
    return "#" + "".join(f"{_byte(part):02x}" for part in _rgb(colour))


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Rgb:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _undone(red), _undone(green), _undone(blue)


def _undone(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _byte(part: float) -> int:
    part = min(max(part, 0.0), 1.0)
    curved = part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(curved * 255)


def _rgb(colour: Oklch) -> Rgb:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _is_shown(colour: Rgb) -> bool:
    return all(-FINE <= part <= 1 + FINE for part in colour)
