from datetime import timedelta

import pytest

from idealab.accounts.models import Affiliation
from idealab.ideas.models import IdeaStatus
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.results.figures import campaigns_to_count, count_campaign, figures_of, keep_figures
from idealab.results.jobs import count_figures
from idealab.voting.voting import set_vote
from tests import make, people


@pytest.fixture
def campaign():
    return make.campaign()


def vote(idea, by):
    set_vote(idea, by, now=now(), wanted=True)
    db.session.commit()


def test_each_person_is_counted_once_however_much_they_do(campaign, ana, bruno, marta):
    first = make.idea(ana, campaign_=campaign, title="Doors that slide")
    second = make.idea(ana, campaign_=campaign, title="Doors that fold")
    make.comment(first, bruno)
    make.comment(second, bruno)
    vote(first, bruno)
    vote(second, people.participant("Nova"))
    make.add_comment(first, "We look at it.", by=marta, now=now(), official=True)
    db.session.commit()

    assert count_campaign(campaign.id) == {
        "people_count": 3,
        "authors_count": 1,
        "commenters_count": 1,
        "voters_count": 2,
        "votes_count": 2,
        "comments_count": 2,
        "sketches_count": 0,
        "answers_count": 1,
        "employees_count": 0,
        "partners_count": 0,
        "customers_count": 0,
    }


def tie(person, affiliation, *, confirmed=True):
    person.affiliation = affiliation
    person.affiliation_confirmed_at = now() if confirmed else None
    db.session.commit()


def test_people_are_told_by_what_ties_them_to_the_company_once_that_is_confirmed(
    campaign, ana, bruno, visitor
):
    idea, nova = make.idea(ana, campaign_=campaign), people.participant("Nova")
    make.comment(idea, bruno)
    vote(idea, bruno)
    vote(idea, nova)
    tie(ana, Affiliation.CUSTOMER, confirmed=False)
    for person in (bruno, nova, people.participant("Clara")):
        tie(person, Affiliation.EMPLOYEE)
    tie(nova, Affiliation.PARTNER)

    keep_figures(campaign.id, count_campaign(campaign.id), now=now())
    db.session.commit()

    for page in ("results", "people"):
        told = visitor.get(f"/campaigns/{campaign.slug}/{page}").text
        assert "Of those who took part: one employee, one partner." in told


def test_what_is_hidden_counts_for_nothing(campaign, ana, bruno):
    idea = make.idea(ana, campaign_=campaign)
    make.comment(idea, bruno)
    vote(idea, bruno)

    idea.status = IdeaStatus.HIDDEN
    db.session.commit()

    assert set(count_campaign(campaign.id).values()) == {0}


def test_a_running_campaign_is_counted_every_few_minutes_and_a_past_one_daily(campaign):
    past = make.campaign(starts_at=now() - timedelta(days=30), ends_at=now() - timedelta(days=20))
    assert set(campaigns_to_count(now=now())) == {campaign.id, past.id}

    count_figures()

    assert campaigns_to_count(now=now()) == []
    assert campaigns_to_count(now=now() + timedelta(minutes=6)) == [campaign.id]
    assert len(campaigns_to_count(now=now() + timedelta(days=2))) == 2


def test_counting_again_puts_the_new_numbers_in_place(campaign, ana):
    count_figures()
    assert figures_of([campaign.id])[campaign.id].people_count == 0
    make.idea(ana, campaign_=campaign)

    keep_figures(campaign.id, count_campaign(campaign.id), now=now())

    assert figures_of([campaign.id])[campaign.id].people_count == 1


def test_a_draft_is_not_counted(campaign):
    campaign.state = "draft"
    db.session.commit()

    assert campaigns_to_count(now=now()) == []
