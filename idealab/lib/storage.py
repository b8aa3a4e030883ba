"""Files by key: in a folder, or in a bucket (storage_s3.py) when IDEALAB_STORAGE_URL says s3://."""

import importlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from flask import Flask, current_app

Source = bytes | Path | BinaryIO
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
LONGEST_KEY = 500


class Missing(LookupError):
    """Nothing is kept under this key."""


class StorageAway(Exception):
    """The storage is full, cannot be reached or does not answer."""


class Storage(Protocol):
    def put(self, key: str, source: Source) -> None: ...
    def open_(self, key: str) -> BinaryIO: ...
    def local(self, key: str) -> AbstractContextManager[Path]: ...
    def delete(self, key: str) -> None: ...
    def exists(self, key: str) -> bool: ...
    def size(self, key: str) -> int: ...
    def stale(self, folder: str, *, before: datetime) -> Iterator[str]: ...
    def check(self) -> None: ...


def init_app(app: Flask) -> None:
    app.extensions["storage"] = storage_at(app.config["STORAGE_URL"])


def storage_at(url: str) -> Storage:
    """The storage an address names; it is opened at its first use. Raises SystemExit with a
    sentence."""
    if not url.startswith("s3://"):
        return Folder(Path(url.removeprefix("file://")).expanduser().absolute())
    try:
        return importlib.import_module("idealab.lib.storage_s3").bucket_at(url)
    except ImportError as error:
        raise SystemExit(
            "IDEALAB_STORAGE_URL names a bucket, which needs boto3: pip install 'idealab[s3]'."
        ) from error


def put(key: str, source: Source) -> None:
    """Keep the bytes, a file's or a stream's, all or nothing, safe from a power cut when this
    returns. Raises StorageAway."""
    _storage().put(checked(key), source)


def open_(key: str) -> BinaryIO:
    """Open for reading. Raises Missing or StorageAway."""
    return _storage().open_(checked(key))


def local(key: str) -> AbstractContextManager[Path]:
    """A path to read the file at for the length of a `with`. Raises Missing or StorageAway."""
    return _storage().local(checked(key))


def delete(key: str) -> None:
    """Doing it twice does no harm. Raises StorageAway."""
    _storage().delete(checked(key))


def exists(key: str) -> bool:
    return _storage().exists(checked(key))


def size(key: str) -> int:
    """In bytes. Raises Missing or StorageAway."""
    return _storage().size(checked(key))


def stale(folder: str, *, before: datetime) -> Iterator[str]:
    """The keys below `folder/` that were last put before then."""
    return _storage().stale(checked(folder), before=before)


def check() -> None:
    """Write, read and delete a small file. Raises StorageAway."""
    _storage().check()


def is_folder() -> bool:
    """May a web server in front of this one read the files itself?"""
    return isinstance(_storage(), Folder)


def checked(key: str) -> str:
    if len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        raise ValueError(f"not a key: {key[:80]!r}")
    return key


def probe(storage: Storage) -> None:
    """What `check` does, for every kind of storage."""
    key, content = f"incoming/check-{secrets.token_hex(8)}", b"idealab"
    storage.put(key, content)
    try:
        with storage.open_(key) as file:
            if file.read() != content:
                raise StorageAway("another content came back")
    except Missing as error:
        raise StorageAway("what was kept is gone") from error
    finally:
        storage.delete(key)


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, source: Source) -> None:
        path = self.root / key
        with _trouble_told():
            path.parent.mkdir(parents=True, exist_ok=True)
            incoming = self.root / "incoming"
            incoming.mkdir(exist_ok=True)
            temporary = incoming / secrets.token_hex(16)
            try:
                _write(temporary, source)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
            for folder in [path.parent, *path.parent.parents]:
                _flush_folder(folder)
                if folder == self.root:
                    break

    def open_(self, key: str) -> BinaryIO:
        with _trouble_told():
            return (self.root / key).open("rb")

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        self.size(key)
        yield self.root / key

    def delete(self, key: str) -> None:
        path = self.root / key
        with _trouble_told():
            path.unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        with _trouble_told():
            return (self.root / key).is_file()

    def size(self, key: str) -> int:
        with _trouble_told():
            return (self.root / key).stat().st_size

    def stale(self, folder: str, *, before: datetime) -> Iterator[str]:
        for path in (self.root / folder).rglob("*"):
            try:
                changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue
            if path.is_file() and changed_at < before:
                yield path.relative_to(self.root).as_posix()

    def check(self) -> None:
        probe(self)


def _storage() -> Storage:
    return current_app.extensions["storage"]


@contextmanager
def _trouble_told() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Missing(str(error)) from error
    except OSError as error:
        raise StorageAway(str(error)) from error


def _write(path: Path, source: Source) -> None:
    with path.open("xb") as file:
        if isinstance(source, bytes):
            file.write(source)
        elif isinstance(source, Path):
            with source.open("rb") as original:
                shutil.copyfileobj(original, file, 1 << 20)
        else:
            shutil.copyfileobj(source, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """A rename is only safe from a power cut when its folder has been flushed too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
