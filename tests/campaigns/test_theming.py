import re

import pytest

from idealab.campaigns.theming import ENOUGH, RAISED, SUNKEN, WHITE, stylesheet_of, theme_of
from idealab.lib.colours import Oklch, contrast, hex_of, oklch_of
from tests.campaigns import make
from tests.guards.modules import ROOT

# Every hue, pale and strong, light and dark, and the corners of the cube.
COLOURS = [
    hex_of(Oklch(lightness, chroma, hue))
    for lightness in (0.2, 0.5, 0.8, 0.95)
    for chroma in (0.0, 0.1, 0.3)
    for hue in range(0, 360, 30)
] + ["#000000", "#ffffff", "#ffff00", "#00ff00", "#0000ff", "#ff00ff", "#c81e00", "#b8862b"]


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#d8402a", "#00ff7f", "#123456"])
def test_a_colour_goes_to_oklch_and_back(colour):
    assert hex_of(oklch_of(colour)) == colour


def test_contrast_is_that_of_the_law():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_whatever_is_chosen_can_be_read():
    for colour in COLOURS:
        theme = theme_of(colour)
        pairs = [
            (theme.solid, WHITE),
            (theme.hover, WHITE),
            (theme.text, SUNKEN),
            (theme.text, theme.wash),
            (theme.text_dark, RAISED),
            (theme.text_dark, theme.wash_dark),
        ]
        assert all(contrast(*pair) >= ENOUGH for pair in pairs), colour


def test_the_grounds_are_those_of_the_tokens():
    tokens = (ROOT / "static/css/tokens.css").read_text()

    assert "--sunken: light-dark(oklch(0.955 0.007 85)" in tokens
    assert re.search(r"--raised: light-dark\([^;]*oklch\(0\.252 0\.012 262\)\)", tokens)
    assert "--brand-contrast: oklch(0.99 0.005 85)" in tokens


def test_a_colour_that_is_dark_enough_is_not_called_too_light():
    assert theme_of("#ffe000").is_darker
    assert not theme_of("#8a2200").is_darker


def test_the_stylesheet_is_kept_for_ever_under_the_address_of_its_colour(visitor):
    make.public_campaign("One", brand="#0a7f5a")
    page = visitor.get("/campaigns/one/brief").text
    address = re.search(r'href="(/campaigns/one/theme\.css\?v=[0-9a-f]+)"', page)[1]

    answer, other = visitor.get(address), visitor.get("/campaigns/one/theme.css?v=0")

    assert answer.text == stylesheet_of("#0a7f5a")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in other.headers["Cache-Control"]
