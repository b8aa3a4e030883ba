"""What becomes of the ideas and follows of somebody who leaves."""

from datetime import datetime

from sqlalchemy import delete, or_, update

from idealab.accounts.models import User
from idealab.campaigns.models import Membership
from idealab.ideas.coauthors import invitations_for
from idealab.ideas.models import CoauthorInvitation, Follow, Idea, IdeaStatus
from idealab.lib.db import db


def let_ideas_stay(user: User, *, now: datetime, takes_comments: bool) -> None:
    """What was published stays under its licence, for others have built on it. What nobody else
    has seen goes: it waits for no moderator any more and is shown to nobody."""
    unseen = update(Idea).where(
        Idea.author_id == user.id, Idea.status.in_((IdeaStatus.DRAFT, IdeaStatus.PENDING))
    )
    gone = unseen.values(status=IdeaStatus.DELETED, version=Idea.version + 1)
    db.session.execute(gone, execution_options={"synchronize_session": False})
    db.session.execute(delete(Follow).filter_by(user_id=user.id))
    db.session.execute(delete(Membership).filter_by(user_id=user.id))
    _forget_invitations(user)


def _forget_invitations(user: User) -> None:
    """To have an idea together: those they wrote, and those that went to them, for whoever has the
    address next. An address that they never confirmed may be that of somebody else."""
    theirs = or_(CoauthorInvitation.by_id == user.id, invitations_for(user))
    gone = delete(CoauthorInvitation).where(theirs)
    db.session.execute(gone, execution_options={"synchronize_session": False})
