"""The colour of a campaign, made fit to be read: whatever is chosen, text on it and text of it keep
a contrast of 4.5 to 1, in light and in dark."""

from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from idealab.lib.colours import Oklch, contrast, hex_of, oklch_of

ENOUGH = 4.5
STEP = 0.005  # of lightness
RECIPE = "1"  # raise when the same colour shall give another stylesheet
WHITE = hex_of(Oklch(0.99, 0.005, 85))  # --brand-contrast of tokens.css
# The grounds of tokens.css on which text of the brand is hardest to read.
SUNKEN = hex_of(Oklch(0.955, 0.007, 85))
RAISED = hex_of(Oklch(0.252, 0.012, 262))


class Theme(NamedTuple):
    brand: str
    solid: str  # under white text: buttons, what is now
    hover: str
    text: str  # on light ground
    text_dark: str
    wash: str  # a ground with a breath of it
    wash_dark: str

    @property
    def is_darker(self) -> bool:
        """Than the colour that was chosen, so that white text can stand on it."""
        return contrast(self.brand, WHITE) < ENOUGH


@lru_cache(maxsize=512)
def theme_of(brand: str) -> Theme:
    """Of a colour like #d8402a, in small letters."""
    chosen = oklch_of(brand)
    wash = hex_of(Oklch(0.962, chosen.chroma * 0.085, chosen.hue))
    wash_dark = hex_of(Oklch(0.275, chosen.chroma * 0.3, chosen.hue))
    solid = _towards(chosen._replace(lightness=0.535), -STEP, [WHITE])
    lower = oklch_of(solid).lightness - 0.06
    calmer = chosen._replace(chroma=chosen.chroma * 0.75, lightness=0.765)
    return Theme(
        brand=brand,
        solid=solid,
        hover=hex_of(chosen._replace(lightness=lower)),
        text=_towards(chosen._replace(lightness=0.525), -STEP, [SUNKEN, wash]),
        text_dark=_towards(calmer, STEP, [RAISED, wash_dark]),
        wash=wash,
        wash_dark=wash_dark,
    )


def stylesheet_of(brand: str) -> str:
    """Written for browsers that do not know light-dark() too."""
    theme = theme_of(brand)
    dark = f"--brand-text:{theme.text_dark};--brand-wash:{theme.wash_dark}"
    return (
        f":root{{--brand:{brand};--brand-solid:{theme.solid};--brand-hover:{theme.hover};"
        f"--brand-text:{theme.text};--brand-wash:{theme.wash}}}"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}'
        f':root[data-theme="dark"]{{{dark}}}'
    )


def theme_digest(brand: str) -> str:
    """What changes with the stylesheet, for its address."""
    return sha256(f"{RECIPE}{brand}".encode()).hexdigest()[:10]


def _towards(colour: Oklch, step: float, grounds: list[str]) -> str:
    """The first colour in this direction that can be read on all the grounds."""
    while 0 < colour.lightness < 1:
        shown = hex_of(colour)
        if all(contrast(shown, ground) >= ENOUGH for ground in grounds):
            return shown
        colour = colour._replace(lightness=colour.lightness + step)
    return hex_of(colour)
