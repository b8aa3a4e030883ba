"""Sending a mail: its row is claimed and committed first, so that nobody else sends it too."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from flask import current_app
from sqlalchemy import ColumnElement, and_, or_, update

from idealab.lib.db import db
from idealab.mail.carrying import Lost
from idealab.mail.models import Mail, MailState

CLAIM_LIVES = timedelta(minutes=5)
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_REASON = 300


def is_due(now: datetime) -> ColumnElement[bool]:
    """Waiting and its pause over, or claimed by a worker that has not been heard of since."""
    return or_(
        and_(
            Mail.state == MailState.WAITING,
            or_(Mail.try_after.is_(None), Mail.try_after <= now),
        ),
        and_(Mail.state == MailState.SENDING, Mail.claimed_at <= now - CLAIM_LIVES),
    )


def claim(mail_id: int, *, now: datetime) -> Mail | None:
    """The mail, now this worker's to send: commit before sending. None if it is not due."""
    claimed = db.session.execute(
        update(Mail)
        .where(Mail.id == mail_id, is_due(now))
        .values(state=MailState.SENDING, claimed_at=now, attempts=Mail.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return db.session.get_one(Mail, mail_id, populate_existing=True)


def message_of(mail: Mail) -> EmailMessage:
    """The same bytes each time: everything in it comes from the row."""
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = mail.to_address
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = mail.message_id
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    return message


def note_sent(mail_id: int, *, by_server: bool, now: datetime) -> None:
    """It has left. A secret does not stay behind when a server has taken it; without one, the
    kept mail is the only way to read it."""
    mail = db.session.get(Mail, mail_id)
    if mail is None:
        return
    mail.state, mail.sent_at, mail.reason = MailState.SENT, now, None
    if mail.secret and by_server:
        mail.text = ""


def note_lost(mail_id: int, lost: Lost, *, claimed_at: datetime, now: datetime) -> None:
    """It could not be sent: try again later, or give up and keep the reason."""
    mail = db.session.get(Mail, mail_id)
    if mail is None or (mail.state, mail.claimed_at) != (MailState.SENDING, claimed_at):
        return
    mail.reason = str(lost)[:LONGEST_REASON]
    if lost.for_good or mail.attempts >= MOST_ATTEMPTS:
        mail.state = MailState.FAILED
        mail.text = "" if mail.secret else mail.text
    else:
        mail.state = MailState.WAITING
        mail.try_after = now + min(FIRST_PAUSE * 4 ** (mail.attempts - 1), LONGEST_PAUSE)
