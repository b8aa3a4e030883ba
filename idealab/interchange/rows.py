"""A batch of records becomes rows: what is new is added, what is the same left alone, of what has
changed only the columns that differ are written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, delete, func, insert, select, tuple_, update

from idealab.interchange.canonical import canonical_line
from idealab.interchange.keeping import source_id
from idealab.interchange.models import SourceKey
from idealab.interchange.names import Names
from idealab.interchange.records import key_of, references
from idealab.interchange.seats import FIRST, Mark
from idealab.interchange.shapes.shape import Columns, Parts, Reading, Record, Shape, table_of
from idealab.lib.db import Model, db

AT_ONCE = 1000


@dataclass
class Item:
    """One record on its way into the database."""

    record: Record
    line: str  # its canonical form
    source_id: str
    counts: bool  # of several that share a row, is it the one?
    known: Row[Any] | None = None  # its SourceKey: id, own_id, line
    own_id: int | None = None

    @property
    def is_same(self) -> bool:
        return self.known is not None and self.known.line == self.line

    @property
    def before(self) -> Record:
        """What the record said when it was last imported."""
        before: Record = json.loads(self.known.line) if self.known else {}
        return before


def items_of(
    kind: str, batch: Sequence[tuple[int, Record]], *, marks: Mapping[int, Mark], names: Names
) -> list[Item]:
    """The batch, with what is known of each record from earlier imports."""
    items = []
    for line, record in batch:
        mark = marks.get(line, FIRST)
        name = source_id(key_of(kind, record), occurrence=mark.occurrence)
        items.append(Item(record, canonical_line(kind, record), name, mark.counts))
    known = {} if names.is_fresh else _known(kind, [item.source_id for item in items], names)
    for item in items:
        item.known = known.get(item.source_id)
        item.own_id = item.known.own_id if item.known else None
    return items


def look_up_references(kind: str, items: Iterable[Item], names: Names) -> None:
    """Ask for all that the records refer to at once."""
    wanted: dict[str, set[str]] = {}
    for item in items:
        for _name, to, target in references(kind, item.record):
            wanted.setdefault(to, set()).add(target)
        wanted.setdefault("fields", set()).update(item.record.get("fields", ()))
    for to, targets in wanted.items():
        names.load(to, targets)


def add_rows(shape: Shape, columns: list[Columns]) -> list[int]:
    """Insert rows in one statement a thousand; return their ids in the same order."""
    if not columns:
        return []
    table = table_of(shape.model)
    adding = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(db.session.scalars(adding, columns))


def add_all(model: type[Model], columns: list[Columns]) -> None:
    if columns:
        db.session.execute(insert(table_of(model)), columns)


def owned(parts: Parts, shape: Shape, own_id: int) -> Parts:
    """The rows of other tables, with the id of their owner."""
    return {model: [row | {shape.owner: own_id} for row in rows] for model, rows in parts.items()}


def rows_there(shape: Shape, columns: list[Columns]) -> dict[tuple[Any, ...], int]:
    """The ids of rows that are there already, by the columns that no two rows share."""
    table = table_of(shape.model)
    unique = [
        func.coalesce(table.c[name], 0) if table.c[name].nullable else table.c[name]
        for name in shape.unique
    ]
    found: dict[tuple[Any, ...], int] = {}
    for start in range(0, len(columns), AT_ONCE):
        seats = [seat_of(shape, row) for row in columns[start : start + AT_ONCE]]
        rows = db.session.execute(select(table.c.id, *unique).where(tuple_(*unique).in_(seats)))
        found.update({tuple(row[1:]): row[0] for row in rows})
    return found


def seat_of(shape: Shape, columns: Columns) -> tuple[Any, ...]:
    table = table_of(shape.model)
    return tuple(
        columns[name] or 0 if table.c[name].nullable else columns[name] for name in shape.unique
    )


def change_row(shape: Shape, item: Item, reading: Reading) -> Columns:
    """Write what the two lines say differently, and nothing else: what was changed here since is
    kept. Returns the columns that were written."""
    before, after = shape.columns(item.before, reading), shape.columns(item.record, reading)
    fresh = {name: value for name, value in after.items() if before[name] != value}
    if fresh:
        table = table_of(shape.model)
        db.session.execute(update(table).where(table.c.id == item.own_id).values(fresh))
    _change_parts(shape, item, reading)
    return fresh


def keep_lines(kind: str, items: Iterable[Item], names: Names) -> None:
    """Note what each record became, and its line."""
    added, changed = [], []
    for item in items:
        names.note(kind, item.source_id, item.own_id)
        if item.known is None:
            added.append(
                {
                    "package": names.package,
                    "kind": kind,
                    "source_id": item.source_id,
                    "own_id": item.own_id,
                    "line": item.line,
                }
            )
        elif not item.is_same or item.known.own_id != item.own_id:
            changed.append({"id": item.known.id, "own_id": item.own_id, "line": item.line})
    add_all(SourceKey, added)
    if changed:
        db.session.execute(update(SourceKey), changed)


def _known(kind: str, source_ids: list[str], names: Names) -> dict[str, Row[Any]]:
    columns = select(SourceKey.source_id, SourceKey.id, SourceKey.own_id, SourceKey.line)
    own = columns.where(SourceKey.package == names.package, SourceKey.kind == kind)
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(source_ids), AT_ONCE):
        some = source_ids[start : start + AT_ONCE]
        for row in db.session.execute(own.where(SourceKey.source_id.in_(some))):
            found[row.source_id] = cast(Row[Any], row)
    return found


def _change_parts(shape: Shape, item: Item, reading: Reading) -> None:
    before, after = shape.parts(item.before, reading), shape.parts(item.record, reading)
    for model, rows in after.items():
        if before.get(model) != rows and item.own_id is not None:
            owner = table_of(model).c[shape.owner]
            db.session.execute(delete(table_of(model)).where(owner == item.own_id))
            add_all(model, owned({model: rows}, shape, item.own_id)[model])
