"""Which ideas an idea stems from, and which stem from it, as a tree of bounded size."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, literal, or_, select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.campaigns.seeing import campaigns_seen_by
from idealab.ideas.models import Idea, Link
from idealab.ideas.seeing import OPEN
from idealab.lib.db import db
from idealab.media.queries import Picture, pictures_of

KINDS = ("remix_of", "builds_on", "copied_from", "split_from")
DEEPEST, MOST = 20, 120  # generations up or down; links in each direction


class Kin(NamedTuple):
    id: int
    title: str
    language: str
    number: int
    author_name: str | None
    created_at: datetime
    time_zone: str
    campaign_id: int
    campaign_title: str
    cover_file_id: int | None
    cover_alt: str
    picture: Picture | None = None


@dataclass
class Node:
    """`kin` is None for an idea that the viewer may not see."""

    kin: Kin | None
    children: list["Node"] = field(default_factory=list)


def has_descent(idea: Idea) -> bool:
    linked = or_(Link.from_id == idea.id, Link.to_id == idea.id)
    return bool(db.session.scalar(select(exists().where(linked, Link.kind.in_(KINDS)))))


def descent_of(idea: Idea, *, viewer: User | None) -> list[Node]:
    """The oldest ancestors with what leads to the idea, and all that grew from it, in four queries.
    An idea that may not be seen is a gap without a name, and only where one below it may."""
    up = _edges(idea.id, child=Link.from_id, parent=Link.to_id)
    down = _edges(idea.id, child=Link.to_id, parent=Link.from_id)
    edges = [*up, *((parent, child) for child, parent in down)]
    ids = {idea.id, *(number for edge in edges for number in edge)}
    kin = _kin(ids, viewer)
    children: dict[int, list[int]] = defaultdict(list)
    for child, parent in edges:
        children[parent].append(child)
    below = {child for child, _parent in edges}
    roots = sorted(ids - below) or [idea.id]
    seen: set[int] = set()
    nodes = [_node(root, children, kin, seen) for root in roots]
    return [node for node in nodes if node is not None]


def _edges(start: int, *, child: Any, parent: Any) -> list[tuple[int, int]]:
    """Pairs met on the way from `child` to `parent`, again and again."""
    walk = (
        select(child.label("here"), parent.label("there"), literal(1).label("depth"))
        .where(child == start, Link.kind.in_(KINDS))
        .cte("walk", recursive=True)
    )
    further = select(child, parent, walk.c.depth + 1).where(
        child == walk.c.there, Link.kind.in_(KINDS), walk.c.depth < DEEPEST
    )
    walk = walk.union(further)
    pairs = select(walk.c.here, walk.c.there).group_by(walk.c.here, walk.c.there)
    nearest = pairs.order_by(func.min(walk.c.depth), walk.c.there).limit(MOST)
    return [(row.here, row.there) for row in db.session.execute(nearest)]


def _kin(ids: set[int], viewer: User | None) -> dict[int, Kin]:
    rows = db.session.execute(
        select(
            Idea.id,
            Idea.title,
            Idea.language,
            Idea.number,
            User.name,
            Idea.created_at,
            Campaign.time_zone,
            Campaign.id,
            Campaign.title,
            Idea.cover_file_id,
            Idea.cover_alt,
        )
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(User, User.id == Idea.author_id)
        .where(Idea.id.in_(ids), Idea.status.in_(OPEN), campaigns_seen_by(viewer))
    )
    found = [Kin(*row) for row in rows]
    pictures = pictures_of(kin.cover_file_id for kin in found)
    return {
        kin.id: kin._replace(picture=_told(pictures.get(kin.cover_file_id or 0), kin.cover_alt))
        for kin in found
    }


def _told(picture: Picture | None, alt: str) -> Picture | None:
    return picture and picture._replace(alt=alt)


def _node(
    number: int, children: dict[int, list[int]], kin: dict[int, Kin], seen: set[int]
) -> Node | None:
    """Each idea once, whatever circles the links make."""
    seen.add(number)
    below = []
    for child in sorted(set(children[number])):
        if child not in seen and (node := _node(child, children, kin, seen)) is not None:
            below.append(node)
    if number not in kin and not below:
        return None
    return Node(kin.get(number), below)
