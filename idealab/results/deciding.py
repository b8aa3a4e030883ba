"""Say at the end of a campaign what is built, and promise what comes of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from idealab.accounts.models import User
from idealab.activity.recording import record
from idealab.campaigns.models import Campaign
from idealab.lib.db import db
from idealab.lib.errors import Refused, too_long
from idealab.lib.languages import _
from idealab.lib.text import cleaned, html_of
from idealab.results.models import Verdict

LONGEST = 10_000


class VerdictIncomplete(Refused):
    status = 422


class EditedMeanwhile(Refused):
    pass


@dataclass(frozen=True)
class Words:
    statement: str
    promise: str
    public: bool

    def tidied(self) -> "Words":
        return Words(cleaned(self.statement), cleaned(self.promise), self.public)


def problems_of(words: Words) -> dict[str, str]:
    """A sentence by field for all that keeps the words from being saved."""
    problems = {}
    for name in ("statement", "promise"):
        if len(getattr(words, name)) > LONGEST:
            problems[name] = too_long(getattr(words, name), LONGEST)
    if words.public and not words.statement:
        problems["statement"] = _("Write what was decided before everybody reads it.")
    return problems


def verdict_of(campaign: Campaign) -> Verdict | None:
    return db.session.get(Verdict, campaign.id)


def give_verdict(
    campaign: Campaign, words: Words, *, by: User, now: datetime, seen_edition: int
) -> Verdict:
    """`seen_edition` is the edition that the person had before their eyes, 0 for none. Raises
    VerdictIncomplete, EditedMeanwhile."""
    words = words.tidied()
    for sentence in problems_of(words).values():
        raise VerdictIncomplete(sentence)
    verdict = _taken(campaign, seen_edition)
    verdict.statement, verdict.promise = words.statement, words.promise
    verdict.statement_html = html_of(words.statement)
    verdict.promise_html = html_of(words.promise)
    if not words.public:
        verdict.published_at = None
    elif verdict.published_at is None:
        verdict.published_at = now
    verdict.edited_at, verdict.by_id = now, by.id
    db.session.add(verdict)
    db.session.flush()
    kind = "verdict.published" if words.public else "verdict.written"
    record(kind, by=by, now=now, campaign_id=campaign.id)
    return verdict


def _taken(campaign: Campaign, seen_edition: int) -> Verdict:
    """Of two who save the same edition only the first finds it still there."""
    verdict = verdict_of(campaign)
    if verdict is None and not seen_edition:
        return Verdict(campaign_id=campaign.id, edition=1)
    same = update(Verdict).filter_by(campaign_id=campaign.id, edition=seen_edition)
    newer = same.values(edition=Verdict.edition + 1).returning(Verdict.campaign_id)
    options = {"synchronize_session": False}
    if verdict is None or db.session.scalar(newer, execution_options=options) is None:
        raise EditedMeanwhile(
            _("Somebody else saved this while you were writing. Look at it again first.")
        )
    db.session.expire(verdict, ["edition"])
    return verdict
