"""Commands that run the house, or one part of it."""

import click
from flask import Flask

from idealab.lib.queue import QUEUES
from idealab.operations.leash import end_with_supervisor
from idealab.operations.preparing import build_assets, compile_translations
from idealab.operations.running import run
from idealab.operations.scheduling import schedule
from idealab.operations.serving import serve
from idealab.operations.working import work


@click.command("run")
@click.pass_obj
def run_command(app: Flask) -> None:
    """Run everything on this machine: web, workers, scheduler and queue server."""
    run(app, say=click.echo)


@click.command("web")
@click.pass_obj
def web_command(app: Flask) -> None:
    """Run the web server alone."""
    end_with_supervisor()
    serve(app)


@click.command("worker")
@click.argument("queues", nargs=-1, type=click.Choice(QUEUES), metavar="[QUEUE]…")
@click.pass_obj
def worker_command(app: Flask, queues: tuple[str, ...]) -> None:
    """Run a worker alone, for all queues (mail, media, default) or for those named."""
    end_with_supervisor()
    work(app, queues or QUEUES)


@click.command("scheduler")
@click.pass_obj
def scheduler_command(app: Flask) -> None:
    """Run the scheduler alone. Any number may run; one acts."""
    end_with_supervisor()
    schedule(app)


@click.command("assets")
@click.pass_obj
def assets_command(app: Flask) -> None:
    """Build styles, scripts and languages for the pages."""
    digest = build_assets(app)
    compile_translations()
    click.echo(f"Built: {app.config['STATIC_BUILD'] / digest}")


COMMANDS = (
    run_command,
    web_command,
    worker_command,
    scheduler_command,
    assets_command,
)
