"""`bin/test`: every check there is, one after the other, and a table of how each ended.

What cannot be set up makes its part red and names the command that helps; nothing is left out
in silence.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.browsers import MISSING as NO_CHROMIUM
from tests.support.browsers import chromium_program
from tests.support.postgres import MISSING as NO_POSTGRES
from tests.support.postgres import is_there as postgres_is_there

MINUTE = 60
NO_TESTS = 5  # what pytest answers when it found none
PYTEST = [sys.executable, "-m", "pytest", "-q", "-r", "fEs", "--durations", "5"]
UNIT = [*PYTEST, "-n", "2", "-m", "not slow and not browser"]
SLOW = [*PYTEST, "-m", "slow and not browser"]
BROWSER = [*PYTEST, "-n", "2", "-m", "browser"]


@dataclass
class Part:
    name: str
    command: list[str]
    minutes: int
    needs: Callable[[], str] = lambda: ""  # a sentence if something is missing and stays so


def main(arguments: list[str]) -> int:
    began = time.monotonic()
    parts = [_part_of(arguments)] if arguments else _all_parts()
    outcomes = [(part.name, *_run(part)) for part in parts]
    _tell(outcomes, seconds=time.monotonic() - began)
    return 0 if all(not trouble for _, trouble, _ in outcomes) else 1


def _all_parts() -> list[Part]:
    ruff = [sys.executable, "-m", "ruff"]
    on_postgres = ["--database", "postgresql"]
    return [
        Part("ruff check", [*ruff, "check", "."], 2),
        Part("ruff format", [*ruff, "format", "--check", "."], 2),
        Part("mypy", [sys.executable, "-m", "mypy"], 6),
        Part("guards and units, SQLite", UNIT, 10),
        Part("guards and units, PostgreSQL", [*UNIT, *on_postgres], 15, need_postgres),
        Part("processes and real data", SLOW, 25, need_postgres),
        Part("journeys in Chromium", BROWSER, 35, need_chromium),
    ]


def _part_of(arguments: list[str]) -> Part:
    """What lies at the given paths, of every kind, with the options of pytest that were given."""
    return Part("pytest " + " ".join(arguments), [*PYTEST, *arguments], 60, need_all)


def _run(part: Part) -> tuple[str, float]:
    """Run a part; what was wrong with it, and how many seconds it took."""
    print(f"\n━━ {part.name}", flush=True)  # noqa: T201
    began = time.monotonic()
    trouble = part.needs()
    if not trouble:
        try:
            code = subprocess.run(part.command, timeout=part.minutes * MINUTE).returncode
        except subprocess.TimeoutExpired:
            trouble = f"not done within {part.minutes} minutes"
        else:
            trouble = {0: "", NO_TESTS: "found no tests"}.get(code, f"ended with {code}")
    return trouble, time.monotonic() - began


def _tell(outcomes: list[tuple[str, str, float]], *, seconds: float) -> None:
    print("\n━━ Summary")  # noqa: T201
    for name, trouble, took in outcomes:
        print(f"{'✗' if trouble else '✓'} {name:<34}{took:>7.1f} s  {trouble}")  # noqa: T201
    green = not any(trouble for _, trouble, _ in outcomes)
    print(f"{'All green' if green else 'Not green'} after {seconds:.0f} s.", flush=True)  # noqa: T201


def need_chromium() -> str:
    return "" if chromium_program() or _install("chromium") else NO_CHROMIUM


def need_postgres() -> str:
    return "" if postgres_is_there() or _install("postgresql") else NO_POSTGRES


def need_all() -> str:
    return need_postgres() or need_chromium()


def _install(package: str) -> bool:
    """Install a package of Debian, where that is possible without asking anybody."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package} …", flush=True)  # noqa: T201
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for command in ([*apt, "update"], [*apt, "install", "-y", package]):
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL)
    return package != "chromium" or Path("/usr/bin/chromium").exists()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
