from idealab.lib import clock
from idealab.lib.db import db, reading
from idealab.results.figures import campaigns_to_count, count_campaign, keep_figures


def count_figures() -> None:
    """Of all campaigns whose figures are old. Counting takes a while and holds up nobody."""
    for campaign_id in campaigns_to_count(now=clock.now()):
        db.session.commit()
        with reading():
            counted = count_campaign(campaign_id)
            db.session.commit()
        keep_figures(campaign_id, counted, now=clock.now())
        db.session.commit()
