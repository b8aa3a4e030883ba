"""One record of a package: its key, what is wrong with it, what it refers to."""

from collections.abc import Iterator, Mapping
from typing import Any

from idealab.interchange.findings import Finding
from idealab.interchange.schema import NATURAL_KEYS, RECORDS, TARGETS
from idealab.interchange.values import Value


def _referring(name: str, rule: Value) -> Iterator[tuple[str, str]]:
    if rule.refers_to:
        yield name, rule.refers_to
    elif rule.items and rule.items.refers_to:
        yield name, rule.items.refers_to
    for part, inner in rule.keys.items():
        yield from _referring(f"{name}.{part}", inner)


# Picked out of the table once, for a package can hold a million records.
REQUIRED_KEYS = {
    kind: [name for name, rule in rules.items() if rule.required] for kind, rules in RECORDS.items()
}
OBJECT_KEYS = {
    kind: [name for name, rule in rules.items() if rule.keys] for kind, rules in RECORDS.items()
}
REFERRING_KEYS = {
    kind: [found for name, rule in rules.items() for found in _referring(name, rule)]
    for kind, rules in RECORDS.items()
}


def key_of(kind: str, record: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells this record from its neighbours: its id, else its natural key."""
    if "id" in record:
        return (str(record["id"]),)
    return tuple(str(record.get(name, "")) for name in NATURAL_KEYS[kind])


def check_record(kind: str, record: Mapping[str, Any], *, line: int = 0) -> list[Finding]:
    """What is wrong with one record. An unknown key, or a number out of range in a key that may
    be absent, is only a warning; a `null` is the wrong type, for what is absent is left out."""
    file = f"{kind}.jsonl"
    found = []
    for name, code, message in _problems(kind, record):
        action = "skipped the record" if code[0] == "E" else f"dropped “{name}”, kept the rest"
        found.append(Finding(file, line, code, f"“{name}” {message}.", action))
    for name in unknown_keys(kind, record):
        message = f"“{name[:60]}” is not known here."
        found.append(Finding(file, line, "W102", message, "ignored the key"))
    return found


def _problems(kind: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    rules = RECORDS[kind]
    for name in REQUIRED_KEYS[kind]:
        if name not in record:
            yield name, "E103", "is missing"
    for name, value in record.items():
        problem = rules[name].problem(value) if name in rules else None
        if problem and not _is_open_end(kind, name, value):
            code = "E105" if problem[0] == "W401" and rules[name].required else problem[0]
            yield name, code, problem[1]


def known_part(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without the keys that this version of the format does not know."""
    rules = RECORDS[kind]
    known = {}
    for name, value in record.items():
        if name in rules:
            inner = rules[name].keys
            if inner and isinstance(value, dict):
                value = {part: value[part] for part in value if part in inner}
            known[name] = value
    return known


def usable_part(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """The known part without values that are out of range (W401)."""
    dropped = {name for name, code, _message in _problems(kind, record) if code == "W401"}
    known = known_part(kind, record)
    return {name: value for name, value in known.items() if name not in dropped}


def unknown_keys(kind: str, record: Mapping[str, Any]) -> list[str]:
    """The names, inner ones with a dot, that this version of the format does not know."""
    rules = RECORDS[kind]
    unknown = [name for name in record if name not in rules]
    for name in OBJECT_KEYS[kind]:
        value = record.get(name)
        if isinstance(value, dict):
            unknown += [f"{name}.{part}" for part in value if part not in rules[name].keys]
    return unknown


def references(kind: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (key, kind pointed to, id) of a record whose shape is right."""
    for name, to in REFERRING_KEYS[kind]:
        holder, _dot, part = name.partition(".")
        value = record.get(holder)
        if part and value is not None:
            value = value.get(part)
        if isinstance(value, list):
            yield from ((name, to, item) for item in value)
        elif value is not None:
            yield name, to, value
    if kind == "attachments":
        yield "target", TARGETS[record["target_type"]], record["target"]


def _is_open_end(kind: str, name: str, value: Any) -> bool:
    """The ends of an event are the one place where `null` may stand."""
    return kind == "events" and name in ("from", "to") and value is None
