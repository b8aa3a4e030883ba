"""The worker looks for what is to be done without keeping anybody from writing."""

import pytest
from sqlalchemy import Engine, event, update

from idealab.ideas.jobs import learn, sweep_share_cards
from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.wall.jobs import sweep_orders
from tests import make


@pytest.fixture
def read_under_lock(database_url):
    """What was read in transactions that hold SQLite's write lock."""
    if not database_url.startswith("sqlite"):
        pytest.skip("SQLite only: on PostgreSQL who reads holds up nobody")
    found, begun = [], []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("BEGIN"):
            begun.append(statement)
        elif statement.startswith("SELECT") and begun and begun[-1] == "BEGIN IMMEDIATE":
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("sweep", [sweep_orders, sweep_share_cards, learn])
def test_the_worker_looks_without_the_write_lock(ana, read_under_lock, sweep):
    idea_id = make.idea(ana).id
    db.session.execute(update(Idea).values(search_terms=None))
    db.session.commit()
    read_under_lock.clear()

    sweep()

    assert read_under_lock == []
    assert sweep is not learn or db.session.get_one(Idea, idea_id).search_terms
