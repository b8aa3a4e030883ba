from datetime import datetime

from sqlalchemy import delete, select

from idealab.accounts.models import User
from idealab.drafts.models import Draft, DraftPicture
from idealab.lib.db import db


def drop_drafts(user: User, *, now: datetime, takes_comments: bool) -> None:
    """What somebody who leaves has begun goes with them; its files go with the next clearing."""
    own = select(Draft.id).filter_by(user_id=user.id)
    db.session.execute(delete(DraftPicture).where(DraftPicture.draft_id.in_(own)))
    db.session.execute(delete(Draft).filter_by(user_id=user.id))
