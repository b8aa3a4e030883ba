"""What the header of a picture says, read without decoding a pixel and without a decoder.

It runs at the door, in the web process, on whatever strangers send. So each walk is bounded, and
anything odd is `Unreadable` with a reason of `Reason`.
"""

import re
import struct
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

MOST_STEPS = 200_000  # chunks, blocks or boxes of one file
FRAME_MARKERS = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ALONE_MARKERS = {0x01, *range(0xD0, 0xD9)}
# One fixed byte first, so that the search leaps from one to the next: ten times as fast.
NEXT_MARKER = re.compile(rb"\xff([^\x00\xff])")
NEXT_MARKER_AFTER_SCAN = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
ORIENTATION = 0x0112


class Reason(StrEnum):
    """Why a picture is refused or has failed. Kept in rows, so a value never changes."""

    EMPTY = "empty"
    NOT_A_PICTURE = "not_a_picture"
    SVG = "svg"
    HEIC = "heic"
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"
    TOO_MANY_FRAMES = "too_many_frames"
    TOO_MANY_SCANS = "too_many_scans"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    GIVEN_UP = "given_up"
    LOST = "lost"


class Unreadable(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class PictureHeader(NamedTuple):
    format: str  # PNG, JPEG, GIF, WEBP or AVIF
    width: int  # as it will be shown, upright
    height: int
    frames: int = 1
    scans: int = 1

    @property
    def media_type(self) -> str:
        return f"image/{self.format.lower()}"


def header_of(content: bytes) -> PictureHeader:
    """Read the header by content, whatever the file is called. Raises Unreadable."""
    if not content:
        raise Unreadable(Reason.EMPTY)
    reader = _reader_for(content)
    try:
        header = reader(content)
    except (struct.error, IndexError) as error:
        raise Unreadable(Reason.TRUNCATED) from error
    if header.width < 1 or header.height < 1:
        raise Unreadable(Reason.DAMAGED)
    return header


def _reader_for(content: bytes):
    start = content[:32]
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png
    if start.startswith(b"\xff\xd8\xff"):
        return _jpeg
    if start[:6] in (b"GIF87a", b"GIF89a"):
        return _gif
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return _webp
    if start[4:8] == b"ftyp":
        return _avif
    words = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_drawing = words.startswith(b"<") and b"<svg" in words
    raise Unreadable(Reason.SVG if is_drawing else Reason.NOT_A_PICTURE)


def _steps() -> Iterator[int]:
    yield from range(MOST_STEPS)
    raise Unreadable(Reason.DAMAGED)


def _png(content: bytes) -> PictureHeader:
    length, kind, width, height = struct.unpack_from(">I4sII", content, 8)
    if kind != b"IHDR" or length != 13:
        raise Unreadable(Reason.DAMAGED)
    position, frames = 8, 1
    for _ in _steps():
        length, kind = struct.unpack_from(">I4s", content, position)
        if kind == b"acTL":
            frames = struct.unpack_from(">I", content, position + 8)[0]
        position += length + 12
        if kind == b"IEND":
            break
    if position > len(content):
        raise Unreadable(Reason.TRUNCATED)
    return PictureHeader("PNG", width, height, frames)


def _jpeg(content: bytes) -> PictureHeader:
    """Walk the markers as a decoder does, so that the scans it will make are counted."""
    width = height = scans = 0
    orientation = 1
    position, pattern = 2, NEXT_MARKER
    for _ in _steps():
        found = pattern.search(content, position)
        if found is None:
            raise Unreadable(Reason.TRUNCATED)
        marker, position, pattern = found[1][0], found.end(), NEXT_MARKER
        if marker == 0xD9:
            break
        if marker in ALONE_MARKERS:
            continue
        length = struct.unpack_from(">H", content, position)[0]
        if marker in FRAME_MARKERS and not width:
            height, width = struct.unpack_from(">HH", content, position + 3)
        elif marker == 0xE1 and content.startswith(b"Exif\0\0", position + 2):
            orientation = _orientation(content[position + 8 : position + length])
        elif marker == 0xDA:
            scans, pattern = scans + 1, NEXT_MARKER_AFTER_SCAN
        position += length
    if orientation >= 5:
        width, height = height, width
    return PictureHeader("JPEG", width, height, scans=scans)


def _orientation(exif: bytes) -> int:
    """The orientation that an Exif block tells, 1 when it tells none that can be read."""
    order = "<" if exif[:2] == b"II" else ">"
    try:
        start = struct.unpack_from(f"{order}I", exif, 4)[0]
        count = struct.unpack_from(f"{order}H", exif, start)[0]
        for entry in range(start + 2, start + 2 + count * 12, 12):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _gif(content: bytes) -> PictureHeader:
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    position, frames = 13 + _palette_size(flags), 0
    for _ in _steps():
        if position >= len(content):
            break  # Many a GIF lacks its last byte; a decoder does not miss it.
        block = content[position]
        if block == 0x3B:
            break
        if block == 0x2C:
            frames += 1
            position = _after_sub_blocks(
                content, position + 11 + _palette_size(content[position + 9])
            )
        elif block == 0x21:
            position = _after_sub_blocks(content, position + 2)
        else:
            raise Unreadable(Reason.DAMAGED)
    if not frames:
        raise Unreadable(Reason.TRUNCATED)
    return PictureHeader("GIF", width, height, frames)


def _palette_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_sub_blocks(content: bytes, position: int) -> int:
    for _ in _steps():
        size = content[position]
        position += 1 + size
        if not size:
            break
    return position


def _webp(content: bytes) -> PictureHeader:
    end = struct.unpack_from("<I", content, 4)[0] + 8
    if end > len(content):
        raise Unreadable(Reason.TRUNCATED)
    size, position, frames = (0, 0), 12, 0
    for _ in _steps():
        if position + 8 > end:
            break
        kind, length = struct.unpack_from("<4sI", content, position)
        frames += kind == b"ANMF"
        size = size if any(size) else _webp_size(kind, content, position + 8)
        position += 8 + length + length % 2
    return PictureHeader("WEBP", *size, max(frames, 1))


def _webp_size(kind: bytes, content: bytes, start: int) -> tuple[int, int]:
    if kind == b"VP8X":
        wide, high = content[start + 4 : start + 7], content[start + 7 : start + 10]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, start + 6)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", content, start + 1)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 0, 0


