"""Who may see the pictures of a draft: who keeps it, and nobody else."""

from typing import Any

from sqlalchemy import Select, select

from idealab.drafts.drafting import Keeper
from idealab.drafts.models import Draft, DraftPicture
from idealab.lib.db import db
from idealab.media.models import File


def keeps_file(file: File, *, by: Keeper) -> bool:
    kept = select(DraftPicture.id).join(Draft, Draft.id == DraftPicture.draft_id)
    mine = (by.drafts, Draft.thrown_away_at.is_(None), DraftPicture.file_id == file.id)
    return db.session.scalar(kept.where(*mine).limit(1)) is not None


def owned_files() -> Select[Any]:
    """The ids of files that drafts hold, for those who clear away what nobody owns."""
    return select(DraftPicture.file_id).where(DraftPicture.file_id.is_not(None))
