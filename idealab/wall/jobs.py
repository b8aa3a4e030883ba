from datetime import UTC, datetime
from random import Random, SystemRandom

from idealab.lib import clock
from idealab.lib.db import db, reading, writing
from idealab.lib.queue import put_again
from idealab.wall import lining_up, looking
from idealab.wall.models import Line
from idealab.wall.orders import packed


def make_orders(campaign_id: int, line: str, starts_at: int) -> None:
    """Nothing is locked while the ideas are lined up, which takes half a minute for 100,000."""
    window = (campaign_id, Line(line), datetime.fromtimestamp(starts_at, UTC))
    with reading():
        if lining_up.has_orders(*window):
            return
        crowd = lining_up.crowd_of(campaign_id)
        db.session.rollback()
        random = Random(SystemRandom().getrandbits(128))
        orders = [[*packed(ids)] for ids in lining_up.orders_of(crowd, window[1], random=random)]
        with writing():
            lining_up.keep_orders(*window, crowd, orders, now=clock.now())
            db.session.commit()


def sweep_orders() -> None:
    """Have made what is missing. Raises RedisError when the queue server is away."""
    with reading():
        missing = lining_up.missing_windows(clock.now())
        db.session.rollback()
    for campaign_id, line, starts_at in missing:
        put_again(make_orders, campaign_id, line.value, int(starts_at.timestamp()))


def count_looks() -> None:
    for batch in looking.batches():
        looking.count(batch)
        db.session.commit()
    looking.forget(now=clock.now())
    db.session.commit()


def sweep_looks() -> None:
    """Have counted what waits. Raises RedisError when the queue server is away."""
    if looking.are_waiting():
        put_again(count_looks)
