"""Show a campaign to the public, take it back, put it into the archive."""

from datetime import datetime

from idealab.accounts.models import User
from idealab.activity.recording import record
from idealab.campaigns.models import Campaign, CampaignState
from idealab.campaigns.phases import Timetable, timetable
from idealab.campaigns.planning import Plan, plan_of
from idealab.campaigns.touching import touch_campaign
from idealab.lib.errors import Refused
from idealab.lib.languages import _

KINDS = {
    CampaignState.PUBLISHED: "campaign.published",
    CampaignState.DRAFT: "campaign.unpublished",
    CampaignState.ARCHIVED: "campaign.archived",
}


class NotReady(Refused):
    """Something is missing, or it is too early. The sentence says what to do first."""


def publish(campaign: Campaign, *, by: User | None, now: datetime) -> None:
    """Raises NotReady with what is missing; publishing twice changes nothing."""
    _change_state(campaign, CampaignState.PUBLISHED, by=by, now=now)


def unpublish(campaign: Campaign, *, by: User | None, now: datetime) -> None:
    """Make it a draft again, which only its staff see. Raises NotReady once there are ideas."""
    _change_state(campaign, CampaignState.DRAFT, by=by, now=now)


def archive(campaign: Campaign, *, by: User | None, now: datetime) -> None:
    """Put it among the past campaigns. Raises NotReady before its last phase has ended."""
    _change_state(campaign, CampaignState.ARCHIVED, by=by, now=now)


def missing_for(state: CampaignState, timetable: Timetable) -> str | None:
    """The sentence that says what keeps the campaign from getting into `state`."""
    campaign = timetable.campaign
    if state is CampaignState.PUBLISHED:
        return next(iter(missing_in(plan_of(campaign)).values()), None)
    if state is CampaignState.DRAFT and campaign.ideas_count:
        return _(
            "There are ideas already, so the campaign stays public. Their authors count on it."
        )
    if state is CampaignState.ARCHIVED and not timetable.is_over:
        return _("A campaign goes into the archive after its last phase.")
    return None


def missing_in(plan: Plan) -> dict[str, str]:
    """A sentence by place for what the public would miss."""
    missing = {}
    if not plan.question:
        missing["question"] = _("Ask a question before you publish the campaign.")
    if not plan.phases:
        missing["phases"] = _("Plan at least one phase before you publish the campaign.")
    return missing


def _change_state(
    campaign: Campaign, state: CampaignState, *, by: User | None, now: datetime
) -> None:
    if campaign.state is state:
        return
    if sentence := missing_for(state, timetable(campaign, now=now)):
        raise NotReady(sentence)
    campaign.state = state
    touch_campaign(campaign.id)
    record(KINDS[state], by=by, now=now, campaign_id=campaign.id)
