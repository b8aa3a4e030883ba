"""The SVG of a sketch: made once, by the worker that paints it, and kept in the storage, for the
strokes of a sketch never change."""

from sqlalchemy import select

from idealab.lib import storage
from idealab.lib.db import db
from idealab.sketches.models import Sketch
from idealab.sketches.strokes import shown_part
from idealab.sketches.vectors import svg_of

FOLDER = "vectors"
LOOK = "1"  # another one, and all are made anew


def print_of(sketch: Sketch) -> str:
    """Names the SVG. With the moment, for a number may be given once more when an older database
    comes back and the storage does not."""
    return f"{LOOK}-{sketch.id}-{int(sketch.created_at.timestamp() * 1_000_000)}"


def vectors_of(sketch: Sketch) -> bytes | None:
    """None for a sketch that was not drawn. Raises storage.StorageAway, UnreadableDrawing."""
    try:
        with storage.open_(_key(sketch)) as file:
            return file.read()
    except storage.Missing:
        return _keep(sketch)


def keep_vectors(sketch_id: int) -> None:
    """Raises storage.StorageAway."""
    sketch = db.session.scalar(select(Sketch).where(Sketch.id == sketch_id))
    if sketch is not None:
        _keep(sketch)


def _keep(sketch: Sketch) -> bytes | None:
    if sketch.strokes is None:
        return None
    content = svg_of(shown_part(sketch.strokes)).encode()
    storage.put(_key(sketch), content)
    return content


def _key(sketch: Sketch) -> str:
    return f"{FOLDER}/{print_of(sketch)}.svg"
