"""What a new campaign begins with: stages and their arrows, fields of the form, phases. The words
are the campaign's own and may be changed there, so they are not of the catalogue of the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from idealab.campaigns.models import (
    Campaign,
    Capability,
    Field,
    Phase,
    Stage,
    StageKind,
    Transition,
)
from idealab.lib.db import db


@dataclass(frozen=True)
class Words:
    """In one language."""

    stages: Sequence[str]
    fields: Sequence[tuple[str, str]]  # label and hint
    phases: Sequence[str]


WORDS = {
    "en": Words(
        ("New", "In review", "Shortlisted", "Prototype", "Built", "Not now"),
        (
            ("Problem", "What annoys, costs or is missing today? One real situation is enough."),
            ("Idea", "What would be there that is not there now?"),
            ("Who gains", "Who would notice first, and how?"),
        ),
        ("Briefing", "Ideas and votes", "Final vote", "Jury review", "Decision"),
    ),
    "de": Words(
        ("Neu", "In Prüfung", "Auswahl", "Prototyp", "Gebaut", "Vorerst nicht"),
        (
            ("Problem", "Was stört, kostet oder fehlt heute? Eine echte Lage genügt."),
            ("Idee", "Was gäbe es, das es jetzt nicht gibt?"),
            ("Wer gewinnt", "Wer würde es als Erstes merken, und woran?"),
        ),
        ("Auftakt", "Ideen und Stimmen", "Schlussabstimmung", "Jury", "Entscheidung"),
    ),
}
STAGES = (
    (StageKind.INTAKE, "open"),
    (StageKind.SCREENING, "open"),
    (StageKind.SHORTLIST, "open"),
    (StageKind.PILOT, "open"),
    (StageKind.DONE, "positive"),
    (StageKind.REJECTED, "negative"),
)
IN_REVIEW, SHORTLISTED, NOT_NOW = 1, 2, 5  # places in STAGES
PHASES: Sequence[tuple[int, tuple[Capability, ...]]] = (  # days and what they allow
    (14, ()),
    (
        60,
        (
            Capability.SUBMIT,
            Capability.EDIT,
            Capability.SKETCH,
            Capability.COMMENT,
            Capability.VOTE,
        ),
    ),
    (14, (Capability.COMMENT, Capability.VOTE)),
    (28, (Capability.COMMENT, Capability.SEE_COUNTS)),
    (14, (Capability.SEE_COUNTS,)),
)


def words_for(language: str) -> Words:
    return WORDS.get(language, WORDS["en"])


def add_workflow(campaign: Campaign) -> list[Stage]:
    """New → In review → Shortlisted → Prototype → Built, and Not now."""
    stages = [
        Stage(campaign_id=campaign.id, position=place, name=name, kind=kind, outcome=outcome)
        for place, (name, (kind, outcome)) in enumerate(
            zip(words_for(campaign.language).stages, STAGES, strict=True)
        )
    ]
    db.session.add_all(stages)
    db.session.flush()
    db.session.add_all(
        Transition(
            source_id=stages[source].id, target_id=stages[target].id, needs_reason=needs_reason
        )
        for source, target, needs_reason in _arrows()
    )
    return stages


def _arrows() -> list[tuple[int, int, bool]]:
    """A step forward or back, from everywhere to Not now, and back from there; the author is owed
    a reason for the shortlist and for a no."""
    way = range(NOT_NOW)
    forward = [(place, place + 1, place + 1 == SHORTLISTED) for place in way[:-1]]
    back = [(place + 1, place, False) for place in way[:-1]]
    no = [(place, NOT_NOW, True) for place in way]
    return [*forward, *back, *no, (NOT_NOW, IN_REVIEW, False)]


def add_fields(campaign: Campaign) -> None:
    db.session.add_all(
        Field(
            campaign_id=campaign.id,
            position=place,
            label=label,
            hint=hint,
            required=place == 1,  # the idea itself
        )
        for place, (label, hint) in enumerate(words_for(campaign.language).fields)
    )


def add_phases(campaign: Campaign, *, starts_at: datetime) -> None:
    """Five phases from that day on, each from midnight to midnight in the campaign's zone."""
    zone = ZoneInfo(campaign.time_zone)
    day = starts_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    names = words_for(campaign.language).phases
    for place, (name, (days, allows)) in enumerate(zip(names, PHASES, strict=True)):
        # Adding days to a local time keeps midnight, also over a change of the clocks.
        ends = day + timedelta(days=days)
        db.session.add(
            Phase(
                campaign_id=campaign.id,
                position=place,
                name=name,
                starts_at=day,
                ends_at=ends,
                allows=[*allows],
            )
        )
        day = ends
