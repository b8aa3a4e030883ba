"""`idealab demo`: something to look at in an empty installation."""

import click
from flask import Flask

from idealab.demo.loading import has_campaigns, load_demo
from idealab.demo.sign_ins import demo_sign_ins
from idealab.lib.clock import now

NO_SIGN_INS = "No demo was made in this instance folder. `idealab demo` makes one."


@click.command("demo")
@click.option("--sign-ins", is_flag=True, help="Only print who can sign in.")
@click.pass_obj
def demo_command(app: Flask, sign_ins: bool) -> None:
    """Make the demo campaigns, if there is no campaign yet."""
    if sign_ins:
        click.echo(demo_sign_ins(app) or NO_SIGN_INS)
    elif has_campaigns():
        raise click.ClickException(
            "There are campaigns already, and the demo is only for an empty installation."
        )
    else:
        click.echo("Making the demo campaigns …")
        load_demo(now=now())
        click.echo(demo_sign_ins(app))


COMMANDS = (demo_command,)
