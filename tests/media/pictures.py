"""Draws pictures for tests: plain ones, and the ones that strangers make to do harm."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageDraw

CORNERS = {
    "red": (220, 30, 30),
    "green": (30, 160, 60),
    "blue": (30, 60, 200),
    "sand": (230, 200, 140),
}


def drawing(size: tuple[int, int] = (200, 120), mode: str = "RGB") -> Image.Image:
    """A picture with another colour in each corner, so that every turn of it can be told."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    half = (size[0] // 2, size[1] // 2)
    for at, colour in enumerate(CORNERS.values()):
        left, top = (at % 2) * half[0], (at // 2) * half[1]
        draw.rectangle((left, top, left + half[0], top + half[1]), fill=colour)
    return image.quantize(16) if mode == "P" else image.convert(mode)


def saved(image: Image.Image, format: str = "PNG", **how) -> bytes:
    file = BytesIO()
    image.save(file, format, **how)
    return file.getvalue()


def png(size: tuple[int, int] = (200, 120)) -> BytesIO:
    return BytesIO(saved(drawing(size)))


def jpeg(size: tuple[int, int] = (200, 120), **how) -> BytesIO:
    return BytesIO(saved(drawing(size), "JPEG", quality=95, **how))


def oriented(orientation: int, size: tuple[int, int] = (200, 120)) -> bytes:
    """The drawing as a camera held in that way stores it, with the tag that says so."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = drawing(size)
    if orientation in back:
        image = image.transpose(back[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(image, "JPEG", quality=95, exif=exif.tobytes())


def png_of_claimed_size(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content)
        for kind, content in ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )


def sixteen_bit_png(size: tuple[int, int] = (64, 64), value: int = 0x8000) -> bytes:
    header = struct.pack(">IIBBBBB", *size, 16, 0, 0, 0, 0)
    rows = (b"\0" + struct.pack(">H", value) * size[0]) * size[1]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content)
        for kind, content in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def progressive_bomb(scans: int = 2000, size: tuple[int, int] = (2000, 2000)) -> bytes:
    """A progressive JPEG whose last pass is repeated: small to send, long to decode."""
    whole = saved(Image.new("RGB", size, "teal"), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * scans + whole[-2:]


def animation(frames: int, size: tuple[int, int] = (40, 30)) -> bytes:
    shades = [Image.new("RGB", size, (200, at % 256, 40)) for at in range(frames)]
    return saved(shades[0], "GIF", save_all=True, append_images=shades[1:], duration=50)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
