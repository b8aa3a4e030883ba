from idealab.drafts.sweeping import forget_drafts
from idealab.lib import clock
from idealab.lib.db import db


def sweep_drafts() -> None:
    """Forget what has expired, in short transactions."""
    while forget_drafts(now=clock.now()):
        db.session.commit()
    db.session.commit()
