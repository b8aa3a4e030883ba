"""What a real campaign looks like in numbers: who writes how much, when, and what gets the votes.

The parameters were fitted to campaigns of several cities and companies. Everything is drawn from
one seed; times are parts of the campaign, 0 at its begin and 1 at its end.
"""

import math
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

DAYS = 60
HOURS = (
    .027, .014, .006, .002, .001, .002, .004, .011, .023, .050, .070, .071,
    .078, .072, .060, .059, .060, .057, .064, .054, .055, .047, .059, .053,
)  # fmt: skip
WEEKDAYS = (0.154, 0.171, 0.168, 0.170, 0.150, 0.110, 0.077)
MOST_IDEAS, MOST_COMMENTS = 150, 400  # of one person


@dataclass(frozen=True)
class Scale:
    ideas: int
    votes: int
    comments: int

    @classmethod
    def of(cls, ideas: int) -> "Scale":
        """Ten votes an idea, and three comments; 1.6 in very big campaigns, as in real ones."""
        return cls(ideas, ideas * 10, round(ideas * (3 if ideas < 50_000 else 1.6)))


@dataclass(frozen=True)
class Remark:
    idea: int
    author: int
    at: float
    parent: int | None  # its place in the list of all remarks


@dataclass
class Campaign:
    """People and ideas are numbers from 0 on; ideas stand in the order of their times."""

    people: int
    idea_times: list[float]
    authors: list[int | None]  # None: collected in a meeting
    voters: list[list[int]]  # by idea
    remarks: list[Remark]


def campaign(scale: Scale, random: Random) -> Campaign:
    idea_times = sorted(moments(scale.ideas, random))
    busy = shares(scale.ideas - scale.ideas // 10, random, alpha=2.25, most=MOST_IDEAS)
    votes = votes_per_idea(idea_times, scale.votes, random)
    ballots = ballots_per_person(sum(votes), random)
    first_voter = len(busy) * 2 // 5  # most authors vote too
    people = first_voter + max(len(ballots), len(busy))
    authors: list[int | None] = [person for person, count in enumerate(busy) for _ in range(count)]
    authors += [None] * (scale.ideas - len(authors))
    random.shuffle(authors)
    urn = [first_voter + person for person, count in enumerate(ballots) for _ in range(count)]
    random.shuffle(urn)
    voters = [
        [*_distinct(urn, count, own, people, random)]
        for count, own in zip(votes, authors, strict=True)
    ]
    remarks = _remarks(idea_times, votes, people, scale.comments, random)
    return Campaign(people, idea_times, authors, voters, remarks)


def moments(
    count: int, random: Random, *, early: float = 1.10, wide: float = 0.075,
    late: float = 4.68, narrow: float = 0.029,
) -> list[float]:  # fmt: skip
    """A rush at the begin, a bigger one before the end, by day more than by night."""
    cells = DAYS * 24
    weights = []
    for cell in range(cells):
        part = (cell + 0.5) / cells
        rush = early * math.exp(-part / wide) + late * math.exp(-(1 - part) / narrow)
        weights.append((1 + rush) * HOURS[cell % 24] * WEEKDAYS[cell // 24 % 7])
    hours = random.choices(range(cells), cum_weights=[*accumulate(weights)], k=count)
    return [(hour + random.random()) / cells for hour in hours]


def shares(total: int, random: Random, *, alpha: float, most: int) -> list[int]:
    """Things per person by Zipf's law, until `total` are given away."""
    bounds = [*accumulate(rank**-alpha for rank in range(1, most + 1))]
    counts, given = [], 0
    while given < total:
        wanted = bisect(bounds, random.random() * bounds[-1]) + 1
        counts.append(min(wanted, total - given))
        given += counts[-1]
    return counts


def votes_per_idea(times: list[float], total: int, random: Random) -> list[int]:
    """Early ideas are seen longer; a few are hits, a few are buried."""
    pulls = [math.exp(-3.293 * time + _quality(random)) for time in times]
    scale = total / sum(pulls)
    return [poisson(pull * scale, random) for pull in pulls]


def ballots_per_person(total: int, random: Random) -> list[int]:
    counts, given = [], 0
    while given < total:
        counts.append(min(1 + int(random.lognormvariate(1.2, 1.4)), 2_000, total - given))
        given += counts[-1]
    return counts


def poisson(mean: float, random: Random) -> int:
    if mean > 50:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count


def later(time: float, random: Random, *, tail: float) -> float:
    """When something was answered: mostly soon, at the latest at the end."""
    return time + random.betavariate(0.44, tail) * (1 - time)


def _quality(random: Random) -> float:
    quality, luck = random.gauss(0, 0.605), random.random()
    if luck < 0.09:
        return quality + random.gauss(2.011, 0.357)
    return quality - 2.026 if luck < 0.14 else quality


def _distinct(urn: list[int], count: int, own: int | None, people: int, random: Random) -> set[int]:
    """Take voters from the urn; nobody twice, and not the author."""
    taken: set[int] = set()
    for _ in range(min(count, people // 2)):
        person = urn.pop() if urn else random.randrange(people)
        while person == own or person in taken:
            person = random.randrange(people)
        taken.add(person)
    return taken


def comments_per_idea(votes: list[int], total: int, random: Random) -> list[int]:
    pulls = [(count + 0.621) ** 1.024 * random.gammavariate(0.758, 1 / 0.758) for count in votes]
    scale = total / sum(pulls)
    return [poisson(pull * scale, random) for pull in pulls]


def _remarks(
    times: list[float], votes: list[int], people: int, total: int, random: Random
) -> list[Remark]:
    counts = comments_per_idea(votes, total, random)
    talkers = shares(sum(counts), random, alpha=2.04, most=MOST_COMMENTS)
    names = [random.randrange(people) for _ in talkers]
    urn = [name for name, count in zip(names, talkers, strict=True) for _ in range(count)]
    random.shuffle(urn)
    remarks: list[Remark] = []
    for idea, count in enumerate(counts):
        remarks += _talk(idea, times[idea], count, urn, len(remarks), random)
    return remarks


def _talk(
    idea: int, begun: float, count: int, urn: list[int], before: int, random: Random
) -> Iterator[Remark]:
    depths: list[int] = []
    for at in sorted(later(begun, random, tail=0.71) for _ in range(count)):
        parent = _answered(depths, random) if random.random() < 0.22 else None
        depths.append(0 if parent is None else depths[parent] + 1)
        yield Remark(idea, urn.pop(), at, None if parent is None else before + parent)


def _answered(depths: list[int], random: Random) -> int | None:
    """Which remark a reply is to; one step deeper is half as likely."""
    if not depths:
        return None
    weights = [0.0 if depth > 6 else 0.5**depth for depth in depths]
    return random.choices(range(len(depths)), weights)[0]


def talkativeness(remarks: list[Remark], ideas: int) -> list[int]:
    """Comments by idea."""
    counts = Counter(remark.idea for remark in remarks)
    return [counts[idea] for idea in range(ideas)]
