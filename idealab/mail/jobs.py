"""Doors for the worker."""

from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.mail import sending
from idealab.mail.carrying import Lost, carry


def send_mail(mail_id: int) -> None:
    """Claim, commit, send, commit: no transaction is open while the server is spoken to."""
    claimed_at = now()
    mail = sending.claim(mail_id, now=claimed_at)
    message = sending.message_of(mail) if mail else None
    db.session.commit()
    if message is None:
        return
    try:
        by_server = carry(message)
        sending.note_sent(mail_id, by_server=by_server, now=now())
    except Lost as lost:
        sending.note_lost(mail_id, lost, claimed_at=claimed_at, now=now())
    db.session.commit()
