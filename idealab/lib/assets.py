"""Static files: joined, compressed, and addressed by one content hash of the whole tree."""

import gzip
import mimetypes
import os
import posixpath
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import metadata
from pathlib import Path

import brotli
import lightningcss
from flask import Flask, Response, abort, request

from idealab.lib import fonts

STYLESHEETS = ("css/app.css", "css/staff.css", "css/studio.css")
FONT = "fonts/archivo-latin.woff2"
TEXTS = {".css", ".js", ".svg", ".json", ".txt"}
TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
KEPT_BUILDS = 3
FOREVER = "public, max-age=31536000, immutable"
RECIPE = "2"  # raise when the same source shall give another build


def build(source: Path, target: Path) -> str:
    """Build `source` into `target`/<hash>/ and name the hash in `target`/current; return it.

    Takes seconds the first time; does nothing when the source has not changed."""
    digest = _digest_of(source)
    if not (target / digest).is_dir():
        target.mkdir(parents=True, exist_ok=True)
        font = fonts.subset_in(target)
        folder = Path(tempfile.mkdtemp(prefix=".building-", dir=target))
        folder.chmod(0o755)
        try:
            _fill(folder, source, font=font)
            _publish(folder, target / digest)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    _name_current(target, digest)
    _forget_old_builds(target, digest)
    return digest


def bundle(path: Path, *, with_font: bool) -> str:
    """Join a stylesheet and its imports into one minified text."""
    css = lightningcss.bundle_css(str(path))
    return css if with_font else re.sub(r"@font-face\{font-family:Idealab;[^}]*\}", "", css)


def slim(script: bytes) -> bytes:
    """A script without what only its readers need: its indents and the lines that are comments."""
    lines = (line.strip() for line in script.splitlines())
    return b"\n".join(line for line in lines if line and not line.startswith(b"//"))


def init_app(app: Flask) -> None:
    """Serve the built tree below /static/<hash>/ and teach templates `static(name)`."""
    shelf = Shelf(app.config["HOME"] / "static", app.config["STATIC_BUILD"])
    app.extensions["static"] = shelf

    def static_file(digest: str, name: str) -> Response:
        return _answer(shelf, digest, name)

    static_file.access = "public"  # type: ignore[attr-defined]
    app.add_url_rule("/static/<digest>/<path:name>", "static", static_file)
    app.jinja_env.globals.update(
        static=shelf.address, has_font=shelf.has_font, preloads=shelf.preloads
    )


@dataclass
class Shelf:
    """The static tree that pages point to: the build, or the source while nothing is built."""

    source: Path
    target: Path
    _prefix: str = ""
    _imports: dict[str, list[str]] = field(default_factory=dict)

    def address(self, name: str) -> str:
        return self.prefix + name

    @property
    def prefix(self) -> str:
        if not self._prefix:
            current = self.target / "current"
            digest = current.read_text().strip() if current.is_file() else "source"
            self._prefix = f"/static/{digest}/"
        return self._prefix

    def has_font(self) -> bool:
        return (self.target / self.digest / FONT).is_file()

    def preloads(self, names: list[str]) -> list[str]:
        """The addresses of these modules of static/js and of all they import, each once."""
        found: list[str] = []
        waiting = list(names)
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found.append(name)
                waiting += self._imports_of(name)
        return [self.address(f"js/{name}.js") for name in found]

    def _imports_of(self, name: str) -> list[str]:
        if name not in self._imports:
            text = (self.source / "js" / f"{name}.js").read_text()
            folder = name.rpartition("/")[0]
            found = re.findall(r'from "(\.{1,2}/[a-z/-]+)\.js"', text)
            self._imports[name] = [
                posixpath.normpath(f"{folder}/{one}").lstrip("/") for one in found
            ]
        return self._imports[name]

    @property
    def digest(self) -> str:
        return self.prefix.split("/")[2]

    def folder(self, digest: str) -> Path:
        """The tree of that hash; a page from before an update gets the tree of today."""
        if digest == self.digest == "source":
            return self.source
        named = re.fullmatch(r"[0-9a-f]{12}", digest) and (self.target / digest).is_dir()
        return self.target / (digest if named else self.digest)


def _answer(shelf: Shelf, digest: str, name: str) -> Response:
    folder = shelf.folder(digest)
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        abort(404)
    if folder == shelf.source:
        return _from_source(path, name)
    encoding, served = _best_encoding(path)
    response = Response(served.read_bytes(), mimetype=_type_of(name))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if path.suffix in TEXTS:
        response.headers["Vary"] = "Accept-Encoding"
    fresh = folder.name == digest
    response.headers["Cache-Control"] = FOREVER if fresh else "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _from_source(path: Path, name: str) -> Response:
    if name in STYLESHEETS:
        response = Response(bundle(path, with_font=False), mimetype="text/css")
    else:
        response = Response(path.read_bytes(), mimetype=_type_of(name))
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _best_encoding(path: Path) -> tuple[str, Path]:
    for encoding, suffix in ENCODINGS:
        packed = path.with_name(path.name + suffix)
        if request.accept_encodings.quality(encoding) > 0 and packed.is_file():
            return encoding, packed
    return "", path


def _type_of(name: str) -> str:
    suffix = Path(name).suffix
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _digest_of(source: Path) -> str:
    digest = sha256(f"{RECIPE}{metadata.version('lightningcss')}{fonts.recipe()}".encode())
    for path in sorted(source.rglob("*")):
        if path.is_file():
            digest.update(f"\n{path.relative_to(source).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _fill(folder: Path, source: Path, *, font: Path | None) -> None:
    for name in STYLESHEETS:
        _write(folder / name, bundle(source / name, with_font=font is not None).encode())
    for path in source.rglob("*"):
        if path.is_file() and path.suffix != ".css":
            content = path.read_bytes()
            _write(
                folder / path.relative_to(source),
                slim(content) if path.suffix == ".js" else content,
            )
    if font:
        _write(folder / FONT, font.read_bytes())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if path.suffix in TEXTS:
        path.with_name(path.name + ".br").write_bytes(brotli.compress(content))
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


def _publish(folder: Path, place: Path) -> None:
    try:
        os.rename(folder, place)
    except OSError:
        if not place.is_dir():  # else another process was quicker with the same tree
            raise


def _name_current(target: Path, digest: str) -> None:
    current = target / "current"
    if not current.is_file() or current.read_text() != digest:
        fresh = target / f".current-{os.getpid()}"
        fresh.write_text(digest)
        fresh.replace(current)
    (target / digest).touch()


def _forget_old_builds(target: Path, digest: str) -> None:
    builds = [path for path in target.iterdir() if re.fullmatch(r"[0-9a-f]{12}", path.name)]
    builds.sort(key=lambda path: (path.name == digest, path.stat().st_mtime))
    for old in builds[:-KEPT_BUILDS]:
        shutil.rmtree(old, ignore_errors=True)
