from idealab.ideas.words import count_words, index_missing, learn_words
from idealab.lib.db import db, reading


def learn() -> None:
    """Index what has no terms yet, and count the words anew."""
    while index_missing():
        db.session.commit()
    db.session.commit()
    with reading():
        found = count_words()
        db.session.rollback()
    for _batch in learn_words(found):
        db.session.commit()
    db.session.commit()
