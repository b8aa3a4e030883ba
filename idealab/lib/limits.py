"""How often one person, or one address, may do something. The table is the whole truth."""

import hashlib
import ipaddress
import logging
import math
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, jsonify, make_response, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_login import current_user
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry
from werkzeug.datastructures import MultiDict

from idealab.lib.errors import wants_json
from idealab.lib.failures import explain
from idealab.lib.languages import ngettext

READING = ("GET", "HEAD", "OPTIONS")
# Letters of a typed address that are looked at; more of them no address has, and towers of marks
# take minutes to be put in order.
LONGEST_TYPED = 500


@dataclass(frozen=True)
class Limit:
    each: str  # for one person, or one address if nobody is signed in
    per_account: str = ""  # for one mail address that is typed into the form, whoever types it


# Generous enough for fifty colleagues behind one address and for a person who is quick.
# docs/deploy.md repeats this table; a guard test compares the two.
LIMITS = {
    "sign_in": Limit("60/minute;600/hour", per_account="10/minute;60/hour"),
    "join": Limit("60/minute;600/hour"),
    "mail": Limit("30/minute;200/hour", per_account="3/minute;10/hour"),
    "post": Limit("60/minute;1000/hour"),
    "draft": Limit("120/minute;3000/hour"),
    "vote": Limit("300/minute"),
    "preview": Limit("120/minute"),
    "look": Limit("600/minute"),
    "export": Limit("20/minute"),
    "write": Limit("600/minute"),  # every other view that changes something
}


def limited(name: str) -> Callable[[Callable], Callable]:
    """Mark a view that changes something with a row of LIMITS; without a mark it is "write"."""
    if name not in LIMITS:
        raise LookupError(f"There is no rate limit named {name!r}.")

    def mark(view: Callable) -> Callable:
        view.limit = name  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    """Must come after the blueprints: it puts the limits around the views that change things."""
    if not app.config["RATE_LIMITS"]:
        return
    limiter = _Limiter(
        key_func=_person_or_address,
        app=app,
        storage_uri=_storage_uri(app),
        storage_options=_storage_options(app),
        strategy="fixed-window",
        in_memory_fallback_enabled=True,
        key_prefix="idealab-limits",
    )
    limiter.logger.setLevel(logging.WARNING)
    app.register_error_handler(RateLimitExceeded, _say_when)
    app.extensions["limits"] = limiter
    for endpoint in {rule.endpoint for rule in app.url_map.iter_rules() if _changes(rule)}:
        view = app.view_functions[endpoint]
        app.view_functions[endpoint] = _around(limiter, view, getattr(view, "limit", "write"))


class _Limiter(Limiter):
    """Flask-Limiter looks for limits before and after every request, which costs 30 µs; ours are
    all around views that change something, so it is kept from looking at the others."""

    def init_app(self, app: Flask) -> None:
        hooks: tuple[Any, ...] = (
            app.before_request_funcs,
            app.after_request_funcs,
            app.teardown_request_funcs,
        )
        before = [list(functions.get(None, ())) for functions in hooks]
        super().init_app(app)
        for functions, earlier in zip(hooks, before, strict=True):
            functions[None] = earlier


def _around(limiter: Limiter, view: Callable, name: str) -> Callable:
    limit = LIMITS[name]
    limited_view = limiter.shared_limit(limit.each, name, exempt_when=_only_reads)(view)
    if limit.per_account:
        limited_view = limiter.shared_limit(
            limit.per_account,
            f"{name}-account",
            key_func=_typed_account,
            exempt_when=lambda: _only_reads() or not _typed_address(),
        )(limited_view)
    return limited_view


def _changes(rule: Any) -> bool:
    return bool(rule.methods - {*READING})


def _only_reads() -> bool:
    return request.method in READING


def _person_or_address() -> str:
    if current_user.is_authenticated:
        return f"person-{current_user.id}"
    return f"address-{network_of(request.remote_addr or '')}"


def network_of(address: str) -> str:
    """One household holds a /64 of IPv6, so that counts as one address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)


def _typed_address() -> str:
    """As the forms read it: they take JSON too, and the same domain is spelled in many ways."""
    typed: Any = request.form
    if not typed and request.is_json:
        typed = MultiDict(request.get_json(silent=True) or {})
    address = typed.get("email") or typed.get("address") or typed.get("whom") or ""
    return unicodedata.normalize("NFKC", address[:LONGEST_TYPED]).strip().lower()


def _typed_account() -> str:
    return "account-" + hashlib.sha256(_typed_address().encode()).hexdigest()[:24]


def _storage_uri(app: Flask) -> str:
    if "REDIS" in app.config:  # a connection made by a test, of no address
        return "memory://"
    return app.config["REDIS_URL"].replace("unix://", "redis+unix://", 1)


def _storage_options(app: Flask) -> dict[str, Any]:
    if "REDIS" in app.config:
        return {}
    return {
        # It is asked before every write: one that takes longer hangs, and memory counts instead.
        "socket_connect_timeout": 0.3,
        "socket_timeout": 0.3,
        "retry": Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
    }


def _say_when(refusal: RateLimitExceeded) -> Response:
    seconds = _seconds_to_wait()
    if seconds < 90:
        message = ngettext(
            "That was a lot in a short time. Try again in %(num)d second.",
            "That was a lot in a short time. Try again in %(num)d seconds.",
            seconds,
        )
    else:
        message = ngettext(
            "That was a lot in a short time. Try again in %(num)d minute.",
            "That was a lot in a short time. Try again in %(num)d minutes.",
            math.ceil(seconds / 60),
        )
    if wants_json():
        answer = make_response(jsonify(error=message, retry_after=seconds), 429)
    else:
        answer = make_response(*explain(message, 429))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _seconds_to_wait() -> int:
    limiter: Limiter = current_app.extensions["limits"]
    breached = limiter.current_limit
    try:
        reset_at = breached.reset_at if breached else 0
    except RedisError:  # the queue server went away between the count and this answer
        return 60
    return max(1, math.ceil(reset_at - time.time()))
