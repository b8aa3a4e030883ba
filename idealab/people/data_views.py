"""Taking one's data along, and leaving."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session
from flask_login import current_user, logout_user
from werkzeug.wsgi import wrap_file

from idealab.accounts.leaving import leave
from idealab.accounts.passwords import is_password_of
from idealab.accounts.queries import address_of
from idealab.exports.asking import ask_for_own, is_there, own_export_of, own_exports_of
from idealab.exports.models import Export, ExportState
from idealab.lib import storage
from idealab.lib.access import signed_in
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _, current_language
from idealab.lib.limits import limited
from idealab.people.forms import LeavingForm

bp = Blueprint("data", __name__, url_prefix="/me/data")
STATES = {ExportState.READY: "done", ExportState.FAILED: "failed", ExportState.WAITING: "waiting"}


@bp.get("")
@signed_in
def show():
    return _page(LeavingForm(formdata=None))


@bp.post("/exports")
@limited("export")
@signed_in
def ask():
    ask_for_own(current_user, language=current_language(), now=now())
    db.session.commit()
    return redirect("/me/data", 303)


@bp.get("/exports/<int:export_id>/state")
@signed_in
def state(export_id: int):
    return _job(own_export_of(current_user, export_id) or abort(404))


@bp.get("/exports/<int:export_id>/file")
@signed_in
def download(export_id: int):
    export = own_export_of(current_user, export_id)
    if export is None or export.storage_key is None or not is_there(export, now=now()):
        abort(404)
    stream = wrap_file(request.environ, storage.open_(export.storage_key), 1 << 16)
    answer = Response(stream, content_type="application/zip", direct_passthrough=True)
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    answer.content_length = export.byte_size or 0
    return answer


@bp.post("/leaving")
@limited("sign_in")
@signed_in
def close():
    form = LeavingForm()
    if not form.validate_on_submit():
        return _page(form), 422
    if not is_password_of(current_user, form.password.data):
        form.password.errors = [_("That is not your password of today.")]
        return _page(form), 422
    leave(current_user, now=now(), takes_comments=form.comments.data == "go")
    db.session.commit()
    logout_user()
    session.clear()
    flash(_("Your account is closed. Thank you for what you gave."))
    return redirect("/", 303)


def _page(form: LeavingForm) -> str:
    held = address_of(current_user)
    return render_template(
        "people/data.html",
        form=form,
        address=held.address if held else "",
        exports=[(export, _job(export)) for export in own_exports_of(current_user)],
    )


def _job(export: Export) -> dict[str, Any]:
    """How far it is, as the page and its module read it."""
    home = f"/me/data/exports/{export.id}"
    return {
        "state": STATES.get(export.state, "running"),
        "done": export.done_count,
        "total": export.total_count,
        "url": f"{home}/file" if export.state is ExportState.READY else "",
        "reason": export.reason or "",
    }
