"""How an answer becomes rows: shared by submitting, revising and entering."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, select, update

from idealab.accounts.models import User
from idealab.campaigns.queries import fields_of
from idealab.campaigns.touching import touch_campaign
from idealab.ideas.answers import Answer, Place
from idealab.ideas.counting import count_topic
from idealab.ideas.jobs import make_vector
from idealab.ideas.models import FieldValue, Idea, IdeaStatus, IdeaTag, IdeaTopic, Location
from idealab.ideas.versioning import add_revision
from idealab.ideas.words import know_words
from idealab.lib import meaning
from idealab.lib.db import db
from idealab.lib.queue import enqueue
from idealab.lib.terms import terms_of
from idealab.lib.text import excerpt_of, folded, html_of, plain_of

LONGEST_SEARCH_TEXT = 20_000


def write_answer(
    idea: Idea,
    answer: Answer,
    *,
    by: User | None,
    now: datetime,
    note: str = "",
    restored_from: int | None = None,
) -> None:
    """Give a flushed idea the content of the answer, and keep it as the idea's revision."""
    idea.title = answer.title
    idea.language = answer.language
    htmls = _write_texts(idea, answer)
    _write_topic(idea, answer.topic_id)
    _write_tags(idea, answer.tags)
    _write_place(idea, answer.place)
    describe(idea, [plain_of(idea.body_html), *map(plain_of, htmls)], answer.tags)
    know_words(idea.search_terms or "")
    content = _content(idea, answer)
    if restored_from is not None:
        content["restored_from"] = restored_from
    add_revision(idea, content, by=by, now=now, note=note)
    if meaning.is_on():
        enqueue(make_vector, idea.id)


def describe(idea: Idea, texts: list[str], tags: list[str]) -> None:
    """Set what lists and search know of an idea from its plain texts and tags."""
    texts = [text for text in texts if text]
    # A card tells the idea and not the problem: the second text of the form, if there is one.
    idea.excerpt = excerpt_of(texts[1] if len(texts) > 1 else (texts or [""])[0])
    idea.search_text = folded(" ".join([idea.title, *texts, *tags]))[:LONGEST_SEARCH_TEXT]
    idea.search_terms = terms_of(idea.search_text, idea.language)


def once_of(number: str | None, by: User) -> str | None:
    """Under which name a form counts once: its own number, and whose it is, so that nobody's form
    meets that of somebody else, however long or odd the number is that was sent."""
    return sha256(f"{by.id}:{number}".encode()).hexdigest() if number else None


def touch_idea(idea: Idea) -> None:
    """Something that a card or the wall shows has changed: cached pieces end here."""
    idea.version = Idea.version + 1
    touch_campaign(idea.campaign_id)


def touch_ideas(which: ColumnElement[bool]) -> None:
    """End the kept pages of all these ideas, and hold them until the commit: in the order of their
    ids and before anything that hangs on them, as everybody does who holds several."""
    held = select(Idea.id).where(which).order_by(Idea.id).with_for_update(key_share=True)
    db.session.execute(held).all()
    newer = update(Idea).where(which).values(version=Idea.version + 1)
    db.session.execute(newer, execution_options={"synchronize_session": False})


def _write_texts(idea: Idea, answer: Answer) -> list[str]:
    db.session.execute(delete(FieldValue).filter_by(idea_id=idea.id))
    htmls = []
    for question in fields_of(idea.campaign):
        source = answer.texts.get(question.id, "")
        if source:
            html = html_of(source)
            htmls.append(html)
            row = FieldValue(idea_id=idea.id, field_id=question.id, source=source, html=html)
            db.session.add(row)
    return htmls


def _write_topic(idea: Idea, topic_id: int | None) -> None:
    had = set(db.session.scalars(select(IdeaTopic.topic_id).filter_by(idea_id=idea.id)))
    wanted = set() if topic_id is None else {topic_id}
    counted = idea.status is IdeaStatus.PUBLISHED
    for gone in had - wanted:
        db.session.execute(delete(IdeaTopic).filter_by(idea_id=idea.id, topic_id=gone))
        count_topic(gone, -1 if counted else 0)
    for fresh in wanted - had:
        db.session.add(IdeaTopic(idea_id=idea.id, topic_id=fresh))
        count_topic(fresh, 1 if counted else 0)


def _write_tags(idea: Idea, tags: list[str]) -> None:
    db.session.execute(delete(IdeaTag).filter_by(idea_id=idea.id))
    for position, name in enumerate(tags):
        db.session.add(IdeaTag(idea_id=idea.id, name=name, position=position))


def _write_place(idea: Idea, place: Place | None) -> None:
    db.session.execute(delete(Location).filter_by(idea_id=idea.id))
    if place is not None and (place.label or place.latitude is not None):
        db.session.add(
            Location(
                idea_id=idea.id,
                label=place.label,
                latitude=place.latitude,
                longitude=place.longitude,
            )
        )


def _content(idea: Idea, answer: Answer) -> dict[str, object]:
    place = answer.place
    return {
        "body": idea.body,
        "language": answer.language,
        "fields": {str(key): text for key, text in answer.texts.items() if text},
        "topic": answer.topic_id,
        "tags": answer.tags,
        "place": [place.label, place.latitude, place.longitude] if place else None,
    }
