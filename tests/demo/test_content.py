from collections import Counter

import pytest

from idealab.demo.content import FIELDS, Campaign, Idea, ballots, demo
from idealab.demo.drawing import SKETCHES

DEMO = demo()
OPEN, ENDED, COMING = DEMO.campaigns
IDEAS = [idea for campaign in DEMO.campaigns for idea in campaign.ideas]
STAFF = {person.key for person in DEMO.staff}
PEOPLE = {person.key for person in DEMO.people}
WAY = ["New", "In review", "Shortlisted", "Prototype", "Built"]
STAGES = {*WAY, "Not now"}


def words(text: str) -> int:
    return len(text.split())


def name(idea: Idea) -> str:
    return idea.key


def test_one_campaign_is_open_one_is_over_and_one_is_to_come():
    assert OPEN.idea_phase.opens < 0 < OPEN.idea_phase.closes
    assert ENDED.phases[-1].closes == -21
    assert COMING.idea_phase.opens == 6
    assert COMING.ideas == ()


@pytest.mark.parametrize("campaign", DEMO.campaigns, ids=lambda campaign: campaign.key)
def test_a_campaign_is_told_in_full(campaign: Campaign):
    closes = [phase.closes for phase in campaign.phases]

    assert [phase.opens for phase in campaign.phases[1:]] == closes[:-1]
    assert campaign.cover in SKETCHES
    assert {field.key for field in campaign.fields} == set(FIELDS)
    assert words(campaign.story) > 80
    assert campaign.licence == "CC-BY-SA-4.0"


@pytest.mark.parametrize("campaign", DEMO.campaigns, ids=lambda campaign: campaign.key)
def test_its_journal_is_written_by_staff_and_worth_reading(campaign: Campaign):
    days = [update.day for update in campaign.updates]

    assert days == sorted(days)
    assert days[0] >= campaign.phases[0].opens - campaign.idea_phase.opens
    assert days[-1] < -campaign.idea_phase.opens
    for update in campaign.updates:
        assert update.by in STAFF
        assert 60 <= words(update.text) <= 200
        assert update.sketch is None or (update.sketch in SKETCHES and words(update.alt) >= 10)


def test_the_journals_are_told_in_english_and_in_german():
    told = Counter(update.language for one in DEMO.campaigns for update in one.updates)

    assert told["en"] >= 5
    assert told["de"] >= 3


def test_the_counts_are_closed_while_votes_are_given_and_open_afterwards():
    for campaign in DEMO.campaigns:
        for phase in campaign.phases:
            assert not {"vote", "see_counts"} <= set(phase.allows)
    assert "see_counts" in ENDED.phases[-1].allows


def test_there_is_enough_to_read_in_three_languages():
    languages = Counter(idea.language for idea in OPEN.ideas)

    assert languages == {"en": 24, "de": 14, "pt": 6}
    assert len(ENDED.ideas) == 14
    assert sum(len(idea.comments) for idea in IDEAS) >= 160
    assert sum(any(remark.official for remark in idea.comments) for idea in OPEN.ideas) >= 16
    assert {idea.stage for idea in OPEN.ideas} == STAGES


def test_no_two_ideas_share_a_key_a_title_or_a_sketch():
    for what in ("key", "title", "sketch"):
        values = Counter(getattr(idea, what) for idea in IDEAS if getattr(idea, what))
        assert {value for value, count in values.items() if count > 1} == set(), what


@pytest.mark.parametrize("idea", IDEAS, ids=name)
def test_each_text_is_worth_reading_and_not_too_long(idea: Idea):
    for text in FIELDS:
        assert 40 <= words(idea.texts[text]) <= 120, text
    assert 2 <= words(idea.title) <= 14


@pytest.mark.parametrize("idea", IDEAS, ids=name)
def test_a_sketch_is_drawn_and_has_its_words(idea: Idea):
    assert bool(idea.sketch) == bool(idea.alt)
    assert idea.sketch is None or idea.sketch in SKETCHES
    assert not idea.alt or 15 <= words(idea.alt) <= 60


@pytest.mark.parametrize("campaign", [OPEN, ENDED], ids=lambda campaign: campaign.key)
def test_everything_that_is_named_exists(campaign: Campaign):
    keys = {idea.key for idea in campaign.ideas}
    topics = {topic.key for topic in campaign.topics}

    for idea in campaign.ideas:
        assert idea.author in PEOPLE if idea.via == "web" else idea.author is None
        assert idea.place or idea.author
        assert idea.topic in topics
        assert set(idea.builds_on) <= keys - {idea.key}
        assert {move.by for move in idea.moves} <= STAFF
        for remark in idea.comments:
            assert remark.by in (STAFF if remark.official else PEOPLE)


@pytest.mark.parametrize("campaign", [OPEN, ENDED], ids=lambda campaign: campaign.key)
def test_nothing_happens_before_its_cause_or_in_the_future(campaign: Campaign):
    today = -campaign.idea_phase.opens

    for idea in campaign.ideas:
        days = [idea.day, *(move.day for move in idea.moves)]
        assert days == sorted(days), idea.key
        assert max(days) < today
        assert idea.day < campaign.idea_phase.closes + today
        assert all(idea.day - 1 < remark.day < today for remark in idea.comments), idea.key
        for remark in idea.comments:
            asked = remark.answers
            assert asked is None or idea.comments[asked].answers is None
            assert asked is None or idea.comments[asked].day <= remark.day
        assert all(idea.day < before.until < today for before in idea.earlier)


@pytest.mark.parametrize("idea", [idea for idea in IDEAS if idea.moves], ids=name)
def test_ideas_go_one_step_at_a_time_and_the_last_one_has_a_reason(idea: Idea):
    stages = [move.stage for move in idea.moves]
    steps = stages[:-1] if stages[-1] == "Not now" else stages

    assert steps == WAY[1 : len(steps) + 1]
    assert words(idea.moves[-1].reason) >= 4


@pytest.mark.parametrize("campaign", [OPEN, ENDED], ids=lambda campaign: campaign.key)
def test_people_speak_while_a_phase_lets_them(campaign: Campaign):
    first = campaign.idea_phase.opens
    silent = [phase for phase in campaign.phases if "comment" not in phase.allows]

    for idea in campaign.ideas:
        days = [first + remark.day for remark in idea.comments if not remark.official]
        assert not [day for day in days for phase in silent if phase.opens <= day < phase.closes]


@pytest.mark.parametrize("campaign", [OPEN, ENDED], ids=lambda campaign: campaign.key)
def test_votes_are_given_once_by_others_and_within_the_budget(campaign: Campaign):
    votes = ballots(campaign)

    assert votes == ballots(campaign)
    assert len({(vote.idea, vote.voter) for vote in votes}) == len(votes)
    assert Counter(vote.idea for vote in votes) == {idea.key: idea.votes for idea in campaign.ideas}
    authors = {idea.key: idea.author for idea in campaign.ideas}
    assert not [vote for vote in votes if authors[vote.idea] == vote.voter]
    if campaign.votes_per_person:
        assert max(Counter(vote.voter for vote in votes).values()) <= campaign.votes_per_person


def test_no_two_people_bear_the_same_name():
    names = [person.name for person in (*DEMO.people, *DEMO.staff, *DEMO.voters)]

    assert len(names) == len(set(names))