def _avif(content: bytes) -> PictureHeader:
    boxes = {kind: (start, end) for kind, start, end in _boxes(content, 0, len(content))}
    start, end = boxes.get(b"ftyp", (0, 0))
    brands = {content[at : at + 4] for at in range(start, min(end, start + 200), 4)}
    if not brands & {b"avif", b"avis"}:
        is_photo = brands & {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
        raise Unreadable(Reason.HEIC if is_photo else Reason.NOT_A_PICTURE)
    meta, end = boxes.get(b"meta", (0, 0))
    sizes = [
        struct.unpack_from(">II", content, at + 4)
        for at, _end in _inside(content, (meta + 4, end), b"iprp", b"ipco", b"ispe")
    ]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    tables = _inside(
        content, boxes.get(b"moov", (0, 0)), b"trak", b"mdia", b"minf", b"stbl", b"stsz"
    )
    counts = [struct.unpack_from(">I", content, at + 8)[0] for at, _end in tables]
    return PictureHeader("AVIF", width, height, max([1, *counts]))


def _inside(content: bytes, span: tuple[int, int], *path: bytes) -> list[tuple[int, int]]:
    """The spans of all boxes that `path` leads to."""
    spans = [span]
    for wanted in path:
        spans = [
            (start, end)
            for outer in spans
            for kind, start, end in _boxes(content, *outer)
            if kind == wanted
        ]
    return spans


def _boxes(content: bytes, position: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _ in range(1000):
        if position + 8 > end:
            return
        length, kind = struct.unpack_from(">I4s", content, position)
        start = position + 8
        if length == 1:
            length, start = struct.unpack_from(">Q", content, start)[0], start + 8
        stop = position + length if length else end
        if stop > end:
            raise Unreadable(Reason.TRUNCATED)
        if stop < start:
            raise Unreadable(Reason.DAMAGED)
        yield kind, start, stop
        position = stop
