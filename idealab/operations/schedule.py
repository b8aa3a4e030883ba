"""What is looked after every so often: what the queue may have lost, and what time brings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Sweep:
    name: str
    every: int  # seconds
    run: Callable[[datetime], object]


SWEEPS: tuple[Sweep, ...] = ()
