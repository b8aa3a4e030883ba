"""Pictures of strangers: looked at by their header at the door, decoded in a process of its own."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import PIL

from idealab.lib import decoding
from idealab.lib.errors import Refused
from idealab.lib.languages import lazy
from idealab.lib.picture_headers import PictureHeader, Reason, Unreadable, header_of

MOST_BYTES = 25 * 1024 * 1024
MOST_FRAMES = 60  # only the first is shown
MOST_SCANS = 100  # each pass of a progressive JPEG walks the whole picture again
NAMES = (*(f"{width}.webp" for width in decoding.WIDTHS), "96.webp", "960.jpg")
TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif")

SENTENCES = {
    Reason.EMPTY: lazy("This file is empty. Choose another one."),
    Reason.NOT_A_PICTURE: lazy(
        "This file is not a picture we can read. Choose a PNG, JPEG, GIF, WebP or AVIF."
    ),
    Reason.SVG: lazy("SVG drawings cannot be shown here. Save yours as PNG and choose that."),
    Reason.HEIC: lazy("HEIC photos cannot be read here yet. Save yours as JPEG and choose that."),
    Reason.TOO_HEAVY: lazy(
        "This file is larger than %(size)s MB. Choose a smaller one.", size=MOST_BYTES >> 20
    ),
    Reason.TOO_LARGE: lazy(
        "This picture has more than %(count)s million pixels. Make it smaller and choose it again.",
        count=decoding.MOST_PIXELS // 1_000_000,
    ),
    Reason.TOO_MANY_FRAMES: lazy(
        "This animation has more than %(count)s frames. Choose a still picture.", count=MOST_FRAMES
    ),
    Reason.TOO_MANY_SCANS: lazy(
        "This JPEG is built in an unusual way. Save it again as a plain JPEG and choose that."
    ),
    Reason.TRUNCATED: lazy("This file ends too early. Copy it to your device again and choose it."),
    Reason.DAMAGED: lazy("This picture is damaged. Save it again or choose another one."),
    Reason.TOO_SLOW: lazy("This picture takes too long to open. Save it again as a plain JPEG."),
    Reason.TOO_MUCH_MEMORY: lazy("This picture is too large to open. Make it smaller."),
    Reason.GIVEN_UP: lazy("We could not finish this picture. Choose it once more."),
    Reason.LOST: lazy("We no longer have this file. Choose it once more."),
}

# Large pages, and memory kept for the next size instead of given back: seven percent less CPU.
FEW_PAGE_FAULTS = ":".join(
    f"glibc.malloc.{name}={value}"
    for name, value in (
        ("hugetlb", 1),
        ("mmap_threshold", 1 << 30),
        ("trim_threshold", 1 << 30),
        ("top_pad", 1 << 24),
    )
)

log = logging.getLogger(__name__)


class PictureRefused(Refused):
    """The file is no picture we take. `reason` is the code, the message the sentence."""

    status = 422

    def __init__(self, reason: Reason) -> None:
        super().__init__(sentence_of(reason))
        self.reason = reason


class Killed(Exception):
    """The system ended the decoding. That says nothing about the picture: try again."""


class Limits(NamedTuple):
    cpu_seconds: int = 20
    wall_seconds: int = 40
    memory_bytes: int = 1280 * 1024 * 1024  # of addresses; 50 million pixels fit in


class Size(NamedTuple):
    name: str
    width: int
    height: int
    byte_size: int


class Rendered(NamedTuple):
    width: int
    height: int
    colour: str
    sizes: list[Size]


def sentence_of(reason: str) -> str:
    """What a person reads for a code that a row holds, in the language of the page."""
    return str(SENTENCES[Reason(reason)])


def inspect(stream: BinaryIO) -> PictureHeader:
    """Read format, size, frames and scans from the header; nothing is decoded and the stream is
    rewound. Raises PictureRefused."""
    stream.seek(0)
    content = stream.read(MOST_BYTES + 1)
    stream.seek(0)
    if len(content) > MOST_BYTES:
        raise PictureRefused(Reason.TOO_HEAVY)
    try:
        header = header_of(content)
    except Unreadable as error:
        raise PictureRefused(error.reason) from error
    if header.width * header.height > decoding.MOST_PIXELS:
        raise PictureRefused(Reason.TOO_LARGE)
    if header.frames > MOST_FRAMES:
        raise PictureRefused(Reason.TOO_MANY_FRAMES)
    if header.scans > MOST_SCANS:
        raise PictureRefused(Reason.TOO_MANY_SCANS)
    return header


def render(
    source: Path,
    folder: Path,
    *,
    square: bool = False,
    edits: Mapping[str, Any] | None = None,
    limits: Limits = Limits(),  # noqa: B008
) -> Rendered:
    """Make all sizes of `source`, or of the square in its middle, as files in `folder`, which is
    empty and stays the caller's. `edits` say what is done to a photo first: {"turn": 90,
    "cut": [left, top, right, bottom], "clean": true}, the cuts in hundredths of its sides.
    Raises PictureRefused, or Killed when the system ended the process that decodes."""
    try:
        child = subprocess.run(
            command_for(source, folder, square=square, edits=edits, limits=limits),
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits.wall_seconds,
            start_new_session=True,  # Ctrl-C ends the worker after this picture, not with it
        )
    except subprocess.TimeoutExpired as error:
        raise PictureRefused(Reason.TOO_SLOW) from error
    if child.returncode != 0 or not child.stdout:
        raise _why_it_ended(child)
    answer = json.loads(child.stdout)
    if "reason" in answer:
        log.info("a picture failed: %s", answer)
        raise PictureRefused(Reason(answer["reason"]))
    sizes = [Size(**made) for made in answer["renditions"]]
    return Rendered(answer["width"], answer["height"], answer["colour"], sizes)


def command_for(
    source: Path,
    folder: Path,
    *,
    square: bool = False,
    edits: Mapping[str, Any] | None = None,
    limits: Limits,
) -> list[str]:
    """How the process that decodes is started: by its file, so that it imports no Idealab."""
    python = [sys.executable, "-S", "-s", "-P", decoding.__file__]
    shape = "square" if square else json.dumps(dict(edits)) if edits else "whole"
    return [*python, str(source), str(folder), shape, *map(str, limits)]


def environment() -> dict[str, str]:
    """No secret of the site, only the way to Pillow, and to libpython where that is elsewhere."""
    here = {"PYTHONPATH": str(Path(PIL.__path__[0]).parent), "GLIBC_TUNABLES": FEW_PAGE_FAULTS}
    return here | {
        name: os.environ[name] for name in ("LD_LIBRARY_PATH", "LANG") if name in os.environ
    }


def _why_it_ended(child: subprocess.CompletedProcess[bytes]) -> Exception:
    log.warning("decoding ended with %s: %s", child.returncode, child.stderr[-500:])
    if child.returncode in (-signal.SIGXCPU, -signal.SIGALRM):
        return PictureRefused(Reason.TOO_SLOW)
    if child.returncode in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP):
        return Killed(f"signal {-child.returncode}")
    if b"MemoryError" in child.stderr:
        return PictureRefused(Reason.TOO_MUCH_MEMORY)
    return PictureRefused(Reason.DAMAGED)
