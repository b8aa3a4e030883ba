"""Bring the records of a package into the database: in batches, each whole or not at all, going on
behind the last one where an earlier run was broken off.

`check` and `apply` are the same steps; checking stops before the writing of each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from idealab.activity.recording import record as tell
from idealab.interchange import finishing, pictures
from idealab.interchange.filling import COMPLETE, TELL, follow_changes
from idealab.interchange.inspecting import Inspection, Progress
from idealab.interchange.names import Names
from idealab.interchange.package import Package, Record
from idealab.interchange.rows import (
    Item,
    add_all,
    add_rows,
    change_row,
    items_of,
    keep_lines,
    look_up_references,
    owned,
    rows_there,
    seat_of,
)
from idealab.interchange.runs import Run, end_run, keep_run, move_cursor
from idealab.interchange.schema import READING_ORDER
from idealab.interchange.seats import SEATS, Seats
from idealab.interchange.shapes.catalogue import SHAPES
from idealab.interchange.shapes.shape import Columns, Parts, Reading, Shape, table_of
from idealab.lib.db import db, reading

PICTURES_AT_ONCE = 20
FINISHING = "finishing"  # where the cursor stands when all lines are in


class Importing:
    """One import under way. `steps()` yields when a batch is written and can be committed."""

    def __init__(
        self,
        package: Package,
        inspection: Inspection,
        seats: Seats,
        run: Run,
        *,
        read: Reading,
        checks_only: bool,
        progress: Progress,
    ):
        self._package = package
        self._inspection = inspection
        self._seats = seats
        self._run = run
        self._reading = read
        self._names: Names = read.names
        self._checks_only = checks_only
        self._progress = progress

    def steps(self, *, now: datetime) -> Iterator[None]:
        if not self._checks_only and not self._run.id:
            keep_run(self._run, self._package.manifest)
            yield
        for kind in READING_ORDER:
            if kind in self._package.kinds and not self._is_done(kind):
                yield from self._steps_of(kind)
            if kind == "criteria" and not self._checks_only:
                finishing.add_workflows(self._run.package)
                yield
        if not self._checks_only:
            yield from self._finish(now)

    def _is_done(self, kind: str) -> bool:
        place = "" if self._checks_only else self._run.cursor_file
        if place == FINISHING:
            return True
        return place in READING_ORDER and READING_ORDER.index(kind) < READING_ORDER.index(place)

    def _steps_of(self, kind: str) -> Iterator[None]:
        goes_on = self._run.cursor_file == kind and not self._checks_only
        after = self._run.cursor_line if goes_on else 0
        size = SHAPES[kind].batch if kind in SHAPES else PICTURES_AT_ONCE
        lines = self._inspection.usable(kind, after=after)
        if not after:
            self._run.counts.pop(kind, None)
            self._run.count(kind, "skipped", self._inspection.skipped_count(kind))
        while batch := list(islice(lines, size)):
            self._take(kind, batch)
            if not self._checks_only:
                move_cursor(self._run, kind, batch[-1][0])
            self._progress(kind, batch[-1][0])
            yield
        if kind in ("comments", "categories") and not self._checks_only:
            yield from self._join_parents(kind)

    def _take(self, kind: str, batch: Sequence[tuple[int, Record]]) -> None:
        marks = self._seats.marks(kind, batch[0][0], batch[-1][0]) if kind in SEATS else {}
        with reading():
            items = items_of(kind, batch, marks=marks, names=self._names)
            new = [item for item in items if item.known is None]
            changed = [item for item in items if item.known and not item.is_same]
            for what, some in (("new", new), ("changed", changed)):
                self._run.count(kind, what, len(some))
            self._run.count(kind, "same", len(items) - len(new) - len(changed))
            if not self._checks_only:
                look_up_references(kind, items, self._names)
            db.session.rollback()  # so that nothing is locked while texts are made into pages
        if self._checks_only:
            return
        if kind == "attachments":
            self._take_pictures(new, changed)
        else:
            self._take_rows(SHAPES[kind], new, changed, items)
        keep_lines(kind, items, self._names)

    def _take_rows(
        self, shape: Shape, new: list[Item], changed: list[Item], items: list[Item]
    ) -> None:
        new = [item for item in new if item.counts and shape.has_row(item.record)]
        columns = [shape.columns(item.record, self._reading) for item in new]
        parts = [shape.parts(item.record, self._reading) for item in new]
        self._seize(shape, items)
        new, columns, parts = self._adopt(shape, new, columns, parts)
        if shape.kind in COMPLETE:
            COMPLETE[shape.kind](new, columns)
        for item, own_id in zip(new, add_rows(shape, columns), strict=True):
            item.own_id = own_id
        self._add_parts(shape, new, parts)
        if shape.kind in TELL:
            TELL[shape.kind](new, columns, parts, self._reading)
        for item in changed:
            if item.own_id is not None and item.counts:
                fresh = change_row(shape, item, self._reading)
                follow_changes(shape.kind, item, fresh, self._reading)

    def _seize(self, shape: Shape, items: list[Item]) -> None:
        """A row that stood for an earlier line of its seat passes to the one that counts now."""
        if not shape.unique or self._names.is_fresh:
            return
        for item in items:
            if not item.counts:
                item.own_id = None
        seekers = [
            item
            for item in items
            if item.known and item.counts and item.own_id is None and shape.has_row(item.record)
        ]
        columns = [shape.columns(item.record, self._reading) for item in seekers]
        there = rows_there(shape, columns)
        for item, row in zip(seekers, columns, strict=True):
            item.own_id = there.get(seat_of(shape, row))
            if item.own_id is not None:
                self._overwrite(shape, item.own_id, row)

    def _adopt(
        self, shape: Shape, new: list[Item], columns: list[Columns], parts: list[Parts]
    ) -> tuple[list[Item], list[Columns], list[Parts]]:
        """Where the row is there already, it is taken over and not added a second time."""
        if not shape.unique or (self._names.is_fresh and shape.kind != "idea_versions"):
            return new, columns, parts
        there = rows_there(shape, columns)
        rest = []
        for item, row, part in zip(new, columns, parts, strict=True):
            item.own_id = there.get(seat_of(shape, row))
            if item.own_id is None:
                rest.append((item, row, part))
            else:
                self._overwrite(shape, item.own_id, row)
        return [one[0] for one in rest], [one[1] for one in rest], [one[2] for one in rest]

    def _overwrite(self, shape: Shape, own_id: int, columns: Columns) -> None:
        table = table_of(shape.model)
        db.session.execute(table.update().where(table.c.id == own_id).values(columns))

    def _add_parts(self, shape: Shape, items: list[Item], parts: list[Parts]) -> None:
        together: Parts = {}
        for item, part in zip(items, parts, strict=True):
            if item.own_id is not None:
                for model, rows in owned(part, shape, item.own_id).items():
                    together.setdefault(model, []).extend(rows)
        for model, rows in together.items():
            add_all(model, rows)

    def _take_pictures(self, new: list[Item], changed: list[Item]) -> None:
        for item in new:
            pictures.add_sketch(item, self._package, self._reading)
        for item in changed:
            pictures.change_sketch(item, self._package, self._reading)
        pictures.choose_covers([*new, *changed], self._reading)

    def _join_parents(self, kind: str) -> Iterator[None]:
        """Parents may stand behind their children: those are joined when all are there."""
        children = (
            (record["id"], record["parent"])
            for _line, record in self._inspection.usable(kind)
            if "parent" in record
        )
        while some := list(islice(children, SHAPES[kind].batch)):
            self._names.load(kind, [name for pair in some for name in pair])
            pairs = [(self._names.own(kind, a), self._names.own(kind, b)) for a, b in some]
            whole: list[Any] = [pair for pair in pairs if None not in pair]
            finishing.join_parents(kind, whole)
            yield

    def _finish(self, now: datetime) -> Iterator[None]:
        package = self._run.package
        move_cursor(self._run, FINISHING, 0)
        finishing.find_roots(package)
        yield
        yield from finishing.take_over_totals(package)
        yield from finishing.set_counters(package)
        if self._run.total("new") or self._run.total("changed"):
            finishing.touch_campaigns(package)
            for campaign_id in finishing.campaigns_of(package):
                tell(
                    "campaign.imported",
                    by=None,
                    now=now,
                    campaign_id=campaign_id,
                    package=package,
                )
        end_run(self._run, now=now)
        yield
