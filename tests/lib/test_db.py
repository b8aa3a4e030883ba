"""How transactions begin."""

import threading

import psycopg
import pytest
from sqlalchemy import text, update

from idealab.accounts.models import User
from idealab.lib.db import db, reading, writing


def rename(app, user_id, name):
    with app.app_context():
        db.session.execute(update(User).filter_by(id=user_id).values(name=name))
        db.session.commit()


def test_a_long_reader_writes_in_between_although_others_wrote(app, ana, bruno):
    ana_id, bruno_id = ana.id, bruno.id
    db.session.rollback()
    with reading():
        assert db.session.get(User, ana_id)
        other = threading.Thread(target=rename, args=(app, bruno_id, "Bruna"))
        other.start()
        other.join()

        db.session.rollback()
        with writing():
            rename(app, ana_id, "Anna")

    assert {user.name for user in db.session.query(User)} == {"Anna", "Bruna"}


@pytest.fixture
def on_postgresql(app, database_url):
    if not database_url.startswith("postgresql"):
        pytest.skip("PostgreSQL only: SQLite has no server that could hang up")
    return database_url


def test_a_page_is_read_although_the_database_hung_up_on_all_who_waited(
    on_postgresql, app, visitor
):
    assert visitor.get("/").status_code == 200  # so that a connection waits for the next page
    db.session.remove()

    with psycopg.connect(on_postgresql.replace("+psycopg", "")) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert visitor.get("/").status_code == 200


def test_a_page_opens_no_transaction_and_an_act_does(on_postgresql, app):
    with app.test_request_context("/", method="GET"):
        db.session.execute(text("SELECT 1"))
        assert db.session.connection().connection.dbapi_connection.autocommit
        db.session.remove()
    with app.test_request_context("/", method="POST"):
        db.session.execute(text("SELECT 1"))
        assert not db.session.connection().connection.dbapi_connection.autocommit
        db.session.remove()
