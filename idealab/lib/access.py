"""Who may open a page. Every view carries exactly one of these; a guard test counts them.

What a role means is known to the features: `accounts` hands this module a person loader and a
function that says whether somebody holds a role, `campaigns` the way from an address to its
campaign.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from flask import Flask, abort, jsonify, redirect, request
from flask_login import LoginManager, current_user

from idealab.lib.addresses import sign_in_path
from idealab.lib.errors import wants_json
from idealab.lib.languages import _


class Role(StrEnum):
    PARTICIPANT = "participant"
    MODERATOR = "moderator"
    EVALUATOR = "evaluator"
    PRODUCT = "product"
    ADMIN = "admin"


MODERATOR, EVALUATOR, PRODUCT, ADMIN = Role.MODERATOR, Role.EVALUATOR, Role.PRODUCT, Role.ADMIN
STAFF = (MODERATOR, EVALUATOR, PRODUCT, ADMIN)


def _nobody(*_: Any, **__: Any) -> Any:
    return None


_campaign_of_address: Callable[[dict[str, Any]], int | None] = _nobody
_holds: Callable[..., bool] = _nobody


def init_app(app: Flask) -> None:
    login_manager = LoginManager(app)  # found again as app.login_manager
    login_manager.session_protection = "basic"


def when_asked(
    *, campaign_of_address: Callable[[dict[str, Any]], int | None], holds: Callable[..., bool]
) -> None:
    """Hand over the way from the values of an address to the id of its campaign, and the
    function `holds(user, *roles, campaign_id)`."""
    global _campaign_of_address, _holds
    _campaign_of_address, _holds = campaign_of_address, holds


def public(view: Callable) -> Callable:
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: Callable) -> Callable:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if current_user.is_authenticated else _to_sign_in()

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return guarded


def role(*roles: Role) -> Callable[[Callable], Callable]:
    """Let in who holds one of `roles` in the campaign of the address, or an admin. To all others
    the page does not exist."""

    def mark(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return _to_sign_in()
            campaign_id = _campaign_of_address(kwargs)
            if not _holds(current_user, *roles, campaign_id=campaign_id):
                abort(404)
            return view(*args, **kwargs)

        guarded.access = " | ".join(roles)  # type: ignore[attr-defined]
        return guarded

    return mark


def _to_sign_in() -> Any:
    back = request.full_path.rstrip("?") if request.method == "GET" else request.form.get("next")
    way = sign_in_path(back)
    if wants_json():
        told = _("You are signed out here. Sign in in another tab, then send it once more.")
        return jsonify(error=told, sign_in=way), 401
    return redirect(way, 303)
