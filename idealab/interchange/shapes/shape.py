"""What a shape is made of: the keys that are one column each, and the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select

from idealab.campaigns.models import Stage
from idealab.interchange.moments import as_text, instant_of
from idealab.interchange.names import Names
from idealab.lib.db import Model, db

Record = Mapping[str, Any]
Columns = dict[str, Any]
Parts = dict[type[Model], list[Columns]]


@dataclass
class Reading:
    """What one must know to turn a record into a row."""

    names: Names
    now: datetime  # stands for the times that a record does not know
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    licence: str = ""  # of the package, for campaigns that name none
    first_stages: dict[int, int | None] = field(default_factory=dict)

    def instant(self, value: str | None) -> datetime | None:
        return instant_of(value, self.zone) if value else None

    def first_stage(self, campaign_id: int) -> int | None:
        """Where an idea stands that names no stage."""
        if campaign_id not in self.first_stages:
            stages = select(Stage.id).filter_by(campaign_id=campaign_id)
            first = db.session.scalar(stages.order_by(Stage.position, Stage.id).limit(1))
            self.first_stages[campaign_id] = first
        return self.first_stages[campaign_id]


class Telling:
    """What one must know to turn a row into a record: what the ids of rows are called."""

    def __init__(self, names: Names, *, prefix: str, born_here: bool):
        self._names = names
        self._prefix = prefix
        self._born_here = born_here  # all of it: nothing needs to be looked up
        self.met: set[int] = set()  # people of this house who were named

    def name(self, kind: str, own_id: int | None) -> str | None:
        if own_id is None:
            return None
        source = None if self._born_here else self._names.source(kind, own_id)
        if source is None and kind == "people":
            self.met.add(own_id)
        return source or f"{self._prefix}{own_id}"


Into = Callable[[Any, Reading], Any]
Out = Callable[[Any, Telling, Record], Any]


@dataclass(frozen=True)
class Key:
    """One key of a record that is one column of a row. `fixed` ones never change here."""

    name: str
    column: str
    into: Into
    out: Out
    fixed: bool = False
    needed: bool = False  # the row has a value also where the record has none

    def changed(self, record: Record, now: Any, reading: "Reading", telling: "Telling") -> bool:
        """Does the column say something else now than the record made it say?"""
        if self.fixed or (self.needed and self.name not in record):
            return False
        then = self.into(record.get(self.name), reading)
        return bool(self.out(then, telling, record) != self.out(now, telling, record))


def plain(name: str, column: str = "", *, otherwise: Any = None, fixed: bool = False) -> Key:
    """A value that is the same on both sides; `otherwise` stands for an absent one."""

    def into(value: Any, _reading: Reading) -> Any:
        return otherwise if value is None else value

    def out(value: Any, _telling: Telling, _record: Record) -> Any:
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return Key(name, column or name, into, out, fixed)


def at(name: str, column: str, *, fixed: bool = True, needed: bool = False) -> Key:
    """A time; one that is `needed` and absent becomes the time of the import."""

    def into(value: Any, reading: Reading) -> Any:
        return reading.instant(value) or (reading.now if needed else None)

    def out(value: Any, _telling: Telling, _record: Record) -> Any:
        return as_text(value) if value else None

    return Key(name, column, into, out, fixed, needed)


def to(kind: str, name: str, column: str, *, fixed: bool = True) -> Key:
    """A reference to a record of that kind."""

    def into(value: Any, reading: Reading) -> Any:
        return reading.names.own(kind, value)

    def out(value: Any, telling: Telling, _record: Record) -> Any:
        return telling.name(kind, value)

    return Key(name, column, into, out, fixed)


def table_of(model: type[Model]) -> Table:
    return cast(Table, model.__table__)


def no_columns(_record: Record, _reading: Reading) -> Columns:
    return {}


def no_parts(_record: Record, _reading: Reading) -> Parts:
    return {}


def always(_record: Record) -> bool:
    return True


@dataclass(frozen=True)
class Shape:
    """A kind of record and the table that holds its rows."""

    kind: str
    model: type[Model]
    keys: tuple[Key, ...]
    more: Callable[[Record, Reading], Columns] = no_columns  # columns made of several keys
    parts: Callable[[Record, Reading], Parts] = no_parts  # rows of other tables that belong to it
    owner: str = ""  # the column by which the parts name their owner
    unique: tuple[str, ...] = ()  # columns that no two rows share, where a record needs no id
    has_row: Callable[[Record], bool] = always
    batch: int = 2000

    def columns(self, record: Record, reading: Reading) -> Columns:
        found = {key.column: key.into(record.get(key.name), reading) for key in self.keys}
        return found | self.more(record, reading)
