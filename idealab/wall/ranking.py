"""The formulas of rankings, each written once. They read numbers and know no rows.

An idea is looked at the less, the further down it hangs: `look_at(position)` is the chance that it
was. An idea's looks are the sum of these over all times it was shown; votes count in relation to
them, for an idea nobody saw has few votes and may be the best.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from statistics import median
from typing import NamedTuple

# Attention falls with the position as a power of it (Craswell and others, WSDM 2008; Lerman and
# Hogg, PLoS ONE 2014).
GAMMA = 0.85
# What is believed of an idea before anybody saw it: one supporter among eight who look.
SUPPORTERS, OTHERS = 1.0, 7.0
# Of three places of Discover two go to what may be good, the third to what was seen least, as long
# as it was not looked at so often that one can tell.
EXPLORING, ENOUGH = 3, 30
# How many deviations above the mean an idea is believed to be, and how far the orders differ in it.
HOPE, LUCK = 3.0, 0.3
Z = 1.96  # 95 % of a normal distribution lie within
FADING = timedelta(days=3)  # in which an idea must gain e times the support to keep its place


class Standing(NamedTuple):
    """How an idea stands: its votes, and how often it was looked at."""

    id: int
    votes: float
    looks: float


class Interval(NamedTuple):
    low: float
    middle: float
    high: float


def look_at(position: int) -> float:
    """The chance that what hangs at this position (1 is the first) is looked at."""
    return float(max(1, position) ** -GAMMA)


def explore_mix(standings: Sequence[Standing], random: Random) -> list[int]:
    """One order of Discover, the ids of all ideas.

    Two of three places take what may be best by all that is known: the mean of Beta(α₀ + votes,
    β₀ + looks − votes), and the more the less that is (upper confidence bounds: Auer and others,
    2002). The third takes what was seen least. Each order has a luck of its own in both, so that
    the orders of a window do not all send their readers to the same ideas."""
    supporters, others = prior(standings)
    promise = {one.id: _promise(one, supporters, others, random) for one in standings}
    promising = sorted(standings, key=lambda one: promise[one.id], reverse=True)
    seldom = [one for one in standings if one.looks < ENOUGH]
    lucky = {one.id: one.looks * (0.5 + random.random()) + random.random() for one in seldom}
    unseen = sorted(seldom, key=lambda one: lucky[one.id])
    return list(_taken_in_turn(promising, unseen))


def _promise(one: Standing, supporters: float, others: float, random: Random) -> float:
    known = supporters + others + max(one.looks, one.votes)
    mean = (supporters + one.votes) / known
    deviation = math.sqrt(mean * (1 - mean) / (known + 1))
    return mean + HOPE * deviation * random.gauss(1, LUCK)


def _taken_in_turn(promising: Sequence[Standing], unseen: Sequence[Standing]) -> Iterator[int]:
    taken: set[int] = set()
    first, second = iter(promising), iter(unseen)
    for place in range(1, len(promising) + 1):
        turns = (second, first) if place % EXPLORING == 0 else (first,)
        idea_id = next(one.id for line in turns for one in line if one.id not in taken)
        taken.add(idea_id)
        yield idea_id


def prior(standings: Sequence[Standing]) -> tuple[float, float]:
    """α₀ and β₀: the campaign's own mean of support per look, as strong as eight looks. An idea
    weighs at most as thirty looks in it, for what does well is shown the most."""
    strength = SUPPORTERS + OTHERS
    votes, looks = SUPPORTERS, strength
    for one in standings:
        seen = max(one.looks, one.votes)
        part = min(1.0, ENOUGH / seen) if seen else 0.0
        votes += one.votes * part
        looks += seen * part
    mean = min(votes / looks, 0.9)
    return strength * mean, strength * (1 - mean)


def score_on_looks(one: Standing, mean: float, strength: float = 30.0) -> float:
    """Support per look, drawn to the campaign's mean where few have looked: the order of a list
    that decides."""
    looks = max(one.looks, one.votes)
    return (strength * mean + one.votes) / (strength + looks)


def mean_support(standings: Sequence[Standing]) -> float:
    looks = sum(max(one.looks, one.votes) for one in standings)
    return sum(one.votes for one in standings) / looks if looks else 0.0


def support_per_look(votes: float, looks: float) -> Interval:
    """Votes in relation to looks, with the interval in which the truth lies by 95 % (Wilson 1927).
    Whoever voted has looked, even if it was not seen."""
    looks = max(looks, votes)
    if looks <= 0:
        return Interval(0.0, 0.0, 1.0)
    share = votes / looks
    middle, half = share + Z * Z / (2 * looks), Z * _spread(share, looks)
    whole = 1 + Z * Z / looks
    return Interval(max(0.0, (middle - half) / whole), share, min(1.0, (middle + half) / whole))


def wilson_lower_bound(votes: float, looks: float) -> float:
    """What support per look is at least: the order of the public list after the close."""
    return support_per_look(votes, looks).low


def _spread(share: float, looks: float) -> float:
    return math.sqrt((share * (1 - share) + Z * Z / (4 * looks)) / looks)


@dataclass(frozen=True)
class Ranked:
    """An idea in the list that decides: what it has, and on which side of the line it stands."""

    id: int
    votes: int
    looks: float
    support: Interval
    place: int  # 1 is the first
    within: bool  # above the line
    tied: bool  # too close to the line to tell: all of these go on

    @property
    def goes_on(self) -> bool:
        return self.within or self.tied


def rank(standings: Sequence[Standing], *, places: int) -> list[Ranked]:
    """All ideas by support per look, never by raw votes. Those in whose interval the line lies are
    tied at the line, above it as below."""
    mean = mean_support(standings)
    scores = {one.id: score_on_looks(one, mean) for one in standings}
    best = sorted(standings, key=lambda one: (-scores[one.id], -one.votes, one.id))
    line = scores[best[places - 1].id] if 0 < places < len(best) else None
    found = []
    for place, one in enumerate(best, 1):
        support = support_per_look(one.votes, one.looks)
        tied = line is not None and support.low <= line <= support.high
        within = place <= places
        found.append(Ranked(one.id, int(one.votes), one.looks, support, place, within, tied))
    return found


def bayesian_mean(ratings: Sequence[float], *, mean: float, weight: float) -> float:
    """The mean of an idea's ratings, drawn to that of the campaign where they are few."""
    return (weight * mean + sum(ratings)) / (weight + len(ratings))


def weight_of_mean(counts: Sequence[int]) -> float:
    """How strongly it is drawn: as by the median number of ratings, at least by five."""
    return max(5.0, float(median(counts))) if counts else 5.0


def trending(votes: int, published_at: datetime) -> float:
    """The logarithm of the support, and later ideas ahead: more votes or a later day never rank
    lower, and the order of two ideas changes only when somebody votes."""
    return math.log1p(max(votes, 0)) + published_at.timestamp() / FADING.total_seconds()
