"""Learning which words stand in ideas, while people go on writing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select

from idealab.ideas.jobs import learn
from idealab.ideas.models import IdeaStatus, SearchWord
from idealab.ideas.words import ALL, count_words, counts, know_words, known_words, learn_words
from idealab.lib.db import db
from tests import make


@pytest.fixture
def gone(ana):
    """An idea that nobody can find any more by its word."""
    idea = make.idea(ana, title="Aquaplaning", status=IdeaStatus.HIDDEN)
    idea.search_terms = ""
    db.session.commit()
    return idea


def is_known(word="aquaplaning"):
    db.session.rollback()
    return db.session.scalar(select(SearchWord.id).filter_by(word=word)) is not None


def test_a_word_that_stands_nowhere_is_forgotten_by_the_second_learning(gone):
    learn()
    after_one = is_known()
    learn()

    assert (after_one, is_known()) == (True, False)


def test_a_word_that_somebody_writes_while_the_ideas_are_counted_stays_known(gone, ana):
    for _time in range(2):
        found, known = count_words(), known_words()
        make.idea(ana, title="Aquaplaning")
        for _batch in learn_words(found, known=known):
            db.session.commit()

        assert is_known()


def test_a_word_that_is_being_written_while_it_is_forgotten_stays_known(gone, app):
    learn()
    found, known = count_words(), known_words()
    db.session.rollback()
    begun = Event()

    def forget():
        with app.app_context():
            begun.set()
            for _batch in learn_words(found, known=known):
                db.session.commit()

    know_words("aquaplaning")
    with ThreadPoolExecutor(1) as worker:
        forgetting = worker.submit(forget)
        begun.wait(5)
        db.session.commit()
        forgetting.result(20)

    assert is_known()


def test_what_was_learned_last_is_told(ana):
    for _number in range(3):
        make.idea(ana, title="Doors that slide")
    learn()

    assert counts().ideas == 3
    assert known_words()[ALL] == 3
    make.idea(ana)
    learn()
    assert counts().ideas == 4
