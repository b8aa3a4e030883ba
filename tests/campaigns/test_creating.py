from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from idealab.accounts.roles import holds
from idealab.activity.models import Event
from idealab.campaigns.creating import TitleMissing, create_campaign
from idealab.campaigns.models import Campaign, CampaignState, Field, Stage, Transition
from idealab.campaigns.naming import slug_of
from idealab.campaigns.numbering import next_number
from idealab.campaigns.phases import phases_of
from idealab.campaigns.touching import touch_campaign
from idealab.lib.access import ADMIN
from idealab.lib.clock import now
from idealab.lib.db import db
from tests.campaigns import make


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("City Car 2030", "city-car-2030"),
        ("Größe & Öl", "groesse-oel"),
        ("São Paulo: o carro", "sao-paulo-o-carro"),
        ("Smørrebrød", "smoerrebroed"),
        ("  --  ", "campaign"),
        ("街", "campaign"),
        ("a" * 200, "a" * 60),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_an_address_is_made_of_the_title(title, slug):
    assert slug_of(title, otherwise="campaign") == slug


def test_a_new_campaign_is_a_complete_draft_of_its_maker(ana):
    campaign = create_campaign("City car", by=ana, now=now(), starts_at=make.NOON)

    phases = phases_of(campaign)
    labels = db.session.scalars(select(Field.label).order_by(Field.position)).all()
    assert campaign.state is CampaignState.DRAFT
    assert labels == ["Problem", "Idea", "Who gains"]
    assert len(phases) == 5
    assert all(a.ends_at == b.starts_at for a, b in pairwise(phases))
    assert holds(ana, ADMIN, campaign_id=campaign.id)
    assert db.session.scalar(select(Event.kind)) == "campaign.created"


def test_the_default_phases_begin_at_midnight_in_the_zone_of_the_campaign():
    campaign = create_campaign("Car", by=None, now=now(), starts_at=make.NOON)

    zone = ZoneInfo("Europe/Berlin")
    begins = {phase.starts_at.astimezone(zone).strftime("%H:%M") for phase in phases_of(campaign)}
    assert begins == {"00:00"}


def test_a_german_campaign_begins_in_german():
    create_campaign("Größe & Öl", by=None, now=now(), language="de")

    labels = db.session.scalars(select(Field.label).order_by(Field.position)).all()
    stages = db.session.scalars(select(Stage.name).order_by(Stage.position)).all()
    assert labels == ["Problem", "Idee", "Wer gewinnt"]
    assert stages[0] == "Neu"
    assert stages[-1] == "Vorerst nicht"


def test_the_workflow_goes_a_step_forward_or_back_and_to_not_now_with_a_reason():
    create_campaign("City car", by=None, now=now())

    names = dict(db.session.execute(select(Stage.id, Stage.name)).all())
    arrows = {
        (names[a.source_id], names[a.target_id]): a.needs_reason
        for a in db.session.scalars(select(Transition))
    }
    way = ["New", "In review", "Shortlisted", "Prototype", "Built"]
    assert {arrow for arrow, reason in arrows.items() if reason} == {
        ("In review", "Shortlisted"),
        *((stage, "Not now") for stage in way),
    }
    assert {arrow for arrow, reason in arrows.items() if not reason} == {
        *((a, b) for a, b in pairwise(way) if b != "Shortlisted"),
        *((b, a) for a, b in pairwise(way)),
        ("Not now", "In review"),
    }


def test_a_campaign_needs_a_title():
    with pytest.raises(TitleMissing, match="title"):
        create_campaign(" \n ", by=None, now=now())


def test_campaigns_of_one_name_get_addresses_of_their_own():
    slugs = [create_campaign("Größe & Öl", by=None, now=now()).slug for _ in range(3)]

    assert slugs == ["groesse-oel", "groesse-oel-2", "groesse-oel-3"]


def test_two_who_create_the_same_name_at_once_both_get_a_campaign(app):
    start = Barrier(4)

    def create(_number):
        with app.app_context():
            start.wait()
            slug = create_campaign("Twins", by=None, now=now()).slug
            db.session.commit()
            return slug

    with ThreadPoolExecutor(4) as threads:
        slugs = set(threads.map(create, range(4)))

    assert slugs == {"twins", "twins-2", "twins-3", "twins-4"}


def test_numbers_of_ideas_cannot_collide(app):
    campaign_id = make.campaign().id
    db.session.remove()
    start = Barrier(4)

    def take(_number):
        with app.app_context():
            start.wait()
            taken = []
            for _ in range(5):
                taken.append(next_number(db.session.get(Campaign, campaign_id)))
                db.session.commit()
            return taken

    with ThreadPoolExecutor(4) as threads:
        numbers = [number for taken in threads.map(take, range(4)) for number in taken]

    assert sorted(numbers) == [*range(1, 21)]


def test_a_number_that_was_not_used_is_given_again():
    campaign = make.campaign()
    next_number(campaign)
    db.session.rollback()

    assert next_number(campaign) == 1
    assert campaign.last_idea_number == 1


def test_a_touch_moves_the_version_in_the_database():
    campaign = make.campaign()

    touch_campaign(campaign.id)
    touch_campaign(campaign.id)

    assert campaign.version == 2
    assert db.session.scalar(select(func.max(Campaign.version))) == 2
