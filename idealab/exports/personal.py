"""All that is a person's own, as JSON and pictures in one archive."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select
from zipstream import ZIP_DEFLATED, ZipStream

from idealab.accounts.models import EmailAddress, RoleGrant, Session, User
from idealab.campaigns.models import Campaign, Field, Membership, Stage
from idealab.comments.models import Comment, Reaction
from idealab.drafts.models import Draft
from idealab.exports.own_pictures import pictures_of
from idealab.ideas.models import FieldValue, Follow, Idea, IdeaStatus, IdeaTag, Revision
from idealab.lib import storage
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.sketches.strokes import UnreadableDrawing
from idealab.voting.models import Vote

Rows = Iterator[dict[str, Any]]
Part = Callable[[User], Iterable[dict[str, Any]]]
BATCH = 200
HOME = (Campaign.title.label("campaign"), Campaign.slug.label("campaign_slug"))
_more: dict[str, Part] = {}

log = logging.getLogger(__name__)


def when_taken_along(name: str, rows: Part) -> None:
    """Have a feature beside this one put `<name>.json` of a person's own into the archive."""
    _more[name] = rows


def parts_of(person: User) -> dict[str, Part]:
    return {
        "me": _me,
        "ideas": _ideas,
        "versions": _versions,
        "drafts": _drafts,
        "comments": _comments,
        "votes": _votes,
        "reactions": _reactions,
        "follows": _follows,
        **_more,
    }


def write_archive(person: User, path: Path, progress: Callable[[int], None]) -> None:
    """Part by part, so that how much there is costs no memory; then the pictures."""
    archive = ZipStream(compress_type=ZIP_DEFLATED, compress_level=6)
    with path.open("wb") as file:
        for done, (name, rows) in enumerate(parts_of(person).items(), 1):
            archive.add(_as_json(rows(person)), f"{name}.json")
            file.writelines(archive.all_files())
            progress(done)
        archive.add(_read_me(_add_pictures(archive, person, file, progress)), "READ-ME.txt")
        file.writelines(archive.finalize())


def _add_pictures(
    archive: ZipStream, person: User, file: BinaryIO, progress: Callable[[int], None]
) -> list[str]:
    """One by one; the names of those that are lost are returned, and the rest goes."""
    missing = []
    for name, content in pictures_of(person):
        try:
            archive.add(content(), name)
        except (storage.Missing, UnreadableDrawing):
            log.exception("picture %s of person %s is missing", name, person.id)
            missing.append(name)
        file.writelines(archive.all_files())
        progress(len(parts_of(person)))  # which says that this worker still has it in hand
    return missing


