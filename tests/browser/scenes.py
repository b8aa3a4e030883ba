"""People, campaigns and ideas on the running product, to look at in a browser."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import update

from idealab.accounts.models import User
from idealab.accounts.roles import grant
from idealab.accounts.settling import describe
from idealab.accounts.signing import close_all_sessions
from idealab.campaigns.creating import create_campaign
from idealab.campaigns.models import Campaign, CampaignState, Capability, Phase, Stage
from idealab.campaigns.queries import fields_of
from idealab.comments.commenting import add_comment
from idealab.comments.models import Comment, Opening
from idealab.comments.pinning import Spot
from idealab.comments.rewording import reword_comment
from idealab.ideas.answers import Answer
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.revising import revise_idea
from idealab.lib.access import Role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.media.keeping import keep_upload
from idealab.media.models import File, FileState
from idealab.moderation.reporting import report as report_thing
from idealab.results.deciding import Words, give_verdict
from idealab.results.figures import count_campaign, keep_figures
from idealab.sketches.attaching import attach_drawing, attach_sketch, detach_sketch
from idealab.sketches.models import Sketch
from idealab.stages.moving import move_idea
from idealab.updates.writing import Entry, add_picture, write_update
from tests import make
from tests.accounts.make import member
from tests.campaigns import make as campaigns
from tests.media import pictures as painted
from tests.support.sites import Site, await_that

ALL = tuple(Capability)
BLIND = tuple(capability for capability in Capability if capability is not Capability.SEE_COUNTS)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalterung"
WAY = ("In review", "Shortlisted", "Prototype", "Built")
_numbers = count(1)


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    address: str


@dataclass(frozen=True)
class Place:
    """A campaign and where its pages live."""

    id: int
    slug: str
    title: str

    @property
    def wall(self) -> str:
        return f"/campaigns/{self.slug}"

    @property
    def desk(self) -> str:
        return f"/staff/campaigns/{self.slug}"


def person(site: Site, name: str, *roles: Role, confirmed: bool = True) -> Person:
    """Somebody with an address of their own and the password of tests/accounts/make.py."""
    address_name = f"{name.lower()}{next(_numbers)}"
    with site.inside():
        user = member(address_name, confirmed=confirmed)
        user.name = name
        for role in roles:
            grant(user, role)
        return Person(user.id, name, f"{address_name}@example.org")


def renamed(site: Site, person_: Person, name: str, *, about: str) -> None:
    with site.inside():
        user = db.session.get_one(User, person_.id)
        describe(user, name=name, home="", about=about, language="en")


def campaign(
    site: Site,
    title: str = "A car for the city",
    *,
    allows: Iterable[Capability] = ALL,
    votes_per_person: int | None = None,
    public: bool = True,
    ended: bool = False,
) -> Place:
    """One phase, open for another day unless it has ended, and the workflow of every campaign."""
    with site.inside():
        made = create_campaign(
            title,
            by=None,
            now=now(),
            question="What would make you leave your own car at home?",
            story="We build **one** small car, in public.",
            rules="Be kind. Submit what is yours.",
            votes_per_person=votes_per_person,
        )
        made.state = CampaignState.PUBLISHED if public else CampaignState.DRAFT
        began = now().replace(second=0, microsecond=0) - timedelta(days=9)
        length = timedelta(days=7 if ended else 11)
        campaigns.phases(made, (began, began + length, allows))
        return Place(made.id, made.slug, made.title)


def idea(
    site: Site,
    place: Place,
    author: Person,
    title: str = "Doors that slide",
    *,
    text: str = "They never hit a cyclist, and they open in a gap of half a metre.",
    language: str = "en",
) -> int:
    """An idea of that author, submitted through the product's own verb."""
    with site.inside():
        home = db.session.get_one(Campaign, place.id)
        made = make.idea(
            db.session.get_one(User, author.id), campaign_=home, title=title, text=text
        )
        made.language = language
        return made.id


def picture(
    site: Site,
    idea_id: int,
    author: Person,
    *,
    alt: str = "A small car",
    size: tuple[int, int] = (1200, 800),
) -> None:
    """Hangs a picture on the idea; the worker of the site makes it ready."""
    with site.inside():
        kept = keep_upload(painted.png(size), name="car.png", now=now())
        by = db.session.get_one(User, author.id)
        attach_sketch(db.session.get_one(Idea, idea_id), kept, alt=alt, by=by, now=now())


def drawing(site: Site, idea_id: int, author: Person, strokes: list[dict[str, Any]]) -> None:
    """Hangs a drawing of one layer on the idea; the worker of the site paints it."""
    layers = [{"name": "Lines", "strokes": strokes}]
    drawn = {"v": 2, "w": 2400, "h": 1200, "paper": "#fdfcfa", "layers": layers}
    with site.inside():
        there, by = db.session.get_one(Idea, idea_id), db.session.get_one(User, author.id)
        attach_drawing(there, drawn, alt="A roof in one line", by=by, now=now())


