"""Thanks are counted by open rules, from what others did, and cannot be farmed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from idealab.accounts.settling import choose_what_is_shown
from idealab.campaigns.inviting import become_member
from idealab.campaigns.models import Stage, Visibility
from idealab.comments.commenting import add_comment
from idealab.comments.models import Reaction
from idealab.ideas.models import IdeaStatus, Link
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.people.thanks import Cause, thanks_of
from idealab.stages.moving import move_idea
from tests import make, people


def times(person):
    return {part.cause: part.times for part in thanks_of(person).parts if part.times}


def answer(idea, by):
    add_comment(idea, "We look into it.", by=by, now=now(), official=True)
    db.session.commit()


def move(idea, by, *names):
    for name in names:
        stage = db.session.scalars(
            select(Stage).filter_by(campaign_id=idea.campaign_id, name=name)
        ).one()
        move_idea(idea, stage, by=by, now=now(), reason="It saves weight.")
    db.session.commit()


def remix(base, author, *, at=None):
    made = make.idea(author, title="And windows")
    db.session.add(Link(from_id=made.id, to_id=base.id, kind="builds_on", created_at=at or now()))
    db.session.commit()
    return made


def mark(comment, by, *, at=None):
    row = Reaction(comment_id=comment.id, user_id=by.id, kind="helpful", created_at=at or now())
    db.session.add(row)
    db.session.commit()


def test_an_answer_counts_once_an_idea(ana, marta):
    idea = make.idea(ana)
    answer(idea, marta)
    answer(idea, marta)

    assert times(ana) == {Cause.ANSWERED: 1}
    assert thanks_of(ana).points == 20


def test_the_shortlist_counts_once_however_often_an_idea_gets_there(ana, marta):
    idea = make.idea(ana)
    move(idea, marta, "In review", "Shortlisted")

    assert times(ana) == {Cause.SHORTLISTED: 1}
    assert (thanks_of(ana).level, thanks_of(ana).name) == (2, "Ruler")


def test_what_one_does_with_ones_own_counts_nothing(marta):
    idea = make.idea(marta)
    answer(idea, marta)
    move(idea, marta, "In review", "Shortlisted")
    remix(idea, marta)
    mark(make.comment(idea, marta), marta)

    assert times(marta) == {}


def test_an_idea_that_two_have_counts_for_both(ana, bruno, marta):
    idea = make.idea(ana)
    make.coauthor(idea, bruno)
    answer(idea, marta)
    move(idea, marta, "In review", "Shortlisted")
    remix(idea, people.participant("Clara"))

    assert times(ana) == {Cause.ANSWERED: 1, Cause.SHORTLISTED: 1, Cause.REMIXED: 1}
    assert times(bruno) == times(ana)


def test_who_joins_late_earns_nothing_of_what_was_before(ana, bruno, marta):
    idea = make.idea(ana)
    answer(idea, marta)
    move(idea, marta, "In review", "Shortlisted")
    remix(idea, people.participant("Clara"))

    make.coauthor(idea, bruno)

    assert times(bruno) == {}


def test_what_co_authors_do_with_their_idea_counts_for_neither(ana, marta):
    idea = make.idea(ana)
    make.coauthor(idea, marta)
    answer(idea, marta)
    move(idea, marta, "In review", "Shortlisted")
    remix(idea, marta)

    assert (times(ana), times(marta)) == ({}, {})


def test_a_remix_that_one_has_a_part_in_counts_nothing(ana, bruno):
    made = remix(make.idea(ana), bruno)

    make.coauthor(made, ana)

    assert times(ana) == {}


@pytest.mark.parametrize("status", ["hidden", "withdrawn", "deleted"])
def test_what_is_gone_counts_no_longer(ana, bruno, marta, status):
    idea = make.idea(ana)
    answer(idea, marta)
    remix(idea, bruno)

    idea.status = IdeaStatus(status)
    db.session.commit()

    assert times(ana) == {}


def test_a_remix_that_is_withdrawn_counts_no_longer(ana, bruno):
    made = remix(make.idea(ana), bruno)
    before = times(ana)

    made.status = IdeaStatus.WITHDRAWN
    db.session.commit()

    assert (before, times(ana)) == ({Cause.REMIXED: 1}, {})


def test_a_friend_who_remixes_again_and_again_counts_once_an_idea(ana, bruno):
    idea = make.idea(ana)
    for _ in range(3):
        remix(idea, bruno)

    assert times(ana) == {Cause.REMIXED: 1}


def test_at_most_three_remixes_of_a_day_count(ana):
    idea = make.idea(ana)
    for number in range(5):
        remix(idea, people.participant(f"Clara {number}"))
    remix(idea, people.participant("Dora"), at=now() - timedelta(days=1))

    assert times(ana) == {Cause.REMIXED: 4}


def test_each_person_counts_once_for_helpful_comments_and_ten_a_week(ana, bruno):
    idea = make.idea(bruno)
    first, second = make.comment(idea, ana), make.comment(idea, ana, "And how?")
    mark(first, bruno)
    mark(second, bruno)
    assert times(ana) == {Cause.HELPED: 1}

    for number in range(12):
        mark(first, people.participant(f"Clara {number}"))

    assert times(ana) == {Cause.HELPED: 10}


def test_campaigns_by_invitation_do_not_count(ana, marta):
    private = make.campaign(visibility=Visibility.INVITATION)
    become_member(ana, campaign_id=private.id, now=now())
    answer(make.idea(ana, campaign_=private), marta)

    assert times(ana) == {}


def test_a_level_that_is_hidden_is_seen_by_nobody_else(visitor, client_for, ana, marta):
    answer(make.idea(ana), marta)
    shown = visitor.get(f"/people/{ana.id}").text

    choose_what_is_shown(ana, support=True, thanks=False)
    db.session.commit()

    assert "Thanks: Pencil" in shown
    assert "Thanks: Pencil" not in visitor.get(f"/people/{ana.id}").text
    assert "Others do not see your level" in client_for(ana).get("/me").text


def test_the_rules_are_there_for_everybody(visitor):
    page = visitor.get("/thanks").text

    assert "The company answers your idea" in page
    assert "at most 3 a day" in page
