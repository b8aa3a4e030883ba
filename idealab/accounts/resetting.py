"""A new password for whoever has forgotten the old one."""

from datetime import datetime

from idealab.accounts import passwords, signing, tokens
from idealab.accounts.announcing import announce
from idealab.accounts.confirming import person_of
from idealab.accounts.models import Token, TokenPurpose, User
from idealab.accounts.queries import address_of, person_of_address
from idealab.accounts.spelling import tidy_address
from idealab.accounts.tokens import Issued
from idealab.accounts.writing import write_link, write_note
from idealab.lib.addresses import public_url


def send_reset(address: str, *, language: str, now: datetime) -> None:
    """Send a link to the address; if nobody uses it, a mail that says so. Raises Refused if it
    is no address."""
    address = tidy_address(address)
    user = person_of_address(address)
    if user is None or not user.is_active:
        tokens.issue(TokenPurpose.RESET, user=None, now=now)  # the same work takes the same time
        write_note("unknown", address, language=language, now=now, join=public_url("/join"))
        return
    issued = _issue(user, now=now)
    write_link(
        "reset", address, issued,
        path="/reset-password", language=user.language, now=now, name=user.name,
    )  # fmt: skip


def reset_path(user: User, *, now: datetime) -> str:
    """A fresh path to choose a new password, for whoever hands it over by other means."""
    return _issue(user, now=now).path_to("/reset-password")


def reset_password(token: Token, password: str, *, now: datetime) -> User:
    """Set the password, confirm the address the link came to, and sign out everywhere. Raises
    LinkSpent, or Refused if the password is too easy."""
    user = person_of(token)
    held = address_of(user)
    passwords.check(password, name=user.name, address=held.address if held else "")
    secret_hash = passwords.hash_of(password)
    tokens.use(token, now=now)
    set_password(user, secret_hash, now=now)
    if held and held.address == token.particulars.get("address"):
        held.confirmed_at = held.confirmed_at or now
        user.confirmed = True
    return user


def set_password(
    user: User, secret_hash: str, *, now: datetime, but_session: str | None = None
) -> None:
    """Keep the hash, end the sessions (but that one) and open reset links, and tell the person."""
    passwords.store(user, secret_hash, now=now)
    signing.close_all_sessions(user, now=now, but=but_session)
    tokens.forget_others(user, TokenPurpose.RESET, TokenPurpose.CHANGE_ADDRESS, now=now)
    held = address_of(user)
    if held:
        write_note(
            "password-changed", held.address, language=user.language, now=now, name=user.name
        )
    announce("account.password_changed", by=user, now=now)


def _issue(user: User, *, now: datetime) -> Issued:
    held = address_of(user)
    address = held.address if held else None
    return tokens.issue(TokenPurpose.RESET, user=user, now=now, address=address)
