"""The table capability × phase, at every edge of a phase."""

from datetime import UTC, datetime

import pytest

from idealab.campaigns.models import Capability
from idealab.campaigns.phases import NotNow, timetable
from idealab.campaigns.telling import card_of, deadline_of, left_of, may_now, road_of
from tests.campaigns import make

START = make.NOON
MIDDLE, END = START + 10 * make.DAY, START + 20 * make.DAY
TABLE = {  # capability: allowed in the first, allowed in the second of two phases
    Capability.SUBMIT: (True, False),
    Capability.EDIT: (True, False),
    Capability.SKETCH: (True, True),
    Capability.COMMENT: (True, True),
    Capability.VOTE: (False, True),
    Capability.SEE_COUNTS: (False, False),
}
MINUTE = make.HOUR / 60


@pytest.fixture
def campaign():
    campaign = make.campaign()
    make.phases(
        campaign,
        (START, MIDDLE, [name for name, (first, _) in TABLE.items() if first]),
        (MIDDLE, END, [name for name, (_, second) in TABLE.items() if second]),
    )
    return campaign


@pytest.mark.parametrize("capability", Capability)
@pytest.mark.parametrize(
    ("moment", "place"),
    [
        (START - MINUTE, None),
        (START, 0),
        (MIDDLE - MINUTE, 0),
        (MIDDLE, 1),
        (END - MINUTE, 1),
        (END, None),
    ],
)
def test_the_table_decides_to_the_minute(campaign, capability, moment: datetime, place):
    plan = timetable(campaign, now=moment)

    allowed = place is not None and TABLE[capability][place]
    opened_after_the_end = capability is Capability.SEE_COUNTS and moment == END
    assert plan.allows(capability) == (allowed or opened_after_the_end)
    if plan.allows(capability):
        plan.require(capability)
    else:
        with pytest.raises(NotNow):
            plan.require(capability)


@pytest.mark.parametrize(
    ("capability", "moment", "sentence"),
    [
        (Capability.SUBMIT, START - MINUTE, "Ideas can be submitted from 1 March 2027, 13:00 CET."),
        (Capability.VOTE, START, "Voting opens on 11 March 2027, 13:00 CET."),
        (Capability.SUBMIT, MIDDLE, "Ideas could be submitted until 11 March 2027, 13:00 CET."),
        (Capability.EDIT, END, "Ideas could be revised until 11 March 2027, 13:00 CET."),
        (Capability.COMMENT, END, "Comments closed on 21 March 2027, 13:00 CET."),
        (Capability.SEE_COUNTS, START, "The counts of this campaign are not shown."),
    ],
)
def test_a_refusal_says_when_it_opens_or_that_it_closed(campaign, capability, moment, sentence):
    with pytest.raises(NotNow) as refusal:
        timetable(campaign, now=moment).require(capability)

    assert str(refusal.value) == sentence


def test_what_goes_on_through_two_phases_closes_with_the_second(campaign):
    assert timetable(campaign, now=START).closes_at(Capability.SKETCH) == END
    assert timetable(campaign, now=START).closes_at(Capability.SUBMIT) == MIDDLE


@pytest.mark.parametrize(
    ("moment", "title", "days"),
    [
        (START - 3 * make.DAY, "“Phase 1” begins on", 3),
        (START, "Ideas close on", 10),
        (MIDDLE, "Voting closes on", 10),
    ],
)
def test_the_deadline_is_the_next_moment_that_matters(campaign, moment, title, days):
    deadline = deadline_of(timetable(campaign, now=moment))

    assert (deadline.title, deadline.days, deadline.hours) == (title, days, 0)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2027, 1, 16, 23, tzinfo=UTC), "16 January 2027, 24:00 CET"),
        (datetime(2027, 1, 16, 22, 59, tzinfo=UTC), "16 January 2027, 23:59 CET"),
        (datetime(2027, 1, 16, 23, 1, tzinfo=UTC), "17 January 2027, 00:01 CET"),
        (datetime(2027, 3, 27, 23, tzinfo=UTC), "27 March 2027, 24:00 CET"),
    ],
)
def test_what_ends_at_midnight_ends_with_the_day_before(campaign, moment, words):
    assert timetable(campaign, now=START).until(moment) == words


def test_there_is_no_deadline_after_the_end(campaign):
    assert deadline_of(timetable(campaign, now=END)) is None


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (START - 6 * make.DAY, "Opens in 6 days"),
        (START - 5 * make.HOUR, "Opens in 5 hours"),
        (START, "10 days left"),
        (MIDDLE - 90 * MINUTE, "90 minutes left"),
        (END, "Ended on 21 March 2027"),
    ],
)
def test_the_time_left_is_said_in_words(campaign, moment, words):
    assert left_of(timetable(campaign, now=moment)) == words


def test_the_road_shows_what_is_done_what_is_now_and_what_comes(campaign):
    road = road_of(timetable(campaign, now=MIDDLE + 5 * make.DAY))

    assert [(mark.state, mark.tenths) for mark in road] == [("done", 0), ("now", 5)]
    assert road[0].dates == "1 Mar – 11 Mar"
    assert road[1].says == "Open: sketches, comments, votes"


def test_what_one_may_do_is_said_in_words(campaign):
    during = may_now(timetable(campaign, now=START))
    after = may_now(timetable(campaign, now=END))

    assert during == [
        "You can submit ideas until 11 March 2027, 13:00 CET.",
        "Voting opens on 11 March 2027, 13:00 CET.",
        "You can comment until 21 March 2027, 13:00 CET.",
    ]
    assert after[0] == "Ideas could be submitted until 11 March 2027, 13:00 CET."


def test_a_campaign_without_phases_has_a_card_too():
    campaign = make.campaign()
    make.phases(campaign)

    card = card_of(timetable(campaign, now=START))

    assert (card.phases_count, card.phase_number, card.left) == (0, 0, "")
