"""What happened in a campaign of the demo, done again through the verbs of the product."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import NamedTuple

from sqlalchemy import insert, select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign, Stage
from idealab.comments.commenting import add_comment
from idealab.comments.models import Comment
from idealab.demo import content
from idealab.demo.content import FIELDS, ballots
from idealab.demo.days import Days
from idealab.demo.drawing import document_of
from idealab.ideas.answers import Answer, Place, fields_of, topics_of
from idealab.ideas.models import Idea, Link, Via
from idealab.ideas.revising import revise_idea
from idealab.ideas.submitting import enter_idea, submit_idea
from idealab.lib.db import db
from idealab.media.keeping import keep_upload
from idealab.results.deciding import Words, give_verdict
from idealab.sketches.attaching import attach_drawing
from idealab.sketches.pixels import png_of
from idealab.stages.moving import move_idea
from idealab.updates.writing import Entry, add_picture, write_update
from idealab.voting.models import Vote
from idealab.wall.models import Looks

CLERK = "nils"  # writes down what was said in meetings and on paper
PICTURE_WIDTH = 1200  # of a drawing in the journal
PAUSE = timedelta(minutes=23)  # at least, before somebody answers


class Act(NamedTuple):
    at: datetime
    happen: Callable[..., object]  # is handed the time as `now`


class Retelling:
    """One campaign. Do its acts in the order of time, with those of other campaigns between them,
    then give the votes."""

    def __init__(
        self, told: content.Campaign, campaign: Campaign, cast: Mapping[str, User], days: Days
    ) -> None:
        self.told, self.campaign, self.cast, self.days = told, campaign, cast, days
        self.first_day = told.idea_phase.opens
        self.fields = [question.id for question in fields_of(campaign)]
        topics = zip(told.topics, topics_of(campaign), strict=True)
        self.topics = {topic.key: row.id for topic, row in topics}
        stages = db.session.scalars(select(Stage).filter_by(campaign_id=campaign.id))
        self.stages = {stage.name: stage for stage in stages}
        self.ideas: dict[str, Idea] = {}
        self.comments: dict[tuple[str, int], Comment] = {}

    def acts(self) -> Iterator[Act]:
        for idea in self.told.ideas:
            begun = self._moment(idea.day, idea.key)
            yield Act(begun, partial(self._submit, idea))
            for number, version in enumerate(idea.earlier, start=1):
                at = self._moment(version.until, f"{idea.key} {number}")
                yield Act(at, partial(self._revise, idea, number))
            for number, move in enumerate(idea.moves):
                at = self._moment(move.day, f"{idea.key} {move.stage}")
                yield Act(max(at, begun + PAUSE * (number + 1)), partial(self._move, idea, move))
            yield from self._conversation(idea, begun)

        for update in self.told.updates:
            yield Act(self._moment(update.day, update.title), partial(self._tell, update))
        if verdict := self.told.verdict:
            yield Act(self._moment(verdict.day, "verdict"), partial(self._decide, verdict))

    def give_votes(self) -> None:
        """All at once: one by one they take ten times as long. The counters are set right by
        whoever calls."""
        votes = [
            {
                "idea_id": self.ideas[ballot.idea].id,
                "voter_id": self.cast[ballot.voter].id,
                "created_at": max(
                    self.days.moment(self.first_day + ballot.day), self._submitted_at(ballot.idea)
                ),
            }
            for ballot in ballots(self.told)
        ]
        if votes:
            db.session.execute(insert(Vote), votes)
        if looks := self._looks():
            db.session.execute(insert(Looks), looks)

    def _looks(self) -> list[dict[str, float]]:
        """How often each idea was seen: whatever came early hung there longer."""
        lasts = min(self.told.idea_phase.closes, 0) - self.first_day
        found = []
        for idea in self.told.ideas:
            looks = idea.votes + 60.0 + 17 * (lasts - idea.day)
            found.append({"idea_id": self.ideas[idea.key].id, "looks": looks})
        return found

    def _conversation(self, idea: content.Idea, begun: datetime) -> Iterator[Act]:
        last: dict[int, datetime] = {}  # of each thread
        for number, remark in enumerate(idea.comments):
            thread = number if remark.answers is None else remark.answers
            at = self._moment(remark.day, f"{idea.key} {number} {remark.by}")
            at = last[thread] = max(at, last.get(thread, begun) + PAUSE)
            yield Act(at, partial(self._comment, idea, number))

    def _submit(self, told: content.Idea, *, now: datetime) -> None:
        author = self.cast[told.author or CLERK]
        answer = self._answer(told, version=0)
        if told.author:
            idea = submit_idea(self.campaign, answer, by=author, now=now, accepted=True)
        else:
            idea = enter_idea(
                self.campaign, answer, by=author, now=now, via=Via(told.via), source=told.place
            )
        self.ideas[told.key] = idea
        if told.key == self.told.cover:
            self.campaign.cover_idea_id = idea.id
        for origin in told.builds_on:
            self._link(idea, self.ideas[origin], by=author, now=now)
        if told.sketch:
            attach_drawing(idea, document_of(told.sketch), alt=told.alt, by=author, now=now)

    def _revise(self, told: content.Idea, version: int, *, now: datetime) -> None:
        idea = self.ideas[told.key]
        author = self.cast[told.author or CLERK]
        answer = self._answer(told, version=version)
        revise_idea(idea, answer, by=author, now=now, seen_revision=idea.revision)

    def _move(self, told: content.Idea, move: content.Move, *, now: datetime) -> None:
        idea, stage = self.ideas[told.key], self.stages[move.stage]
        move_idea(idea, stage, by=self.cast[move.by], now=now, reason=move.reason)

    def _comment(self, told: content.Idea, number: int, *, now: datetime) -> None:
        remark = told.comments[number]
        parent = None if remark.answers is None else self.comments[told.key, remark.answers]
        self.comments[told.key, number] = add_comment(
            self.ideas[told.key],
            remark.text,
            by=self.cast[remark.by],
            now=now,
            parent=parent,
            official=remark.official,
        )

    def _tell(self, told: content.Update, *, now: datetime) -> None:
        entry = Entry(told.title, told.text, now, told.language)
        update = write_update(self.campaign, entry, by=self.cast[told.by], now=now)
        if told.sketch:
            drawing = BytesIO(png_of(document_of(told.sketch), PICTURE_WIDTH))
            file = keep_upload(drawing, name=f"{told.sketch}.png", now=now)
            add_picture(update, file, alt=told.alt)

    def _decide(self, told: content.Verdict, *, now: datetime) -> None:
        words = Words(told.statement, told.promise, public=True)
        give_verdict(self.campaign, words, by=self.cast[told.by], now=now, seen_edition=0)

    def _answer(self, told: content.Idea, *, version: int) -> Answer:
        """How the idea read in that version, the first being 0."""
        before = told.earlier[version] if version < len(told.earlier) else None
        texts = told.texts | (before.texts if before else {})
        return Answer(
            title=(before and before.title) or told.title,
            texts=dict(zip(self.fields, (texts[key] for key in FIELDS), strict=True)),
            topic_id=self.topics[told.topic],
            tags=list(told.tags),
            language=told.language,
            place=Place(told.place) if told.place and told.author else None,
        )

    def _link(self, idea: Idea, origin: Idea, *, by: User, now: datetime) -> None:
        db.session.add(
            Link(from_id=idea.id, to_id=origin.id, kind="builds_on", by_id=by.id, created_at=now)
        )

    def _moment(self, day: float, what: str) -> datetime:
        return self.days.waking(self.first_day + day, what)

    def _submitted_at(self, key: str) -> datetime:
        idea = next(idea for idea in self.told.ideas if idea.key == key)
        return self._moment(idea.day, key)
