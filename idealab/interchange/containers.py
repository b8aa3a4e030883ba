"""Where the files of a package lie: a folder or a zip. Nothing is unpacked and no name from
outside becomes a path before it has been looked at."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from idealab.interchange.findings import PackageRefused, refusal

ENTRY_LIMIT = 200_000
SIZE_LIMIT = 2 * 2**30
RATIO_LIMIT = 200
DIRECTORY_LIMIT = 64 * 2**20  # bytes of the zip's table of contents, read at once
NAME = re.compile(r"[A-Za-z0-9._-][A-Za-z0-9._/-]*")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Container(Protocol):
    """Named files of a known size that can be read from the start, again and again."""

    ordered: bool  # does the order of the names mean something?

    def names(self) -> list[str]: ...

    def size_of(self, name: str) -> int: ...

    def open(self, name: str) -> IO[bytes]: ...

    def close(self) -> None: ...


def is_safe_name(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and not {"..", ".", ""} & set(name.split("/"))


class FolderContainer:
    """A package as a folder. Links are refused, wherever they lead."""

    ordered = False

    def __init__(self, folder: Path):
        self._folder = folder
        self._sizes: dict[str, int] = {}
        for path in self._walk(folder):
            self._sizes[path.relative_to(folder).as_posix()] = path.stat().st_size
            _refuse_too_much(len(self._sizes), 0)
        _refuse_too_much(0, sum(self._sizes.values()))

    def names(self) -> list[str]:
        return list(self._sizes)

    def size_of(self, name: str) -> int:
        return self._sizes[name]

    def open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("rb")

    def close(self) -> None:
        """A folder holds nothing open."""

    def _walk(self, folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            name = path.relative_to(self._folder).as_posix()
            if path.is_symlink():
                raise refusal(name, "E406", "This is a link. A package holds plain files only.")
            if path.is_dir():
                yield from self._walk(path)
            elif path.is_file():
                yield path


class ZipContainer:
    """A package as one zip, looked through before the first entry is opened."""

    ordered = True

    def __init__(self, path: Path):
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._file = _CarefulFile(path.open("rb", buffering=0))
        try:
            self._zip = self._opened(path)
            for entry in self._zip.infolist():
                self._take(entry)
            size = sum(entry.file_size for entry in self._entries.values())
            _refuse_too_much(len(self._entries), size)
            _refuse_ratio(path.name, size, path.stat().st_size)
        except PackageRefused:
            self._file.close()
            raise

    def names(self) -> list[str]:
        return list(self._entries)

    def size_of(self, name: str) -> int:
        return self._entries[name].file_size

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(self._entries[name])

    def close(self) -> None:
        self._zip.close()
        self._file.close()

    def _opened(self, path: Path) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._file)
        except (*BROKEN, ValueError) as problem:
            raise refusal(path.name, "E110", "This is not a whole zip file.") from problem

    def _take(self, entry: zipfile.ZipInfo) -> None:
        name = entry.orig_filename
        if not is_safe_name(name.removesuffix("/")):
            raise refusal(ascii(name[:80]), "E405", "This name leads out of the package.")
        mode = entry.external_attr >> 16
        if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
            raise refusal(name, "E406", "This is a link. A package holds plain files only.")
        if name.endswith("/"):
            return
        if name in self._entries:
            raise refusal(name, "E407", "This name stands in the zip twice.")
        if entry.flag_bits & 1 or entry.compress_type not in METHODS:
            raise refusal(name, "E408", "This entry is encrypted or packed in an unusual way.")
        _refuse_ratio(name, entry.file_size, entry.compress_size)
        self._entries[name] = entry


class _CarefulFile(io.BufferedReader):
    """zipfile reads the whole table of contents at once, as long as the zip says it is."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > DIRECTORY_LIMIT:
            raise zipfile.BadZipFile("the table of contents is too long")
        return super().read(size)


def open_container(path: Path) -> Container:
    """The container at `path`. Raises PackageRefused with a sentence."""
    if path.is_dir():
        return FolderContainer(path)
    if path.is_file():
        return ZipContainer(path)
    raise refusal(path.name, "E110", "There is no folder and no zip file of this name.")


@contextmanager
def broken_reads_refused(name: str) -> Iterator[None]:
    """Turn what a damaged zip or disk raises into a sentence."""
    try:
        yield
    except PackageRefused:
        raise
    except BROKEN as problem:
        raise refusal(name, "E302", "This file is damaged and cannot be read.") from problem


def _refuse_too_much(count: int, size: int) -> None:
    if count > ENTRY_LIMIT:
        raise refusal("manifest.json", "E401", f"More than {ENTRY_LIMIT:,} files are too many.")
    if size > SIZE_LIMIT:
        raise refusal("manifest.json", "E402", f"Unpacked it is larger than {SIZE_LIMIT:,} bytes.")


def _refuse_ratio(name: str, size: int, packed: int) -> None:
    if size > packed * RATIO_LIMIT:
        raise refusal(name, "E403", f"It would grow to more than {RATIO_LIMIT} times its size.")
