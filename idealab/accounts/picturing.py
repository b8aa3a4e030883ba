"""The picture of a person: shown instead of the initials once the worker has made it ready."""

from typing import Any

from sqlalchemy import Select, select

from idealab.accounts.models import User
from idealab.accounts.settling import tell_changed
from idealab.lib.db import db
from idealab.media.models import File, FileState


def take_picture(user: User, file: File) -> None:
    """Give the person another face; the file was kept as a square."""
    user.avatar_file_id, user.avatar = file.id, None
    db.session.flush()
    tell_changed(user)


def drop_picture(user: User) -> None:
    user.avatar_file_id = user.avatar = None
    db.session.flush()
    tell_changed(user)


def show_picture(file_id: int) -> None:
    """The file has become ready, or has failed."""
    ready = select(File.key).where(File.id == file_id, File.state == FileState.READY)
    for user in db.session.scalars(select(User).filter_by(avatar_file_id=file_id)).all():
        user.avatar = db.session.scalar(ready)
        db.session.flush()
        tell_changed(user)


def may_see_picture(file: File, _viewer: User | None) -> bool:
    """Faces are shown to everybody, for as long as the account is open."""
    if not file.square:
        return False
    faces = select(User.id).where(User.avatar_file_id == file.id, User.deactivated_at.is_(None))
    return db.session.scalar(faces) is not None


def owned_pictures() -> Select[Any]:
    """The ids of files that are faces, for those who clear away what nobody owns."""
    return select(User.avatar_file_id).where(User.avatar_file_id.is_not(None))
