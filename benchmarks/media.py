"""How dear a picture is: the pipeline against decoding once and encoding each size.

Both are measured in turn on one photo-like JPEG of twelve megapixels, the best of several rounds
each, for a busy machine only ever adds. Both run in a fresh process with the same
settings; of the pipeline all is counted, its start included, of the floor only the decoding and
the encoding. `warm_floor_ms` is the floor in a process that has done it before.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from idealab.lib import decoding, images

PHOTO = (4000, 3000)
ROUNDS = 5
GRAINS = ((8, 1.0), (40, 0.6), (250, 0.35), (1000, 0.2), (2000, 0.2), (4000, 0.16))
PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def run() -> dict[str, Any]:
    """Measure and return floor_ratio and peak_mb, with the milliseconds they come from."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "photo.jpg"
        photo(PHOTO).save(source, quality=90)
        rounds = [(_floor_in_fresh_process(source), _pipeline(source)) for _ in range(ROUNDS)]
        floor, pipeline = (min(each) for each in zip(*rounds, strict=True))
        return {
            "floor_ratio": round(pipeline / floor, 3),
            "peak_mb": round(_peak_bytes(source) / 1e6, 1),
            "floor_ms": round(floor * 1000),
            "warm_floor_ms": round(min(_floor(source) for _ in range(ROUNDS)) * 1000),
            "pipeline_ms": round(pipeline * 1000),
            "source_mb": round(source.stat().st_size / 1e6, 2),
        }


def photo(size: tuple[int, int]) -> Image.Image:
    """Noise of several grains and hard edges: it compresses about as a photo does."""
    width, height = size
    random.seed(4)
    layers = (
        (_noise((grain, grain * height // width)).resize(size, Image.Resampling.BICUBIC), weight)
        for grain, weight in GRAINS
    )
    image = next(layers)[0]
    for layer, weight in layers:
        image = Image.blend(image, layer, weight / 2)
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        left, top, across = (random.randrange(side) for side in (width, height, 600))
        colour = tuple(random.randrange(256) for _ in range(3))
        draw.ellipse((left, top, left + across + 60, top + across // 2 + 60), fill=colour)
    return image


def _noise(size: tuple[int, int]) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 90) for _ in range(3)])


def _floor_in_fresh_process(source: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.media", str(source)]
    tuned = os.environ | {"GLIBC_TUNABLES": images.FEW_PAGE_FAULTS}
    told = subprocess.run(command, env=tuned, capture_output=True, check=True, text=True)
    return float(told.stdout)


def _floor(source: Path) -> float:
    """CPU seconds of decoding once and of encoding every size; the resizing is not counted."""
    began = time.process_time()
    image = Image.open(source)
    image.load()
    spent = time.process_time() - began
    for width in decoding.WIDTHS:
        size = (width, image.height * width // image.width)
        small = image.resize(size, Image.Resampling.LANCZOS)
        began = time.process_time()
        small.save(BytesIO(), "WEBP", quality=80, method=4)
        if width == 960:
            small.save(BytesIO(), "JPEG", quality=82)
        spent += time.process_time() - began
    return spent


def _pipeline(source: Path) -> float:
    """CPU seconds of the whole: the look at the door, the child, and what waiting for it costs."""
    with tempfile.TemporaryDirectory() as folder:
        began = _spent()
        with source.open("rb") as stream:
            images.inspect(stream)
        images.render(source, Path(folder))
        return _spent() - began


def _spent() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in both)


def _peak_bytes(source: Path) -> int:
    """Of the decoder alone: started by a small process, for a child's peak begins with the size
    of the process it was forked from."""
    with tempfile.TemporaryDirectory() as folder:
        command = images.command_for(source, Path(folder), limits=images.Limits())
        told = subprocess.run(
            [sys.executable, "-S", "-c", PEAK, *command],
            env=images.environment(),
            capture_output=True,
            check=True,
            text=True,
        )
        return int(told.stdout.splitlines()[-1].rpartition("}")[2]) * 1024


if __name__ == "__main__":
    print(_floor(Path(sys.argv[1])) if sys.argv[1:] else json.dumps(run()))
