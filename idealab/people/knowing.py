"""Whether there is a page of a person."""

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.comments.models import Comment, CommentKind, CommentStatus
from idealab.ideas.models import Idea
from idealab.ideas.seeing import OPEN
from idealab.lib.db import db


def is_known(person: User, *, ideas: int, viewer: User | None) -> bool:
    """Who has shown nothing here that `viewer` may see, no idea and no comment, is nobody's
    business; neither is who has left."""
    if not person.is_active:
        return False
    if ideas or (viewer is not None and viewer.is_authenticated and viewer.id == person.id):
        return True
    said = (
        select(Comment.id)
        .join(Idea, Idea.id == Comment.idea_id)
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .where(
            Comment.author_id == person.id,
            Comment.status == CommentStatus.PUBLISHED,
            Comment.kind != CommentKind.INTERNAL_NOTE,
            Idea.status.in_(OPEN),
            campaigns_seen_by(viewer),
        )
    )
    return db.session.scalar(said.limit(1)) is not None
