"""What programs read of a sketch: its strokes, its picture as SVG, and whether it is ready."""

from flask import Blueprint, Response, abort, jsonify, request
from flask_login import current_user

from idealab.ideas.loading import find_idea
from idealab.lib.access import public
from idealab.lib.images import sentence_of
from idealab.media.models import File, FileState
from idealab.sketches.keeping import drawing_of
from idealab.sketches.models import Sketch
from idealab.sketches.queries import sketch_and_file, unpainted
from idealab.sketches.strokes import shown_part
from idealab.sketches.vector_files import print_of, vectors_of

bp = Blueprint("sketches", __name__)
# A drawing opened by its own address may do nothing at all.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@bp.get("/drawings/<token>")
@public
def kept(token: str):
    """The token was signed for whoever sent the form, and is found by nobody else."""
    document = drawing_of(token)
    return _private(jsonify(document)) if document else abort(404)


@bp.get("/sketches/<int:sketch_id>/strokes")
@public
def strokes(sketch_id: int):
    sketch, _file = _seen(sketch_id)
    if not sketch.strokes:
        abort(404)
    own = current_user.is_authenticated and sketch.by_id == current_user.id
    return _private(jsonify(sketch.strokes if own else shown_part(sketch.strokes)))


@bp.get("/sketches/<int:sketch_id>/drawing.svg")
@public
def vectors(sketch_id: int):
    sketch, _file = _seen(sketch_id)
    tag = print_of(sketch)
    is_known = request.if_none_match.contains(tag)
    content = b"" if is_known else vectors_of(sketch) or abort(404)
    answer = Response(content, 304 if is_known else 200, mimetype="image/svg+xml")
    answer.set_etag(tag)
    # It never changes, but its idea may be hidden: it may be kept, and is asked for each time.
    answer.cache_control.private = True
    answer.cache_control.no_cache = True
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Content-Disposition"] = f'attachment; filename="sketch-{sketch_id}.svg"'
    return answer


@bp.get("/sketches/<int:sketch_id>/state")
@public
def state(sketch_id: int):
    sketch, file = _seen(sketch_id)
    if file is None:
        reason = unpainted() if sketch.failed_at else None
        state = FileState.FAILED if sketch.failed_at else FileState.PENDING
        return _private(jsonify(state=state, reason=reason))
    return _private(
        jsonify(
            state=file.state,
            key=file.key,
            reason=sentence_of(file.reason) if file.reason else None,
            width=file.width,
            height=file.height,
        )
    )


def _seen(sketch_id: int) -> tuple[Sketch, File | None]:
    sketch, file = sketch_and_file(sketch_id)
    idea_id = (sketch.idea_id or sketch.past_idea_id) if sketch else None
    if sketch is None or idea_id is None or find_idea(idea_id, current_user) is None:
        abort(404)
    return sketch, file


def _private(answer: Response) -> Response:
    answer.cache_control.private = True
    answer.cache_control.no_store = True
    return answer
