from idealab.lib import clock
from idealab.lib.db import db
from idealab.lib.queue import put_again
from idealab.sketches.keeping import tidy
from idealab.sketches.painting import give_picture, paint, unpainted_document, unpainted_ids


def draw_sketch(sketch_id: int) -> None:
    document = unpainted_document(sketch_id)
    db.session.commit()  # nobody waits while it is painted
    if document is None:
        return
    if give_picture(sketch_id, paint(document), now=clock.now()):
        db.session.commit()
    else:
        db.session.rollback()


def sweep_drawings() -> None:
    """Queue again what the queue has lost. Raises RedisError when the queue server is away."""
    waiting = unpainted_ids()
    db.session.commit()
    for sketch_id in waiting:
        put_again(draw_sketch, sketch_id)


def tidy_drawings() -> None:
    tidy(now=clock.now())
