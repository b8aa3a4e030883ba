"""How names and mail addresses are written, so that they can be shown and written to."""

import re
import unicodedata

from idealab.lib.errors import Refused
from idealab.lib.languages import _
from idealab.lib.text import cleaned

LONGEST_NAME = 60
LONGEST_ADDRESS = 254
LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, half, private and unassigned characters
TURNERS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b"


def tidy_name(name: str) -> str:
    """Raises Refused."""
    if len(name) > 10 * LONGEST_NAME:
        raise Refused(_("Take a name of at most %(count)s characters.", count=LONGEST_NAME))
    tidy = tidy_line(name)
    if not any(letter.isalnum() for letter in tidy):
        raise Refused(_("Tell us a name to show with your ideas. A pen name is fine."))
    if len(tidy) > LONGEST_NAME:
        raise Refused(_("Take a name of at most %(count)s characters.", count=LONGEST_NAME))
    return tidy


def tidy_line(text: str) -> str:
    """On one line, without towers of marks and without characters that hide or turn the text."""
    seen = (" " if letter.isspace() else letter for letter in cleaned(text))
    kept = (one for one in seen if unicodedata.category(one) not in UNSEEN and one not in TURNERS)
    return " ".join("".join(kept).split())


def tidy_address(address: str) -> str:
    """In small letters, the domain as the network spells it. Raises Refused."""
    local, at, domain = address[: 2 * LONGEST_ADDRESS].strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        at = ""
    tidy = f"{local}@{domain}"
    whole = at and LOCAL_PART.fullmatch(local) and DOMAIN.fullmatch(domain)
    if not whole or len(tidy) > LONGEST_ADDRESS or len(local) > 64:
        raise Refused(
            _("That does not look like an e-mail address. One looks like ana@example.org.")
        )
    return tidy
