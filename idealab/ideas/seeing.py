"""Who may see an idea: the one rule for pages, search, feeds, pictures, exports and mails."""

from sqlalchemy import ColumnElement, and_, literal_column, or_, select

from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.campaigns.seeing import may_see_campaign
from idealab.ideas.authorship import has_idea
from idealab.ideas.glancing import IdeaGlance
from idealab.ideas.models import Contributor, Idea, IdeaStatus
from idealab.lib.access import STAFF

OPEN = (IdeaStatus.PUBLISHED, IdeaStatus.MERGED)
OF_AUTHOR = (*OPEN, IdeaStatus.PENDING, IdeaStatus.DRAFT, IdeaStatus.HIDDEN, IdeaStatus.WITHDRAWN)
OF_STAFF = (*OPEN, IdeaStatus.PENDING, IdeaStatus.HIDDEN, IdeaStatus.WITHDRAWN)


def may_see_idea(idea: Idea | IdeaGlance, viewer: User | None) -> bool:
    """Open ideas are seen by whoever sees the campaign; the others by their author and co-authors
    and, drafts excepted, by the campaign's staff."""
    if not may_see_campaign(idea.campaign, viewer):
        return False
    if idea.status in OPEN:
        return True
    if viewer is None or not viewer.is_authenticated:
        return False
    if idea.status in OF_AUTHOR and has_idea(idea, viewer):
        return True
    return idea.status in OF_STAFF and holds(viewer, *STAFF, campaign_id=idea.campaign_id)


def ideas_on_wall() -> ColumnElement[bool]:
    """A condition on Idea for lists that everybody reads; pair it with a campaign one may see."""
    # Written out and not bound, for the indices of the wall hold rows of this status only.
    return Idea.__table__.c.status == literal_column("'published'")


def ideas_of_person(person: User, viewer: User | None) -> ColumnElement[bool]:
    """A condition on Idea for the profile of `person`, who had it or helped, as `viewer` sees it
    (pair it with campaigns_seen_by)."""
    own = viewer is not None and viewer.is_authenticated and viewer.id == person.id
    statuses = OF_AUTHOR if own else OPEN
    helped = select(Contributor.idea_id).where(Contributor.user_id == person.id)
    return or_(
        and_(Idea.author_id == person.id, Idea.status.in_(statuses)),
        and_(Idea.id.in_(helped), Idea.status.in_(OPEN)),
    )
