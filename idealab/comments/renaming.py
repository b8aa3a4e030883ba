"""What people are called where they speak or are spoken to, when that changes."""

from sqlalchemy import select, union_all
from sqlalchemy.orm import aliased

from idealab.accounts.models import User
from idealab.comments.mentioning import retell_mentions
from idealab.comments.models import Comment, Mention
from idealab.ideas.models import Contributor, Idea, Link
from idealab.ideas.writing import touch_ideas


def retell(person: User) -> None:
    """Somebody is called otherwise now, or looks otherwise: so do they on the pages of ideas."""
    touch_ideas_around(person)
    retell_mentions(person)


def touch_ideas_around(person: User) -> None:
    """Where something of the person stands: their own ideas and those that stem from them, what
    they said, what names them. All at once, so that two who hold many ideas wait for each other
    and never in a circle."""
    own = aliased(Idea)
    wrote = select(own.id).where(own.author_id == person.id)
    stem = select(Link.from_id).join(own, own.id == Link.to_id).where(own.author_id == person.id)
    helped = select(Contributor.idea_id).filter_by(user_id=person.id)
    spoke = select(Comment.idea_id).filter_by(author_id=person.id)
    named = select(Comment.idea_id).join(Mention).where(Mention.user_id == person.id)
    # Each is found by an index, where an OR would read all ideas.
    touch_ideas(Idea.id.in_(union_all(wrote, stem, helped, spoke, named)))
