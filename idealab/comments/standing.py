"""What stands below each comment for its reader: marking, editing, taking back."""

from collections.abc import Collection
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup

from idealab.accounts.models import User
from idealab.comments.queries import Stand, stands_to
from idealab.comments.showing import Shown, ShownThread
from idealab.lib import framing

HOLE = "acts-"


class Acts(NamedTuple):
    """`speaks`: the reader may say something here now."""

    speaks: bool
    own: dict[int, str]  # pieces by comment, where they differ from the usual one

    @classmethod
    def for_own(cls, comment: Shown) -> "Acts":
        """For the one comment that its author has just sent."""
        return cls(True, {comment.id: _piece("own", comment)})

    def __call__(self, comment: Shown) -> Markup:
        usual = _piece("gone" if comment.gone else "open" if self.speaks else "reading", comment)
        if framing.is_keeping():
            return framing.hole(f"{HOLE}{comment.id}", usual=usual)
        return Markup(self.own.get(comment.id, usual))


def acts_for(reader: User | None, threads: Collection[ShownThread], *, speaks: bool) -> Acts:
    """In a page that is kept the places stay open; `pieces_of` says what belongs there."""
    if framing.is_keeping() or reader is None or not reader.is_authenticated:
        return Acts(speaks, {})
    ids = [comment.id for thread in threads for comment in (thread.root, *thread.replies)]
    return Acts(speaks, _pieces(ids, reader, speaks=speaks))


def pieces_of(reader: User, holes: Collection[str], *, speaks: bool) -> dict[str, str]:
    """What differs for this reader in a page that was kept, by the name of the hole."""
    ids = [int(name.removeprefix(HOLE)) for name in holes if name.startswith(HOLE)]
    own = _pieces(ids, reader, speaks=speaks)
    return {f"{HOLE}{comment_id}": piece for comment_id, piece in own.items()}


def _pieces(ids: Collection[int], reader: User, *, speaks: bool) -> dict[int, str]:
    return {stand.id: _piece(_state_of(stand, speaks), stand) for stand in stands_to(ids, reader)}


def _state_of(stand: Stand, speaks: bool) -> str:
    if not speaks:
        return "gone" if stand.gone else "reading"
    if stand.own:
        return "own-gone" if stand.gone else "own"
    return "marked"


def _piece(state: str, comment: Shown | Stand) -> str:
    template: Any = current_app.jinja_env.get_template("components/comment_acts.html")
    return str(template.module.comment_acts(state, comment))
