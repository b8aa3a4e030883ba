"""Sharing an idea: its link, for those who may be shown it."""

from typing import NamedTuple
from urllib.parse import quote, urlencode

from idealab.ideas.models import Idea
from idealab.ideas.seeing import may_see_idea
from idealab.ideas.share_cards import address_of_card
from idealab.lib.addresses import public_url
from idealab.lib.languages import _


class Share(NamedTuple):
    address: str
    card: str  # its picture, 1200 × 630
    mail: str  # an address that opens a letter


def share_of(idea: Idea) -> Share | None:
    """None for an idea that not everybody may see: its link would lead to nothing."""
    if not may_see_idea(idea, None):
        return None
    address = public_url(f"/ideas/{idea.id}")
    words = {
        "subject": idea.title,
        "body": _("An idea worth a look: %(address)s", address=address),
    }
    letter = urlencode(words, quote_via=quote)
    return Share(address, public_url(address_of_card(idea)), f"mailto:?{letter}")
