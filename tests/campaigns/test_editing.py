from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from idealab.activity.models import Event
from idealab.campaigns.editing import EditedMeanwhile, PlanIncomplete, edit_campaign
from idealab.campaigns.local_times import NoSuchTime, moment_of, typed
from idealab.campaigns.models import CampaignState
from idealab.campaigns.phases import phases_of
from idealab.campaigns.planning import PlannedPhase, PlannedTopic, plan_of, problems_of
from idealab.campaigns.publishing import NotReady, archive, publish, unpublish
from idealab.campaigns.queries import fields_of, topics_of
from idealab.lib.clock import now
from idealab.lib.db import db
from tests.campaigns import make

BEFORE, AFTER = make.NOON - make.DAY, make.NOON + make.DAY


@pytest.fixture
def campaign():
    return make.campaign()


def edit(campaign, **changes):
    plan = replace(plan_of(campaign), **changes)
    return edit_campaign(campaign, plan, by=None, now=now(), seen_edition=campaign.edition)


def test_a_change_is_recorded_and_moves_the_version(campaign):
    changed = edit(campaign, question="Another?", topics=(PlannedTopic("Öl"),))

    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert changed == ["question", "topics"]
    assert event.kind == "campaign.edited"
    assert event.particulars == {"changed": ["question", "topics"]}
    assert campaign.version == 1
    assert [(topic.name, topic.slug) for topic in topics_of(campaign)] == [("Öl", "oel")]


def test_only_new_rules_make_a_new_version_of_the_rules(campaign):
    edit(campaign, story="Long")
    after_story = campaign.rules_version
    edit(campaign, rules="Be *kind*.")

    assert after_story == 1
    assert campaign.rules_version == 2
    assert campaign.rules_html == "<p>Be <em>kind</em>.</p>"


def test_a_topic_keeps_its_address_when_it_is_renamed_or_moved(campaign):
    edit(campaign, topics=(PlannedTopic("Inside"), PlannedTopic("Street")))
    inside, street = plan_of(campaign).topics

    edit(campaign, topics=(replace(street, name="Road"), inside, PlannedTopic("Street")))

    assert [(topic.name, topic.slug) for topic in topics_of(campaign)] == [
        ("Road", "street"),
        ("Inside", "inside"),
        ("Street", "street-2"),
    ]


def test_staff_choose_the_outlines_to_draw_over(campaign):
    assert plan_of(campaign).underlays == ("side", "front", "three-quarter", "cockpit")

    edit(campaign, underlays=("cockpit", "front", "boat"))

    assert plan_of(campaign).underlays == ("front", "cockpit")


def test_phases_change_places_and_keep_who_they_are(campaign):
    first, *rest = plan_of(campaign).phases
    ids = [phase.id for phase in rest]

    edit(campaign, phases=(*rest[1:], PlannedPhase("Party", rest[-1].ends_at, FAR, ())))

    assert [phase.id for phase in phases_of(campaign)][:-1] == ids[1:]
    assert [phase.position for phase in phases_of(campaign)] == [0, 1, 2, 3]
    assert phases_of(campaign)[-1].name == "Party"
    assert first.id not in [phase.id for phase in phases_of(campaign)]


FAR = datetime(2040, 1, 1, tzinfo=UTC)


def test_fields_are_renamed_moved_and_taken_away(campaign):
    problem, idea, _gains = plan_of(campaign).fields

    edit(campaign, fields=(replace(idea, label="Proposal", required=True), problem))

    assert [(f.label, f.id) for f in fields_of(campaign)] == [
        ("Proposal", idea.id),
        ("Problem", problem.id),
    ]


