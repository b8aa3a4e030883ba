"""Carrying a message out of the house: to an SMTP server, or, without one, into a folder."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app

PATIENCE = 30  # seconds for each answer of the server
NO_SUCH_MAILBOX = range(550, 560)


class Lost(Exception):
    """The message did not get through; `for_good` if trying again is of no use."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


def carry(message: EmailMessage) -> bool:
    """Send it; True if an SMTP server has taken it, False if it is kept in a file.
    Raises Lost."""
    url = current_app.config["SMTP_URL"]
    if not url:
        keep(message, current_app.config["INSTANCE"] / "mail")
        return False
    try:
        send(message, url)
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _reason in refusal.recipients.values()]
        raise Lost(str(refusal), for_good=codes[0] in NO_SUCH_MAILBOX) from refusal
    except (OSError, smtplib.SMTPException) as problem:
        raise Lost(str(problem) or type(problem).__name__) from problem
    return True


def send(message: EmailMessage, url: str) -> None:
    """`smtp://user:password@host:port?starttls=1`, or `smtps://…` for TLS from the start."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    with _connection(parts.scheme, host, parts.port) as server:
        if parse_qs(parts.query).get("starttls") == ["1"]:
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        _name, sender = parseaddr(message["From"])
        server.send_message(message, from_addr=sender, to_addrs=[message["To"]])


def keep(message: EmailMessage, folder: Path) -> Path:
    """As a file named after the Message-ID, so that keeping it again makes the same file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{sha256(message['Message-ID'].encode()).hexdigest()[:32]}.eml"
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(message.as_bytes(policy=SMTP))
    fresh.replace(path)
    return path


def _connection(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=context)
    return smtplib.SMTP(host, port or 25, timeout=PATIENCE)
