"""`idealab import`, `idealab export` and `idealab convert`."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
from flask import current_app

from idealab.interchange.concealing import LEVELS
from idealab.interchange.converting.catalogue import CONVERTERS
from idealab.interchange.findings import Finding
from idealab.interchange.inspecting import Progress, silent
from idealab.interchange.jobs import Outcome, export_package, import_package, one_at_a_time
from idealab.interchange.package import open_package
from idealab.interchange.runs import PLAN
from idealab.lib.clock import now

THERE = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PLACE = click.Path(path_type=Path)
BAR = 30
SHOWN = 5  # findings without a report


@click.command("import")
@click.argument("path", type=THERE)
@click.option("--check", is_flag=True, help="Look at everything, change nothing.")
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be used.")
@click.option("--report", type=PLACE, help="Write what was found to this file, as JSON Lines.")
def import_(path: Path, check: bool, strict: bool, report: Path | None) -> None:
    """Import the campaigns of an OICX package, a folder or an .oicx.zip.

    Broken off, the import goes on where it stopped; done again, it changes nothing."""
    with one_at_a_time(Path(current_app.config["INSTANCE"])), _written(report) as file:
        heard = _Heard(file)
        outcome = import_package(
            path,
            now=now(),
            checks_only=check,
            strict=strict,
            thorough=report is not None,
            told=heard,
            progress=_bar(_totals(path)),
        )
    _say(outcome, heard, check=check, report=report)


@click.command()
@click.argument("campaign")
@click.argument("path", type=PLACE)
@click.option("--privacy", type=click.Choice(LEVELS), help="How much of people leaves with it.")
def export(campaign: str, path: Path, privacy: str | None) -> None:
    """Write CAMPAIGN as an OICX package: a folder, or a zip if PATH ends with .oicx.zip.

    CAMPAIGN is its name in the address, or the id it was imported under. An imported campaign
    goes out with the privacy it came with, others pseudonymous, unless --privacy says else."""
    counts = export_package(campaign, path, now=now(), privacy=privacy, progress=_bar({}))
    _end_progress()
    for name, count in counts.items():
        click.echo(f"{name:16}{count:10}")
    click.echo(f"The package is in {path}.")


@click.command()
@click.argument("kind", type=click.Choice(sorted(CONVERTERS)))
@click.argument("folder", type=FOLDER)
@click.argument("out", type=PLACE)
def convert(kind: str, folder: Path, out: Path) -> None:
    """Make an OICX package at OUT of a set of files in FOLDER."""
    counts = CONVERTERS[kind](folder, out, now=now(), progress=_bar({}))
    _end_progress()
    for name, count in counts.records.items():
        click.echo(f"{name:16}{count:10}")
    for finding in counts.findings[:SHOWN]:
        click.echo(str(finding), err=True)
    if len(counts.findings) > SHOWN:
        click.echo(f"and {len(counts.findings) - SHOWN} more remarks", err=True)
    click.echo(f"The package is in {out}.")


class _Heard:
    """Findings on their way to a file; the first few are kept to be shown."""

    def __init__(self, file: IO[str] | None):
        self._file = file
        self.first: list[Finding] = []

    def __call__(self, finding: Finding) -> None:
        if self._file:
            self._file.write(finding.as_json() + "\n")
        if len(self.first) < SHOWN:
            self.first.append(finding)


@contextmanager
def _written(report: Path | None) -> Iterator[IO[str] | None]:
    if report is None:
        yield None
        return
    with report.open("w", encoding="utf-8") as file:
        yield file


def _totals(path: Path) -> dict[str, int]:
    """How many records of each kind the manifest says there are."""
    with open_package(path) as package:
        return {kind: package.claimed_count(kind) or 0 for kind in package.kinds}


def _bar(totals: Mapping[str, int]) -> Progress:
    """A bar on the terminal; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return silent

    def show(kind: str, count: int) -> None:
        done = int(BAR * min(1, count / totals[kind])) if totals.get(kind) else 0
        bar = "█" * done + "·" * (BAR - done)
        click.echo(f"\r{kind:16}{bar}{count:12,} ", nl=False, err=True)

    return show


def _end_progress() -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{' ' * (BAR + 30)}\r", nl=False, err=True)


def _say(outcome: Outcome, heard: _Heard, *, check: bool, report: Path | None) -> None:
    _end_progress()
    click.echo(f"{'':16}" + "".join(f"{what:>10}" for what in PLAN))
    for kind, counts in outcome.plan.items():
        click.echo(f"{kind:16}" + "".join(f"{counts[what]:10}" for what in PLAN))
    click.echo(f"{'all':16}" + "".join(f"{outcome.total(what):10}" for what in PLAN))
    if outcome.codes:
        told = ", ".join(f"{code} {count}" for code, count in sorted(outcome.codes.items()))
        where = f" See {report}." if report else " --report FILE lists them."
        click.echo(f"Remarks: {told}.{where}")
        if not report:
            for finding in heard.first:
                click.echo(f"  {finding}")
    if check:
        click.echo("Nothing was changed. Without --check this is what would be done.")
    else:
        click.echo(
            f"{outcome.total('new')} new, {outcome.total('changed')} changed. "
            "Nobody was sent a message about it."
        )


COMMANDS = (import_, export, convert)