def _as_json(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    yield b"["
    for place, row in enumerate(rows):
        told = {name: value for name, value in row.items() if value not in (None, "", [], {})}
        yield b",\n" if place else b"\n"
        yield json.dumps(told, ensure_ascii=False, default=_told).encode()
    yield b"\n]\n"


def _told(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _me(person: User) -> Rows:
    addresses = select(EmailAddress.address, EmailAddress.confirmed_at).filter_by(user_id=person.id)
    browsers = select(Session.created_at, Session.expires_at, Session.browser).filter_by(
        user_id=person.id, revoked_at=None
    )
    roles = select(RoleGrant.role, RoleGrant.created_at).filter_by(user_id=person.id)
    invited = (
        select(Campaign.title, Campaign.slug)
        .join(Membership, Membership.campaign_id == Campaign.id)
        .where(Membership.user_id == person.id)
    )
    names = (
        *("id", "created_at", "name", "home", "about", "affiliation", "organisation"),
        *("affiliation_confirmed_at", "language", "hides_support", "hides_thanks"),
    )
    yield {name: getattr(person, name) for name in names} | {
        "addresses": _dicts(addresses),
        "signed_in": _dicts(browsers),
        "roles": _dicts(roles),
        "campaigns_by_invitation": _dicts(invited),
    }


def _ideas(person: User) -> Rows:
    found = (
        select(
            Idea.id,
            Idea.number,
            Idea.created_at,
            Idea.published_at,
            Idea.status,
            Idea.title,
            Idea.language,
            Idea.body,
            Idea.licence,
            Idea.revision,
            Stage.name.label("stage"),
            *HOME,
        )
        .join(Campaign, Campaign.id == Idea.campaign_id)
        .outerjoin(Stage, Stage.id == Idea.stage_id)
        .where(Idea.author_id == person.id, Idea.status != IdeaStatus.DELETED)
    )
    for batch in _batches(found, Idea.id):
        ids = [row["id"] for row in batch]
        answers = (
            select(FieldValue.idea_id, Field.label, FieldValue.source)
            .join(Field, Field.id == FieldValue.field_id)
            .where(FieldValue.idea_id.in_(ids))
            .order_by(Field.position)
        )
        texts: dict[int, dict[str, str]] = {idea_id: {} for idea_id in ids}
        for idea_id, label, source in db.session.execute(answers):
            texts[idea_id][label] = source
        tags: dict[int, list[str]] = {idea_id: [] for idea_id in ids}
        named = select(IdeaTag.idea_id, IdeaTag.name).where(IdeaTag.idea_id.in_(ids))
        for idea_id, name in db.session.execute(named.order_by(IdeaTag.position)):
            tags[idea_id].append(name)
        for row in batch:
            yield row | {"texts": texts[row["id"]], "tags": tags[row["id"]]}


def _versions(person: User) -> Rows:
    found = (
        select(
            Revision.id,
            Revision.idea_id,
            Revision.number,
            Revision.created_at,
            Revision.title,
            Revision.content,
        )
        .join(Idea, Idea.id == Revision.idea_id)
        .where(Revision.by_id == person.id, Idea.status != IdeaStatus.DELETED)
    )
    return _all(found, Revision.id)


def _drafts(person: User) -> Rows:
    found = (
        select(
            Draft.id,
            Draft.created_at,
            Draft.updated_at,
            Draft.title,
            Draft.language,
            Draft.content,
            *HOME,
        )
        .join(Campaign, Campaign.id == Draft.campaign_id)
        .where(Draft.user_id == person.id, Draft.published_idea_id.is_(None))
    )
    return _all(found, Draft.id)


def _comments(person: User) -> Rows:
    found = (
        select(
            Comment.id,
            Comment.created_at,
            Comment.edited_at,
            Comment.idea_id,
            Idea.title.label("idea"),
            Comment.kind,
            Comment.status,
            Comment.body,
        )
        .join(Idea, Idea.id == Comment.idea_id)
        .where(Comment.author_id == person.id)
    )
    return _all(found, Comment.id)


def _votes(person: User) -> Rows:
    found = (
        select(Vote.id, Vote.created_at, Vote.idea_id, Idea.title.label("idea"), Vote.value)
        .join(Idea, Idea.id == Vote.idea_id)
        .where(Vote.voter_id == person.id, Vote.withdrawn_at.is_(None))
    )
    return _all(found, Vote.id)


def _reactions(person: User) -> Rows:
    found = select(
        Reaction.id, Reaction.created_at, Reaction.comment_id, Reaction.kind, Reaction.emoji
    ).where(Reaction.user_id == person.id)
    return _all(found, Reaction.id)


def _follows(person: User) -> Rows:
    found = select(Follow.id, Follow.created_at, Follow.idea_id, Follow.campaign_id)
    return _all(found.where(Follow.user_id == person.id), Follow.id)


def _all(found: Any, column: Any) -> Rows:
    for batch in _batches(found, column):
        yield from batch


def _batches(found: Any, column: Any) -> Iterator[list[dict[str, Any]]]:
    last = 0
    while batch := _dicts(found.where(column > last).order_by(column).limit(BATCH)):
        yield batch
        last = batch[-1]["id"]


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.session.execute(found).mappings()]


def _read_me(missing: list[str]) -> bytes:
    text = _(
        "All that you wrote, chose and drew here. Each file is a list in JSON; the numbers of "
        "ideas and comments are those in the addresses of their pages. What others wrote is not "
        "in it."
    )
    if missing:
        lost = _("These pictures could not be put into it:")
        text = "\n".join([text, "", lost, *missing])
    return text.encode()
