"""bin/bench: run the benchmarks and print, or write down, what they found."""

import argparse
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from benchmarks import discover, importing, media, pages, similar, votes

DATABASES = {"both": ("sqlite", "postgresql"), "sqlite": ("sqlite",), "postgresql": ("postgresql",)}


def main() -> None:
    wanted = _arguments()
    kinds = DATABASES[wanted.database]
    runs = {
        "pages": lambda: pages.run(ideas=wanted.ideas, kinds=kinds),
        "votes": lambda: votes.run(ideas=wanted.ideas, kinds=kinds),
        "similar": lambda: similar.run(ideas=wanted.ideas, kinds=kinds),
        "media": media.run,
        "discover": discover.run,
        "import": lambda: importing.run(ideas=wanted.ideas),
    }
    found = {"figures": runs[wanted.what](), "machine": _machine(), "benchmark": wanted.what}
    text = json.dumps(found, indent=2)
    if wanted.json:
        wanted.json.write_text(text + "\n")
    else:
        print(text)


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    asked.add_argument("what", choices=("pages", "votes", "similar", "media", "import", "discover"))
    asked.add_argument("--ideas", type=int, default=20_000, help="how many (20000)")
    asked.add_argument("--database", choices=DATABASES, default="both")
    asked.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    return asked.parse_args()


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
    }


if __name__ == "__main__":
    main()
