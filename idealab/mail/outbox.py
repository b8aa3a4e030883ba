"""The outbox: a mail is a row first, written in the transaction of what it tells about."""

import secrets
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from idealab.lib.db import db
from idealab.lib.queue import enqueue
from idealab.mail.jobs import send_mail
from idealab.mail.models import Mail


def write_mail(
    to: str,
    subject: str,
    text: str,
    *,
    once: str,
    language: str,
    now: datetime,
    secret: bool = False,
) -> Mail:
    """Write a mail, to be sent after the commit. `once` names what it is about: a second mail of
    that name is not written, and the first one is given back. A `secret` mail loses its text
    once an SMTP server has taken it."""
    mail = Mail(
        once=once,
        created_at=now,
        message_id=f"<{secrets.token_hex(16)}@{_own_domain()}>",
        to_address=to,
        subject=" ".join(subject.split()),
        text=text,
        language=language,
        secret=secret,
    )
    try:
        with db.session.begin_nested():
            db.session.add(mail)
    except IntegrityError:
        return db.session.scalars(select(Mail).filter_by(once=once)).one()
    enqueue(send_mail, mail.id, on="mail")
    return mail


def _own_domain() -> str:
    _name, sender = parseaddr(current_app.config["MAIL_FROM"])
    site = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    return site or sender.rpartition("@")[2] or "localhost"
