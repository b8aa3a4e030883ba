"""The public numbers of ideas: 1, 2, 3 … in each campaign."""

from sqlalchemy import update

from idealab.campaigns.models import Campaign
from idealab.lib.db import db


def next_number(campaign: Campaign) -> int:
    """Take the next number. The row is locked until the transaction ends, so that two writers
    cannot hold the same one, and one that was rolled back is given again."""
    taken = (
        update(Campaign)
        .filter_by(id=campaign.id)
        .values(last_idea_number=Campaign.last_idea_number + 1)
        .returning(Campaign.last_idea_number)
    )
    number = db.session.execute(
        taken, execution_options={"synchronize_session": False}
    ).scalar_one()
    db.session.expire(campaign, ["last_idea_number"])
    return number
