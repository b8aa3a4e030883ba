"""How import and export keep the round-trip law: what came in goes out again, byte for byte,
unless somebody changed it here.

A record says more than a row can hold (`ext`, an unusual offset, a time known to the day only,
1.0 instead of 1), so a row alone cannot give its line back. Therefore:

- Importing keeps the canonical line of each record in its SourceKey, next to the row it became.
  What has no row of its own (an earlier vote of the same person, a claimed total, a follow of a
  person who is gone) has a SourceKey without one, and its line goes out unchanged.
- `columns_of(record)` says what the row of a record holds; `record_of(columns)` says, as a
  record, what a row holds. Both are pure and leave out what they do not understand. `record_of`
  need not undo `columns_of`; it only has to tell the same columns the same way each time.
- Exporting compares record_of(the row now) with record_of(columns_of(the line then)). Equal:
  nobody touched it, and the line goes out as it came. Different: only the keys that differ are
  laid over the original, and the rest of it stays. `exported` below is that step.
- Lines that share a natural key (votes given again) are told apart by their place: the second
  has `#2` behind its key, and so on. The row belongs to the one that counts.
- Importing again compares canonical lines first: the same line is the same record and no row is
  touched. Another line changes only the columns in which the two lines differ, so that what was
  edited here since is kept.
- Rows that were born here have no line: `record_of` with an id of their own is all they are.
"""

from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]


def exported(original: Record, *, imported: Record, current: Record) -> dict[str, Any]:
    """The record to write for a row: `original` with the keys that were changed here.

    `imported` is what the row said right after its import, `current` what it says now."""
    changed = changed_keys(imported, current)
    kept = {name: value for name, value in original.items() if name not in changed}
    return kept | {name: current[name] for name in changed if name in current}


def changed_keys(before: Record, after: Record) -> set[str]:
    """The keys in which two versions of one record differ, absent ones included."""
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def source_id(key: tuple[str, ...], *, occurrence: int = 1) -> str:
    """What a SourceKey calls a record: its id, or its natural key joined, told apart by its
    place where several lines share one."""
    joined = "|".join(key)
    return joined if occurrence == 1 else f"{joined}#{occurrence}"
