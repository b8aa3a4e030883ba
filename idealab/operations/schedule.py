"""What is looked after every so often: what the queue may have lost, and what time brings."""

from collections.abc import Callable
from dataclasses import dataclass

from idealab.drafts.jobs import sweep_drafts
from idealab.exports.jobs import sweep_exports
from idealab.ideas import jobs as ideas
from idealab.lib.clock import now
from idealab.lib.queue import put, put_again
from idealab.mail import sweeping as mails
from idealab.media.jobs import sweep_files, tidy_files
from idealab.results.jobs import count_figures
from idealab.sketches.jobs import sweep_drawings, tidy_drawings
from idealab.wall.jobs import sweep_looks, sweep_orders


@dataclass(frozen=True)
class Sweep:
    name: str
    every: int  # seconds
    run: Callable[[], object]


def sweep_mails() -> None:
    mails.sweep(now())


def have_files_tidied() -> None:
    put(tidy_files)  # may take long, so a worker does it


def have_words_learned() -> None:
    put(ideas.learn)


def have_figures_counted() -> None:
    put_again(count_figures)  # once at a time: it reads many rows


def have_drawings_tidied() -> None:
    put(tidy_drawings)


SWEEPS = (
    Sweep("mails", 15, sweep_mails),
    Sweep("files", 20, sweep_files),
    Sweep("drawings", 20, sweep_drawings),
    Sweep("exports", 20, sweep_exports),
    Sweep("share cards", 60, ideas.sweep_share_cards),
    Sweep("words", 1800, have_words_learned),
    Sweep("vectors", 20, ideas.sweep_vectors),
    Sweep("orders", 20, sweep_orders),
    Sweep("looks", 30, sweep_looks),
    Sweep("drafts", 3600, sweep_drafts),
    Sweep("figures", 60, have_figures_counted),
    Sweep("unowned files", 3600, have_files_tidied),
    Sweep("kept drawings", 3600, have_drawings_tidied),
)
