"""Changing the mail address: the new one is confirmed first, and the old one is told."""

from datetime import datetime

from idealab.accounts import tokens
from idealab.accounts.models import TokenPurpose, User
from idealab.accounts.queries import address_of, person_of_address
from idealab.accounts.spelling import tidy_address
from idealab.accounts.writing import write_link, write_note
from idealab.lib.errors import Refused
from idealab.lib.languages import _


def ask_for_address(user: User, address: str, *, now: datetime) -> None:
    """Send a link to the new address, and word to the old one. If the new one is somebody
    else's, a mail tells them instead of a link. Raises Refused."""
    address = tidy_address(address)
    held = address_of(user)
    if held is None or held.address == address:
        raise Refused(_("That is the address you have already."))
    tokens.forget_others(user, TokenPurpose.CHANGE_ADDRESS, now=now)
    issued = tokens.issue(
        TokenPurpose.CHANGE_ADDRESS, user=user, now=now, address=address, onward="/me/settings"
    )
    if person_of_address(address):
        write_note("known", address, language=user.language, now=now)
    else:
        write_link(
            "change-address", address, issued,
            path="/confirm", language=user.language, now=now, name=user.name,
        )  # fmt: skip
    write_note(
        "address-asked", held.address, language=user.language, now=now, name=user.name, new=address
    )
