"""Imports from end to end, with a commit behind each batch."""

import fcntl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from idealab.interchange.concealing import Concealing
from idealab.interchange.exporting import Exporting, about
from idealab.interchange.finding_campaigns import find_campaigns
from idealab.interchange.findings import Finding
from idealab.interchange.importing import Importing
from idealab.interchange.inspecting import Inspection, Progress, silent
from idealab.interchange.meaning import Meaning, zone_of_package
from idealab.interchange.names import Names
from idealab.interchange.package import Package, open_package
from idealab.interchange.runs import PLAN, Run, run_of
from idealab.interchange.seats import Seats
from idealab.interchange.shapes.shape import Reading
from idealab.interchange.sketches_out import unfinished_pictures
from idealab.interchange.writing import write_package
from idealab.lib.clock import now as this_moment
from idealab.lib.db import db, reading
from idealab.lib.errors import Refused
from idealab.media.jobs import render_file

Told = Callable[[Finding], None]


def unheard(finding: Finding) -> None:
    """Findings that nobody listens to are counted all the same."""


class StoppedAtFirst(Refused):
    """A strict import found a record that it would have to skip."""

    status = 422


class ImportUnderWay(Refused):
    """Two imports at once would step on each other's batches."""


@dataclass
class Outcome:
    """What an import did, or, if it was a check, would do."""

    package: str
    plan: dict[str, dict[str, int]]
    codes: Counter[str] = field(default_factory=Counter)  # of what was found

    def total(self, what: str) -> int:
        return sum(of_kind[what] for of_kind in self.plan.values())


def import_package(
    path: Path,
    *,
    now: datetime,
    checks_only: bool = False,
    strict: bool = False,
    thorough: bool = False,
    told: Told = unheard,
    progress: Progress = silent,
) -> Outcome:
    """Import the package at `path`; broken off, it goes on where it stopped, and done again it
    changes nothing. `told` hears every finding; to hear those of a package that is in already,
    ask to be `thorough`. Raises PackageRefused and StoppedAtFirst."""
    with open_package(path) as package:
        run = run_of(package.manifest, now=now)
        db.session.rollback()
        if run.finished_at and not (thorough or checks_only or strict):
            return _nothing_new(run, package)
        # What is in already is looked at again, for the report, and found to be the same.
        checks = checks_only or run.finished_at is not None
        return _look_and_take(
            package, run, checks_only=checks, strict=strict, told=told, progress=progress
        )


def _nothing_new(run: Run, package: Package) -> Outcome:
    """The last import was of this very package: its lines need not be read once more."""
    plan = {}
    for kind, counts in run.counts.items():
        same = counts["new"] + counts["changed"] + counts["same"]
        plan[kind] = dict.fromkeys(PLAN, 0) | {"same": same, "skipped": counts["skipped"]}
    return Outcome(package.manifest.id, plan)


def _look_and_take(
    package: Package,
    run: Run,
    *,
    checks_only: bool,
    strict: bool,
    told: Told,
    progress: Progress,
) -> Outcome:
    codes: Counter[str] = Counter()
    with Inspection(package, progress=progress) as inspection:
        for finding in inspection.findings():
            _hear(finding, codes, told, strict=strict)
        zone = zone_of_package(inspection)
        with Seats(inspection, zone=zone, progress=progress) as seats:
            for finding in Meaning(package, inspection, seats).findings():
                _hear(finding, codes, told, strict=strict)
            licence = package.manifest.content.get("licence", "")
            names = Names(run.package, is_fresh=run.is_fresh and not run.finished_at)
            importing = Importing(
                package,
                inspection,
                seats,
                run,
                read=Reading(names, run.created_at, zone, licence),
                checks_only=checks_only,
                progress=progress,
            )
            with reading() if checks_only else nullcontext():
                for _step in importing.steps(now=this_moment()):
                    db.session.commit()
    return Outcome(run.package, run.counts, codes)


def _hear(finding: Finding, codes: Counter[str], told: Told, *, strict: bool) -> None:
    codes[finding.code] += 1
    told(finding)
    if strict and finding.stops:
        raise StoppedAtFirst(f"{finding} Nothing was imported.")


def export_package(
    name: str,
    path: Path,
    *,
    now: datetime,
    privacy: str | None = None,
    progress: Progress = silent,
) -> dict[str, int]:
    """Write the campaign called `name` (its address, or an id it was imported under) to `path`;
    return how many records of each kind. Without a `privacy` a campaign that was imported goes
    out at the level it came with, one that was born here pseudonymous. Raises NoSuchCampaign and
    PackageNotWritten."""
    with reading():
        found = find_campaigns(name)
        pending = unfinished_pictures(found)
        db.session.rollback()
    for file_id in pending:  # a package carries cleaned pictures only
        render_file(file_id)
    with reading():
        _hold_still()
        found = find_campaigns(name)
        told = about(found, privacy=privacy)
        came_with = about(found, privacy=None)["privacy"] if found.package else None
        concealing = Concealing(told["privacy"], source_level=came_with)
        try:
            with write_package(path, now=now, **told) as writer:
                Exporting(found, writer, concealing, progress=progress).write()
        finally:
            db.session.rollback()
    return dict(writer.counts)


def _hold_still() -> None:
    """All that is read is of one moment; SQLite sees to that by itself."""
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Raises ImportUnderWay while another process imports into the same installation."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "import.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImportUnderWay("Another import is under way. Start this one after it.") from None
        yield
