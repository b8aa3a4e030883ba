"""The database a test run stands on: SQLite by default, PostgreSQL with --database postgresql.

One server serves the whole run, also when it is spread over several processes; each process has
a database of its own.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.support.postgres import address, create, start_server, stop_server

SHARED = "IDEALAB_TEST_SHARED"  # the folder that the processes of one run share


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default=os.environ.get("IDEALAB_TEST_DATABASE", "sqlite"),
        help="which database the tests use (or IDEALAB_TEST_DATABASE)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="idealab-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shared = Path(os.environ.pop(SHARED))
        if (shared / "server").exists():
            stop_server(Path((shared / "server").read_text()))
        shutil.rmtree(shared, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> str:
    """The address of a running PostgreSQL server; `create(postgres, name)` makes databases."""
    if own := os.environ.get("IDEALAB_TEST_POSTGRES"):
        return own
    shared = Path(os.environ[SHARED])
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "url").exists():
            folder = start_server()
            (shared / "server").write_text(str(folder))
            (shared / "url").write_text(address(folder, "postgres"))
    return (shared / "url").read_text()


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory, worker_id: str) -> str:
    """The empty database of this process."""
    if request.config.getoption("--database") == "postgresql":
        return create(request.getfixturevalue("postgres"), f"idealab_{worker_id}")
    return f"sqlite:///{tmp_path_factory.mktemp('database')}/test.db"


class Queries(list[str]):
    """The statements that ran inside `with queries as ran:`."""

    def __enter__(self) -> "Queries":
        self.clear()
        event.listen(Engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_problem: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            self.append(statement)


@pytest.fixture
def queries() -> Iterator[Queries]:
    """`with queries: …` and then `len(queries) <= 12`."""
    return Queries()
