"""What a campaign allows now: the clock decides, at the moment of the request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from idealab.campaigns.models import Campaign, Capability, Phase
from idealab.lib import times
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _

OPENING = {
    Capability.SUBMIT: lambda: _("Ideas can be submitted from %(time)s."),
    Capability.EDIT: lambda: _("Ideas can be revised from %(time)s."),
    Capability.SKETCH: lambda: _("Sketches can be added from %(time)s."),
    Capability.COMMENT: lambda: _("Comments open on %(time)s."),
    Capability.VOTE: lambda: _("Voting opens on %(time)s."),
    Capability.SEE_COUNTS: lambda: _("The counts are closed until %(time)s."),
}
CLOSED = {
    Capability.SUBMIT: lambda: _("Ideas could be submitted until %(time)s."),
    Capability.EDIT: lambda: _("Ideas could be revised until %(time)s."),
    Capability.SKETCH: lambda: _("Sketches could be added until %(time)s."),
    Capability.COMMENT: lambda: _("Comments closed on %(time)s."),
    Capability.VOTE: lambda: _("Voting closed on %(time)s."),
    Capability.SEE_COUNTS: lambda: _("The counts were open until %(time)s."),
}
NEVER = {
    Capability.SUBMIT: lambda: _("This campaign does not take ideas."),
    Capability.EDIT: lambda: _("Ideas of this campaign stay as they were submitted."),
    Capability.SKETCH: lambda: _("This campaign does not take sketches."),
    Capability.COMMENT: lambda: _("This campaign has no comments."),
    Capability.VOTE: lambda: _("There is no voting in this campaign."),
    Capability.SEE_COUNTS: lambda: _("The counts of this campaign are not shown."),
}


class NotNow(Refused):
    """The phase does not allow it; the sentence says when it opens or that it has closed."""


class Span(NamedTuple):
    """A phase as pages and rules read it."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    allows: Sequence[str]


SPAN = [Phase.__table__.c[name] for name in Span._fields]
_spans = (
    select(*SPAN)
    .where(Phase.__table__.c.campaign_id == bindparam("campaign_id"))
    .order_by(Phase.__table__.c.position)
)


@dataclass(frozen=True)
class Timetable:
    """The phases of a campaign at one moment."""

    campaign: Any  # a Campaign, or a glance at one
    phases: Sequence[Any]  # Phases, or spans as pages read them
    now: datetime

    @property
    def current(self) -> Any:
        return next((p for p in self.phases if p.starts_at <= self.now < p.ends_at), None)

    @property
    def allowed(self) -> tuple[Capability, ...]:
        """All that is allowed now: kept pages hang on it, for a phase may end within a minute."""
        return tuple(capability for capability in Capability if self.allows(capability))

    @property
    def is_over(self) -> bool:
        return bool(self.phases) and self.now >= max(p.ends_at for p in self.phases)

    @property
    def has_begun(self) -> bool:
        return bool(self.phases) and self.now >= self.phases[0].starts_at

    def allows(self, capability: Capability) -> bool:
        """After the last phase nothing may be changed any more, and the counts are open if they
        ever were to be or there is nothing left that they could sway."""
        if self.current is not None:
            return capability in self.current.allows
        return capability is Capability.SEE_COUNTS and self.is_over

    def closes_at(self, capability: Capability) -> datetime | None:
        """When what is allowed now ends: adjoining phases that allow it count as one."""
        if not self.allows(capability) or self.current is None:
            return None
        end = self.current.ends_at
        for phase in self.phases:
            if phase.starts_at <= end < phase.ends_at and capability in phase.allows:
                end = phase.ends_at
        return end

    def opens_at(self, capability: Capability) -> datetime | None:
        starts = (p.starts_at for p in self.phases if capability in p.allows)
        return min((start for start in starts if start > self.now), default=None)

    def refusal(self, capability: Capability) -> str:
        """The sentence for somebody who may not do this now."""
        opens = self.opens_at(capability)
        if opens is not None:
            return OPENING[capability]() % {"time": self.local(opens)}
        ends = [p.ends_at for p in self.phases if capability in p.allows]
        if ends:
            return CLOSED[capability]() % {"time": self.until(max(ends))}
        return NEVER[capability]()

    def require(self, capability: Capability) -> None:
        """Raise NotNow unless the phase allows it."""
        if not self.allows(capability):
            raise NotNow(self.refusal(capability))

    def local(self, moment: datetime) -> str:
        return times.moment(moment, self.campaign.time_zone)

    def until(self, moment: datetime) -> str:
        """A time at which something ends. Midnight is told as 24:00 of the day that ends, for
        “closes on 17 January, 00:00” is read as a day more than there is."""
        before = (moment - timedelta(minutes=1)).astimezone(ZoneInfo(self.campaign.time_zone))
        if (before.hour, before.minute) != (23, 59):
            return self.local(moment)
        return f"{times.day(before, self.campaign.time_zone)}, 24:00 {times.zone_name(before)}"


def timetable(campaign: Campaign, *, now: datetime) -> Timetable:
    """Read anew each time, and without objects, for nearly every page and act asks for it."""
    rows = db.session.execute(_spans, {"campaign_id": campaign.id})
    return Timetable(campaign, [Span(*row) for row in rows], now)


def phases_of(campaign: Campaign) -> Sequence[Phase]:
    found = select(Phase).filter_by(campaign_id=campaign.id).order_by(Phase.position)
    return db.session.scalars(found).all()
