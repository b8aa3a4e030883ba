"""What the order of the wall does to the ideas that win: how many of the best ones are found."""

import os
from concurrent.futures import ProcessPoolExecutor
from statistics import mean

from benchmarks.visitors import WORLDS, Discover, Outcome, most_supported, simulate

RUNS = {"discover": 8, "popular": 24}  # what is popular differs more from run to run


def run() -> dict[str, float]:
    """All figures by name: of each world, and on average."""
    asked = [
        (order, world, seed)
        for order, runs in RUNS.items()
        for world in WORLDS
        for seed in range(runs)
    ]
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        outcomes = dict(zip(asked, workers.map(_campaign, asked), strict=True))
    figures: dict[str, float] = {}
    print(f"{'order':12}{'world':12}{'by votes':>10}{'by looks':>10}{'unseen':>8}")
    for order, runs in RUNS.items():
        for world in WORLDS:
            some = [outcomes[order, world, seed] for seed in range(runs)]
            found = {
                "by_votes": mean(one.by_votes for one in some),
                "by_looks": mean(one.by_looks for one in some),
                "unseen": mean(one.unseen for one in some),
            }
            figures |= {f"{order}_{world}_{name}".replace(" ", "_"): v for name, v in found.items()}
            print(f"{order:12}{world:12}" + "".join(f"{v:>10.2f}" for v in found.values()))
    worlds = [world.replace(" ", "_") for world in WORLDS]
    figures["discover_top20"] = mean(figures[f"discover_{world}_by_looks"] for world in worlds)
    figures["popular_top20"] = mean(figures[f"popular_{world}_by_votes"] for world in worlds)
    figures["unseen_share"] = mean(figures[f"discover_{world}_unseen"] for world in worlds)
    return {name: round(value, 3) for name, value in figures.items()}


def _campaign(asked: tuple[str, str, int]) -> Outcome:
    order, world, seed = asked
    if order == "popular":
        return simulate(most_supported, world=world, seed=seed, shows_counts=True)
    return simulate(Discover(), world=world, seed=seed)
