"""The command `idealab`. Each feature brings its commands in `idealab/<feature>/cli.py`, as a tuple
named COMMANDS."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click
from flask import Flask
from psycopg.errors import UndefinedTable
from redis.exceptions import RedisError
from sqlalchemy.exc import DatabaseError, ProgrammingError

from idealab import create_app
from idealab.lib.db import db
from idealab.lib.errors import Refused

MODULES = (
    "idealab.operations.cli_run",
    "idealab.operations.cli",
    "idealab.operations.user_cli",
    "idealab.interchange.cli",
    "idealab.insights.cli",
    "idealab.demo.cli",
)


class Program(click.Group):
    """Says what is wrong in a sentence; expected trouble never shows a traceback."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            outcome = super().main(
                *args, **{"prog_name": "idealab", **kwargs, "standalone_mode": False}
            )
        except click.UsageError as problem:
            end(f"{problem.format_message()}\n{_where_help_is(problem)}", code=2)
        except click.Abort:
            end("Stopped.", code=130)
        except click.ClickException as problem:
            end(problem.format_message(), code=problem.exit_code)
        except Refused as refusal:
            end(str(refusal), code=1)
        except DatabaseError as problem:
            end(_of_database(problem), code=1)
        except RedisError as problem:
            end(f"The queue server did not answer: {problem}", code=1)
        except OSError as problem:
            end(_of_files(problem), code=1)
        sys.exit(outcome if isinstance(outcome, int) else 0)


def end(message: str, *, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="idealab", message="Idealab %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Campaigns for ideas: ask in public, collect ideas and sketches, decide with reasons."""
    app = create_app()
    context.obj = app
    context.with_resource(_standing_in(app))


@contextmanager
def _standing_in(app: Flask) -> Iterator[None]:
    """The connections of the command end with it; what a session holds is given back first."""
    try:
        with app.app_context():
            yield
    finally:
        with app.app_context():
            db.engine.dispose()


def _collect() -> None:
    for name in MODULES:
        for command in import_module(name).COMMANDS:
            main.add_command(command)


def _where_help_is(problem: click.UsageError) -> str:
    path = problem.ctx.command_path if problem.ctx else "idealab"
    return f"`{path} --help` shows what there is."


def _of_database(problem: DatabaseError) -> str:
    words = str(problem.orig)
    if "no such table" in words or isinstance(problem.orig, UndefinedTable):
        return "The database has no tables yet. `idealab migrate` makes them."
    if isinstance(problem, ProgrammingError):
        raise problem  # a mistake of ours
    return f"The database did not answer as it should: {words}"


def _of_files(problem: OSError) -> str:
    if not problem.filename:
        return f"{problem.strerror or problem}."
    return f"{problem.filename}: {problem.strerror}."


_collect()
