"""A draft that says the same as an idea that is there goes to that one: as support and as words."""

from datetime import datetime

from sqlalchemy import select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import timetable
from idealab.campaigns.queries import fields_of
from idealab.comments.commenting import LONGEST, add_comment
from idealab.drafts.models import Draft
from idealab.drafts.publishing import close_draft, leave_pictures
from idealab.drafts.relating import ideas_there
from idealab.ideas.answers import Answer
from idealab.ideas.authorship import has_idea
from idealab.ideas.models import Follow, Idea
from idealab.lib.db import db
from idealab.voting.voting import set_vote, votes_left


def idea_to_join(draft: Draft, number: int | None) -> Idea | None:
    """The idea of the draft's campaign that stands on the wall under this id."""
    found = ideas_there(draft.campaign_id, [number]) if number else ()
    return next(iter(found), None)


def contribution_of(campaign: Campaign, answer: Answer) -> str:
    """The words of the form, one after the other."""
    texts = [answer.texts.get(question.id, "") for question in fields_of(campaign)]
    return "\n\n".join(filter(None, [f"**{answer.title}**", *texts]))


def fits_comment(text: str) -> bool:
    return len(text) <= LONGEST


def contribute(
    draft: Draft, idea: Idea, answer: Answer, *, by: User, now: datetime, once: str | None
) -> None:
    """Support the idea where that is possible, add the words as a comment, and hear of it from now
    on. A comment has no pictures, so those stay in the draft. Pressing twice does it once. Raises
    what commenting raises."""
    db.session.refresh(draft, with_for_update={"key_share": True})
    if draft.published_idea_id is not None:
        return
    add_comment(idea, contribution_of(idea.campaign, answer), by=by, now=now, once=once)
    if _may_support(idea, by, now=now):
        set_vote(idea, by, wanted=True, now=now)
    _follow(idea, by=by, now=now)
    if not leave_pictures(draft):
        close_draft(draft, idea)


def _may_support(idea: Idea, by: User, *, now: datetime) -> bool:
    if has_idea(idea, by) or votes_left(idea.campaign, by) == 0:
        return False
    return timetable(idea.campaign, now=now).allows(Capability.VOTE)


def _follow(idea: Idea, *, by: User, now: datetime) -> None:
    follows = select(Follow.id).filter_by(user_id=by.id, idea_id=idea.id)
    if db.session.scalar(follows) is None:
        db.session.add(Follow(user_id=by.id, idea_id=idea.id, created_at=now))
