"""What rows of some kinds need besides their own columns: free addresses and names, numbers, the
revision and the official answer of an idea, the moves that events tell of."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update

from idealab.campaigns.models import Campaign, Stage, Topic
from idealab.campaigns.naming import candidates, first_free, slug_of
from idealab.comments.models import Comment
from idealab.ideas.models import IdeaTopic, Revision
from idealab.interchange.models import SourceKey
from idealab.interchange.rows import Item, add_all, add_rows
from idealab.interchange.shapes.ideas import IDEAS, field_texts, tags_of
from idealab.interchange.shapes.shape import Columns, Parts, Reading, Record
from idealab.interchange.shapes.talk import COMMENTS
from idealab.lib.db import db
from idealab.lib.text import html_of
from idealab.stages.models import Move

ANSWERS = "answers"  # a kind of SourceKey: the comment that shows the answer of an idea


def _free_slugs(items: list[Item], rows: list[Columns]) -> None:
    for item, row in zip(items, rows, strict=True):
        wish = slug_of(item.record.get("slug") or row["title"], otherwise="campaign")
        row["slug"] = next(slug for slug in candidates(wish) if not _is_taken(slug))


def _is_taken(slug: str) -> bool:
    return db.session.scalar(select(Campaign.id).filter_by(slug=slug)) is not None


def _topic_slugs(_items: list[Item], rows: list[Columns]) -> None:
    taken = _taken(Topic, Topic.slug, rows)
    for row in rows:
        mine = taken[row["campaign_id"]]
        row["slug"] = first_free(slug_of(row["name"], otherwise="topic"), mine)
        mine.add(row["slug"])


def _stage_names(_items: list[Item], rows: list[Columns]) -> None:
    """Two stages of one name cannot be told apart on the board: the second gets a number."""
    taken = _taken(Stage, Stage.name, rows)
    for row in rows:
        mine = taken[row["campaign_id"]]
        names = (row["name"] if n == 1 else f"{row['name']} ({n})" for n in range(1, 10_000))
        row["name"] = next(name for name in names if name not in mine)
        mine.add(row["name"])


def _taken(model: Any, column: Any, rows: list[Columns]) -> dict[int, set[str]]:
    taken: dict[int, set[str]] = {row["campaign_id"]: set() for row in rows}
    known = select(model.campaign_id, column).where(model.campaign_id.in_(taken))
    for campaign_id, name in db.session.execute(known):
        taken[campaign_id].add(name)
    return taken


def _numbers(_items: list[Item], rows: list[Columns]) -> None:
    """As many numbers as there are ideas, taken at once."""
    last: dict[int, int] = {}
    for campaign_id, count in Counter(row["campaign_id"] for row in rows).items():
        taken = update(Campaign).where(Campaign.id == campaign_id)
        taken = taken.values(last_idea_number=Campaign.last_idea_number + count)
        quiet = {"synchronize_session": False}
        returned = taken.returning(Campaign.last_idea_number)
        last[campaign_id] = (
            db.session.execute(returned, execution_options=quiet).scalar_one() - count
        )
    for row in rows:
        last[row["campaign_id"]] += 1
        row["number"] = last[row["campaign_id"]]


def _tell_ideas(items: list[Item], rows: list[Columns], parts: list[Parts], reading: Reading):
    """Each idea as it is now is its newest revision; its answer is shown as an official one."""
    add_all(
        Revision,
        [
            _revision(item, row, part, reading)
            for item, row, part in zip(items, rows, parts, strict=True)
            if item.own_id is not None
        ],
    )
    _add_answers([item for item in items if "answer" in item.record], reading)


def _revision(item: Item, row: Columns, parts: Parts, reading: Reading) -> Columns:
    place = item.record.get("location")
    topics = parts[IdeaTopic]
    return {
        "idea_id": item.own_id,
        "number": row["revision"],
        "created_at": row["updated_at"] or row["created_at"],
        "by_id": row["author_id"],
        "title": row["title"],
        "content": {
            "body": row["body"],
            "language": row["language"],
            "fields": {
                str(reading.names.own("fields", name)): text
                for name, text in field_texts(item.record).items()
            },
            "topic": topics[0]["topic_id"] if topics else None,
            "tags": tags_of(item.record),
            "place": [place.get("label"), place["lat"], place["lon"]] if place else None,
        },
        "note": None,
    }


def _add_answers(items: list[Item], reading: Reading) -> None:
    rows = [_answer_columns(item, reading) for item in items]
    ids = add_rows(COMMENTS, rows)
    for own_id in ids:
        root = update(Comment).where(Comment.id == own_id).values(root_id=own_id)
        db.session.execute(root, execution_options={"synchronize_session": False})
    add_all(
        SourceKey,
        [
            {
                "package": reading.names.package,
                "kind": ANSWERS,
                "source_id": item.source_id,
                "own_id": own_id,
                "line": json.dumps(item.record["answer"], sort_keys=True, ensure_ascii=False),
            }
            for item, own_id in zip(items, ids, strict=True)
        ],
    )


def _answer_columns(item: Item, reading: Reading) -> Columns:
    answer = item.record["answer"]
    body, body_format = answer.get("body", ""), answer.get("body_format", "text")
    last = item.record.get("updated_at") or item.record.get("created_at")
    return {
        "idea_id": item.own_id,
        "author_id": reading.names.own("people", answer.get("by")),
        "kind": "official_reply",
        "status": "published",
        "language": item.record.get("lang"),
        "body": body,
        "body_format": body_format,
        "body_html": html_of(body, format=body_format),
        "created_at": reading.instant(answer.get("at") or last) or reading.now,
    }


def _tell_moves(items: list[Item], _rows: list[Columns], _parts: list[Parts], reading: Reading):
    """A change of stage is shown on the idea's page, with its reason."""
    moves = []
    for item in items:
        idea_id = reading.names.own("ideas", item.record.get("idea"))
        target_id = _stage(item.record.get("to"), reading)
        if item.record["type"] == "stage_changed" and idea_id and target_id:
            moves.append(
                {
                    "created_at": reading.instant(item.record["at"]),
                    "idea_id": idea_id,
                    "source_id": _stage(item.record.get("from"), reading),
                    "target_id": target_id,
                    "by_id": reading.names.own("people", item.record.get("actor")),
                    "reason": item.record.get("reason", ""),
                }
            )
    add_all(Move, moves)


