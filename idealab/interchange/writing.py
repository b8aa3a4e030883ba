"""Writing a package. It appears under its name only when it is whole: until then it lies beside
it under a hidden name and without a manifest, so that no reader takes it for one."""

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import IO, Any

from idealab.interchange.canonical import canonical_line
from idealab.interchange.manifests import MANIFEST
from idealab.interchange.package import BLOCK, LINE_LIMIT
from idealab.interchange.schema import READING_ORDER, REQUIRED_FILES
from idealab.lib.errors import Refused

ZIP_SUFFIX = ".oicx.zip"


class PackageNotWritten(Refused):
    """The package could not be written; the message says why."""


def write_package(path: Path, *, now: datetime, **about: Any) -> "PackageWriter":
    """A writer for a new package, a folder or, with the suffix `.oicx.zip`, a zip.

    `about` goes into the manifest: id, privacy, and, if known, title, scope, licence,
    attribution, generator, ext. Leaving the `with` block without an exception finishes the
    package. Raises PackageNotWritten when there is something at `path` already."""
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise PackageNotWritten(f"“{path.name}” is there already. Choose another name for it.")
    return PackageWriter(path, now=now, about=about)


class PackageWriter:
    """Takes records of any kind in any order, each straight to its file."""

    def __init__(self, path: Path, *, now: datetime, about: Mapping[str, Any]):
        self.counts: dict[str, int] = {}
        self._path = path
        self._now = now
        self._about = about
        self._files: dict[str, _CountedFile] = {}
        self._media: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "PackageWriter":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{self._path.name}-unfinished-"
        self._folder = Path(tempfile.mkdtemp(prefix=prefix, dir=self._path.parent))
        return self

    def __exit__(self, kind: object, *problem: object) -> None:
        try:
            for file in self._files.values():
                file.close()
            if kind is None:
                self._finish()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, kind: str, record: Mapping[str, Any]) -> None:
        """Write one record in its canonical form."""
        self.add_line(kind, canonical_line(kind, record))

    def add_line(self, kind: str, line: str) -> None:
        """Write a line that is canonical already."""
        if kind not in self._files:
            self._files[kind] = _CountedFile(self._folder / f"{kind}.jsonl")
        self._files[kind].write_line(line)
        self.counts[kind] = self.counts.get(kind, 0) + 1

    def add_media(self, source: IO[bytes], *, suffix: str) -> dict[str, Any]:
        """Copy a file in; return the `file`, `sha256` and `bytes` of its attachment."""
        digest, size = sha256(), 0
        place, name = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(place, "wb") as copy:
            while block := source.read(BLOCK):
                digest.update(block)
                size += len(block)
                copy.write(block)
        sha = digest.hexdigest()
        path = f"media/{sha[:2]}/{sha}.{suffix.lstrip('.').lower()}"
        (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
        os.replace(name, self._folder / path)
        (self._folder / path).chmod(0o644)
        self._media[path] = {"path": path, "sha256": sha, "bytes": size}
        return {"file": path, "sha256": sha, "bytes": size}

    def _finish(self) -> None:
        for kind in REQUIRED_FILES:
            if kind not in self._files:
                self._files[kind] = _CountedFile(self._folder / f"{kind}.jsonl")
                self._files[kind].close()
        listed = [self._files[kind].listed for kind in READING_ORDER if kind in self._files]
        listed += sorted(self._media.values(), key=lambda entry: entry["path"])
        manifest = self._manifest(listed)
        if self._path.name.endswith(ZIP_SUFFIX):
            self._publish_zip(manifest, [entry["path"] for entry in listed])
        else:
            self._publish_folder(manifest)

    def _manifest(self, listed: list[dict[str, Any]]) -> str:
        content = {
            "oicx": "1.0",
            "created_at": self._now.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "generator": _generator(),
            **{name: value for name, value in self._about.items() if value},
            "files": listed,
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    def _publish_folder(self, manifest: str) -> None:
        with (self._folder / MANIFEST).open("w", encoding="utf-8", newline="\n") as file:
            file.write(manifest)
            file.flush()
            os.fsync(file.fileno())
        self._folder.chmod(0o755)
        os.rename(self._folder, self._path)

    def _publish_zip(self, manifest: str, names: list[str]) -> None:
        place = self._folder / "package.zip"
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, manifest)
            for name in names:
                is_text = name.endswith(".jsonl")
                method = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
                packed.write(self._folder / name, name, compress_type=method)
        with place.open("rb") as file:
            os.fsync(file.fileno())
        os.rename(place, self._path)


def _generator() -> dict[str, str]:
    try:
        return {"name": "idealab", "version": metadata.version("idealab")}
    except metadata.PackageNotFoundError:  # run from a folder and not installed
        return {"name": "idealab"}


class _CountedFile:
    """A file of lines that knows how many, how long, and their SHA-256."""

    def __init__(self, path: Path):
        self._path = path
        self._file = path.open("wb")
        self._digest = sha256()
        self._size = self._count = 0

    @property
    def listed(self) -> dict[str, Any]:
        return {
            "path": self._path.name,
            "records": self._count,
            "sha256": self._digest.hexdigest(),
            "bytes": self._size,
        }

    def write_line(self, line: str) -> None:
        raw = line.encode("utf-8") + b"\n"
        if len(raw) > LINE_LIMIT:
            raise PackageNotWritten(f"A record for {self._path.name} is longer than 1 MiB.")
        self._file.write(raw)
        self._digest.update(raw)
        self._size += len(raw)
        self._count += 1

    def close(self) -> None:
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
