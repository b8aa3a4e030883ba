"""What people read when something broke: a calm page with the number of the request."""

import errno
import logging
from typing import Any

from flask import Flask, Response, jsonify, render_template
from markupsafe import escape
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from idealab.lib.db import db
from idealab.lib.errors import wants_json
from idealab.lib.languages import _
from idealab.lib.logs import request_id
from idealab.lib.storage import StorageAway

FULL = ("disk is full", "disk full", "no space left", "could not extend file")

log = logging.getLogger(__name__)


class Stopped(HTTPException):
    """A request that was stopped at the rim, with the sentence that says why."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.code = self.status = status


def init_app(app: Flask) -> None:
    app.register_error_handler(InternalServerError, show_failure)
    app.register_error_handler(Stopped, _show_stop)
    app.jinja_env.globals["request_id"] = request_id


def explain(message: str, status: int) -> Any:
    """The answer that says `message`: as JSON for a module, else on a page of its own."""
    if wants_json():
        return jsonify(error=message), status
    return render_template("errors/refused.html", message=message), status


def show_failure(failure: InternalServerError) -> Any:
    """Answer an exception nobody expected (Flask has logged it)."""
    message, status = _words_for(failure.original_exception)
    try:
        db.session.rollback()  # a broken transaction would break the page's frame as well
        answer = _show(message, status)
    except Exception:
        # What broke may be what the page's frame needs too, as when the database is away.
        log.exception("the page that tells of a failure could not be made")
        answer = Response(_bare_page(message), status, mimetype="text/html")
    return answer


def _show(message: str, status: int) -> Any:
    if wants_json():
        return jsonify(error=message, request=request_id()), status
    return render_template("errors/failure.html", message=message, number=request_id()), status


def _words_for(problem: BaseException | None) -> tuple[str, int]:
    if _is_full(problem):
        return _("The disk of this site is full. Nothing was stored; tell its operator."), 507
    if isinstance(problem, OperationalError):
        return _("The site cannot reach its database. Nothing was stored; try again soon."), 503
    if isinstance(problem, StorageAway):
        return _("The site cannot reach its pictures. Nothing was stored; try again soon."), 503
    sentence = _(
        "Something broke on our side, and we have written it down. What you sent may not be "
        "stored; look before you send it again."
    )
    return sentence, 500


def _is_full(problem: BaseException | None) -> bool:
    if isinstance(problem, StorageAway):
        return _is_full(problem.__cause__)
    if isinstance(problem, OSError):
        return problem.errno in (errno.ENOSPC, errno.EDQUOT)
    if isinstance(problem, DBAPIError):
        words = str(problem.orig).lower()
        return any(sign in words for sign in FULL)
    return False


def _show_stop(stop: Stopped) -> Any:
    return explain(str(stop.description), stop.status)


def _bare_page(message: str) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>One moment</title>'
        f"<h1>One moment</h1><p>{escape(message)} ({request_id()})</p>"
        '<p><a href="/">Home</a></p></html>'
    )
