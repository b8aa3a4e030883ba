"""What is looked after every so often: what the queue may have lost, and what time brings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from idealab.exports.jobs import sweep_exports
from idealab.lib.queue import put
from idealab.mail import sweeping as mails
from idealab.media.jobs import sweep_files, tidy_files
from idealab.sketches.jobs import sweep_drawings


@dataclass(frozen=True)
class Sweep:
    name: str
    every: int  # seconds
    run: Callable[..., object]  # is handed the time as `now`


def look_after_files(*, now: datetime) -> None:
    sweep_files()


def look_after_drawings(*, now: datetime) -> None:
    sweep_drawings()


def look_after_exports(*, now: datetime) -> None:
    sweep_exports()


def tidy_up_files(*, now: datetime) -> None:
    put(tidy_files)  # may take long, so a worker does it


SWEEPS = (
    Sweep("mails", 15, mails.sweep),
    Sweep("files", 20, look_after_files),
    Sweep("drawings", 20, look_after_drawings),
    Sweep("exports", 60, look_after_exports),
    Sweep("unowned files", 3600, tidy_up_files),
)
