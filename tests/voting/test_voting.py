from datetime import timedelta

import pytest

from idealab.campaigns.phases import NotNow
from idealab.ideas.loading import find_idea
from idealab.ideas.models import Idea, IdeaStatus
from idealab.lib.clock import now
from idealab.lib.counters import drifted_count
from idealab.lib.db import db
from idealab.voting.counting import COUNTERS
from idealab.voting.models import Vote
from idealab.voting.voting import BudgetSpent, NotVotable, OwnIdea, set_vote, votes_left
from tests import make


def count(idea):
    return db.session.query(Idea.votes_count).filter_by(id=idea.id).scalar()


def test_a_vote_counts_once_however_often_it_is_cast(ana, bruno):
    idea = make.idea(ana)

    for _ in range(3):
        cast = set_vote(idea, bruno, wanted=True, now=now())

    assert cast == (True, 1, None)
    assert count(idea) == 1


def test_a_vote_can_be_taken_back_once(ana, bruno):
    idea = make.idea(ana)
    set_vote(idea, bruno, wanted=True, now=now())

    for _ in range(2):
        cast = set_vote(idea, bruno, wanted=False, now=now())

    assert cast == (False, 0, None)
    assert count(idea) == 0


def test_nobody_votes_for_their_own_idea(ana):
    idea = make.idea(ana)

    with pytest.raises(OwnIdea):
        set_vote(idea, ana, wanted=True, now=now())


def test_nobody_votes_after_the_close_and_is_told_when_that_was(ana, bruno):
    idea = make.idea(ana)

    with pytest.raises(NotNow, match="Voting closed on"):
        set_vote(idea, bruno, wanted=True, now=now() + timedelta(days=9))


def test_a_hidden_idea_takes_no_votes(ana, bruno):
    idea = make.idea(ana, status=IdeaStatus.HIDDEN)

    with pytest.raises(NotVotable):
        set_vote(idea, bruno, wanted=True, now=now())


def test_a_blind_phase_tells_no_count_to_the_voter(ana, bruno):
    idea = make.idea(ana, campaign_=make.campaign(allows=make.BLIND))

    assert set_vote(idea, bruno, wanted=True, now=now()).votes_count is None


def test_a_budget_ends_and_a_vote_taken_back_can_be_placed_again(ana, bruno):
    campaign = make.campaign(votes_per_person=1)
    first, second = (make.idea(ana, campaign_=campaign) for _ in range(2))
    assert set_vote(first, bruno, wanted=True, now=now()).left == 0
    db.session.commit()

    with pytest.raises(BudgetSpent):
        set_vote(second, bruno, wanted=True, now=now())
    db.session.rollback()
    set_vote(first, bruno, wanted=False, now=now())

    assert set_vote(second, bruno, wanted=True, now=now()).left == 0
    assert count(first) == 0


def test_votes_are_given_back_when_an_idea_leaves(ana, bruno):
    campaign = make.campaign(votes_per_person=2)
    idea = make.idea(ana, campaign_=campaign)
    set_vote(idea, bruno, wanted=True, now=now())

    idea.status = IdeaStatus.WITHDRAWN
    db.session.flush()

    assert votes_left(campaign, bruno) == 2


def test_an_imported_vote_that_was_taken_back_can_be_cast_again(ana, bruno):
    idea = make.idea(ana)
    old = Vote(idea_id=idea.id, voter_id=bruno.id, value=1, withdrawn_at=now())
    db.session.add(old)
    db.session.flush()

    set_vote(idea, bruno, wanted=True, now=now())

    assert count(idea) == 1
    assert db.session.query(Vote).count() == 1


def test_a_vote_takes_few_statements(ana, bruno, queries):
    idea_id = make.idea(ana).id
    bruno.confirmed = bool(bruno.id)  # known since the session was loaded
    db.session.expunge(db.session.get(Idea, idea_id))

    with queries:
        set_vote(find_idea(idea_id, bruno), bruno, wanted=True, now=now())

    assert len(queries) <= 4


def test_the_counter_equals_the_rows(ana, bruno, marta):
    idea = make.idea(ana)
    for voter, wanted in ((bruno, True), (marta, True), (bruno, False)):
        set_vote(idea, voter, wanted=wanted, now=now())
    db.session.commit()

    assert drifted_count(COUNTERS[0]) == 0
    assert count(idea) == 1


def test_who_has_placed_more_than_a_smaller_budget_allows_can_take_votes_back(ana, bruno):
    campaign = make.campaign(votes_per_person=3)
    ideas = [make.idea(ana, campaign_=campaign) for _ in range(3)]
    for idea in ideas:
        set_vote(idea, bruno, wanted=True, now=now())
    campaign.votes_per_person = 1
    db.session.commit()

    cast = set_vote(ideas[0], bruno, wanted=False, now=now())

    assert cast == (False, 0, 0)
