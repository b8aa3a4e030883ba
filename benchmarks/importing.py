"""How fast a package comes in, comes in again and goes out, and how much memory that takes.

The package is made by the way: ideas with ten votes and three comments each, by as many people as
there are ideas. Every step is a process of its own, so that each tells its own memory."""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fakeredis import FakeStrictRedis

from idealab import HOME, create_app
from idealab.interchange.jobs import export_package, import_package
from idealab.interchange.writing import write_package
from idealab.operations.migrating import upgrade

VOTES, COMMENTS = 10, 3  # an idea
NOW = datetime(2026, 11, 24, tzinfo=UTC)
NAME = "benchmark"
WORDS = [
    "a",
    "seat",
    "door",
    "that",
    "turns",
    "in",
    "the",
    "street",
    "for",
    "people",
    "who",
    "carry",
    "rain",
    "light",
    "bus",
    "wheel",
    "and",
]


def run(ideas: int = 20_000, *, database: str | None = None) -> dict[str, float]:
    """Figures by name: records a second, and the most memory each step took, in MB."""
    with tempfile.TemporaryDirectory(prefix="idealab-bench-") as place:
        folder = Path(place)
        records = make_package(folder / "package", ideas=ideas)
        figures: dict[str, float] = {"import_records": records}
        for step in ("import", "import_again", "check", "export"):
            seconds, peak = _measured(step, folder, database)
            figures[f"{step}_per_second"] = round(records / seconds, 1)
            figures[f"{step}_seconds"] = round(seconds, 2)
            figures[f"{step}_peak_mb"] = round(peak, 1)
    return figures


def make_package(path: Path, *, ideas: int) -> int:
    """Write a package of that many ideas; return how many records it has."""
    chance = random.Random(7)
    with write_package(path, now=NOW, id=NAME, privacy="pseudonymous") as writer:
        writer.add("campaigns", {"id": "c", "title": "City car", "voting": {"method": "support"}})
        for number in range(ideas):
            person = {"id": f"p{number}", "display_name": f"participant-{number}"}
            writer.add("people", person)
        for number in range(ideas):
            _add_idea(writer, number, chance, ideas=ideas)
    return sum(writer.counts.values())


def _add_idea(writer, number: int, chance: random.Random, *, ideas: int) -> None:
    name, at = f"i{number}", (NOW - timedelta(minutes=number)).isoformat()
    idea = {"id": name, "campaign": "c", "status": "published", "created_at": at}
    author = f"p{chance.randrange(ideas)}"
    title, body = _words(chance, 6), _words(chance, 80)
    writer.add("ideas", idea | {"author": author, "title": title, "body": body})
    for voter in chance.sample(range(ideas), VOTES):
        writer.add("votes", {"idea": name, "person": f"p{voter}", "value": 1, "at": at})
    for place in range(COMMENTS):
        said = {"id": f"{name}/{place}", "idea": name, "body": _words(chance, 25)}
        writer.add("comments", said | {"author": f"p{chance.randrange(ideas)}", "created_at": at})


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def _measured(step: str, folder: Path, database: str | None) -> tuple[float, float]:
    """Seconds and MB of one step in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.importing", "--step", step, str(folder)]
    if database:
        command += ["--database", database]
    path = {"PYTHONPATH": str(HOME)}
    told = subprocess.run(command, check=True, capture_output=True, env=os.environ | path)
    seconds, peak = json.loads(told.stdout.splitlines()[-1])
    return seconds, peak


def _step(step: str, folder: Path, database: str | None) -> tuple[float, float]:
    settings = {
        "TESTING": True,
        "INSTANCE": folder,
        "STORAGE_URL": str(folder / "uploads"),
        "SECRET_KEY": "only for measuring, and long enough",
        "REDIS": FakeStrictRedis(),
        "SQLALCHEMY_DATABASE_URI": database or f"sqlite:///{folder}/bench.db",
    }
    with create_app(settings).app_context():
        upgrade()
        begun = time.perf_counter()
        if step == "export":
            export_package(NAME, folder / "out", now=NOW)
        else:
            import_package(folder / "package", now=NOW, checks_only=step == "check")
        seconds = time.perf_counter() - begun
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ideas", type=int, default=20_000)
    parser.add_argument("--database", help="the address of an empty database; else SQLite")
    parser.add_argument("--step", nargs=2, metavar=("STEP", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(_step(given.step[0], Path(given.step[1]), given.database)))
    else:
        print(json.dumps(run(given.ideas, database=given.database), indent=1))


if __name__ == "__main__":
    main()
