"""What the queue has lost is found again in the rows."""

import logging
from datetime import datetime

from redis.exceptions import RedisError
from sqlalchemy import select

from idealab.lib.db import db, reading
from idealab.lib.queue import put_again
from idealab.mail.jobs import send_mail
from idealab.mail.models import Mail
from idealab.mail.sending import is_due

MOST_AT_ONCE = 500

log = logging.getLogger(__name__)


def sweep(now: datetime) -> int:
    """Queue every mail that is due and not queued, the oldest first; return how many are due.
    With the queue server away they wait for the next sweep."""
    due = select(Mail.id).where(is_due(now)).order_by(Mail.id).limit(MOST_AT_ONCE)
    with reading(), db.engine.connect() as connection:
        mail_ids = connection.scalars(due).all()
    try:
        for mail_id in mail_ids:
            put_again(send_mail, mail_id, on="mail")
    except RedisError as problem:
        log.warning("queue away, %s mails wait: %s", len(mail_ids), problem)
    return len(mail_ids)
