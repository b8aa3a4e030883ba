"""Searching the wall, with a second look for what was misspelt or stands together nowhere."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from idealab.campaigns.glancing import Glance
from idealab.campaigns.models import Campaign
from idealab.ideas.cards import cards_of
from idealab.lib.search import EITHER, looked_for
from idealab.lib.terms import WORD
from idealab.lib.text import folded
from idealab.wall.hanging import Order
from idealab.wall.misspelt import near_words
from idealab.wall.paging import Page, Wanted, wall
from idealab.wall.windows import Turn

TRIES = 3  # other words that are tried for one that nobody has written


class Second(NamedTuple):
    """What was looked for instead: `missed` are the words that nothing has, `shown` those in their
    place; without them, ideas are shown that have some of the words and not all."""

    missed: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


class Found(NamedTuple):
    wanted: Wanted
    page: Page
    second: Second | None = None


def search_wall(
    campaign: Campaign | Glance, wanted: Wanted, *, seed: float, turn: Turn | None = None
) -> Found:
    """A page of the wall; where nothing has the words, one of what was probably meant. What comes
    back as wanted is what the page shows, for the pages after it."""
    page = wall(campaign, wanted, seed=seed, turn=turn)
    words = looked_for(wanted.query).words
    if page.ideas or wanted.after or not words:
        return Found(wanted, page)
    meant = {word: _meant(campaign, word) for word in words}
    if None not in meant.values() and any(word != other for word, other in meant.items()):
        changed = {word: other for word, other in meant.items() if other and word != other}
        instead = replace(wanted, query=" ".join(other or "" for other in meant.values()))
        page = wall(campaign, instead, seed=seed, turn=turn)
        if page.ideas:
            shown = _as_written(changed.values(), page)
            return Found(instead, page, Second(tuple(changed), shown))
    there = [other for other in meant.values() if other]
    if len(words) > 1 and there:
        instead = replace(wanted, query=f" {EITHER} ".join(there))
        page = wall(campaign, instead, seed=seed, turn=turn)
        if page.ideas:
            return Found(instead, page, Second())
    return Found(wanted, page)


def _as_written(words: Iterable[str], page: Page) -> tuple[str, ...]:
    """The words as the ideas on the page have them: “Türgriffe” and not “turgriffe”."""
    cards = cards_of([row.id for row in page.ideas]).values()
    written = [word for card in cards for word in WORD.findall(f"{card.title} {card.excerpt}")]
    return tuple(
        next((one for one in written if folded(one).startswith(word)), word) for word in words
    )


def _meant(campaign: Campaign | Glance, word: str) -> str | None:
    """The word, if an idea on this wall has it; else one like it that an idea has. So a word that
    stands only where nobody may look is not told."""
    for candidate in [word, *near_words(word)[:TRIES]]:
        if wall(campaign, Wanted(order=Order.NEWEST, query=candidate), seed=0).ideas:
            return candidate
    return None