def _stage(name: str | None, reading: Reading) -> int | None:
    return reading.names.own("stages", name)


# Before rows of a kind are added: what their columns still lack.
COMPLETE: dict[str, Callable[[list[Item], list[Columns]], None]] = {
    "campaigns": _free_slugs,
    "stages": _stage_names,
    "categories": _topic_slugs,
    "ideas": _numbers,
}
# After rows of a kind were added: what comes with them.
TELL: dict[str, Callable[[list[Item], list[Columns], list[Parts], Reading], None]] = {
    "ideas": _tell_ideas,
    "events": _tell_moves,
}


def follow_changes(kind: str, item: Item, fresh: Columns, reading: Reading) -> None:
    """A newer package has changed a row: what hangs on it changes too."""
    if kind == "ideas" and item.own_id is not None:
        if {"title", "body", "revision"} & set(fresh):
            _change_revision(item, reading)
        _change_answer(item, reading)


def _change_revision(item: Item, reading: Reading) -> None:
    row, parts = IDEAS.columns(item.record, reading), IDEAS.parts(item.record, reading)
    revision = _revision(item, row, parts, reading)
    there = select(Revision.id).filter_by(idea_id=item.own_id, number=row["revision"])
    revision_id = db.session.scalar(there)
    if revision_id is None:
        add_all(Revision, [revision])
    else:
        changed = update(Revision).where(Revision.id == revision_id)
        changed = changed.values(title=revision["title"], content=revision["content"])
        db.session.execute(changed, execution_options={"synchronize_session": False})


def _change_answer(item: Item, reading: Reading) -> None:
    before, after = item.before.get("answer"), item.record.get("answer")
    if before == after:
        return
    key = select(SourceKey.id, SourceKey.own_id).filter_by(
        package=reading.names.package, kind=ANSWERS, source_id=item.source_id
    )
    known = db.session.execute(key).first()
    if known is None:
        _add_answers([item], reading)
    elif after is not None:
        fresh = _answer_columns(item, reading)
        _change(Comment, known.own_id, fresh)
        _change(SourceKey, known.id, {"line": json.dumps(after, sort_keys=True)})
    else:
        _change(Comment, known.own_id, {"status": "deleted"})


def _change(model: Any, row_id: int, values: Record) -> None:
    changed = update(model).where(model.id == row_id).values(**values)
    db.session.execute(changed, execution_options={"synchronize_session": False})
