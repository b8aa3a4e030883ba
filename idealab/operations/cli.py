"""The commands of whoever keeps the site running."""

import click

from idealab.lib import counters
from idealab.lib.db import db
from idealab.operations.doctor import doctor
from idealab.operations.jobs_cli import jobs
from idealab.operations.migrating import upgrade


@click.command()
def migrate() -> None:
    """Bring the tables of the database to this version; safe to run again."""
    upgrade()
    click.echo("The tables are up to date.")


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; end with 1 if a counter is wrong.")
def recount(check: bool) -> None:
    """Derive all counters from the rows they count, and report every difference."""
    drifted = 0
    for counter in counters.registered():
        count = counters.drifted_count(counter) if check else counters.correct(counter)
        drifted += count
        click.echo(f"{counter.name:32}{count:8} {'wrong' if check else 'corrected'}")
        db.session.commit()
    click.echo("1 difference." if drifted == 1 else f"{drifted} differences.")
    if check and drifted:
        raise click.exceptions.Exit(1)


COMMANDS = (doctor, jobs, migrate, recount)
