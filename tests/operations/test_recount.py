import threading

import pytest
from sqlalchemy import select, update

from idealab.accounts.models import EmailAddress, User
from idealab.ideas.models import Idea
from idealab.lib import counters
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.operations.cli import recount
from idealab.voting.voting import set_vote
from tests import make, people


@pytest.fixture
def idea(bruno):
    """An idea whose counter is wrong."""
    made = make.idea(bruno)
    db.session.execute(update(Idea).values(votes_count=99))
    db.session.commit()
    return made


def votes_shown(idea_id):
    return db.session.scalar(select(Idea.votes_count).where(Idea.id == idea_id))


def voter(number):
    person = people.participant(f"Voter {number}")
    address = f"voter-{number}@example.org"
    db.session.add(EmailAddress(user_id=person.id, address=address, confirmed_at=now()))
    db.session.commit()
    return person.id


def test_a_difference_is_reported_and_left_alone(app, idea):
    outcome = app.test_cli_runner().invoke(recount, ["--check"])

    assert outcome.exit_code == 1
    assert "1 difference." in outcome.output
    assert votes_shown(idea.id) == 99


def test_a_difference_is_set_right(app, idea):
    idea_id = idea.id

    outcome = app.test_cli_runner().invoke(recount)

    assert outcome.exit_code == 0
    assert votes_shown(idea_id) == 0
    assert app.test_cli_runner().invoke(recount, ["--check"]).exit_code == 0


@pytest.mark.slow
def test_no_vote_falls_between_while_counters_are_set_right(app, idea):
    idea_id, voters = idea.id, [voter(number) for number in range(40)]
    db.session.remove()

    def vote(ids):
        with app.app_context():
            for voter_id in ids:
                chosen, by = db.session.get(Idea, idea_id), db.session.get(User, voter_id)
                set_vote(chosen, by, wanted=True, now=now())
                db.session.commit()

    def set_right():
        with app.app_context():
            for counter in counters.registered() * 20:
                counters.correct(counter)
                db.session.commit()

    threads = [threading.Thread(target=vote, args=(voters[start::4],)) for start in range(4)]
    threads.append(threading.Thread(target=set_right))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert votes_shown(idea_id) == 40
    assert all(counters.drifted_count(counter) == 0 for counter in counters.registered())
