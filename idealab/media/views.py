from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask_login import current_user

from idealab.lib import storage
from idealab.lib.access import public
from idealab.lib.images import NAMES, sentence_of
from idealab.media.keys import rendition_key
from idealab.media.models import File, FileState, Rendition
from idealab.media.queries import file_and_sizes
from idealab.media.seeing import may_be_seen

YEAR = 365 * 24 * 60 * 60

bp = Blueprint("media", __name__, url_prefix="/media")


@bp.get("/<key>/<name>")
@public
def show(key: str, name: str):
    if name not in NAMES:
        abort(404)
    file, sizes = _seen(key)
    size = _size_for(name, sizes)
    if file.state is not FileState.READY or size is None:
        abort(404)
    answer = _answer(rendition_key(key, size.name), size)
    answer.headers["Content-Disposition"] = f'inline; filename="{key[:8]}-{size.name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.cache_control.private = True
    answer.cache_control.max_age = YEAR
    answer.cache_control.immutable = True
    return answer


@bp.get("/<key>/state")
@public
def state(key: str):
    file, _sizes = _seen(key)
    answer = jsonify(
        state=file.state,
        key=key,
        reason=sentence_of(file.reason) if file.reason else None,
        colour=file.colour,
        width=file.width,
        height=file.height,
    )
    answer.cache_control.private = True
    answer.cache_control.no_store = True
    return answer


def _seen(key: str) -> tuple[File, list[Rendition]]:
    file, sizes = file_and_sizes(key)
    if file is None or not may_be_seen(file, by=current_user):
        abort(404)
    return file, sizes


def _size_for(name: str, sizes: list[Rendition]) -> Rendition | None:
    """The size of this name; of a small picture, which has no larger one, its largest."""
    kept = {size.name: size for size in sizes}
    if name.endswith(".jpg"):
        return kept.get(name)
    smaller = (other for other in NAMES[NAMES.index(name) :] if other.endswith(".webp"))
    return next((kept[other] for other in smaller if other in kept), None)


def _answer(key: str, size: Rendition) -> Response:
    answer = Response(mimetype="image/jpeg" if size.name.endswith(".jpg") else "image/webp")
    answer.set_etag(f"{size.file_id}-{size.name}")
    if request.if_none_match.contains(answer.get_etag()[0] or ""):
        answer.status_code = 304
    elif current_app.config.get("X_ACCEL") and storage.is_folder():
        answer.headers["X-Accel-Redirect"] = current_app.config["X_ACCEL"].rstrip("/") + "/" + key
    else:
        answer.data = _content(key)
    return answer


def _content(key: str) -> bytes:
    try:
        with storage.open_(key) as file:
            return file.read()
    except storage.Missing:
        abort(404)
