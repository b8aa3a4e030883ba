"""Passwords: which ones are good enough, how they are kept, and whether one fits."""

import unicodedata
from datetime import datetime
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from idealab.accounts.models import Credential, User
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.lib.languages import _

SHORTEST, LONGEST = 10, 200
MOST_PARALLEL = 4  # Each hashing takes 19 MiB, so a rush of sign-ins queues here.
COMMON = """
0123456789 1234567890 0987654321 9876543210 12345678910 1q2w3e4r5t 1qaz2wsx3edc
qwertyuiop qwertzuiop qwerty1234 qwertz1234 qwerty12345 asdfghjkl1 asdfghjklö
password12 password123 password1234 mypassword passw0rd123 passwort12 passwort123
passwort1234 meinpasswort senha12345 letmein123 iloveyou123 ichliebedich welcome123
willkommen willkommen1 hallo12345 hallowelt1 sonnenschein schatzi123 sunshine123
football123 fussball123 administrator changeme123 abcdefghij abcdefghijk abc1234567
a123456789 1234567891 123456789a 123123123123 1122334455
"""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turn = BoundedSemaphore(MOST_PARALLEL)


def check(password: str, *, name: str = "", address: str = "") -> None:
    """Raises Refused with the reason if the password is too easy to guess."""
    reason = reason_against(password, name=name, address=address)
    if reason:
        raise Refused(reason)


def reason_against(password: str, *, name: str = "", address: str = "") -> str | None:
    """Why this password is not good enough, as a sentence; None if it is."""
    if len(password) > LONGEST:
        return _("Take at most %(count)s characters.", count=LONGEST)
    password = _plain(password)
    if len(password) < SHORTEST:
        return _("Take %(count)s characters or more. Four random words are good.", count=SHORTEST)
    folded = password.casefold()
    if folded in COMMON.split() or len(set(folded)) < 4:
        return _("That password is one of the first that strangers try. Take another one.")
    # No longer part of them can stand in a password, and endless marks take minutes to order.
    known = (name[:LONGEST], address[:LONGEST], address[:LONGEST].partition("@")[0])
    own = {_plain(word).casefold() for word in known}
    own |= {word.replace(" ", "") for word in own}
    if any(_is_mostly(folded, word) for word in own):
        return _("Your name or address is easy to guess. Take words that only you would choose.")
    return None


def hash_of(password: str) -> str:
    with _turn:
        return _hasher.hash(_plain(password))


def fits(password: str, secret_hash: str | None) -> bool:
    """Is this the password of that hash? Without a hash the answer is no, after the same work."""
    if len(password) > LONGEST:
        password = ""
    try:
        with _turn:
            right = _hasher.verify(secret_hash or _hash_of_nobody(), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and secret_hash is not None


def is_outdated(secret_hash: str) -> bool:
    return _hasher.check_needs_rehash(secret_hash)


def store(user: User, secret_hash: str, *, now: datetime) -> None:
    credential = _credential_of(user)
    if credential is None:
        credential = Credential(user_id=user.id, kind="password", created_at=now)
        db.session.add(credential)
    credential.secret_hash = secret_hash
    credential.changed_at = now
    db.session.flush()


def is_password_of(user: User, password: str) -> bool:
    credential = _credential_of(user)
    return fits(password, credential.secret_hash if credential else None)


def _credential_of(user: User) -> Credential | None:
    return db.session.scalar(select(Credential).filter_by(user_id=user.id, kind="password"))


def _is_mostly(password: str, word: str) -> bool:
    """Is the password that word, at most with a few letters around it?"""
    return len(word) > 3 and word in password and len(password) - len(word) < 5


def _plain(password: str) -> str:
    """The same text from every keyboard: an ü is one letter, however it was typed."""
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _hash_of_nobody() -> str:
    return _hasher.hash("nobody has this password")
