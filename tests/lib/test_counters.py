import pytest
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from idealab.lib import counters
from idealab.lib.counters import Counter
from idealab.lib.db import db


class Base(DeclarativeBase):
    pass


class Shelf(Base):
    __tablename__ = "shelves_for_counting"

    id: Mapped[int] = mapped_column(primary_key=True)
    books_count: Mapped[int] = mapped_column(default=0)


class Book(Base):
    __tablename__ = "books_for_counting"

    id: Mapped[int] = mapped_column(primary_key=True)
    shelf_id: Mapped[int] = mapped_column(ForeignKey(Shelf.id))


BOOKS = Counter(
    "books of shelves",
    Shelf.books_count,
    select(func.count()).where(Book.shelf_id == Shelf.id).correlate(Shelf).scalar_subquery(),
)


@pytest.fixture
def shelves(context):
    Base.metadata.create_all(db.session.connection())
    db.session.add_all([Shelf(id=1, books_count=2), Shelf(id=2, books_count=7), Shelf(id=3)])
    db.session.flush()
    db.session.add_all([Book(shelf_id=1), Book(shelf_id=1), Book(shelf_id=3)])
    db.session.flush()


def test_a_counter_that_does_not_add_up_is_found(shelves):
    assert counters.drifted_count(BOOKS) == 2


def test_looking_changes_nothing(shelves):
    counters.drifted_count(BOOKS)

    assert db.session.scalars(select(Shelf.books_count).order_by(Shelf.id)).all() == [2, 7, 0]


def test_a_counter_is_set_right_from_the_rows(shelves):
    corrected = counters.correct(BOOKS)

    assert corrected == 2
    assert counters.drifted_count(BOOKS) == 0
    assert db.session.scalars(select(Shelf.books_count).order_by(Shelf.id)).all() == [2, 0, 1]


def test_registering_a_counter_twice_keeps_one(monkeypatch):
    monkeypatch.setattr(counters, "_counters", {})

    counters.register(BOOKS)
    counters.register(BOOKS)

    assert counters.registered() == [BOOKS]
