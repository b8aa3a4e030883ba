"""A drawn campaign beside the measured ones: the numbers that make a campaign what it is."""

import math
from collections import Counter
from collections.abc import Sequence
from random import Random

from benchmarks.shapes import Campaign, Scale, campaign, talkativeness

# 3,445 ideas of citizens in a real city; `drawn` at that size must come near.
REAL = Scale(3_445, 75_000, 5_546)
MEASURED = {
    "votes P50": 7, "votes P90": 49, "votes P99": 269, "votes zero": 0.075, "votes Gini": 0.72,
    "votes top 1 %": 0.216, "votes top 10 %": 0.593, "time to votes": -0.727,
    "comments mean": 1.61, "comments zero": 0.632, "comments P99": 21, "votes to comments": 0.613,
    "ideas/author P50": 1, "ideas/author P90": 4, "ideas/author P99": 30,
    "ideas in first 10 %": 0.132, "ideas in last 10 %": 0.191, "ideas in last 5 %": 0.133,
}  # fmt: skip


def numbers_of(drawn: Campaign) -> dict[str, float]:
    votes = [len(voters) for voters in drawn.voters]
    comments = talkativeness(drawn.remarks, len(votes))
    authors = Counter(author for author in drawn.authors if author is not None)
    busy, times = list(authors.values()), drawn.idea_times
    return {
        **{f"votes P{part}": percentile(votes, part) for part in (50, 90, 99)},
        "votes zero": _part(votes, 0),
        "votes Gini": gini(votes),
        "votes top 1 %": _top(votes, 0.01),
        "votes top 10 %": _top(votes, 0.1),
        "time to votes": correlation(ranks(times), ranks(votes)),
        "comments mean": sum(comments) / len(comments),
        "comments zero": _part(comments, 0),
        "comments P99": percentile(comments, 99),
        "votes to comments": correlation(_logs(votes), _logs(comments)),
        **{f"ideas/author P{part}": percentile(busy, part) for part in (50, 90, 99)},
        "ideas in first 10 %": sum(time < 0.1 for time in times) / len(times),
        "ideas in last 10 %": sum(time >= 0.9 for time in times) / len(times),
        "ideas in last 5 %": sum(time >= 0.95 for time in times) / len(times),
    }


def table_of(drawn: dict[str, float]) -> str:
    lines = [f"{'':22}{'drawn':>10}{'measured':>10}"]
    lines += [f"{name:22}{drawn[name]:10.3g}{real:10.3g}" for name, real in MEASURED.items()]
    return "\n".join(lines)


def percentile(values: Sequence[float], part: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


def gini(values: Sequence[float]) -> float:
    ordered, total = sorted(values), sum(values)
    weighted = sum(place * value for place, value in enumerate(ordered, 1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


def ranks(values: Sequence[float]) -> list[float]:
    """Places in the order of the values; equal ones share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    places = [0.0] * len(values)
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or values[order[end]] != values[order[start]]:
            for place in order[start:end]:
                places[place] = (start + end - 1) / 2
            start = end
    return places


def correlation(left: Sequence[float], right: Sequence[float]) -> float:
    middle = (sum(left) / len(left), sum(right) / len(right))
    both = sum((a - middle[0]) * (b - middle[1]) for a, b in zip(left, right, strict=True))
    spread = sum((a - middle[0]) ** 2 for a in left) * sum((b - middle[1]) ** 2 for b in right)
    return both / math.sqrt(spread)


def _logs(values: Sequence[float]) -> list[float]:
    return [math.log1p(value) for value in values]


def _part(values: Sequence[float], wanted: float) -> float:
    return sum(value == wanted for value in values) / len(values)


def _top(values: Sequence[float], part: float) -> float:
    ordered = sorted(values, reverse=True)
    return sum(ordered[: max(1, round(len(ordered) * part))]) / sum(ordered)


if __name__ == "__main__":
    print(table_of(numbers_of(campaign(REAL, Random(1)))))
