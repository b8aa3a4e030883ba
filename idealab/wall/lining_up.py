"""Line up the ideas of a campaign for a window of its wall: the work of the worker."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from random import Random
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from idealab.campaigns.glancing import Glance
from idealab.campaigns.models import Campaign, CampaignState, Capability, Phase
from idealab.campaigns.phases import SPAN, Span, Timetable
from idealab.ideas.models import Idea, IdeaStatus
from idealab.lib.db import db
from idealab.wall.models import Line, Looks, Stretch, Window
from idealab.wall.ranking import Standing, explore_mix, trending
from idealab.wall.windows import VARIANTS, window_now

AT_ONCE = 2_000  # stretches written by one statement
KEPT = 2  # windows: the newest, and the one before for those who are reading in it


class Crowd(NamedTuple):
    """The ideas of a campaign at one moment."""

    standings: Sequence[Standing]
    published_at: dict[int, datetime]
    others: Sequence[int]  # not on the wall now; they may come back within the window
    last_number: int


def crowd_of(campaign_id: int) -> Crowd:
    """Numbers are taken under a lock that lasts until the commit, so no idea with a lower one than
    the last of these can still appear."""
    rows = db.session.execute(
        select(Idea.id, Idea.status, Idea.number, Idea.published_at, Idea.votes_count, Looks.looks)
        .outerjoin(Looks, Looks.idea_id == Idea.id)
        .where(Idea.campaign_id == campaign_id)
        .order_by(Idea.id)
    ).all()
    hung = [row for row in rows if row.status is IdeaStatus.PUBLISHED]
    return Crowd(
        standings=[Standing(row.id, row.votes_count, row.looks or 0.0) for row in hung],
        published_at={row.id: row.published_at for row in hung},
        others=[row.id for row in rows if row.status is not IdeaStatus.PUBLISHED],
        last_number=max((row.number for row in rows), default=0),
    )


def orders_of(crowd: Crowd, line: Line, *, random: Random) -> Iterator[list[int]]:
    """All orders of a window. What does not hang comes after what does."""
    if line is Line.TRENDING:
        yield [*_by_trend(crowd), *crowd.others]
        return
    for _variant in range(VARIANTS):
        others = random.sample(crowd.others, len(crowd.others))
        yield [*explore_mix(crowd.standings, random), *others]


def keep_orders(
    campaign_id: int,
    line: Line,
    starts_at: datetime,
    crowd: Crowd,
    orders: Sequence[Sequence[bytes]],
    *,
    now: datetime,
) -> bool:
    """Write the orders down, each as packed stretches, and give up the windows before the last
    one, but never this one. False if somebody else has made them already."""
    window = Window(
        created_at=now,
        campaign_id=campaign_id,
        line=line,
        starts_at=starts_at,
        ideas_count=len(crowd.standings) + len(crowd.others),
        last_number=crowd.last_number,
    )
    try:
        with db.session.begin_nested():
            db.session.add(window)
    except IntegrityError:
        return False
    rows = [
        {"window_id": window.id, "variant": variant, "position": position, "ids": ids}
        for variant, stretches in enumerate(orders)
        for position, ids in enumerate(stretches)
    ]
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(Stretch), rows[start : start + AT_ONCE])
    _give_up_old(campaign_id, line, made=window.id)
    return True


def has_orders(campaign_id: int, line: Line, starts_at: datetime) -> bool:
    found = select(Window.id).filter_by(campaign_id=campaign_id, line=line, starts_at=starts_at)
    return db.session.scalar(found) is not None


def missing_windows(now: datetime) -> list[tuple[int, Line, datetime]]:
    """The windows of this moment that have no orders yet: of campaigns that run and have ideas.
    By trend only while the counts are open. Where windows become long again, the one of this
    moment begins before the newest that has orders, which is read until the next begins."""
    wanted = []
    for times in _running(now):
        lines = [Line.DISCOVER]
        if times.allows(Capability.SEE_COUNTS):
            lines.append(Line.TRENDING)
        wanted += [(times.campaign.id, line, window_now(times, line)[0]) for line in lines]
    newest = select(Window.campaign_id, Window.line, func.max(Window.starts_at))
    rows = db.session.execute(newest.group_by(Window.campaign_id, Window.line))
    made = {(campaign_id, line): starts_at for campaign_id, line, starts_at in rows}
    return [one for one in wanted if one[:2] not in made or made[one[:2]] < one[2]]


def _running(now: datetime) -> Iterator[Timetable]:
    rows = db.session.execute(
        select(*(Campaign.__table__.c[name] for name in Glance._fields), *SPAN)
        .join(Phase, Phase.campaign_id == Campaign.id)
        .where(Campaign.state == CampaignState.PUBLISHED, Campaign.ideas_count > 0)
        .order_by(Campaign.id, Phase.position)
    )
    width = len(Glance._fields)
    for glance, some in groupby(rows, key=lambda row: Glance(*row[:width])):
        times = Timetable(glance, [Span(*row[width:]) for row in some], now)
        if times.has_begun and not times.is_over:
            yield times


def _by_trend(crowd: Crowd) -> list[int]:
    def value(one: Standing) -> tuple[float, int]:
        return trending(int(one.votes), crowd.published_at[one.id]), one.id

    return [one.id for one in sorted(crowd.standings, key=value, reverse=True)]


def _give_up_old(campaign_id: int, line: Line, *, made: int) -> None:
    newest = (
        select(Window.id)
        .filter_by(campaign_id=campaign_id, line=line)
        .order_by(Window.starts_at.desc())
        .limit(KEPT)
    )
    kept = [made, *db.session.scalars(newest)]
    old = delete(Window).filter_by(campaign_id=campaign_id, line=line)
    db.session.execute(old.where(Window.id.not_in(kept)))
