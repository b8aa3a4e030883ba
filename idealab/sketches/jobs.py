from idealab.lib import clock
from idealab.lib.db import db
from idealab.lib.queue import put_again, try_no_more
from idealab.media.keeping import NoRoom
from idealab.sketches.keeping import tidy
from idealab.sketches.painting import (
    Work,
    claim,
    give_picture,
    give_up,
    paint,
    release,
    unpainted_ids,
)
from idealab.sketches.vector_files import keep_vectors


def draw_sketch(sketch_id: int) -> None:
    work = claim(sketch_id, now=clock.now())
    db.session.commit()  # nobody waits while it is painted
    if work is None:
        return
    try:
        _paint(work)
    except Exception as problem:
        db.session.rollback()
        release(work, counted=not isinstance(problem, NoRoom), now=clock.now())
        db.session.commit()
        if work.is_last:
            try_no_more()
        raise
    keep_vectors(work.sketch_id)


def sweep_drawings() -> None:
    """Queue again what the queue has lost. Raises RedisError when the queue server is away."""
    moment = clock.now()
    give_up(now=moment)
    waiting = unpainted_ids(now=moment)
    db.session.commit()
    for sketch_id in waiting:
        put_again(draw_sketch, sketch_id)


def tidy_drawings() -> None:
    tidy(now=clock.now())


def _paint(work: Work) -> None:
    if give_picture(work.sketch_id, paint(work.document), now=clock.now()):
        db.session.commit()
    else:
        db.session.rollback()