def revision(
    site: Site,
    idea_id: int,
    author: Person,
    *,
    text: str,
    title: str = "Doors that slide",
    alt: str = "",
) -> None:
    """The author says something else; with `alt` another picture comes into the place of all."""
    with site.inside():
        there, by = db.session.get_one(Idea, idea_id), db.session.get_one(User, author.id)
        moment, question = now(), fields_of(there.campaign)[1]
        answer = Answer(title=title, texts={question.id: text})
        revise_idea(there, answer, by=by, now=moment, seen_revision=there.revision)
        if alt:
            for sketch in db.session.query(Sketch).filter_by(idea_id=idea_id).all():
                detach_sketch(there, sketch, by=by, now=moment)
            kept = keep_upload(painted.png((1200, 801)), name="car.png", now=moment)
            attach_sketch(there, kept, alt=alt, by=by, now=moment)


def comment(
    site: Site, idea_id: int, writer: Person, text: str, *, parent: int | None = None
) -> int:
    with site.inside():
        there = db.session.get_one(Idea, idea_id)
        said = db.session.get_one(Comment, parent) if parent else None
        return make.comment(there, db.session.get_one(User, writer.id), text, parent=said).id


def pin(site: Site, idea_id: int, writer: Person, text: str) -> None:
    """On the first picture of the idea."""
    with site.inside():
        there = db.session.get_one(Idea, idea_id)
        by = db.session.get_one(User, writer.id)
        sketch = db.session.query(Sketch).filter_by(idea_id=idea_id).order_by(Sketch.position)
        spot = Spot(sketch.first(), 0.3, 0.4, Opening.WONDER)
        add_comment(there, text, by=by, now=now(), spot=spot)


def reword(site: Site, comment_id: int, writer: Person, text: str) -> None:
    with site.inside():
        said = db.session.get_one(Comment, comment_id)
        there, by = db.session.get_one(Idea, said.idea_id), db.session.get_one(User, writer.id)
        reword_comment(said, there, text, by=by, now=now(), seen_edit=said.edited_at)


def report(site: Site, idea_id: int, reporter: Person, words: str) -> None:
    with site.inside():
        by = db.session.get_one(User, reporter.id)
        there = db.session.get_one(Idea, idea_id)
        report_thing(there, None, reason="not_own", words=words, by=by, now=now())


def move(site: Site, idea_id: int, by: Person, *names: str, reason: str = "") -> None:
    """Moves the idea along the stages of these names."""
    with site.inside():
        there = db.session.get_one(Idea, idea_id)
        mover = db.session.get_one(User, by.id)
        for name in names:
            target = db.session.query(Stage).filter_by(campaign_id=there.campaign_id, name=name)
            move_idea(there, target.one(), by=mover, now=now(), reason=reason)


def told(
    site: Site,
    place: Place,
    author: Person,
    title: str,
    *,
    text: str = "It *rolled* into the canal.",
    pictures: int = 0,
) -> int:
    """An entry of the campaign's journal, with pictures that the worker makes ready."""
    with site.inside():
        by = db.session.get_one(User, author.id)
        home = db.session.get_one(Campaign, place.id)
        made = write_update(home, Entry(title, text, now()), by=by, now=now())
        for number in range(pictures):
            kept = keep_upload(painted.png((1200, 600 + number)), name="rig.png", now=now())
            add_picture(made, kept, alt="A wheel in the water")
        return made.id


def decide(site: Site, place: Place, by: Person) -> None:
    """The company says what it builds, and everybody is counted."""
    with site.inside():
        words = Words("We build **one** bench.", "- By May\n- With your names on it", public=True)
        home, who = db.session.get_one(Campaign, place.id), db.session.get_one(User, by.id)
        give_verdict(home, words, by=who, now=now(), seen_edition=0)
        keep_figures(home.id, count_campaign(home.id), now=now())


def sign_out_everywhere(site: Site, who: Person) -> None:
    with site.inside():
        close_all_sessions(db.session.get_one(User, who.id), now=now())
        db.session.commit()


def hide(site: Site, idea_id: int) -> None:
    with site.inside():
        db.session.get_one(Idea, idea_id).status = IdeaStatus.HIDDEN


def allow(site: Site, place: Place, allows: Iterable[Capability]) -> None:
    """From now on the phase allows only this."""
    with site.inside():
        changed = update(Phase).filter_by(campaign_id=place.id).values(allows=[*allows])
        db.session.execute(changed)


def end(site: Site, place: Place) -> None:
    """Its only phase ended a minute ago."""
    with site.inside():
        ended = update(Phase).filter_by(campaign_id=place.id)
        db.session.execute(ended.values(ends_at=now() - timedelta(minutes=1)))


def await_pictures(site: Site) -> None:
    """Until the worker has made all of them ready."""

    def all_are_ready() -> bool:
        with site.inside():
            waiting = db.session.query(File).filter(File.state == FileState.PENDING)
            return waiting.count() == 0

    await_that(all_are_ready)
