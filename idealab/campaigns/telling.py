"""A campaign's time in words: its road of phases, its deadline, what one may do now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from idealab.campaigns.models import Campaign, CampaignState, Capability, Phase
from idealab.campaigns.phases import OPENING, Timetable
from idealab.lib import times
from idealab.lib.languages import _, ngettext

MINUTE = timedelta(minutes=1)
TOLD = (Capability.SUBMIT, Capability.VOTE, Capability.COMMENT)
OPEN_NOW = {
    Capability.SUBMIT: lambda: _("You can submit ideas until %(time)s."),
    Capability.VOTE: lambda: _("You can support ideas until %(time)s."),
    Capability.COMMENT: lambda: _("You can comment until %(time)s."),
}
IN_SHORT = {
    Capability.SUBMIT: lambda: _("ideas"),
    Capability.SKETCH: lambda: _("sketches"),
    Capability.COMMENT: lambda: _("comments"),
    Capability.VOTE: lambda: _("votes"),
    Capability.SEE_COUNTS: lambda: _("counts to see"),
}


@dataclass(frozen=True)
class Deadline:
    """When something opens or closes: `title` says what, `words` when, the rest how long."""

    title: str
    at: str  # ISO, in UTC
    words: str
    days: int
    hours: int
    minutes: int


@dataclass(frozen=True)
class Mark:
    """A phase on the road through a campaign."""

    name: str
    dates: str
    state: str  # done, now or next
    tenths: int  # how much of the present one is over
    says: str


@dataclass(frozen=True)
class Card:
    """A campaign in a list."""

    campaign: Campaign
    slug: str
    title: str
    question: str
    language: str
    phase_name: str
    phase_number: int
    phases_count: int
    left: str
    ideas_count: int
    over: bool = False
    picture: object = None


def card_of(timetable: Timetable, *, picture: object = None) -> Card:
    campaign, current = timetable.campaign, timetable.current
    done = [phase for phase in timetable.phases if phase.ends_at <= timetable.now]
    return Card(
        campaign=campaign,
        slug=campaign.slug,
        title=campaign.title,
        question=campaign.question,
        language=campaign.language,
        phase_name=current.name if current else state_in_words(timetable),
        phase_number=len(done) + (1 if current else 0),
        phases_count=len(timetable.phases),
        left=left_of(timetable),
        ideas_count=campaign.ideas_count,
        picture=picture,
        over=timetable.is_over,
    )


def road_of(timetable: Timetable) -> list[Mark]:
    return [
        Mark(
            name=phase.name,
            dates=_span(phase, timetable.campaign.time_zone),
            state=_state(phase, timetable.now),
            tenths=_tenths(phase, timetable.now),
            says=_says(phase),
        )
        for phase in timetable.phases
    ]


def deadline_of(timetable: Timetable) -> Deadline | None:
    """The next moment that matters: ideas close, else votes, else comments, else the phase ends,
    else the campaign begins; None once all is over."""
    for capability, title in (
        (Capability.SUBMIT, _("Ideas close on")),
        (Capability.VOTE, _("Voting closes on")),
        (Capability.COMMENT, _("Comments close on")),
    ):
        if closes := timetable.closes_at(capability):
            return _deadline(title, closes, timetable)
    if timetable.current:
        title = _("“%(phase)s” ends on", phase=timetable.current.name)
        return _deadline(title, timetable.current.ends_at, timetable)
    starts = [phase for phase in timetable.phases if phase.starts_at > timetable.now]
    if starts:
        title = _("“%(phase)s” begins on", phase=starts[0].name)
        return _deadline(title, starts[0].starts_at, timetable, words=timetable.local)
    return None


def may_now(timetable: Timetable) -> list[str]:
    """What one may do in the phase, a sentence each; before and after it, when that was or will
    be."""
    opened = []
    for capability in TOLD:
        closes = timetable.closes_at(capability)
        if closes:
            opened.append(OPEN_NOW[capability]() % {"time": timetable.until(closes)})
        elif opens := timetable.opens_at(capability):
            opened.append(OPENING[capability]() % {"time": timetable.local(opens)})
    if opened:
        return opened
    closed = [timetable.refusal(Capability.SUBMIT)]
    if timetable.is_over:
        closed.append(_("This campaign is over. You can read all ideas and what became of them."))
    return closed


def left_of(timetable: Timetable) -> str:
    """“12 days left”, “Opens in 6 days”, “Ended on 3 May 2026”."""
    zone = timetable.campaign.time_zone
    if timetable.is_over:
        last = max(phase.ends_at for phase in timetable.phases)
        return _("Ended on %(day)s", day=times.day(last - MINUTE, zone))
    if not timetable.phases:
        return ""
    if not timetable.has_begun:
        return _opens_in(timetable.phases[0].starts_at - timetable.now)
    deadline = deadline_of(timetable)
    return _left(datetime.fromisoformat(deadline.at) - timetable.now) if deadline else ""


def state_in_words(timetable: Timetable) -> str:
    if timetable.campaign.state is CampaignState.DRAFT:
        return _("Draft")
    if timetable.is_over:
        return _("Ended")
    if timetable.current:
        return timetable.current.name
    return _("Between two phases") if timetable.has_begun else _("Begins soon")


def _deadline(
    title: str,
    moment: datetime,
    timetable: Timetable,
    *,
    words: Callable[[datetime], str] | None = None,
) -> Deadline:
    minutes = max(0, int((moment - timetable.now).total_seconds() // 60))
    return Deadline(
        title=title,
        at=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        words=(words or timetable.until)(moment),
        days=minutes // 1440,
        hours=minutes // 60 % 24,
        minutes=minutes % 60,
    )


def _left(span: timedelta) -> str:
    minutes = max(1, int(span.total_seconds() // 60))
    if minutes >= 2880:
        return ngettext("%(num)d day left", "%(num)d days left", minutes // 1440)
    if minutes >= 120:
        return ngettext("%(num)d hour left", "%(num)d hours left", minutes // 60)
    return ngettext("%(num)d minute left", "%(num)d minutes left", minutes)


def _opens_in(span: timedelta) -> str:
    minutes = max(1, int(span.total_seconds() // 60))
    if minutes >= 2880:
        return ngettext("Opens in %(num)d day", "Opens in %(num)d days", minutes // 1440)
    if minutes >= 120:
        return ngettext("Opens in %(num)d hour", "Opens in %(num)d hours", minutes // 60)
    return ngettext("Opens in %(num)d minute", "Opens in %(num)d minutes", minutes)


def _span(phase: Phase, zone: str) -> str:
    """First to last day; a phase that ends at midnight ends on the day before."""
    first, last = (
        times.short_day(phase.starts_at, zone),
        times.short_day(phase.ends_at - MINUTE, zone),
    )
    return first if first == last else f"{first} – {last}"


def _state(phase: Phase, now: datetime) -> str:
    if phase.ends_at <= now:
        return "done"
    return "now" if phase.starts_at <= now else "next"


def _tenths(phase: Phase, now: datetime) -> int:
    if _state(phase, now) != "now":
        return 0
    return int((now - phase.starts_at) / (phase.ends_at - phase.starts_at) * 10)


def _says(phase: Phase) -> str:
    allowed: Sequence[str] = [
        words() for capability, words in IN_SHORT.items() if capability in phase.allows
    ]
    return _("Open: %(what)s", what=", ".join(allowed)) if allowed else ""
