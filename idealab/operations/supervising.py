"""The supervisor of `idealab run`: starts the parts of the house, starts again what dies, and stops
all of it in order.

Each part has a process group of its own, so that Ctrl-C reaches only the supervisor, and a leash,
so that it ends when the supervisor is killed.
"""

import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from idealab.operations.leash import SUPERVISOR

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SETTLED = 10  # seconds a part must live for its next death to count as the first one
LONGEST_PAUSE = 10.0
PATIENCE = 25  # seconds for work in hand, before what still runs is killed

log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody asked the house to stop."""


@dataclass
class Part:
    """One process of the house. `mend` is tried when it has died thrice in a row."""

    name: str
    command: Sequence[str]
    last: bool = False  # stopped when all others have gone
    mend: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0  # in a row
    again_at: float = field(default=0.0)

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.parts: list[Part] = []

    def start(self, part: Part) -> None:
        self.parts.append(part)
        self._spawn(part)

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float) -> bool:
        """Keep the house running until `is_ready`. Raises Stopped."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            if time.monotonic() > deadline:
                return False
            self._turn(0.05)
        return True

    def watch(self) -> None:
        """Keep the house running. Raises Stopped."""
        while True:
            self._turn(1.0)

    def stop(self) -> None:
        """Let work in hand end, then end the parts; the queue server goes last."""
        self._stop([part for part in self.parts if not part.last])
        self._stop([part for part in self.parts if part.last])

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Signals are noticed in here: each writes a byte into a pipe that `_turn` reads."""
        self._ears, mouth = os.pipe()
        for end in (self._ears, mouth):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        for number in (*SIGNALS, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)
        try:
            yield
        finally:
            for number in (*SIGNALS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            signal.set_wakeup_fd(-1)
            os.close(self._ears)
            os.close(mouth)

    def _turn(self, seconds: float) -> None:
        if self._heard(seconds).intersection(SIGNALS):
            raise Stopped
        for part in self.parts:
            if part.runs:
                continue
            if part.process is not None:
                self._note_death(part)
            if time.monotonic() >= part.again_at:
                self._spawn(part)

    def _heard(self, seconds: float) -> set[int]:
        """Which signals came, at the latest after that many seconds."""
        select.select([self._ears], [], [], seconds)
        with suppress(BlockingIOError):
            return set(os.read(self._ears, 512))
        return set()

    def _spawn(self, part: Part) -> None:
        environ = os.environ | {SUPERVISOR: str(os.getpid()), "PYTHONUNBUFFERED": "1"}
        part.started_at = time.monotonic()
        part.process = subprocess.Popen(
            part.command,
            cwd=self.home,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),  # what a part says is log; stdout is for the person
            process_group=0,
        )

    def _note_death(self, part: Part) -> None:
        assert part.process
        lived = time.monotonic() - part.started_at
        part.deaths = 1 if lived > SETTLED else part.deaths + 1
        pause = 0.0 if part.deaths == 1 else min(0.5 * 2**part.deaths, LONGEST_PAUSE)
        part.again_at = time.monotonic() + pause
        log.warning(
            "%s ended (%s), starts again in %s s", part.name, part.process.returncode, pause
        )
        _end_group(part)
        part.process = None
        if part.deaths == 3 and part.mend:
            part.mend()

    def _stop(self, parts: list[Part]) -> None:
        for part in parts:
            if part.runs and part.process:
                part.process.terminate()
        deadline = time.monotonic() + PATIENCE
        while any(part.runs for part in parts) and time.monotonic() < deadline:
            if self._heard(0.1).intersection(SIGNALS):
                log.warning("asked twice: what still runs is ended now")
                break
        for part in parts:
            if part.runs:
                log.warning("%s did not end by itself", part.name)
            _end_group(part)


def _end_group(part: Part) -> None:
    """Nothing that the part has started outlives it."""
    if part.process is None:
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(part.process.pid, signal.SIGKILL)
    part.process.wait()
