"""`idealab user`: add a person, give or take a role, print a fresh link."""

import click
from sqlalchemy import select

from idealab.accounts import confirming, inviting, passwords, resetting, roles
from idealab.accounts.joining import make_account
from idealab.accounts.models import User
from idealab.accounts.queries import person_of_address
from idealab.accounts.spelling import tidy_address, tidy_name
from idealab.campaigns.models import Campaign
from idealab.lib.access import Role
from idealab.lib.addresses import public_url
from idealab.lib.clock import now
from idealab.lib.db import db

ROLES = click.Choice([role.value for role in Role])
LINKS = click.Choice(["confirm", "reset", "invitation"])
SLUG = "The campaign's name in its address; without it, everywhere."

with_campaign = click.option("--campaign", "slug", metavar="SLUG", help=SLUG)


@click.group()
def user() -> None:
    """Add people, give and take roles, print links to confirm, reset or invite."""


@user.command()
@click.argument("name")
@click.argument("email")
@click.option("--password", help="Without it, a link to choose one is printed.")
@click.option("--role", type=ROLES)
@with_campaign
def add(name: str, email: str, password: str | None, role: str | None, slug: str | None) -> None:
    """Make an account whose address counts as confirmed."""
    if slug and not role:
        raise click.UsageError("--campaign goes with --role: say which role the person gets there.")
    campaign = _campaign(slug)
    name, address = tidy_name(name), tidy_address(email)
    if password:
        passwords.check(password, name=name, address=address)
    secret_hash = passwords.hash_of(password) if password else None
    person = make_account(
        name, address, secret_hash=secret_hash, language="en", confirmed=True, now=now()
    )
    if person is None:
        raise click.ClickException(f"Somebody has an account with {address} already.")
    if role:
        roles.grant(person, Role(role), campaign_id=campaign.id if campaign else None)
    link = None if password else resetting.reset_path(person, now=now())
    db.session.commit()
    click.echo(f"{name} can sign in with {address}{_told(role, slug)}.")
    if link:
        click.echo(f"Choose a password here within an hour:\n{public_url(link)}")


@user.command("role")
@click.argument("email")
@click.argument("role", type=ROLES)
@with_campaign
@click.option("--withdraw", is_flag=True, help="Take the role away.")
def change_role(email: str, role: str, slug: str | None, withdraw: bool) -> None:
    """Give a role, for the installation or in one campaign, or take it away."""
    person, campaign = _person(email), _campaign(slug)
    change = roles.withdraw if withdraw else roles.grant
    change(person, Role(role), campaign_id=campaign.id if campaign else None)
    db.session.commit()
    has = "no longer has" if withdraw else "has"
    click.echo(f"{person.name} {has} the role {role} {_place(slug)}.")


@user.command()
@click.argument("email")
@click.argument("kind", type=LINKS)
@click.option("--role", type=ROLES, help="A role that comes with the invitation.")
@with_campaign
def link(email: str, kind: str, role: str | None, slug: str | None) -> None:
    """Print a fresh one-time link: to confirm the address, to choose a new password, or to join
    a campaign (then --campaign is needed)."""
    if kind == "invitation":
        path = _invitation(email, Role(role) if role else None, slug=slug)
    elif slug or role:
        raise click.UsageError("--campaign and --role go with an invitation only.")
    elif kind == "reset":
        path = resetting.reset_path(_person(email), now=now())
    else:
        path = confirming.confirm_path(_person(email), now=now())
    db.session.commit()
    click.echo(public_url(path))


def _invitation(email: str, role: Role | None, *, slug: str | None) -> str:
    campaign = _campaign(slug)
    if campaign is None:
        raise click.UsageError("Say into which campaign: --campaign SLUG.")
    return inviting.invitation_path(
        email,
        campaign_id=campaign.id,
        title=campaign.title,
        onward=f"/campaigns/{campaign.slug}",
        role=role,
        now=now(),
    )


def _person(email: str) -> User:
    person = person_of_address(email)
    if person is None:
        raise click.ClickException(
            f"Nobody has an account with {email}. `idealab user add NAME {email}` makes one."
        )
    return person


def _campaign(slug: str | None) -> Campaign | None:
    if slug is None:
        return None
    campaign = db.session.scalar(select(Campaign).filter_by(slug=slug))
    if campaign is None:
        known = db.session.scalars(select(Campaign.slug).order_by(Campaign.slug).limit(20)).all()
        there = f"There are: {', '.join(known)}." if known else "There is none yet."
        raise click.ClickException(f"There is no campaign {slug!r}. {there}")
    return campaign


def _told(role: str | None, slug: str | None) -> str:
    return f" and has the role {role} {_place(slug)}" if role else ""


def _place(slug: str | None) -> str:
    return f"in {slug}" if slug else "everywhere"


COMMANDS = (user,)
