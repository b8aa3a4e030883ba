"""Votes under pressure: 24 people at once for some seconds, and one who presses fifty times."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from time import perf_counter

from sqlalchemy import func, select

from benchmarks.serving import Server, cookies_of
from benchmarks.sites import sites
from benchmarks.visiting import Connection, form, signed_in
from idealab.accounts.models import User
from idealab.ideas.models import Idea, IdeaStatus
from idealab.lib import counters
from idealab.lib.db import db
from idealab.voting.models import Vote

WRITERS, VOTES_EACH, PRESSES = 24, 60, 50


def run(*, ideas: int, kinds: Sequence[str]) -> dict[str, float]:
    """per_second, lost and errors; with both databases the plain names hold the worse."""
    figures: dict[str, float] = {}
    for kind in kinds:
        with (
            TemporaryDirectory(prefix="idealab-bench-") as home,
            sites(kind, [ideas], Path(home)) as running,
        ):
            found = _measure(running[ideas])
        print(kind, found, flush=True)
        figures |= {f"{kind}_{name}": value for name, value in found.items()}
        for name, value in found.items():
            worse = min if name == "per_second" else max
            figures[name] = worse(value, figures.get(name, value))
    return figures


def _measure(server: Server) -> dict[str, float]:
    browsers = cookies_of(server, WRITERS)
    untouched = _ideas_without(server, WRITERS, VOTES_EACH + 1)
    forms = [signed_in(server.port, cookie, f"/ideas/{untouched[0]}") for cookie in browsers]
    before = _votes_in(server)
    start = Barrier(WRITERS + 1)

    def write(who: int) -> int:
        connection, (cookie, token) = Connection(server.port), forms[who]
        asked = [_vote(idea, cookie, token) for idea in untouched[:VOTES_EACH]]
        start.wait()
        return sum(connection.ask(vote).status != 303 for vote in asked)

    with ThreadPoolExecutor(WRITERS) as crowd:
        writing = [crowd.submit(write, who) for who in range(WRITERS)]
        start.wait()
        begun = perf_counter()
        errors = sum(writer.result() for writer in writing)
        seconds = perf_counter() - begun
    cast = WRITERS * VOTES_EACH
    pressed = _press_often(server, untouched[VOTES_EACH], *forms[0])
    lost = cast - (_votes_in(server) - before - 1) + _wrong_counters(server)
    return {
        "per_second": round(cast / seconds, 1),
        "lost": lost,
        "errors": errors + pressed,
    }


def _press_often(server: Server, idea: int, cookie: str, token: str) -> int:
    """Fifty votes of one person on one idea, at once. Returns how many were answered wrongly;
    that they count once is seen in the number of all votes."""
    start = Barrier(PRESSES)

    def press(_number: int) -> bool:
        connection = Connection(server.port)
        start.wait()
        return connection.ask(_vote(idea, cookie, token)).status != 303

    with ThreadPoolExecutor(PRESSES) as fingers:
        return sum(fingers.map(press, range(PRESSES)))


def _vote(idea: int, cookie: str, token: str) -> bytes:
    return form(f"/ideas/{idea}/vote", cookie, csrf_token=token, wanted="y")


def _ideas_without(server: Server, people: int, wanted: int) -> list[int]:
    """Ideas on which none of the writers has voted, and that are not their own."""
    assert server.app
    with server.app.app_context():
        writers = select(User.id).order_by(User.id.desc()).limit(people)
        voted = select(Vote.idea_id).where(Vote.voter_id.in_(writers))
        free = select(Idea.id).where(
            Idea.status == IdeaStatus.PUBLISHED, Idea.author_id.is_(None), Idea.id.not_in(voted)
        )
        found = [*db.session.scalars(free.order_by(Idea.id).limit(wanted))]
        db.session.remove()
    return found


def _votes_in(server: Server) -> int:
    assert server.app
    with server.app.app_context():
        found = db.session.scalar(select(func.count()).select_from(Vote)) or 0
        db.session.remove()
    return found


def _wrong_counters(server: Server) -> int:
    assert server.app
    with server.app.app_context():
        votes = [one for one in counters.registered() if one.column.key == "votes_count"]
        found = sum(counters.drifted_count(one) for one in votes)
        db.session.remove()
    return found
