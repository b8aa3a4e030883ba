"""The only place that decodes a stranger's picture: a process of its own, with limits.

Run as a script by idealab.lib.images. It imports nothing of Idealab and little else, for every
picture pays for its start. It answers one line of JSON: what was made, or the reason why not.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
import warnings
from io import BytesIO
from typing import Any

from PIL import Image

WIDTHS = (1920, 960, 320)
FACES = (320, 96)
TALLEST = 4  # times the width: WebP ends at 16,383 pixels, and patience long before
MOST_PIXELS = 50_000_000
LARGEST_FILE = 64 * 1024 * 1024
PAPER = (251, 249, 246)
STARTS = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp"))
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = (5, 6, 7, 8)
QUARTERS = {  # clockwise
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
BLACK, WHITE = 64, 222  # of paper that was made even
LEVELS = [round(min(255, max(0, (n - BLACK) * 255 / (WHITE - BLACK)))) for n in range(256)]
Size = tuple[int, int]
Box = tuple[int, int, int, int]


def main(source: str, folder: str, shape: str, *limits: str) -> None:
    """Make all sizes of `source` in `folder`; `shape` is "whole", "square" for the middle of
    it, or what is done to a photo, as JSON. `limits`: CPU seconds, wall seconds, bytes."""
    _set_limits(*map(int, limits))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        edits = json.loads(shape) if shape.startswith("{") else {}
        answer = render(source, folder, square=shape == "square", edits=edits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        answer = {"reason": "too_large"}
    except MemoryError:
        answer = {"reason": "too_much_memory"}
    except Exception as trouble:  # a decoder fails in any way it likes; the row says it to people
        answer = {"reason": "damaged", "trouble": repr(trouble)}
    os.write(1, json.dumps(answer).encode())
    os._exit(0)  # without the interpreter's farewell, which is a tenth of a small picture's time


def render(
    source: str, folder: str, *, square: bool = False, edits: dict[str, Any]
) -> dict[str, Any]:
    image = _open(source, folder)
    if image.format not in ("JPEG", "MPO"):
        # Pillow may load a PNG to find its Exif, and what goes wrong then must not be lost there.
        image.load()
    orientation = _orientation_of(image)
    sideways = orientation in SIDEWAYS
    if square:
        return _faces(image, folder, orientation)
    lies = sideways != (edits.get("turn") in (90, 270))
    cut = _cut(image.size[::-1] if lies else image.size, edits.get("cut", (0, 0, 0, 0)))
    width, height = cut[2] - cut[0], cut[3] - cut[1]
    sizes = [_fitting(width, height, box) for box in WIDTHS]

    # Drafting and reducing come first, so that all that follows has few pixels to touch.
    scale = sizes[0][0] / width
    image = _reduced(image, _scaled(image.size, scale))
    image = _in_srgb(image)
    if orientation in TURNS:
        image = image.transpose(TURNS[orientation])
    if edits:
        image = _edited(image, edits, cut, scale)

    made = []
    for box, size, next_size in zip(WIDTHS, sizes, [*sizes[1:], None], strict=True):
        image = _resized(image, size)
        if size != next_size:
            made.append(_saved(image, folder, f"{box}.webp", quality=80, method=4))
        if box == 960:
            made.append(_saved(_on_paper(image), folder, "960.jpg", quality=82))
    return {"width": width, "height": height, "colour": _colour_of(image), "renditions": made}


def _faces(image: Image.Image, folder: str, orientation: int) -> dict[str, Any]:
    """The square in the middle, in the sizes in which faces are shown."""
    image.draft(None, (2 * FACES[0], 2 * FACES[0]))
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    image = image.crop((left, top, left + side, top + side))
    image = _in_srgb(_reduced(image, (min(side, FACES[0]),) * 2))
    image = _on_paper(image.transpose(TURNS[orientation]) if orientation in TURNS else image)
    made = []
    for box in FACES:
        image = _resized(image, (min(image.width, box),) * 2)
        made.append(_saved(image, folder, f"{box}.webp", quality=82, method=4))
    side = made[0]["width"]
    return {"width": side, "height": side, "colour": _colour_of(image), "renditions": made}


def _set_limits(cpu: int, wall: int, memory: int) -> None:
    signal.alarm(wall)  # holds even when the worker that waits for this process is gone
    for what, soft, hard in (
        (resource.RLIMIT_CPU, cpu, cpu + 2),  # the soft one tells itself from a kill by others
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_FSIZE, LARGEST_FILE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(what, (soft, hard))


def _open(source: str, folder: str) -> Image.Image:
    with open(source, "rb") as file:
        start = file.read(12)
    ending = next((name for sign, name in STARTS if start.startswith(sign)), "avif")
    if ending == "avif":
        avif: Any = importlib.import_module("PIL.AvifImagePlugin")
        avif.DEFAULT_MAX_THREADS = 1
    # Pillow loads the one plugin that the ending names; asked for more formats it loads all.
    picture = os.path.join(folder, f"source.{ending}")
    os.symlink(os.path.abspath(source), picture)
    return Image.open(picture, formats=(ending.upper(),))


def _orientation_of(image: Image.Image) -> int:
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except Exception:  # a broken Exif block tells nothing, and the picture may still be whole
        return 1
    return value if isinstance(value, int) else 1


def _fitting(width: int, height: int, box: int) -> Size:
    """The size within `box` pixels of width, never larger than the picture itself."""
    scale = min(1.0, box / width, box * TALLEST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _reduced(image: Image.Image, size: Size) -> Image.Image:
    image.draft(None, size)
    if image.has_transparency_data:
        image = image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
    elif image.mode in ("1", "P", "PA"):
        image = image.convert("RGB")
    return _resized(image, size)


def _scaled(size: Size, scale: float) -> Size:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _cut(size: Size, hundredths: Any) -> Box:
    """What is left when so much of each side is cut off: left, top, right, bottom."""
    left, top, right, bottom = hundredths
    x, y = round(size[0] * left / 100), round(size[1] * top / 100)
    return (
        x,
        y,
        max(x + 1, round(size[0] * (100 - right) / 100)),
        max(y + 1, round(size[1] * (100 - bottom) / 100)),
    )


def _edited(image: Image.Image, edits: dict[str, Any], cut: Box, scale: float) -> Image.Image:
    if edits.get("turn") in QUARTERS:
        image = image.transpose(QUARTERS[edits["turn"]])
    left, top, right, bottom = (round(side * scale) for side in cut)
    image = image.crop((left, top, max(left + 1, right), max(top + 1, bottom)))
    return _cleaned(_on_paper(image)) if edits.get("clean") else image


def _cleaned(photo: Image.Image) -> Image.Image:
    """A photo of paper as if scanned: each place is compared with the paper around it, so that
    shadows and the yellow of a lamp go; what is nearly paper then becomes white."""
    filters: Any = importlib.import_module("PIL.ImageFilter")
    small = photo.resize(_scaled(photo.size, 1 / 8), Image.Resampling.BOX)
    paper = small.filter(filters.MaxFilter(9)).filter(filters.MedianFilter(9))
    paper = paper.filter(filters.GaussianBlur(4)).resize(photo.size)
    bands = (_lit(*pair) for pair in zip(photo.split(), paper.split(), strict=True))
    return Image.merge("RGB", tuple(bands)).point(LEVELS * 3)


def _lit(band: Image.Image, light: Image.Image) -> Image.Image:
    math: Any = importlib.import_module("PIL.ImageMath")
    return math.lambda_eval(
        lambda it: it["convert"](it["min"](it["band"] * 255 / it["max"](it["light"], 1), 255), "L"),
        band=band,
        light=light,
    )


def _resized(image: Image.Image, size: Size) -> Image.Image:
    if image.size == size:
        return image
    # So near to the same size the two filters cannot be told apart, and bicubic costs a third less.
    slight = size[0] > image.width * 0.8
    method = Image.Resampling.BICUBIC if slight else Image.Resampling.LANCZOS
    gap = None if image.mode.startswith("I") else 2.0
    return image.resize(size, method, reducing_gap=gap)


def _in_srgb(image: Image.Image) -> Image.Image:
    """In RGB or RGBA, eight bits a channel, and without anything the file said about itself."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")
    profile = image.info.get("icc_profile")
    image.info = {}
    wanted = "RGBA" if "A" in image.mode else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "L", "CMYK"):
        image = _converted(image, profile, wanted)
    if image.mode != wanted:
        image = image.convert(wanted)
    if wanted == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image


