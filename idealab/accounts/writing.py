"""The mails about an account."""

from datetime import datetime
from hashlib import sha256

from idealab.accounts.tokens import Issued
from idealab.lib.addresses import public_url
from idealab.mail.models import Mail
from idealab.mail.outbox import write_mail
from idealab.mail.writing import letter


def write_link(
    template: str, to: str, issued: Issued, *, path: str, language: str, now: datetime,
    **words: object,
) -> Mail:  # fmt: skip
    """A mail with a one-time link; its text is a secret."""
    link = public_url(issued.path_to(path))
    subject, text = letter(template, language=language, link=link, code=issued.code, **words)
    once = f"{template}:{issued.id}"
    return write_mail(to, subject, text, once=once, language=language, now=now, secret=True)


def write_note(template: str, to: str, *, language: str, now: datetime, **words: object) -> Mail:
    """A mail without a secret; the same one at most once an hour to the same address."""
    words |= {"sign_in": public_url("/sign-in"), "forgot": public_url("/forgot-password")}
    subject, text = letter(template, language=language, **words)
    whom = sha256(f"{to}\n{text}".encode()).hexdigest()[:32]
    once = f"{template}:{whom}:{now:%Y-%m-%dT%H}"
    return write_mail(to, subject, text, once=once, language=language, now=now)
