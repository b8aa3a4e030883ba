"""What a page costs: CPU milliseconds per request of all processes of the site and its database,
as a ratio to a bare Flask app under the same server, measured in turn in the same run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlalchemy import select

from benchmarks.serving import Server, bare, cookies_of
from benchmarks.sites import sites
from benchmarks.visiting import form, page, signed_in, visit
from idealab.ideas.models import Idea
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.wall.jobs import make_orders
from idealab.wall.lining_up import missing_windows

SMALL, BIG = 1_000, 100_000
ROUNDS, BARE_REQUESTS, REQUESTS, WARMING = 7, 1_500, 240, 60
WALL_PATH = "/campaigns/the-city-of-tomorrow"
WALL = page(WALL_PATH)
TALKED = (18, 24)  # comments of the idea pages that are measured
COMMON = ("und", "die", "the", "mehr", "stadt", "and")
RARE = ("fahrradklappe", "brückenwaage", "nightsocket", "rooftray", "solarbügel", "parkklappe")
BUDGETS = {
    "wall_ratio": 6, "wall_signed_in_ratio": 16, "idea_ratio": 16, "search_ratio": 24,
    "vote_ratio": 16, "wall_growth": 1.2,
}  # fmt: skip


@dataclass
class Course:
    """Requests of one kind to one server, and what each round of them cost."""

    name: str
    server: Server
    requests: Sequence[bytes]
    expected: int = 200
    batch: int = REQUESTS
    costs: list[float] = field(default_factory=list)

    def run(self, count: int) -> float:
        """CPU milliseconds per request. Raises AssertionError on an answer that is none."""
        asked = [*islice(cycle(self.requests), count)]
        before = self.server.spent()
        answers = visit(self.server.port, asked)
        spent = self.server.spent() - before
        wrong = [answer for answer in answers if answer.status != self.expected]
        if wrong:
            raise AssertionError(f"{self.name}: {wrong[0].status} {wrong[0].body[:300]!r}")
        return spent * 1000 / count

    @property
    def cost(self) -> float:
        return median(self.costs)


def run(*, ideas: int, kinds: Sequence[str]) -> dict[str, float]:
    """All figures by name. With both databases the plain names hold the worse of the two."""
    figures: dict[str, float] = {}
    for kind in kinds:
        sizes = sorted({SMALL, ideas, BIG})
        with (
            TemporaryDirectory(prefix="idealab-bench-") as home,
            sites(kind, sizes, Path(home)) as running,
            bare() as yardstick,
        ):
            for server in running.values():
                _line_up(server)
            found = _measure(yardstick, running, ideas)
        _print(kind, found)
        figures |= {f"{kind}_{name}": value for name, value in found.items()}
        for name, value in found.items():
            figures[name] = max(value, figures.get(name, 0.0))
    return figures


def _line_up(server: Server) -> None:
    """What the worker does every hour: the order of Discover stands before anybody reads it."""
    assert server.app
    with server.app.app_context():
        for campaign_id, line, starts_at in missing_windows(now()):
            make_orders(campaign_id, line.value, int(starts_at.timestamp()))
        db.session.remove()


def _measure(yardstick: Server, running: dict[int, Server], ideas: int) -> dict[str, float]:
    reference = Course("bare", yardstick, [page("/")], batch=BARE_REQUESTS)
    courses = _courses(running[ideas])
    grown = {size: Course("wall", running[size], [WALL]) for size in (SMALL, BIG)}
    cold = {course.name: course.run(len(course.requests)) for course in courses}
    for course in [reference, *courses, *grown.values()]:
        course.run(WARMING)
    for _ in range(ROUNDS):
        for course in [reference, *courses, *grown.values()]:
            course.costs.append(course.run(course.batch))
    found = {"bare_ms": reference.cost}
    for course in courses:
        pairs = zip(course.costs, reference.costs, strict=True)
        found[f"{course.name}_ratio"] = median(cost / bare for cost, bare in pairs)
        found[f"{course.name}_cold_ratio"] = cold[course.name] / reference.cost
        found[f"{course.name}_ms"] = course.cost
    pairs = zip(grown[BIG].costs, grown[SMALL].costs, strict=True)
    found["wall_growth"] = median(big / small for big, small in pairs)
    return {name: round(value, 3) for name, value in found.items()}


def _courses(server: Server) -> list[Course]:
    talked, votable = _ideas_of(server)
    browsers = [
        signed_in(server.port, cookie, f"/ideas/{talked[0]}") for cookie in cookies_of(server, 32)
    ]
    cookies = cycle(cookie for cookie, _token in browsers)
    searches = [
        f"{WALL_PATH}?q={quote(word)}" for pair in zip(COMMON, RARE, strict=True) for word in pair
    ]
    votes = [
        form(f"/ideas/{idea}/vote", cookie, csrf_token=token, wanted=wanted)
        for idea, (cookie, token) in zip(votable, cycle(browsers))
        for wanted in ("y", "")
    ]
    return [
        Course("wall", server, [WALL]),
        Course("wall_compressed", server, [page(WALL_PATH, compressed=True)]),
        Course("wall_signed_in", server, [page(WALL_PATH, cookie) for cookie, _ in browsers]),
        Course(
            "wall_signed_in_compressed",
            server,
            [page(WALL_PATH, cookie, compressed=True) for cookie, _ in browsers],
        ),
        Course("idea", server, [page(f"/ideas/{idea}") for idea in talked]),
        Course(
            "idea_signed_in", server, [page(f"/ideas/{idea}", next(cookies)) for idea in talked]
        ),
        Course("search", server, [page(path) for path in searches]),
        Course("search_signed_in", server, [page(path, next(cookies)) for path in searches]),
        Course("vote", server, votes, expected=303),
    ]


def _ideas_of(server: Server) -> tuple[list[int], list[int]]:
    """Ideas with about twenty comments, and ideas to vote on."""
    assert server.app
    with server.app.app_context():
        talked = select(Idea.id).where(
            Idea.comments_count.between(*TALKED), Idea.status == "published"
        )
        votable = select(Idea.id).where(Idea.status == "published", Idea.author_id.is_(None))
        found = [
            [*db.session.scalars(ids.order_by(Idea.id).limit(40))] for ids in (talked, votable)
        ]
        db.session.remove()
    return found[0], found[1]


def _print(kind: str, found: dict[str, float]) -> None:
    print(f"\n{kind}: CPU per request as a ratio to a bare Flask app ({found['bare_ms']:.3f} ms)")
    print(f"{'':26}{'warm':>8}{'cold':>8}{'ms':>8}{'aim':>8}")
    for name in [name.removesuffix("_ms") for name in found if name.endswith("_ms")][1:]:
        aim = BUDGETS.get(f"{name}_ratio", "")
        print(
            f"{name:26}{found[f'{name}_ratio']:8.2f}{found[f'{name}_cold_ratio']:8.2f}"
            f"{found[f'{name}_ms']:8.3f}{aim:>8}"
        )
    print(f"{'wall_growth':26}{found['wall_growth']:8.2f}{'':16}{BUDGETS['wall_growth']:>8}")
