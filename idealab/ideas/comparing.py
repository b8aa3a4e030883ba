"""How two texts differ, in words: bounded in time, whatever the texts are made of."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# A word, the space after it, the signs that end it; of scripts without spaces each letter.
WORDS = re.compile(
    r"\s+|[.,;:!?…()\[\]\"“”„«»]+|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\s.,;:!?…()\[\]\"“”„«»\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
LINES = re.compile(r"[^\n]*\n|[^\n]+")
MOST_STEPS = 300_000  # below a second; what is beyond is shown as replaced as a whole
Range = tuple[int, int, int, int]  # from and to in the one, from and to in the other
Block = tuple[bool, Sequence[str], Sequence[str]]  # is it the same, in the one, in the other


class Piece(NamedTuple):
    text: str
    change: str = ""  # "added", "removed", or nothing


class Purse:
    """The steps that may still be taken."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def pays(self, steps: int) -> bool:
        if steps > self.left:
            return False
        self.left -= steps
        return True


def compared(before: str, after: str, purse: Purse) -> list[Piece]:
    """The text with what was removed and what was added, in order. First the lines are compared,
    then the words of those that differ; several texts may share one purse."""
    pieces: list[Piece] = []
    old, new = LINES.findall(before), LINES.findall(after)
    for same, a, b in _blocks(old, new, purse):
        if same:
            pieces.append(Piece("".join(a)))
        else:
            pieces += _words("".join(a), "".join(b), purse)
    return _joined(pieces)


def changes_in(pieces: Sequence[Piece]) -> int:
    """How many places differ: a word put for another one is one change."""
    kinds = [bool(piece.change) for piece in pieces]
    return sum(now and not before for before, now in zip([False, *kinds], kinds, strict=False))


def words_in(pieces: Sequence[Piece], change: str) -> int:
    return sum(len(piece.text.split()) for piece in pieces if piece.change == change)


def _words(before: str, after: str, purse: Purse) -> list[Piece]:
    pieces = []
    for same, a, b in _bridged(_blocks(WORDS.findall(before), WORDS.findall(after), purse)):
        if same:
            pieces.append(Piece("".join(a)))
        else:
            pieces += [Piece("".join(a), "removed"), Piece("".join(b), "added")]
    return pieces


def _bridged(blocks: list[Block]) -> list[Block]:
    """A space between two changed words is no reason to tell of two changes."""
    joined: list[Block] = []
    for at, block in enumerate(blocks):
        inside = 0 < at < len(blocks) - 1
        same = block[0] and not (inside and not "".join(block[1]).strip(" "))
        if joined and not same and not joined[-1][0]:
            joined[-1] = (False, [*joined[-1][1], *block[1]], [*joined[-1][2], *block[2]])
        else:
            joined.append((same, block[1], block[2]))
    return joined


def _blocks(old: Sequence[str], new: Sequence[str], purse: Purse) -> list[Block]:
    """What is the same and what is not, by turns."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    rest_old, rest_new = old[head : len(old) - tail], new[head : len(new) - tail]
    blocks: list[Block] = [(True, old[:head], new[:head])]
    a = b = 0
    for i, j, size in [*_matches(rest_old, rest_new, purse), (len(rest_old), len(rest_new), 0)]:
        blocks.append((False, rest_old[a:i], rest_new[b:j]))
        blocks.append((True, rest_old[i : i + size], rest_new[j : j + size]))
        a, b = i + size, j + size
    blocks.append((True, old[len(old) - tail :], new[len(new) - tail :]))
    return [block for block in blocks if block[1] or block[2]]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _matches(old: Sequence[str], new: Sequence[str], purse: Purse) -> list[tuple[int, int, int]]:
    """As SequenceMatcher finds them; but a range that would cost more than is left stays
    unmatched, for with the wrong texts it takes minutes."""
    if not old or not new:
        return []
    matcher = SequenceMatcher(None, old, new)
    costs = [0]
    for word in old:
        costs.append(costs[-1] + 1 + len(matcher.b2j.get(word, ())))  # type: ignore[attr-defined]
    found: list[tuple[int, int, int]] = []
    ranges: list[Range] = [(0, len(old), 0, len(new))]
    while ranges:
        alo, ahi, blo, bhi = ranges.pop()
        if alo == ahi or blo == bhi or not purse.pays(costs[ahi] - costs[alo]):
            continue
        i, j, size = matcher.find_longest_match(alo, ahi, blo, bhi)
        if size:
            found.append((i, j, size))
            ranges += [(alo, i, blo, j), (i + size, ahi, j + size, bhi)]
    return sorted(found)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].change == piece.change:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.change)
        else:
            joined.append(piece)
    return joined
