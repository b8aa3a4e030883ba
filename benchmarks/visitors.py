"""A crowd of simulated visitors, to measure what an order of ideas does to the ideas that win.

The world: ideas have a quality, which is the chance that somebody who looks supports them. Looks
fall with the position; where counts are shown, supporters that are there already raise the chance
(herding); a quarter of the visits reads the newest ideas whatever the default is; ideas arrive
front-loaded. The orders under test are the product's own, made ahead for each window from what
stood at its beginning.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import log1p
from random import Random

from idealab.wall.ranking import (
    Standing,
    explore_mix,
    look_at,
    mean_support,
    score_on_looks,
)
from idealab.wall.windows import VARIANTS

# How alike the ideas of a campaign are: parameters of a Beta distribution.
WORLDS = {"few hits": (1, 7), "middling": (2, 12), "alike": (4, 28)}
IDEAS, VISITS, PAGE, BEST = 400, 12_000, 20, 20
HERDING, NEWEST, LOOKING = 0.5, 0.25, 0.95
WINDOWS = 112  # of six hours, in four weeks
FEW_LOOKS = 25

Orders = Callable[["World"], Sequence[int]]


@dataclass
class World:
    """A campaign while it runs; ideas are numbered as they arrive."""

    random: Random
    quality: Sequence[float]
    arrives: Sequence[float]
    votes: list[int] = field(default_factory=lambda: [0] * IDEAS)
    looks: list[float] = field(default_factory=lambda: [0.0] * IDEAS)
    time: float = 0.0
    live: int = PAGE

    def standings(self) -> list[Standing]:
        return [Standing(i, self.votes[i], self.looks[i]) for i in range(self.live)]


@dataclass(frozen=True)
class Outcome:
    """Shares: of the truly best ideas among those that win by votes and by looks, and of ideas
    that hardly anybody saw."""

    by_votes: float
    by_looks: float
    unseen: float


def simulate(orders: Orders, *, world: str, seed: int, shows_counts: bool = False) -> Outcome:
    """One campaign. `orders` gives the ideas of the default list to one visitor, best first."""
    random = Random(f"{world} {seed}")
    quality = [random.betavariate(*WORLDS[world]) for _ in range(IDEAS)]
    arrives = sorted(random.betavariate(0.8, 1.4) * 0.9 for _ in range(IDEAS))
    arrives[:PAGE] = [0.0] * PAGE
    there = World(random, quality, arrives)
    for visit in range(VISITS):
        there.time = visit / VISITS
        there.live = bisect_right(arrives, there.time)
        if random.random() < NEWEST:
            page: Sequence[int] = range(there.live - 1, max(-1, there.live - 1 - PAGE), -1)
        else:
            page = orders(there)[:PAGE]
        _look_through(there, page, shows_counts)
    return _outcome(there)


def most_supported(world: World) -> Sequence[int]:
    luck = world.random.random
    return sorted(range(world.live), key=lambda i: world.votes[i] + luck() * 1e-6, reverse=True)


class Discover:
    """As the worker makes it: so many orders of a window, newcomers at the end until the next."""

    def __init__(self) -> None:
        self.window = -1
        self.crowd: list[Standing] = []
        self.orders: dict[int, list[int]] = {}

    def __call__(self, world: World) -> Sequence[int]:
        window = int(world.time * WINDOWS)
        if window != self.window:
            self.window, self.crowd, self.orders = window, world.standings(), {}
        variant = world.random.randrange(VARIANTS)
        if variant not in self.orders:  # one that nobody reads is not made here
            self.orders[variant] = explore_mix(self.crowd, world.random)
        return [*self.orders[variant][:PAGE], *range(len(self.crowd), world.live)]


def _look_through(world: World, page: Sequence[int], shows_counts: bool) -> None:
    most = max(world.votes) if shows_counts else 0
    supported = []
    for position, idea in enumerate(page, 1):
        chance = world.quality[idea]
        if shows_counts:
            chance = min(1, chance * (1 + HERDING * log1p(world.votes[idea]) / log1p(max(most, 1))))
        attention = LOOKING * look_at(position)
        if world.random.random() < attention and world.random.random() < chance:
            supported.append(idea)
        world.looks[idea] += attention
    for idea in supported:
        world.votes[idea] += 1


def _outcome(world: World) -> Outcome:
    best = set(_first(world.quality))
    standings = world.standings()
    mean = mean_support(standings)
    scores = [score_on_looks(one, mean) for one in standings]
    return Outcome(
        by_votes=len(best & set(_first(world.votes))) / BEST,
        by_looks=len(best & set(_first(scores))) / BEST,
        unseen=sum(looks < FEW_LOOKS for looks in world.looks) / IDEAS,
    )


def _first(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda i: scores[i], reverse=True)[:BEST]
