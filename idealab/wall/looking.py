"""Count how often ideas are looked at: one look for a visitor, an idea and a window.

A page says which ideas it lists, signed by the site. What a browser saw of them it hands in; that
waits in the queue server, off every request's path, and the worker counts it in batches."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from redis.exceptions import LockError
from redis.lock import Lock
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.wall.models import Impression, Looks
from idealab.wall.ranking import look_at

WAITING, IN_HAND = "idealab:looks", "idealab:looks:in-hand"
MOST_WAITING = 200_000  # batches; more are dropped, the oldest first
MOST_BEHIND_ONE_ADDRESS = 60  # visitors without an account, in a window
AT_ONCE = 500  # batches counted by one transaction
VALID = timedelta(hours=7)  # a page that was opened long ago says nothing any more
KEPT = timedelta(days=1)


class Listed(NamedTuple):
    """What a page lists: which list, since when, how many hang before, and which ideas."""

    order: str
    window_at: datetime
    shown: int
    ids: list[int]


class Seen(NamedTuple):
    """What one visitor saw of it."""

    order: str
    window_at: datetime
    visitor: str
    places: list[tuple[int, int]]  # idea and position


def sign(listed: Listed) -> str:
    parts = [listed.order, int(listed.window_at.timestamp()), listed.shown, *listed.ids]
    return str(_serializer().dumps(parts))


def read(text: str) -> Listed | None:
    """What the site has signed, None if it has not."""
    try:
        name, window_at, shown, *ids = _serializer().loads(text)
    except BadData:
        return None
    return Listed(name, datetime.fromtimestamp(window_at, UTC), shown, ids)


def hand_in(
    listed: Listed, indices: Sequence[int], *, visitor: str, network: str | None, now: datetime
) -> None:
    """Let it wait to be counted. `network` is that of a visitor without an account: a few of these
    behind one address count, a thousand do not. Raises RedisError if the queue server is away."""
    if now - listed.window_at > VALID:
        return
    places = [
        (listed.ids[index], listed.shown + index + 1)
        for index in sorted(set(indices))
        if 0 <= index < len(listed.ids)
    ]
    if not places or (network and _too_many(listed, visitor, network)):
        return
    told = json.dumps([listed.order, int(listed.window_at.timestamp()), visitor, places])
    with _redis().pipeline(transaction=False) as line:
        line.rpush(WAITING, told)
        line.ltrim(WAITING, -MOST_WAITING, -1)
        line.execute()


def batches() -> Iterator[list[Seen]]:
    """What waits, a part at a time; whoever takes one counts and commits it before the next. What
    was in hand when a worker was killed comes again, which does no harm."""
    redis = _redis()
    lock = Lock(redis, "idealab:looks:lock", timeout=300)
    if not lock.acquire(blocking=False):
        return
    try:
        while redis.exists(IN_HAND) or _take_over(redis):
            while told := redis.lrange(IN_HAND, 0, AT_ONCE - 1):
                yield [_seen(one) for one in told]
                redis.ltrim(IN_HAND, len(told), -1)
    finally:
        _release(lock)


def count(batch: Sequence[Seen]) -> None:
    """Add to the looks of each idea what its visitors had not been counted for in this window."""
    rows = _rows_of(batch)
    if not rows:
        return
    noted = _insert(Impression).on_conflict_do_nothing()
    new = db.session.execute(noted.returning(Impression.idea_id, Impression.position), rows).all()
    added: dict[int, float] = defaultdict(float)
    for idea_id, position in new:
        added[idea_id] += look_at(position)
    if added:
        looked = _insert(Looks)
        more = looked.on_conflict_do_update(
            index_elements=["idea_id"], set_={"looks": Looks.looks + looked.excluded.looks}
        )
        # In the order of their ids, so that two workers do not wait for each other in a circle.
        db.session.execute(more, [{"idea_id": id_, "looks": added[id_]} for id_ in sorted(added)])


def forget(*, now: datetime) -> None:
    """Delete what only kept a visitor from being counted twice."""
    db.session.execute(delete(Impression).where(Impression.window_at < now - KEPT))


def are_waiting() -> bool:
    return bool(_redis().exists(WAITING, IN_HAND))


def _rows_of(batch: Sequence[Seen]) -> list[dict[str, Any]]:
    rows = {
        (idea_id, seen.window_at, seen.visitor): {
            "idea_id": idea_id,
            "window_at": seen.window_at,
            "visitor": seen.visitor,
            "position": position,
            "list": seen.order,
        }
        for seen in reversed(batch)  # the first time counts
        for idea_id, position in seen.places
    }
    there = select(Idea.id).where(Idea.id.in_({key[0] for key in rows}))
    known = set(db.session.scalars(there))
    return [rows[key] for key in sorted(rows) if key[0] in known]


def _take_over(redis: Any) -> bool:
    if not redis.exists(WAITING):
        return False
    redis.rename(WAITING, IN_HAND)
    return True


def _too_many(listed: Listed, visitor: str, network: str) -> bool:
    key = f"idealab:looks:behind:{int(listed.window_at.timestamp())}:{network}"
    with _redis().pipeline(transaction=False) as line:
        line.sadd(key, visitor)
        line.scard(key)
        line.expire(key, VALID)
        _added, visitors, _set = line.execute()
    return int(visitors) > MOST_BEHIND_ONE_ADDRESS


def _seen(told: bytes) -> Seen:
    name, window_at, visitor, places = json.loads(told)
    return Seen(name, datetime.fromtimestamp(window_at, UTC), visitor, [tuple(p) for p in places])


def _insert(model: Any) -> Any:
    kind: Any = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return kind.insert(model)


def _release(lock: Lock) -> None:
    try:
        lock.release()
    except LockError:  # it ran out meanwhile, and somebody else has it
        return


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="looks")


def _redis() -> Any:
    return current_app.extensions["redis"]
