"""Who is who: the ids of a package and the rows they became.

Ids are looked up a batch at a time and remembered up to a limit, so that memory stays flat."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from idealab.interchange.models import SourceKey
from idealab.lib.db import db

REMEMBERED = 200_000
AT_ONCE = 2000


class Names:
    """The ids of one package, in both directions."""

    def __init__(self, package: str, *, is_fresh: bool = False):
        self.package = package
        self.is_fresh = is_fresh  # nothing of it was imported before
        self._own: dict[str, dict[str, int | None]] = defaultdict(dict)
        self._sources: dict[str, dict[int, str | None]] = defaultdict(dict)

    def load(self, kind: str, source_ids: Iterable[str]) -> None:
        """Look up these ids, so that `own` knows them without asking again."""
        known = self._own[kind]
        wanted = [name for name in set(source_ids) if name not in known]
        if len(known) + len(wanted) > REMEMBERED:
            known.clear()
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            known.update(db.session.execute(self._rows(kind, SourceKey.source_id.in_(some))).all())
            known.update((name, None) for name in some if name not in known)

    def note(self, kind: str, source_id: str, own_id: int | None) -> None:
        self._own[kind][source_id] = own_id

    def own(self, kind: str, source_id: str | None) -> int | None:
        """The id of the row, None for a record that is not there or has no row."""
        if source_id is None:
            return None
        if source_id not in self._own[kind]:
            self.load(kind, [source_id])
        return self._own[kind][source_id]

    def source(self, kind: str, own_id: int) -> str | None:
        """What the package calls the row, None for one that was born here."""
        known = self._sources[kind]
        if own_id not in known:
            if len(known) > REMEMBERED:
                known.clear()
            found = self._rows(kind, SourceKey.own_id == own_id)
            row = db.session.execute(found.limit(1)).first()
            known[own_id] = row[0] if row else None
        return known[own_id]

    def _rows(self, kind: str, condition):
        columns = select(SourceKey.source_id, SourceKey.own_id)
        return columns.where(SourceKey.package == self.package, SourceKey.kind == kind, condition)
