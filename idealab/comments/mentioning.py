"""Name somebody who takes part here with an @: who is meant, and whom one may name."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, delete, exists, or_, select

from idealab.accounts.models import User, hue_of
from idealab.comments.models import Comment, Mention
from idealab.comments.queries import is_shown
from idealab.ideas.glancing import IdeaGlance
from idealab.ideas.models import Contributor, Idea, IdeaStatus
from idealab.lib.db import db
from idealab.lib.text import Named, html_of

MOST = 10  # people named in one comment
WORDS = 5  # of a name
OFFERED = 6
People = Mapping[str, tuple[int, Named]]  # by the name a text uses: whom it means
_at = re.compile(r"(?<![\w@])@(\S[^\n@]{0,120})")


class Person(NamedTuple):
    id: int
    name: str
    home: str | None

    @property
    def hue(self) -> int:
        return hue_of(self.id)


def people_named(
    text: str, idea: Idea, *, chosen: Collection[int] = ()
) -> dict[str, tuple[int, Named]]:
    """Whom the text means, by the name it uses. Of two who are called the same, the one that was
    chosen is meant, or else the one who speaks about this idea; never one by chance."""
    names = {name for found in _at.findall(text)[: MOST * 2] for name in _beginnings(found)}
    if not names:
        return {}
    here = _takes_part_in_idea(idea)
    rows = db.session.execute(
        select(User.id, User.name, case((here, 1), else_=0))
        .where(User.name.in_(names), User.deactivated_at.is_(None))
        .where(or_(here, _takes_part_in_campaign(idea)))
        .limit(200)
    ).all()
    found: dict[str, tuple[int, Named]] = {}
    for name in sorted({row.name for row in rows}, key=len, reverse=True)[:MOST]:
        same = [(row[0] in chosen, row[2], row[0]) for row in rows if row.name == name]
        ranked = sorted(same, reverse=True)
        if len(ranked) == 1 or ranked[0][:2] != ranked[1][:2]:
            found[name] = (ranked[0][2], Named(f"/people/{ranked[0][2]}", name))
    return found


def keep_mentions(comment: Comment, people: People) -> None:
    """Say on rows whom the comment names, instead of whom it named before."""
    db.session.execute(delete(Mention).filter_by(comment_id=comment.id))
    by_id = {user_id: name for name, (user_id, _named) in people.items()}
    for user_id, name in by_id.items():
        db.session.add(Mention(comment_id=comment.id, user_id=user_id, name=name))


def names_in(people: People) -> dict[str, Named]:
    return {name: named for name, (_user_id, named) in people.items()}


def retell_mentions(person: User) -> None:
    """Somebody is called otherwise now: what names them says so, and leads to them as before. The
    ideas are held already."""
    for comment in _naming(person):
        comment.body_html = html_of(comment.body, names=_names_kept(comment))


def forget_mentions(person: User) -> None:
    """Somebody leaves: the words of others stay, and lead nowhere. The ideas are held already."""
    comments = _naming(person)
    db.session.execute(delete(Mention).filter_by(user_id=person.id))
    for comment in comments:
        comment.body_html = html_of(comment.body, names=_names_kept(comment))


def _naming(person: User) -> Sequence[Comment]:
    ids = select(Mention.comment_id).filter_by(user_id=person.id)
    return db.session.scalars(select(Comment).where(Comment.id.in_(ids))).all()


def people_to_name(idea: Idea | IdeaGlance, beginning: str) -> Sequence[Person]:
    """Those who take part and whose name, or a word of it, begins like this; first those who
    speak about this idea."""
    beginning = beginning.strip()[:60]
    here = _takes_part_in_idea(idea)
    found = select(User.id, User.name, User.home).where(
        User.deactivated_at.is_(None), or_(here, _takes_part_in_campaign(idea))
    )
    found = found.where(_name_begins(beginning) if beginning else here)
    ordered = found.order_by(case((here, 0), else_=1), User.name, User.id).limit(OFFERED)
    return [Person(*row) for row in db.session.execute(ordered)]


def _name_begins(beginning: str) -> ColumnElement[bool]:
    """SQLite knows capitals of plain letters only, so both are tried for the first one."""
    starts = {beginning, beginning[:1].upper() + beginning[1:]}
    return or_(
        *(User.name.istartswith(start, autoescape=True) for start in starts),
        *(User.name.icontains(f" {start}", autoescape=True) for start in starts),
    )


def _beginnings(words_after_at: str) -> list[str]:
    """Each of “Ana”, “Ana Duarte”, “Ana Duarte, look” may be a name."""
    words = words_after_at.split(" ")[:WORDS]
    lines = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
    return [name for line in lines for name in {line, line.rstrip(".,;:!?)'’*_")} if name]


def _takes_part_in_idea(idea: Idea | IdeaGlance) -> ColumnElement[bool]:
    shares = exists().where(Contributor.user_id == User.id, Contributor.idea_id == idea.id)
    spoke = exists().where(Comment.author_id == User.id, Comment.idea_id == idea.id, is_shown())
    return or_(User.id == (idea.author_id or 0), shares, spoke)


def _takes_part_in_campaign(idea: Idea | IdeaGlance) -> ColumnElement[bool]:
    shown = (Idea.campaign_id == idea.campaign_id, Idea.status == IdeaStatus.PUBLISHED)
    wrote = exists().where(Idea.author_id == User.id, *shown)
    shares = exists().where(Contributor.user_id == User.id, Contributor.idea_id == Idea.id, *shown)
    spoke = exists().where(
        Comment.author_id == User.id, Comment.idea_id == Idea.id, is_shown(), *shown
    )
    return or_(wrote, shares, spoke)


def _names_kept(comment: Comment) -> dict[str, Named]:
    rows = db.session.execute(
        select(Mention.name, User.id, User.name)
        .join(User, User.id == Mention.user_id)
        .where(Mention.comment_id == comment.id)
    )
    return {before: Named(f"/people/{user_id}", name) for before, user_id, name in rows}
