"""Makers: one per thing, good defaults, so that a test names only what it is about."""

from datetime import UTC, datetime, timedelta
from secrets import token_hex

from idealab.campaigns.models import (
    Campaign,
    CampaignState,
    Capability,
    Field,
    Phase,
    Stage,
    Topic,
    Transition,
    Visibility,
)
from idealab.comments.commenting import add_comment
from idealab.comments.models import Comment
from idealab.ideas.answers import Answer
from idealab.ideas.coauthoring import Addressee, accept_invitation, invite_coauthor
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.submitting import submit_idea
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.media.models import File, FileState
from idealab.sketches.attaching import attach_sketch
from idealab.sketches.models import Sketch

ALL = [capability.value for capability in Capability]
BLIND = [capability.value for capability in Capability if capability is not Capability.SEE_COUNTS]
STAGES = (
    ("New", "intake", "open"),
    ("In review", "screening", "open"),
    ("Shortlisted", "shortlist", "positive"),
    ("Not now", "rejected", "negative"),
)
_made = {"campaign": 0}


def campaign(
    *,
    allows: list[str] = ALL,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    title: str = "A car for the city",
    votes_per_person: int | None = None,
    visibility: Visibility = Visibility.PUBLIC,
    state: CampaignState = CampaignState.PUBLISHED,
) -> Campaign:
    """One phase, open for another day unless said otherwise, with stages and the three fields."""
    _made["campaign"] += 1
    made = Campaign(
        slug=f"campaign-{_made['campaign']}",
        title=title,
        question="What makes it mine?",
        rules="Be kind.",
        rules_html="<p>Be kind.</p>",
        state=state,
        visibility=visibility,
        votes_per_person=votes_per_person,
        time_zone="Europe/Berlin",
    )
    db.session.add(made)
    db.session.flush()
    today = now().replace(second=0, microsecond=0)
    phase(
        made,
        allows=allows,
        starts_at=starts_at or today - timedelta(days=2),
        ends_at=ends_at or today + timedelta(days=1),
    )
    db.session.add_all(
        Field(campaign_id=made.id, position=position, label=label, required=position == 1)
        for position, label in enumerate(("Problem", "Idea", "Who gains"))
    )
    workflow(made)
    return made


def phase(
    campaign_: Campaign,
    *,
    allows: list[str] = ALL,
    starts_at: datetime,
    ends_at: datetime,
    position: int = 0,
    name: str = "Ideas and votes",
) -> Phase:
    return _save(
        Phase(
            campaign_id=campaign_.id,
            position=position,
            name=name,
            starts_at=starts_at,
            ends_at=ends_at,
            allows=allows,
        )
    )


def workflow(campaign_: Campaign) -> list[Stage]:
    stages = [
        Stage(campaign_id=campaign_.id, position=at, name=name, kind=kind, outcome=outcome)
        for at, (name, kind, outcome) in enumerate(STAGES)
    ]
    db.session.add_all(stages)
    db.session.flush()
    db.session.add_all(
        Transition(
            source_id=stages[source].id, target_id=stages[target].id, needs_reason=target in (2, 3)
        )
        for source, target in ((0, 1), (1, 2), (1, 3), (3, 1), (0, 3))
    )
    db.session.commit()
    return stages


def topic(campaign_: Campaign, name: str = "Street") -> Topic:
    return _save(Topic(campaign_id=campaign_.id, name=name, slug=name.lower()))


def idea(
    author,
    *,
    campaign_: Campaign | None = None,
    title: str = "Doors that slide",
    text: str = "They never hit a cyclist.",
    status: IdeaStatus = IdeaStatus.PUBLISHED,
    at: datetime | None = None,
    topic_id: int | None = None,
) -> Idea:
    """Submitted by the author while the phase was open, through the product's own verb."""
    campaign_ = campaign_ or campaign()
    field = db.session.query(Field).filter_by(campaign_id=campaign_.id, position=1).one()
    given = Answer(title=title, texts={field.id: text}, topic_id=topic_id)
    made = submit_idea(campaign_, given, by=author, now=at or now(), accepted=True)
    made.status = status
    db.session.commit()
    return made


def coauthor(idea_: Idea, person) -> None:
    """The person has the idea together with its author."""
    invite_coauthor(idea_, Addressee(person, None), by=idea_.author, now=now())
    accept_invitation(idea_, by=person, now=now())
    db.session.commit()


def comment(idea_: Idea, author, text: str = "How much does it cost?", *, parent=None) -> Comment:
    made = add_comment(idea_, text, by=author, now=now(), parent=parent)
    db.session.commit()
    return made


def sketch(idea_: Idea, author, *, alt: str = "A small car") -> Sketch:
    """A picture that is ready; its sizes are not in the storage."""
    size = 1200, 800
    file = File(
        key=token_hex(16),
        sha256=token_hex(32),
        state=FileState.READY,
        media_type="image/png",
        byte_size=1,
        width=size[0],
        height=size[1],
    )
    made = attach_sketch(idea_, _save(file), alt=alt, by=author, now=now())
    db.session.commit()
    return made


def at(text: str) -> datetime:
    """A moment in UTC: `at("2026-11-23 20:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _save(thing):
    db.session.add(thing)
    db.session.commit()
    return thing
