"""The manifest of a package: read first, and believed only when it has been checked."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from idealab.interchange.containers import NAME, Container, broken_reads_refused, is_safe_name
from idealab.interchange.findings import refusal
from idealab.interchange.schema import READING_ORDER, RECORDS, REQUIRED_FILES
from idealab.interchange.values import (
    MOMENT_VALUE,
    SHA256,
    Value,
    identifier,
    integer,
    list_of,
    mapping,
    one_of,
    required,
    text,
)

MANIFEST = "manifest.json"
MANIFEST_LIMIT = 64 * 2**20
DEPTH_LIMIT = 64
VERSION = re.compile(r"1\.[0-9]+")
MANIFEST_RULE = mapping(
    oicx=required(text()),
    id=required(identifier()),
    title=text(300),
    created_at=required(MOMENT_VALUE),
    generator=required(mapping(name=required(text()), version=text(), url=text())),
    privacy=required(one_of("full", "pseudonymous", "aggregate")),
    scope=one_of("campaign", "site", "selection"),
    licence=text(),
    attribution=text(),
    requires=list_of(text()),
    files=required(
        list_of(
            mapping(
                path=required(text(pattern=NAME)),
                records=integer(0),
                sha256=required(text(pattern=SHA256)),
                bytes=required(integer(0)),
            )
        )
    ),
    ext=Value("object"),
)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """What the manifest claims about one file."""

    path: str
    sha256: str
    bytes: int
    records: int | None


@dataclass(frozen=True, slots=True)
class Manifest:
    id: str
    title: str
    privacy: str
    scope: str
    content: Mapping[str, Any]
    files: Mapping[str, ListedFile]


def read_manifest(container: Container) -> Manifest:
    """The checked manifest. Raises PackageRefused with a sentence."""
    content = _content_of(container)
    _refuse_version(content)
    problem = MANIFEST_RULE.problem(content)
    if problem:
        raise refusal(MANIFEST, problem[0].replace("W401", "E105"), f"The manifest {problem[1]}.")
    _refuse_what_is_required(content.get("requires", []))
    return Manifest(
        id=content["id"],
        title=content.get("title", ""),
        privacy=content["privacy"],
        scope=content.get("scope", "campaign"),
        content=content,
        files=_files_of(content["files"]),
    )


def _content_of(container: Container) -> Mapping[str, Any]:
    if MANIFEST not in container.names():
        raise refusal(MANIFEST, "E109", "There is no manifest.json at the top of the package.")
    if container.size_of(MANIFEST) > MANIFEST_LIMIT:
        raise refusal(MANIFEST, "E404", "The manifest is too long.")
    with broken_reads_refused(MANIFEST), container.open(MANIFEST) as file:
        raw = file.read(MANIFEST_LIMIT)
    try:
        content = parse_json(raw)
    except ValueError as problem:
        raise refusal(MANIFEST, "E101", f"The manifest is not JSON: {problem}.") from problem
    if not isinstance(content, dict):
        raise refusal(MANIFEST, "E102", "The manifest is not a JSON object.")
    return content


def _refuse_version(content: Mapping[str, Any]) -> None:
    version = content.get("oicx")
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        said = f"“{str(version)[:20]}”" if version else "no version"
        raise refusal(MANIFEST, "E112", f"The package says OICX {said}; this site reads 1.x.")


def _refuse_what_is_required(names: list[str]) -> None:
    for name in names:
        kind, _dot, key = name.removesuffix(".jsonl").partition(".")
        if kind not in RECORDS or (key and key not in RECORDS[kind]):
            message = f"The package needs a reader that knows “{name[:60]}”; this site does not."
            raise refusal(MANIFEST, "E111", message)


def _files_of(listed: list[Mapping[str, Any]]) -> dict[str, ListedFile]:
    files: dict[str, ListedFile] = {}
    for entry in listed:
        path = entry["path"]
        if not is_safe_name(path):
            raise refusal(MANIFEST, "E405", f"The name “{path[:80]}” leads out of the package.")
        if path in files:
            raise refusal(MANIFEST, "E407", f"The name “{path}” is listed twice.")
        files[path] = ListedFile(path, entry["sha256"], entry["bytes"], entry.get("records"))
    for kind in REQUIRED_FILES:
        if f"{kind}.jsonl" not in files:
            raise refusal(MANIFEST, "E109", f"The manifest lists no {kind}.jsonl.")
    return dict(sorted(files.items(), key=lambda item: _place(item[0])))


def _place(path: str) -> tuple[int, str]:
    kind = path.removesuffix(".jsonl")
    return (READING_ORDER.index(kind) if kind in RECORDS else len(READING_ORDER), path)


def parse_json(raw: bytes) -> Any:
    """The JSON value in `raw`. Raises ValueError with a short reason for what no database or
    other program could keep: broken UTF-8, halves of characters, NUL, NaN, endless nesting."""
    try:
        line = raw.decode("utf-8")
        value = DECODER.decode(line)
        if line.count("[") + line.count("{") > DEPTH_LIMIT:
            _refuse_depth(value, DEPTH_LIMIT)
        if "\\u" in line:
            _refuse_odd_characters(value)
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except UnicodeEncodeError:
        raise ValueError("it holds half a character") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except json.JSONDecodeError as problem:
        raise ValueError(f"{problem.msg.lower()} at character {problem.pos + 1}") from None
    return value


def _refuse_depth(value: Any, left: int) -> None:
    if not left:
        raise RecursionError
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for part in inner:
            _refuse_depth(part, left - 1)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits[:20]} is too large a number")
    return value


def _refuse_odd_characters(value: Any) -> None:
    plain = json.dumps(value, ensure_ascii=False)
    plain.encode("utf-8")
    if "\\u0000" in plain.replace("\\\\", ""):
        raise ValueError("it holds the character NUL")


# Made once: a package is read line by line, and a decoder costs as much as a short line.
DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
