"""Begin an idea as another one: its author is named with it, and its licence is carried on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from idealab.accounts.models import User
from idealab.activity.recording import record
from idealab.campaigns.licences import licence_of, may_become
from idealab.campaigns.models import Campaign, CampaignState, Capability, Phase
from idealab.campaigns.phases import timetable
from idealab.campaigns.queries import fields_of, topics_of
from idealab.campaigns.seeing import campaigns_seen_by, may_see_campaign
from idealab.ideas.answers import LONGEST_TITLE, Answer
from idealab.ideas.authorship import has_idea
from idealab.ideas.models import Idea, IdeaStatus, Link
from idealab.ideas.reading import answer_of, around
from idealab.ideas.writing import touch_idea
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused
from idealab.lib.languages import _
from idealab.lib.text import excerpt_of

REMIX = "remix_of"


class OtherLicence(Refused):
    """The licence of the idea does not let it be carried on there."""


def licence_of_idea(idea: Idea) -> str:
    return idea.licence or idea.campaign.licence


def campaigns_to_remix_in(*, viewer: User | None, now: datetime) -> Sequence[Campaign]:
    """Those that take ideas now and that the viewer sees, in one query."""
    rows = db.session.execute(
        select(Campaign, Phase.allows)
        .join(Phase, Phase.campaign_id == Campaign.id)
        .where(
            Campaign.state != CampaignState.DRAFT,
            Phase.starts_at <= now,
            Phase.ends_at > now,
            campaigns_seen_by(viewer),
        )
        .order_by(Campaign.id.desc())
    )
    return [campaign for campaign, allows in rows if Capability.SUBMIT in allows]


def refusal_of_licence(source: Idea, campaign: Campaign, *, by: User | None) -> str | None:
    """The sentence for an idea that may not be carried on in the campaign, or not at all. One's
    own ideas may."""
    if by is not None and by.is_authenticated and has_idea(source, by):
        return None
    held, asked = licence_of_idea(source), campaign.licence
    if may_become(held, asked):
        return None
    if not may_become(held, held):
        return _("Its licence does not let others build on it. Ask who had the idea.")
    return _(
        "“%(campaign)s” publishes under %(asked)s; this idea stays under %(held)s, so it cannot be "
        "carried on there.",
        campaign=campaign.title,
        asked=licence_of(asked).name(),
        held=licence_of(held).name(),
    )


def require_may_remix(source: Idea, campaign: Campaign, *, by: User | None, now: datetime) -> None:
    """Raises NotAllowed, OtherLicence, NotNow."""
    if source.status is not IdeaStatus.PUBLISHED or not may_see_campaign(campaign, by):
        raise NotAllowed(_("This idea cannot be remixed."))
    if refusal := refusal_of_licence(source, campaign, by=by):
        raise OtherLicence(refusal)
    timetable(campaign, now=now).require(Capability.SUBMIT)


def remixed_answer(source: Idea, campaign: Campaign) -> Answer:
    """What the source says, as far as the campaign asks for it."""
    said = answer_of(source)
    title = excerpt_of(_("Remix of %(title)s", title=source.title), length=LONGEST_TITLE - 1)
    if campaign.id == source.campaign_id:
        return Answer(title, said.texts, said.topic_id, said.tags, said.language)
    names = {question.id: question.label.casefold() for question in fields_of(source.campaign)}
    by_name = {names[key]: text for key, text in said.texts.items() if key in names}
    asked = fields_of(campaign)
    texts = {one.id: by_name.pop(one.label.casefold(), "") for one in asked}
    if by_name and asked:  # what the campaign does not ask for is not lost
        place = asked[min(1, len(asked) - 1)].id
        texts[place] = "\n\n".join(filter(None, [texts[place], *by_name.values()]))
    topics = {topic.name.casefold(): topic.id for topic in topics_of(campaign)}
    had = around(source).topics
    topic_id = topics.get(had[0].name.casefold()) if had else None
    return Answer(title, texts, topic_id, said.tags, said.language)


def link_remix(idea: Idea, source: Idea, *, by: User, now: datetime) -> None:
    """Name the source with the idea, and tell whoever had it. Twice is once. Raises
    OtherLicence."""
    if refusal := refusal_of_licence(source, idea.campaign, by=by):
        raise OtherLicence(refusal)
    try:
        with db.session.begin_nested():
            link = Link(from_id=idea.id, to_id=source.id, kind=REMIX, by_id=by.id, created_at=now)
            db.session.add(link)
    except IntegrityError:
        return
    touch_idea(source)  # its page names who goes on with it
    record(
        "idea.remixed",
        by=by,
        now=now,
        campaign_id=source.campaign_id,
        idea_id=source.id,
        remix_id=idea.id,
    )
