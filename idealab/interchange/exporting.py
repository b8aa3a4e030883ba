"""Write campaigns as a package: what came in goes out as it came, with what was changed here laid
over it, and what was born here is added. A batch at a time; people come last, when it is known
who of them is named."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.ideas.models import Idea
from idealab.interchange import born, parts
from idealab.interchange.concealing import Concealing
from idealab.interchange.finding_campaigns import Found
from idealab.interchange.inspecting import Progress
from idealab.interchange.keeping import exported
from idealab.interchange.models import ImportRun, SourceKey
from idealab.interchange.moments import zone_of
from idealab.interchange.names import Names
from idealab.interchange.schema import READING_ORDER
from idealab.interchange.shapes.catalogue import SHAPES
from idealab.interchange.shapes.people import PEOPLE
from idealab.interchange.shapes.shape import Reading, Shape, Telling, table_of
from idealab.interchange.sketches_out import sketches_born_here, sketches_that_came
from idealab.interchange.writing import PackageWriter
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.voting.models import Vote

AT_ONCE = 1000
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # for times that no line knows: they are not compared
# What the votes of one sign are called where they are summed, by method.
TOTALS = {
    "agree_disagree_pass": {1: "agree", -1: "disagree", 0: "pass"},
    "updown": {1: "up", -1: "down"},
}
PREFIX = "idealab-"  # before the ids of rows that were born here
Record = Mapping[str, Any]


class PartOfPackage(Refused):
    """A package of several campaigns goes out whole."""


@dataclass(frozen=True)
class Line:
    """A record on its way out; `text` is its canonical form, if nothing has touched it."""

    record: Record
    text: str | None = None
    born_here: bool = False


def about(found: Found, *, privacy: str | None) -> dict[str, Any]:
    """What the manifest says: as it came, or made from the campaign."""
    if found.package is not None:
        newest = select(ImportRun).filter_by(package=found.package).order_by(ImportRun.id.desc())
        run = db.session.scalars(newest.limit(1)).first()
        kept = dict(run.manifest) if run else {}
        names = ("id", "title", "scope", "licence", "attribution", "privacy", "requires", "ext")
        told = {name: kept[name] for name in names if name in kept}
        return {"privacy": "pseudonymous", **told, **({"privacy": privacy} if privacy else {})}
    campaign = found.campaigns[0]
    return {
        # Two houses may ask the same question: the moment it was first asked tells them apart.
        "id": f"{campaign.slug}-{campaign.created_at:%Y%m%dT%H%M%S%f}",
        "title": campaign.title[:300],
        "scope": "campaign",
        "licence": campaign.licence,
        "privacy": privacy or "pseudonymous",
    }


class Exporting:
    """One export under way."""

    def __init__(
        self, found: Found, writer: PackageWriter, concealing: Concealing, *, progress: Progress
    ):
        self._package = found.package
        self._campaigns = [campaign.id for campaign in found.campaigns]
        self._require_whole(found)
        self._writer = writer
        self._concealing = concealing
        self._progress = progress
        names = Names(found.package or "")
        self._telling = Telling(names, prefix=self._prefix(), born_here=found.package is None)
        self._reading = Reading(names, now=NEVER, zone=self._zone())

    def write(self) -> None:
        for kind in READING_ORDER:
            if kind == "vote_totals" and self._concealing.level == "aggregate":
                self._write_all(kind, self._totals())
            elif kind != "people":
                self._write_all(kind, self._lines(kind))
        self._write_all("people", self._people())

    def _write_all(self, kind: str, lines: Iterator[Line]) -> None:
        if self._concealing.leaves_out(kind):
            return
        touched = self._concealing.touches(kind)
        for count, line in enumerate(lines, start=1):
            record = line.record
            if touched:
                record = self._concealing.concealed(kind, record, born_here=line.born_here)
            if line.text is not None and (not touched or record == line.record):
                self._writer.add_line(kind, line.text)
            else:
                self._writer.add(kind, record)
            if count % AT_ONCE == 0:
                self._progress(kind, count)

    def _lines(self, kind: str) -> Iterator[Line]:
        if kind == "attachments":
            yield from self._pictures()
            return
        shape = SHAPES[kind]
        if self._package is not None:
            for batch in self._batches_that_came(kind):
                yield from self._came(shape, batch)
        for rows in self._batches_born_here(kind):
            yield from self._born(shape, rows)

    def _came(self, shape: Shape, keys: Sequence[Any]) -> Iterator[Line]:
        rows = self._rows(shape, [key.own_id for key in keys if key.own_id is not None])
        hung = parts.hung_on(list(rows)) if shape.kind == "ideas" else {}
        for key in keys:
            record = json.loads(key.line)
            if key.own_id is None:
                yield Line(record, key.line)
            elif key.own_id in rows:
                changes = self._changes(shape, record, rows[key.own_id], hung)
                yield _changed(record, changes) if changes else Line(record, key.line)
            elif shape.kind == "votes":  # taken back here: the earlier ones must not count again
                yield Line({**record, "withdrawn": True})

    def _changes(
        self, shape: Shape, record: Record, row: Any, hung: dict[int, parts.Hung]
    ) -> dict[str, Any]:
        """The keys that say something else now than when they came; None for what is gone."""
        telling, reading = self._telling, self._reading
        changes = {
            key.name: key.out(getattr(row, key.column), telling, record)
            for key in shape.keys
            if key.changed(record, getattr(row, key.column), reading, telling)
        }
        if shape.kind == "ideas":
            changes |= parts.changes_of_parts(record, hung[row.id], reading, telling)
            then = reading.names.own("stages", record.get("stage"))
            if row.stage_id != (then or reading.first_stage(row.campaign_id)):
                changes["stage"] = telling.name("stages", row.stage_id)
        if "body" in changes and "body_format" not in changes and not hasattr(row, "body_format"):
            changes["body_format"] = "markdown"
        return changes

    def _rows(self, shape: Shape, ids: list[int]) -> dict[int, Any]:
        table = table_of(shape.model)
        columns = {"id", *(key.column for key in shape.keys)}
        if shape.kind == "ideas":
            columns |= {"stage_id", "campaign_id"}
        chosen = select(*(table.c[name] for name in sorted(columns))).where(table.c.id.in_(ids))
        return {row.id: row for row in db.session.execute(chosen)}

    def _born(self, shape: Shape, rows: Sequence[Any]) -> Iterator[Line]:
        telling = self._telling
        hung = parts.hung_on([row.id for row in rows]) if shape.kind == "ideas" else {}
        for row in rows:
            if shape.kind == "events":
                yield Line(born.move_as_event(row, telling), born_here=True)
                continue
            told = born.record_of(shape, row, telling)
            if shape.kind == "campaigns":
                born.finish_campaign(told, row)
            elif shape.kind == "fields":
                born.finish_field(told, row)
            elif shape.kind == "ideas":
                born.finish_idea(told, row, hung[row.id], telling)
            elif shape.kind == "idea_links":
                born.finish_link(told, row)
            elif shape.kind == "idea_versions":
                born.finish_version(told, row, telling)
            yield Line(told, born_here=True)

    def _batches_that_came(self, kind: str) -> Iterator[Sequence[Any]]:
        mine = (SourceKey.package == self._package, SourceKey.kind == kind)
        last = (db.session.scalar(select(func.min(SourceKey.id)).where(*mine)) or 0) - 1
        columns = select(SourceKey.id, SourceKey.own_id, SourceKey.line).where(*mine)
        while True:
            some = columns.where(SourceKey.id > last).order_by(SourceKey.id).limit(AT_ONCE)
            keys = db.session.execute(some).all()
            if not keys:
                return
            yield keys
            last = keys[-1].id

    def _batches_born_here(self, kind: str) -> Iterator[Sequence[Any]]:
        model, _condition = born.BELONGS[kind](self._campaigns)
        mine = born.born_here(kind, self._campaigns, self._package)
        last = 0
        while True:
            some = select(model).where(mine, model.id > last).order_by(model.id).limit(AT_ONCE)
            rows = db.session.scalars(some).all()
            if not rows:
                return
            yield rows
            last = rows[-1].id
            db.session.expunge_all()

    def _pictures(self) -> Iterator[Line]:
        if self._package is not None:
            for keys in self._batches_that_came("attachments"):
                for record, text in sketches_that_came(keys, self._writer):
                    yield Line(record, text)
        for record in sketches_born_here(
            self._campaigns, self._package, self._telling, self._writer
        ):
            yield Line(record, born_here=True)

    def _people(self) -> Iterator[Line]:
        if self._package is not None:
            for keys in self._batches_that_came("people"):
                yield from self._came(PEOPLE, keys)
        met = sorted(self._telling.met)
        for start in range(0, len(met), AT_ONCE):
            some = select(User).where(User.id.in_(met[start : start + AT_ONCE]))
            for person in db.session.scalars(some.order_by(User.id)).all():
                told = born.record_of(PEOPLE, person, self._telling)
                told |= {"display_name": person.name[:200], "lang": person.language}
                if person.deactivated_at is not None:
                    told = {"id": told["id"], "kind": told["kind"], "deleted": True}
                yield Line(told, born_here=True)

    def _totals(self) -> Iterator[Line]:
        """Where nobody may know who voted: the sums of the votes, and what came as a sum."""
        voted = select(Vote.idea_id).join(Idea, Idea.id == Vote.idea_id)
        mine = Idea.campaign_id.in_(self._campaigns)
        counted = set(db.session.scalars(voted.where(mine).distinct()))
        for line in self._lines("vote_totals"):
            if self._reading.names.own("ideas", line.record["idea"]) not in counted:
                yield line
        sign = case((Vote.value > 0, 1), (Vote.value < 0, -1), else_=0)
        sums = (
            select(Vote.idea_id, Campaign.voting_method, sign, func.count())
            .join(Idea, Idea.id == Vote.idea_id)
            .join(Campaign, Campaign.id == Idea.campaign_id)
            .where(mine, Vote.withdrawn_at.is_(None))
            .group_by(Vote.idea_id, Campaign.voting_method, sign)
            .order_by(Vote.idea_id, sign.desc())
        )
        for idea_id, method, value, count in db.session.execute(sums):
            kind = TOTALS.get(method, {1: "support"}).get(value)
            if kind:
                name = self._telling.name("ideas", idea_id)
                yield Line({"idea": name, "kind": kind, "count": count}, born_here=True)

    def _zone(self) -> ZoneInfo:
        """In which bare dates were read when they came in."""
        if self._package is None:
            return zone_of(None)
        first = next(self._batches_that_came("campaigns"))[0]
        return zone_of(json.loads(first.line).get("timezone"))

    def _prefix(self) -> str:
        """What no id of the package begins with: a package may come from a house like this."""
        prefix, number = PREFIX, 1
        while self._package is not None and self._begins(prefix):
            number += 1
            prefix = f"idealab{number}-"
        return prefix

    def _begins(self, prefix: str) -> bool:
        mine = select(SourceKey.id).filter_by(package=self._package)
        return (
            db.session.scalar(mine.where(SourceKey.source_id.startswith(prefix)).limit(1))
            is not None
        )

    def _require_whole(self, found: Found) -> None:
        if found.package is None:
            return
        keys = select(SourceKey.own_id).filter_by(package=found.package, kind="campaigns")
        ids = set(db.session.scalars(keys)) - {None}
        if ids - set(self._campaigns):
            slugs = db.session.scalars(select(Campaign.slug).where(Campaign.id.in_(ids))).all()
            raise PartOfPackage(
                f"It came in one package with others ({', '.join(sorted(slugs))}), and goes out "
                f"with them: name the package, {found.package}."
            )


def _changed(record: Record, changes: dict[str, Any]) -> Line:
    before = {name: record.get(name) for name in changes}
    after = {name: value for name, value in changes.items() if value is not None}
    return Line(exported(record, imported=before, current=after))
