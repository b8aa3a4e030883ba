import time
from collections.abc import Sequence

from idealab.ideas.card_drawing import draw_card
from idealab.ideas.nearness import (
    ideas_waiting,
    keep_known,
    keep_measured,
    measured,
    said_by,
)
from idealab.ideas.share_cards import content_of, ideas_without_card, keep_card
from idealab.ideas.words import count_words, index, known_words, learn_words, terms_missing
from idealab.lib import clock, meaning
from idealab.lib.db import db, reading, writing
from idealab.lib.queue import put_again

A_WHILE = 8  # seconds, of every twenty


def learn() -> None:
    """Index what has no terms yet, and count the words anew."""
    with reading():
        while missing := terms_missing():
            db.session.rollback()
            with writing():
                index(missing)
                db.session.commit()
        found, known = count_words(), known_words()
        db.session.rollback()
    for _batch in learn_words(found, known=known):
        db.session.commit()
    db.session.commit()


def make_share_card(idea_id: int) -> None:
    found = content_of(idea_id)
    db.session.rollback()  # nobody waits while it is drawn
    if found is not None:
        keep_card(idea_id, found, draw_card(found), now=clock.now())
        db.session.commit()


def sweep_share_cards() -> None:
    """Have made what is missing. Raises RedisError when the queue server is away."""
    with reading():
        missing = ideas_without_card()
        db.session.rollback()
    for idea_id in missing:
        put_again(make_share_card, idea_id, on="media")


def make_vector(idea_id: int) -> None:
    if meaning.is_on():
        _measure([idea_id])


def make_vectors() -> None:
    """Of what is missing or old, for a while; the sweep has the rest done, so that a large campaign
    keeps no other work waiting."""
    end = time.monotonic() + A_WHILE
    while meaning.is_on() and time.monotonic() < end and (waiting := _waiting()):
        _measure(waiting)


def sweep_vectors() -> None:
    """Have made what is missing. Raises RedisError when the queue server is away."""
    if meaning.is_on() and _waiting():
        put_again(make_vectors)


def _measure(ids: Sequence[int]) -> None:
    """Nothing is locked while the model works."""
    with reading():
        said = said_by(ids)
        db.session.rollback()
        found = measured([one for one in said if not one.is_known])
        db.session.rollback()
        with writing():
            keep_known([one for one in said if one.is_known])
            keep_measured(found, now=clock.now())
            db.session.commit()


def _waiting() -> Sequence[int]:
    with reading():
        found = ideas_waiting()
        db.session.rollback()
    return found
