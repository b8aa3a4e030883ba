"""Put the whole demo into an empty installation, in one transaction: all of it is there or
nothing. The pictures of its sketches follow, made by the worker."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from idealab.campaigns.models import Campaign
from idealab.demo.casting import Cast, NameTaken, cast_people, draw_tickets, give_roles
from idealab.demo.content import Demo, demo
from idealab.demo.days import Days
from idealab.demo.founding import first_moment, found_campaign
from idealab.demo.retelling import Retelling
from idealab.demo.sign_ins import write_sign_ins
from idealab.lib import counters
from idealab.lib.db import db
from idealab.results.figures import count_campaign, keep_figures
from idealab.voting import counting

ADMIN = "viktor"


def load_demo(*, now: datetime) -> None:
    """Does nothing where there is a campaign already. Raises NameTaken."""
    told = demo()
    tickets = draw_tickets(told)
    try:
        if has_campaigns():
            return
        cast = cast_people(told, tickets, now=first_moment(told.campaigns, now))
        _retell(told, cast, now=now)
        # The file goes first: killed in between, the next start finds no campaign and begins again.
        write_sign_ins(current_app.config["INSTANCE"], [ticket.sign_in for ticket in tickets])
        db.session.commit()
    except NameTaken:
        db.session.rollback()
        if not has_campaigns():  # else somebody else was loading it at the same time
            raise
    finally:
        db.session.rollback()


def has_campaigns() -> bool:
    return db.session.scalar(select(Campaign.id).limit(1)) is not None


def _retell(told: Demo, cast: Cast, *, now: datetime) -> None:
    tales = []
    for campaign in sorted(told.campaigns, key=lambda campaign: campaign.phases[0].opens):
        days = Days(now, time_zone=campaign.time_zone)
        founded = found_campaign(campaign, days, by=cast[ADMIN])
        give_roles(told, cast, campaign_id=founded.id)
        tales.append(Retelling(campaign, founded, cast, days))
    acts = [act for tale in tales for act in tale.acts()]
    for act in sorted(acts, key=lambda act: act.at):
        act.happen(now=act.at)
    db.session.flush()
    for tale in tales:
        tale.give_votes()
    for counter in counting.COUNTERS:
        counters.correct(counter)
    for tale in tales:
        keep_figures(tale.campaign.id, count_campaign(tale.campaign.id), now=now)
