"""The rim of the site: what browsers are told, and what is refused before any view runs."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask, Response, g, request, session
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from idealab.lib.addresses import same_origin
from idealab.lib.failures import Stopped, explain
from idealab.lib.languages import _

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LONGEST_QUERY = 4_000  # bytes; a search of a few hundred words fits
MOST_FIELDS = 1_000  # of one form
PRIVATE = "private, no-store"  # made for a person
SHARED_WITH_NOBODY = "private, no-cache"  # for everybody, but asked for anew each time

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Must come before the blueprints and before everything else that looks at requests."""
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.url_map.converters["int"] = _RowNumber
    app.before_request(_refuse_what_nobody_can_read)
    app.before_request(_refuse_foreign_origins)
    csrf.init_app(app)
    app.after_request(_keep_out_of_caches)
    app.register_error_handler(CSRFError, _explain_token)
    app.register_error_handler(RequestEntityTooLarge, _explain_size)
    app.wsgi_app = _Headers(  # type: ignore[method-assign]
        _outer_address(app), headers_for(app.config["PUBLIC_URL"], app.config["STORAGE_URL"])
    )


def headers_for(public_url: str, storage_url: str) -> list[tuple[str, str]]:
    """The headers of every answer; a view that sets one of them itself is left alone."""
    headers = [
        ("Content-Security-Policy", content_security_policy(storage_url)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ]
    if public_url.startswith("https://"):
        headers.append(("Strict-Transport-Security", "max-age=31536000"))
    return headers


def content_security_policy(storage_url: str, *, ancestors: str = "'none'") -> str:
    """The one policy of the site; `ancestors` differs on pages made to be embedded."""
    pictures = " ".join(filter(None, ("'self'", "blob:", storage_origin(storage_url))))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src {pictures}; font-src 'self'; connect-src 'self'; form-action 'self'; "
        f"base-uri 'none'; frame-ancestors {ancestors}; "
        "require-trusted-types-for 'script'; trusted-types idealab"
    )


def storage_origin(storage_url: str) -> str:
    """The origin of the object storage, if its address names one
    (`s3://bucket?endpoint=https://storage.example.org`), else an empty text."""
    parts = urlsplit(storage_url)
    if parts.scheme != "s3":
        return ""
    endpoint = urlsplit(parse_qs(parts.query).get("endpoint", [""])[0])
    return f"{endpoint.scheme}://{endpoint.netloc}" if endpoint.netloc else ""


class _Headers:
    """As a layer below Flask this costs 2 µs, and also covers answers no view has made."""

    def __init__(self, inner: Any, headers: list[tuple[str, str]]) -> None:
        self.inner = inner
        self.headers = headers
        self.names = {name.lower() for name, _value in headers}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            own = {name.lower() for name, _value in headers} & self.names
            missing = [pair for pair in self.headers if pair[0].lower() not in own]
            return start_response(status, headers + (missing if own else self.headers), *rest)

        return self.inner(environ, start)


def _outer_address(app: Flask) -> Any:
    """Believe as many proxies as are configured; with a public address believe that one and not
    the Host header."""
    inner, hops = app.wsgi_app, app.config["TRUSTED_PROXIES"]
    if app.config["PUBLIC_URL"]:
        inner = _FixedHost(inner, app.config["PUBLIC_URL"])
    return ProxyFix(inner, x_for=hops, x_proto=hops, x_host=hops) if hops else inner


class _FixedHost:
    def __init__(self, inner: Any, public_url: str) -> None:
        self.inner = inner
        self.scheme, self.host = urlsplit(public_url)[:2]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ["wsgi.url_scheme"] = self.scheme
        environ["HTTP_HOST"] = self.host
        return self.inner(environ, start_response)


class _RowNumber(IntegerConverter):
    """A number that fits a row's id; a longer one is an address where nothing lives."""

    regex = r"\d{1,18}"


def _refuse_what_nobody_can_read() -> None:
    query = request.environ.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        raise Stopped(_("That address is too long. Search for fewer words."), status=414)
    if "%00" in query or "\0" in query or "\0" in request.path:
        raise _unreadable()
    if request.method in CHANGING:
        if request.is_json and not _is_form(_parsed()):
            raise Stopped(
                _("The site could not read that. Load the page again and send it once more."),
                status=400,
            )
        if _fields_count() > MOST_FIELDS:
            raise RequestEntityTooLarge
        if not all(map(_is_text, _words_sent())):
            raise _unreadable()


def _fields_count() -> int:
    """Of a plain form, before it is taken apart: a million empty fields would take two seconds.
    Those of a form with files are counted by MAX_FORM_PARTS."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return 0
    if (request.content_length or 0) > (request.max_form_memory_size or 0):
        raise RequestEntityTooLarge
    return request.get_data(cache=True).count(b"&")


def _parsed() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # thousands of brackets inside each other
        return None


def _is_form(parsed: Any) -> bool:
    """JSON is taken as a form by the forms of the site, which expect texts and lists of texts."""
    if not isinstance(parsed, dict):
        return False
    values = parsed.values()
    return all(
        isinstance(value, str)
        or (isinstance(value, list) and all(isinstance(part, str) for part in value))
        for value in values
    )


def _words_sent() -> Iterator[str]:
    if request.is_json:
        for name, value in request.get_json().items():
            yield from (name, *([value] if isinstance(value, str) else value))
        return
    for name, value in request.form.items(multi=True):
        yield from (name, value)
    for name, file in request.files.items(multi=True):
        yield from (name, file.filename or "")


def _is_text(value: str) -> bool:
    """Is `value` something every database and file can hold: no NUL, no half of a character?"""
    try:
        return b"\0" not in value.encode()
    except UnicodeEncodeError:
        return False


def _unreadable() -> Stopped:
    return Stopped(
        _("There is a character in there that cannot be stored. Take it out and send it again."),
        status=400,
    )


def _refuse_foreign_origins() -> None:
    """A browser names the site a form was sent from; who sends no Origin is no browser, or an
    old one, and still needs the token."""
    if request.method not in CHANGING:
        return
    origin = request.headers.get("Origin")
    if origin is not None and not same_origin(origin):
        raise Stopped(
            _("This form was sent from another website, so nothing was done. Do it here instead."),
            status=403,
        )


def _explain_token(refusal: CSRFError) -> Any:
    return explain(
        _(
            "This page was open for a long time, or cookies are switched off, so nothing was "
            "sent. Go back, load the page again and send it once more."
        ),
        400,
    )


def _explain_size(refusal: RequestEntityTooLarge) -> Any:
    limit = request.max_content_length or 0
    return explain(
        _(
            "That was more than this site takes at once (%(size)s MB). Choose a smaller file, or "
            "send fewer at a time.",
            size=limit // (1024 * 1024),
        ),
        413,
    )


def _keep_out_of_caches(response: Response) -> Response:
    if "Cache-Control" not in response.headers:
        made_for_person = request.method in CHANGING or _knows_person()
        response.headers["Cache-Control"] = PRIVATE if made_for_person else SHARED_WITH_NOBODY
    return response


def _knows_person() -> bool:
    known = g.get("_login_user")  # where Flask-Login keeps whom it has loaded
    if known is not None:
        return bool(known.is_authenticated)
    return "_user_id" in session
