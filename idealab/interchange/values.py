"""The kinds of values a record of a package can hold, and what is wrong with one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

ID = re.compile(r"[A-Za-z0-9._:@/+-]+")
ID_LIMIT = 200
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?"
)
NAMESPACE = re.compile(r"[a-z0-9.-]+")
SHA256 = re.compile(r"[0-9a-f]{64}")
MEDIA_PATH = re.compile(r"media/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]{1,8}")
LARGEST = 2**53  # above it other programs no longer read the same number


@dataclass(frozen=True, slots=True)
class Value:
    """What a key may hold. `refers_to` names the kind of record an identifier points to."""

    type: str
    required: bool = False
    limit: int = 0
    pattern: re.Pattern[str] | None = None
    allowed: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    refers_to: str = ""
    items: "Value | None" = None
    keys: "Mapping[str, Value]" = field(default_factory=dict)

    def problem(self, value: Any) -> tuple[str, str] | None:
        """The code and the sentence for what is wrong with `value`, or None."""
        return CHECKS[self.type](self, value)


def required(value: Value) -> Value:
    return replace(value, required=True)


def text(limit: int = 0, pattern: re.Pattern[str] | None = None) -> Value:
    return Value("text", limit=limit, pattern=pattern)


def one_of(*allowed: str) -> Value:
    return Value("text", allowed=allowed)


def number(lowest: float | None = None, highest: float | None = None) -> Value:
    return Value("number", lowest=lowest, highest=highest)


def integer(lowest: int | None = None) -> Value:
    return Value("integer", lowest=lowest)


def list_of(items: Value | None = None) -> Value:
    return Value("list", items=items)


def mapping(**keys: Value) -> Value:
    """An object of exactly these keys; with none, of any."""
    return Value("object", keys=keys)


def identifier(refers_to: str = "") -> Value:
    return Value("text", limit=ID_LIMIT, pattern=ID, refers_to=refers_to)


ANYTHING = Value("anything")
BOOLEAN = Value("boolean")
MOMENT_VALUE = Value("moment")
LANGUAGE_VALUE = text(pattern=LANGUAGE)
EXTENSION = Value("extension")


def moment_of(value: str) -> datetime | date:
    """The instant, or the day where only the day is known. Raises ValueError."""
    if not MOMENT.fullmatch(value):
        raise ValueError(value)
    if len(value) == 10:
        return date.fromisoformat(value)
    # Nanoseconds are allowed in a package and cut here to what a database keeps.
    moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value))
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(value) from None


def _text_problem(rule: Value, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return "E104", "must be a text"
    if rule.allowed and value not in rule.allowed:
        return "E105", f"is “{value[:40]}”; it may be {', '.join(rule.allowed)}"
    if rule.limit and len(value) > rule.limit:
        return "E106", f"has {len(value)} characters; at most {rule.limit} are allowed"
    if rule.pattern and not rule.pattern.fullmatch(value):
        return "E105", f"is “{value[:40]}”, which is not written as it should be"
    return None


def _number_problem(rule: Value, value: Any) -> tuple[str, str] | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "E104", "must be a number"
    if abs(value) > LARGEST or not isfinite(value):
        return "E105", "is too large a number"
    if rule.lowest is not None and value < rule.lowest:
        return "W401", f"is {value}; the least is {rule.lowest}"
    if rule.highest is not None and value > rule.highest:
        return "W401", f"is {value}; the most is {rule.highest}"
    return None


def _integer_problem(rule: Value, value: Any) -> tuple[str, str] | None:
    found = _number_problem(rule, value)
    if not found and int(value) != value:
        return "E104", "must be a whole number"
    return found


def _boolean_problem(rule: Value, value: Any) -> tuple[str, str] | None:
    return None if isinstance(value, bool) else ("E104", "must be true or false")


def _moment_problem(rule: Value, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return "E104", "must be a time as text"
    try:
        moment_of(value)
    except ValueError:
        return "E105", f"is “{value[:40]}”, not a day or a time with an offset"
    return None


def _list_problem(rule: Value, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, list):
        return "E104", "must be a list"
    found = (rule.items.problem(item) for item in value) if rule.items else ()
    return next((problem for problem in found if problem), None)


def _object_problem(rule: Value, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, dict):
        return "E104", "must be an object"
    for name, inner in rule.keys.items():
        if name in value:
            found = inner.problem(value[name])
            if found:
                return found[0], f"holds “{name}”, which {found[1]}"
        elif inner.required:
            return "E103", f"has no “{name}”"
    return None


def _extension_problem(rule: Value, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, dict):
        return "E104", "must be an object"
    if not all(NAMESPACE.fullmatch(name) for name in value):
        return "E105", "has a name that is not a domain name read backwards"
    return None


CHECKS = {
    "anything": lambda rule, value: None,
    "text": _text_problem,
    "number": _number_problem,
    "integer": _integer_problem,
    "boolean": _boolean_problem,
    "moment": _moment_problem,
    "list": _list_problem,
    "object": _object_problem,
    "extension": _extension_problem,
}
