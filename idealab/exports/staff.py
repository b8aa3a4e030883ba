from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask_login import current_user
from werkzeug.wsgi import wrap_file

from idealab.campaigns.models import Campaign
from idealab.campaigns.queries import campaign_by_slug
from idealab.exports.asking import ask_for_export, export_of, exports_of, is_there
from idealab.exports.models import Export, ExportState
from idealab.exports.shortlist import shortlist_count
from idealab.lib import storage
from idealab.lib.access import MODERATOR, PRODUCT, role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import current_language
from idealab.lib.limits import limited

bp = Blueprint("staff_exports", __name__, url_prefix="/staff/campaigns/<slug>/exports")
TYPES = {"csv": "text/csv; charset=utf-8", "zip": "application/zip"}
STATES = {ExportState.READY: "done", ExportState.FAILED: "failed", ExportState.WAITING: "waiting"}


@bp.get("")
@role(PRODUCT, MODERATOR)
def index(slug: str):
    campaign = _campaign_or_404(slug)
    return render_template(
        "exports/index.html",
        campaign=campaign,
        count=shortlist_count(campaign),
        exports=[(export, _job(campaign, export)) for export in exports_of(campaign, current_user)],
    )


@bp.post("")
@role(PRODUCT, MODERATOR)
@limited("export")
def create(slug: str):
    campaign = _campaign_or_404(slug)
    kind = request.form.get("kind", "")
    ask_for_export(campaign, kind, by=current_user, language=current_language(), now=now())
    db.session.commit()
    return redirect(f"/staff/campaigns/{slug}/exports", 303)


@bp.get("/<int:export_id>/state")
@role(PRODUCT, MODERATOR)
def state(slug: str, export_id: int):
    campaign = _campaign_or_404(slug)
    return _job(campaign, _export_or_404(campaign, export_id))


@bp.get("/<int:export_id>/file")
@role(PRODUCT, MODERATOR)
def download(slug: str, export_id: int):
    export = _export_or_404(_campaign_or_404(slug), export_id)
    if export.storage_key is None or not is_there(export, now=now()):
        abort(404)
    stream = wrap_file(request.environ, storage.open_(export.storage_key), 1 << 16)
    answer = Response(stream, content_type=TYPES[export.kind], direct_passthrough=True)
    name = f"{slug}-shortlist.{export.kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.content_length = export.byte_size or 0
    return answer


def _job(campaign: Campaign, export: Export) -> dict[str, Any]:
    """How far it is, as the page and its module read it."""
    ready = export.state is ExportState.READY
    home = f"/staff/campaigns/{campaign.slug}/exports/{export.id}"
    return {
        "state": STATES.get(export.state, "running"),
        "done": export.done_count,
        "total": export.total_count,
        "url": f"{home}/file" if ready else "",
        "reason": export.reason or "",
    }


def _campaign_or_404(slug: str) -> Campaign:
    return campaign_by_slug(slug, viewer=current_user) or abort(404)


def _export_or_404(campaign: Campaign, export_id: int) -> Export:
    return export_of(campaign, export_id, current_user) or abort(404)
