"""A photo of a paper sketch is turned, cut and cleaned by the worker."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from idealab.lib import storage
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.images import render
from idealab.media.editing import edited, edits_in
from idealab.media.jobs import render_file
from idealab.media.keeping import keep_upload
from idealab.media.keys import rendition_key
from idealab.media.models import FileState

WIDE, HIGH = 1600, 900


def photo() -> Image.Image:
    """Yellow light, a shadow that deepens to the right, a black and a red line on the paper."""
    light = Image.linear_gradient("L").rotate(90).resize((WIDE, HIGH))
    light = light.point([round(250 - level * 0.5) for level in range(256)])
    image = Image.merge("RGB", (light, light, light.point([round(n * 0.85) for n in range(256)])))
    for y, share in ((200, (0.2, 0.2, 0.2)), (400, (1, 0.25, 0.2))):
        bands = [light.point([round(n * part) for n in range(256)]) for part in share]
        where = Image.new("L", image.size)
        ImageDraw.Draw(where).line((100, y, 1500, y), fill=255, width=12)
        image.paste(Image.merge("RGB", tuple(bands)), mask=where)
    return image


def made(tmp_path: Path, image: Image.Image, **edits) -> Image.Image:
    source, folder = tmp_path / "photo.png", tmp_path / "sizes"
    image.save(source)
    folder.mkdir()
    render(source, folder, edits=edits)
    return Image.open(max(folder.glob("*.webp"), key=lambda size: size.stat().st_size)).convert(
        "RGB"
    )


def test_a_shadow_goes_and_the_lines_stay(tmp_path):
    assert abs(photo().getpixel((50, 300))[0] - photo().getpixel((1550, 300))[0]) > 90

    clean = made(tmp_path, photo(), clean=True)

    for x in (200, 800, 1400):
        assert min(clean.getpixel((x, 300))) >= 250, x
        assert min(clean.getpixel((x, 800))) >= 250, x
        assert max(clean.getpixel((x, 200))) < 60, x
        red, green, blue = clean.getpixel((x, 400))
        assert red > 200 > 80 > max(green, blue), x


def test_a_photo_is_turned_then_cut(tmp_path):
    image = Image.new("RGB", (400, 200), "white")
    image.paste("red", (0, 0, 40, 200))

    turned = made(tmp_path, image, turn=90, cut=[0, 0, 0, 50])

    assert turned.size == (200, 200)
    assert turned.getpixel((100, 10))[1] < 60
    assert min(turned.getpixel((100, 100))) > 240


@pytest.mark.parametrize(
    ("texts", "edits"),
    [
        ({}, {}),
        (
            {"p_turn": "90", "p_left": "10", "p_clean": "y"},
            {"turn": 90, "cut": [10, 0, 0, 0], "clean": True},
        ),
        ({"p_turn": "45", "p_left": "-3", "p_top": "x", "p_right": ""}, {}),
        ({"p_bottom": "99"}, {"cut": [0, 0, 0, 45]}),
    ],
)
def test_what_a_form_asks_for_is_read_and_nothing_else(texts, edits):
    assert edits_in(texts, "p") == edits


@pytest.mark.parametrize("is_ready", [False, True])
def test_a_file_is_edited_before_and_after_it_is_ready(ana, is_ready):
    upload = io.BytesIO()
    photo().save(upload, "PNG")
    file = keep_upload(upload, name="napkin.png", now=now())
    db.session.commit()
    if is_ready:
        render_file(file.id)

    copy = edited(file, {"turn": 90}, now=now())
    db.session.commit()
    render_file(copy.id)

    assert (copy.state, copy.width, copy.height) == (FileState.READY, HIGH, WIDE)
    assert storage.exists(rendition_key(copy.key, "960.webp"))
    assert edited(file, {}, now=now()) is file