def _converted(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    cms = importlib.import_module("PIL.ImageCms")
    try:
        own = cms.ImageCmsProfile(BytesIO(profile))
        return cms.profileToProfile(image, own, cms.createProfile("sRGB"), outputMode=mode)
    except (cms.PyCMSError, OSError, ValueError):  # a profile that does not fit is left out
        return image


def _on_paper(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    paper = Image.new("RGB", image.size, PAPER)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _saved(image: Image.Image, folder: str, name: str, **how: Any) -> dict[str, Any]:
    path = os.path.join(folder, name)
    image.save(path, **how)
    size = {"width": image.width, "height": image.height}
    return {"name": name, **size, "byte_size": os.path.getsize(path)}


def _colour_of(image: Image.Image) -> str:
    """The mean of the most frequent kind of colour, in 512 kinds."""
    pixels = _on_paper(image).resize((32, 32), Image.Resampling.BOX).tobytes()
    kinds: dict[Size, list[tuple[int, ...]]] = {}
    for at in range(0, len(pixels), 3):
        pixel = tuple(pixels[at : at + 3])
        kinds.setdefault(tuple(part >> 5 for part in pixel), []).append(pixel)  # type: ignore
    most = max(kinds.values(), key=len)
    return "#" + "".join(f"{sum(parts) // len(most):02x}" for parts in zip(*most, strict=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
