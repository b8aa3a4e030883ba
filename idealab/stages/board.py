"""The board of a campaign: its stages as lanes, the ideas in them as cards."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, union_all

from idealab.campaigns.models import Campaign, Stage
from idealab.ideas.cards import Card, cards_of
from idealab.ideas.models import Idea, IdeaStatus
from idealab.lib.db import db
from idealab.stages.moving import arrows_from
from idealab.stages.queries import stages_of

IN_LANE, ALONE = 12, 60  # cards shown at once


class Way(NamedTuple):
    """Where a card may go from its stage, its own stage first."""

    id: int
    name: str
    needs_reason: bool


class BoardCard(NamedTuple):
    card: Card
    stage_id: int
    ways: Sequence[Way]


class Lane(NamedTuple):
    stage: Stage
    cards: Sequence[BoardCard]
    ideas_count: int

    @property
    def has_more(self) -> bool:
        return self.ideas_count > len(self.cards)


def board_of(campaign: Campaign, *, counted: bool, only: int | None = None) -> list[Lane]:
    """All lanes with their newest cards, or one lane with more of them, in a fixed number of
    queries. While the counts are closed (not `counted`) they are closed to the team as well."""
    stages = stages_of(campaign)
    shown = [stage for stage in stages if only in (None, stage.id)]
    places = _places(shown, IN_LANE if only is None else ALONE)
    counts = dict(places)
    cards = cards_of(list(counts))
    ways = _ways(stages)
    lanes = []
    for stage in shown:
        inside = [
            _board_card(cards[idea_id], counts[idea_id], ways[stage.id], counted=counted)
            for idea_id, found in places
            if found.stage_id == stage.id and idea_id in cards
        ]
        lanes.append(Lane(stage, inside, stage.ideas_count))
    return lanes


def board_card(idea: Idea, *, counted: bool) -> BoardCard:
    """One card, as it stands now."""
    stages = stages_of(idea.campaign)
    place = _Place(idea.stage_id or 0, idea.votes_count, idea.comments_count)
    ways = _ways(stages).get(place.stage_id, [])
    return _board_card(cards_of([idea.id])[idea.id], place, ways, counted=counted)


class _Place(NamedTuple):
    stage_id: int
    votes_count: int
    comments_count: int


def _places(stages: Sequence[Stage], most: int) -> list[tuple[int, _Place]]:
    lanes = [
        select(
            select(Idea.id, Idea.stage_id, Idea.votes_count, Idea.comments_count)
            .where(
                Idea.campaign_id == stage.campaign_id,
                Idea.stage_id == stage.id,
                Idea.status == IdeaStatus.PUBLISHED,
            )
            .order_by(Idea.stage_since.desc(), Idea.id.desc())
            .limit(most)
            .subquery()
        )
        for stage in stages
    ]
    rows: Any = db.session.execute(union_all(*lanes)) if lanes else []
    return [(idea_id, _Place(*rest)) for idea_id, *rest in rows]


def _ways(stages: Sequence[Stage]) -> dict[int, list[Way]]:
    names = {stage.id: stage.name for stage in stages}
    arrows = arrows_from(set(names))
    ways = {stage.id: [Way(stage.id, stage.name, False)] for stage in stages}
    for source, leaving in arrows.items():
        ways[source] += [
            Way(arrow.target_id, names[arrow.target_id], arrow.needs_reason)
            for arrow in sorted(leaving, key=lambda arrow: list(names).index(arrow.target_id))
            if arrow.target_id in names
        ]
    return ways


def _board_card(card: Card, place: _Place, ways: Sequence[Way], *, counted: bool) -> BoardCard:
    votes_count = place.votes_count if counted else None
    shown = card._replace(votes_count=votes_count, comments_count=place.comments_count)
    return BoardCard(shown, place.stage_id, ways)