def test_the_second_of_two_who_save_one_edition_is_refused(campaign):
    plan = plan_of(campaign)
    edit_campaign(campaign, replace(plan, title="A"), by=None, now=now(), seen_edition=1)

    with pytest.raises(EditedMeanwhile):
        edit_campaign(campaign, replace(plan, title="B"), by=None, now=now(), seen_edition=1)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"votes_per_person": 0}, "votes_per_person"),
        ({"brand": "red"}, "brand"),
        ({"phases": (PlannedPhase("", BEFORE, AFTER),)}, "phases-0-name"),
        ({"phases": (PlannedPhase("A", None, AFTER),)}, "phases-0-starts_at"),
        ({"phases": (PlannedPhase("A", AFTER, BEFORE),)}, "phases-0-ends_at"),
        ({"phases": (PlannedPhase("A", AFTER, AFTER),)}, "phases-0-ends_at"),
        (
            {"phases": (PlannedPhase("A", BEFORE, AFTER), PlannedPhase("B", make.NOON, FAR))},
            "phases-1-starts_at",
        ),
        ({"topics": (PlannedTopic("Car"), PlannedTopic("car"))}, "topics-1-name"),
        ({"topics": (PlannedTopic(" "),)}, "topics-0-name"),
    ],
)
def test_what_makes_no_sense_is_said_in_its_place(campaign, changes, place):
    plan = replace(plan_of(campaign), **changes).tidied()

    assert [*problems_of(plan)] == [place]
    with pytest.raises(PlanIncomplete):
        edit(campaign, **changes)


def test_phases_may_touch_and_may_leave_a_gap(campaign):
    touching = (PlannedPhase("A", BEFORE, make.NOON), PlannedPhase("B", make.NOON, AFTER))
    apart = (PlannedPhase("A", BEFORE, make.NOON), PlannedPhase("B", AFTER, FAR))

    assert problems_of(replace(plan_of(campaign), phases=touching)) == {}
    assert problems_of(replace(plan_of(campaign), phases=apart)) == {}


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2027-03-28T01:59", "Europe/Berlin", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28T03:00", "Europe/Berlin", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31T01:59", "Europe/Berlin", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("2027-10-31T03:00", "Europe/Berlin", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        ("2027-07-01T00:00", "Asia/Kolkata", datetime(2027, 6, 30, 18, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_to_the_minute_in_the_zone_of_the_campaign(text, zone, moment):
    assert moment_of(text, zone) == moment
    assert typed(moment, zone) == text


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("2027-03-28T02:30", "Europe/Berlin", "60 minutes.*no 02:30. Choose 03:30"),
        ("2027-10-03T02:15", "Australia/Lord_Howe", "30 minutes.*no 02:15. Choose 02:45"),
        ("2027-10-31T02:30", "Europe/Berlin", "02:30 comes twice"),
        ("tomorrow", "Europe/Berlin", "Choose a day and a time"),
        ("", "Europe/Berlin", "Choose a day and a time"),
        ("2027-02-30T10:00", "Europe/Berlin", "Choose a day and a time"),
    ],
)
def test_a_time_that_names_no_moment_or_two_is_explained(text, zone, words):
    with pytest.raises(NoSuchTime, match=words):
        moment_of(text, zone)


def test_a_campaign_is_published_archived_and_taken_back_with_reasons(campaign):
    publish(campaign, by=None, now=make.NOON)
    with pytest.raises(NotReady, match="last phase"):
        archive(campaign, by=None, now=now())
    unpublish(campaign, by=None, now=make.NOON)
    publish(campaign, by=None, now=make.NOON)
    campaign.ideas_count = 1
    with pytest.raises(NotReady, match="ideas already"):
        unpublish(campaign, by=None, now=make.NOON)
    archive(campaign, by=None, now=FAR)

    kinds = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert campaign.state is CampaignState.ARCHIVED
    assert kinds[1:] == [
        "campaign.published",
        "campaign.unpublished",
        "campaign.published",
        "campaign.archived",
    ]


def test_a_campaign_without_a_question_or_a_phase_is_not_published(campaign):
    campaign.question = ""
    with pytest.raises(NotReady, match="question"):
        publish(campaign, by=None, now=make.NOON)

    campaign.question = "What?"
    make.phases(campaign)
    with pytest.raises(NotReady, match="phase"):
        publish(campaign, by=None, now=make.NOON)
