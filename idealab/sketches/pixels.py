"""A drawing as PNG, the same picture as its SVG, for the pipeline of pictures."""

import io
import math
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from idealab.sketches.ribbons import Spot, middle, ribbons_of
from idealab.sketches.strokes import Layer, Stroke, drawing_from

FINE = 3_200  # pixels across before the picture is made smaller, for clean edges
BLEED = 0.375  # of a pixel: Pillow also paints those that a polygon only touches
Box = tuple[int, int, int, int]


def png_of(document: object, width: int) -> bytes:
    """The drawing as a PNG of this width. Raises UnreadableDrawing."""
    drawing = drawing_from(document)
    height = round(width * drawing.height / drawing.width)
    sampling = max(2, round(FINE / width)) if width > FINE / 8 else 8
    large = (width * sampling, height * sampling)
    picture = Image.new("RGB", large, drawing.paper)
    for layer in drawing.layers:
        if not layer.hidden:
            _put_on(picture, layer, large[0] / drawing.width)
    file = io.BytesIO()
    picture.resize((width, height), Image.Resampling.BOX).save(file, "PNG")
    return file.getvalue()


def _put_on(picture: Image.Image, layer: Layer, scale: float) -> None:
    if all(stroke.tool != "eraser" for stroke in layer.strokes):
        for stroke in layer.strokes:
            if (painted := _mask(stroke, scale, picture.size)) is not None:
                box, mask = painted
                picture.paste(stroke.colour, box, mask)
        return
    sheet = _sheet(layer, scale, picture.size)
    picture.paste(sheet.convert("RGB"), (0, 0), sheet.getchannel("A"))


def _sheet(layer: Layer, scale: float, size: tuple[int, int]) -> Image.Image:
    """A layer with an eraser on a sheet of its own, so that it takes from no other layer."""
    sheet = Image.new("RGBA", size)
    for stroke in layer.strokes:
        if (painted := _mask(stroke, scale, size)) is None:
            continue
        box, mask = painted
        under = sheet.crop(box)
        if stroke.tool == "eraser":
            left = ImageChops.multiply(under.getchannel("A"), ImageChops.invert(mask))
            under.putalpha(left)
        else:
            ink = Image.new("RGBA", mask.size, stroke.colour)
            ink.putalpha(mask)
            under = Image.alpha_composite(under, ink)
        sheet.paste(under, box)
    return sheet


def _mask(stroke: Stroke, scale: float, size: tuple[int, int]) -> tuple[Box, Image.Image] | None:
    """Where a stroke lies, and how much of each pixel it covers there: once, however often it
    crosses itself, like the SVG. None if it lies outside the paper."""
    shapes, rounds = _shapes(stroke, scale)
    box = _box(shapes, rounds, size)
    if box is None:
        return None
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    cover = round(stroke.opacity * 255)
    shapes = [[(x - box[0], y - box[1]) for x, y in shape] for shape in shapes]
    if stroke.tool == "text":
        return box, _letters(mask, shapes, cover)
    pen = ImageDraw.Draw(mask)
    for shape in shapes:
        pen.polygon(shape, fill=cover)
    for (x, y), radius in rounds:
        x, y = x - box[0], y - box[1]
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=cover)
    return box, mask


def _letters(mask: Image.Image, rings: list[list[Spot]], cover: int) -> Image.Image:
    """A ring within a ring is a hole. Of each only the box is looked at in which it lies."""
    letters = Image.new("1", mask.size)
    for ring in rings:
        box = _box([ring], [], mask.size)
        if box is None:
            continue
        inside = Image.new("1", (box[2] - box[0], box[3] - box[1]))
        shifted = [(x - box[0], y - box[1]) for x, y in ring]
        ImageDraw.Draw(inside).polygon(shifted, fill=1)
        letters.paste(ImageChops.logical_xor(letters.crop(box), inside), box)
    mask.paste(cover, (0, 0), letters)
    return mask


def _shapes(stroke: Stroke, scale: float) -> tuple[list[list[Spot]], list[tuple[Spot, float]]]:
    if stroke.tool == "fill":
        return [[(x * scale, y * scale) for x, y, _ in stroke.points]], []
    if stroke.tool == "text":
        return [[_scaled(spot, scale) for spot in ring] for ring in stroke.rings], []
    shapes, rounds = [], []
    for ribbon in ribbons_of(stroke):
        edges = [_narrowed(_scaled(one, scale), _scaled(other, scale)) for one, other in ribbon]
        left, right = (_curved([edge[side] for edge in edges]) for side in (0, 1))
        for i in range(len(left) - 1):
            shapes.append([left[i], left[i + 1], right[i + 1], right[i]])
        for a, b in ((left[0], right[0]), (left[-1], right[-1])):
            rounds.append((middle(a, b), math.dist(a, b) / 2))
    return shapes, rounds


def _curved(side: list[Spot]) -> list[Spot]:
    """The same curve as in the SVG, in short straight pieces."""
    if len(side) < 3:
        return side
    start = middle(side[0], side[1])
    spots = [side[0], start]
    for here, there in pairwise(side[1:]):
        end = middle(here, there)
        for t in (0.25, 0.5, 0.75, 1):
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            spots.append(
                (
                    a * start[0] + b * here[0] + c * end[0],
                    a * start[1] + b * here[1] + c * end[1],
                )
            )
        start = end
    return [*spots, side[-1]]


def _narrowed(a: Spot, b: Spot) -> tuple[Spot, Spot]:
    part = min(BLEED / (math.dist(a, b) or 1), 0.45)
    dx, dy = (b[0] - a[0]) * part, (b[1] - a[1]) * part
    return (a[0] + dx, a[1] + dy), (b[0] - dx, b[1] - dy)


def _scaled(spot: Spot, scale: float) -> Spot:
    return (spot[0] * scale, spot[1] * scale)


def _box(
    shapes: list[list[Spot]], rounds: list[tuple[Spot, float]], size: tuple[int, int]
) -> Box | None:
    """The part of the picture that a stroke touches, or None if it lies outside the paper."""
    if not shapes:
        return None
    xs = [x for shape in shapes for x, _ in shape]
    ys = [y for shape in shapes for _, y in shape]
    reach = max((radius for _, radius in rounds), default=0) + 2
    box = (
        max(0, math.floor(min(xs) - reach)),
        max(0, math.floor(min(ys) - reach)),
        min(size[0], math.ceil(max(xs) + reach)),
        min(size[1], math.ceil(max(ys) + reach)),
    )
    return box if box[0] < box[2] and box[1] < box[3] else None
