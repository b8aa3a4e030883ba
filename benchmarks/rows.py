"""Rows on their way into the tables, some thousands at a time."""

from collections import defaultdict
from typing import Any

from sqlalchemy import insert

from idealab.lib.db import db

AT_ONCE = 5_000


class Rows:
    """Takes rows of any table, with the ids they shall have, and writes them in the order in
    which the tables depend on each other."""

    def __init__(self) -> None:
        self.waiting: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        self.last_ids: dict[Any, int] = {}
        self.count = 0

    def add(self, model: Any, **values: Any) -> int:
        """Take a row; returns its id, where it has one."""
        if "id" in model.__table__.columns:
            self.last_ids[model] = values.setdefault("id", self.next_id(model))
        self.waiting[model].append(values)
        self.count += 1
        if self.count >= AT_ONCE:
            self.write()
        return values.get("id", 0)

    def next_id(self, model: Any) -> int:
        return self.last_ids.get(model, 0) + 1

    def write(self) -> None:
        for table in db.metadata.sorted_tables:
            for model in [model for model in self.waiting if model.__table__ is table]:
                db.session.connection().execute(insert(table), self.waiting.pop(model))
        self.count = 0
