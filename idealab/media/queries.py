from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from idealab.lib.db import db
from idealab.lib.images import sentence_of
from idealab.media.models import File, FileState, Rendition


class Picture(NamedTuple):
    """What a page needs to show a picture in any state. Width and height are upright."""

    key: str
    width: int
    height: int
    state: FileState
    colour: str | None
    reason: str | None
    alt: str = ""  # told by whoever owns the file

    @property
    def sentence(self) -> str:
        return sentence_of(self.reason) if self.reason else ""


def pictures_of(file_ids: Iterable[int | None]) -> dict[int, Picture]:
    """The pictures by file id, in one query; ids that are None or gone are left out."""
    wanted = {file_id for file_id in file_ids if file_id is not None}
    if not wanted:
        return {}
    columns = (File.key, File.width, File.height, File.state, File.colour, File.reason)
    rows = db.session.execute(select(File.id, *columns).where(File.id.in_(wanted)))
    return {row[0]: Picture(*row[1:]) for row in rows}


def file_and_sizes(key: str) -> tuple[File | None, list[Rendition]]:
    """A file and its sizes, the largest last, in one query."""
    both = select(File, Rendition).outerjoin(Rendition, Rendition.file_id == File.id)
    rows = db.session.execute(both.where(File.key == key).order_by(Rendition.width)).all()
    if not rows:
        return None, []
    return rows[0][0], [size for _file, size in rows if size is not None]
