from idealab.drafts.neighbours import keep_neighbours, measured, text_to_measure
from idealab.drafts.sweeping import forget_drafts
from idealab.lib import clock, meaning
from idealab.lib.db import db, reading, writing


def sweep_drafts() -> None:
    """Forget what has expired, in short transactions."""
    while forget_drafts(now=clock.now()):
        db.session.commit()
    db.session.commit()


def find_neighbours(draft_id: int) -> None:
    """Nothing is locked while the model works. What is lost is asked for with the next words."""
    if not meaning.is_on():
        return
    with reading():
        wanted = text_to_measure(draft_id)
        db.session.rollback()
        if wanted is None:
            return
        near = measured(*wanted)
        db.session.rollback()
        with writing():
            keep_neighbours(draft_id, wanted[1], near, now=clock.now())
            db.session.commit()
