import pytest

from idealab.activity.models import Event
from idealab.campaigns.models import Stage
from idealab.ideas.counting import COUNTERS, count_idea
from idealab.ideas.models import IdeaStatus
from idealab.lib.clock import now
from idealab.lib.counters import drifted_count
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.stages.moving import MovedMeanwhile, NoSuchMove, ReasonMissing, move_idea
from tests import make


def stage(idea, name):
    return db.session.query(Stage).filter_by(campaign_id=idea.campaign_id, name=name).one()


def test_a_move_follows_an_arrow_and_leaves_a_trace(ana, marta):
    idea = make.idea(ana)
    move_idea(idea, stage(idea, "In review"), by=marta, now=now())

    move = move_idea(idea, stage(idea, "Shortlisted"), by=marta, now=now(), reason="Cheap to try")

    assert idea.stage_id == stage(idea, "Shortlisted").id
    assert move.reason == "Cheap to try"
    event = db.session.query(Event).filter_by(kind="idea.moved").all()[-1]
    assert event.particulars["reason"] == "Cheap to try"


def test_stages_count_their_ideas(ana, marta):
    idea = make.idea(ana)

    move_idea(idea, stage(idea, "In review"), by=marta, now=now())
    db.session.commit()

    assert stage(idea, "In review").ideas_count == 1
    assert stage(idea, "New").ideas_count == 0
    assert [drifted_count(counter) for counter in COUNTERS] == [0] * len(COUNTERS)


def test_no_arrow_no_move(ana, marta):
    idea = make.idea(ana)

    with pytest.raises(NoSuchMove):
        move_idea(idea, stage(idea, "Shortlisted"), by=marta, now=now(), reason="Now!")


def test_no_move_into_another_campaign(ana, marta):
    idea, other = make.idea(ana), make.idea(ana)

    with pytest.raises(NoSuchMove):
        move_idea(idea, stage(other, "In review"), by=marta, now=now())


def test_some_moves_need_a_reason(ana, marta):
    idea = make.idea(ana)

    with pytest.raises(ReasonMissing):
        move_idea(idea, stage(idea, "Not now"), by=marta, now=now(), reason="  ")


def test_participants_do_not_move_ideas(ana, bruno):
    idea = make.idea(ana)

    with pytest.raises(NotAllowed):
        move_idea(idea, stage(idea, "In review"), by=bruno, now=now())


def test_of_two_moderators_the_later_is_told_who_was_first(ana, marta):
    idea = make.idea(ana)
    seen = idea.stage_id
    move_idea(idea, stage(idea, "In review"), by=marta, now=now())
    db.session.commit()

    with pytest.raises(MovedMeanwhile, match="Marta moved it to “In review”"):
        move_idea(idea, stage(idea, "Not now"), by=marta, now=now(), reason="x", seen_stage_id=seen)


def test_moving_to_where_it_is_does_nothing(ana, marta):
    idea = make.idea(ana)

    assert move_idea(idea, stage(idea, "New"), by=marta, now=now()) is None


def test_a_hidden_idea_that_is_moved_stays_uncounted(ana, marta):
    idea = make.idea(ana)
    idea.status = IdeaStatus.HIDDEN
    count_idea(idea, -1)

    move_idea(idea, stage(idea, "In review"), by=marta, now=now())
    db.session.commit()

    assert [drifted_count(counter) for counter in COUNTERS] == [0] * len(COUNTERS)


def test_a_refused_move_tells_no_name_of_another_campaign(ana, marta):
    idea, secret = make.idea(ana), stage(make.idea(ana), "Shortlisted")
    secret.name = "Patent office"
    db.session.commit()

    with pytest.raises(NoSuchMove) as refusal:
        move_idea(idea, secret, by=marta, now=now())

    assert "Patent" not in str(refusal.value)
