"""The licences a campaign may ask for, in the words of people who are no lawyers."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from idealab.lib.languages import _

Words = Callable[[], str]
SHARE_ALIKE = re.compile(r"CC-BY-SA-(\d\.\d)")
ATTRIBUTION = re.compile(r"CC-BY-\d\.\d")


@dataclass(frozen=True)
class Licence:
    """`id` is the SPDX identifier; `deed` the address of its own summary, if it has one."""

    id: str
    name: Words
    in_plain_words: Words
    deed: str | None = None


LICENCES = (
    Licence(
        "CC-BY-SA-4.0",
        lambda: _("Creative Commons Attribution-ShareAlike 4.0"),
        lambda: _(
            "Everybody may share and build on your idea, also to earn money, as long as they name "
            "you and pass on what they make under the same terms. You keep your rights as author."
        ),
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    Licence(
        "CC-BY-4.0",
        lambda: _("Creative Commons Attribution 4.0"),
        lambda: _(
            "Everybody may share and build on your idea, also to earn money, as long as they name "
            "you. You keep your rights as author."
        ),
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    Licence(
        "CC0-1.0",
        lambda: _("Creative Commons Zero: free for everybody"),
        lambda: _(
            "You give your idea to everybody without any condition. Nobody has to ask you or to "
            "name you."
        ),
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    Licence(
        "LicenseRef-owner",
        lambda: _("Only the company that asks may use it"),
        lambda: _(
            "Your idea is shown on this site and stays yours. The company that asks may use and "
            "build it; nobody else may without asking you."
        ),
    ),
)
_BY_ID = {licence.id: licence for licence in LICENCES}


def may_become(held: str, asked: str) -> bool:
    """May what was contributed under `held` be changed by others and published under `asked`?
    Terms that nobody here knows are carried nowhere."""
    if held.startswith("CC0-"):
        return True
    if share_alike := SHARE_ALIKE.fullmatch(held):
        same = SHARE_ALIKE.fullmatch(asked)
        return same is not None and float(same[1]) >= float(share_alike[1])
    return ATTRIBUTION.fullmatch(held) is not None and not asked.startswith("CC0-")


def licence_of(id: str) -> Licence:
    """The licence with this identifier, also one that an import brought and we do not know."""
    return _BY_ID.get(id) or Licence(
        id, lambda: id, lambda: _("Contributions are shared under the licence %(name)s.", name=id)
    )
