"""The demo in the database: whole, once, and by the rules of the product."""

import re
import stat
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from idealab.accounts.models import Credential, EmailAddress, User
from idealab.accounts.roles import holds
from idealab.accounts.signing import sign_in
from idealab.activity.models import Event
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import timetable
from idealab.comments.models import Comment, CommentKind
from idealab.demo import loading
from idealab.demo.content import ballots, demo
from idealab.demo.sign_ins import demo_sign_ins
from idealab.ideas.models import FieldValue, Idea, IdeaTag, IdeaTopic, Link, Revision
from idealab.lib import counters
from idealab.lib.access import ADMIN, MODERATOR, PRODUCT, STAFF
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.queue import queue
from idealab.sketches.models import Sketch
from idealab.stages.models import Move
from idealab.voting.models import Vote
from tests import make
from tests.people import participant

TOLD = demo()
IDEAS = [idea for campaign in TOLD.campaigns for idea in campaign.ideas]
TABLES = (
    User, EmailAddress, Credential, Campaign, Idea, Revision, FieldValue, Comment, Vote, Move,
    Sketch, Link, Event,
)  # fmt: skip
LINE = re.compile(r"^  (\w+) +(.+?) +(\S+@\S+) +(\S+)$", re.MULTILINE)


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def campaign_of(slug: str) -> Campaign:
    return db.session.scalars(select(Campaign).filter_by(slug=slug)).one()


def idea_of(title: str) -> Idea:
    return db.session.scalars(select(Idea).filter_by(title=title)).one()


def sign_ins(app: Flask) -> dict[str, tuple[str, str]]:
    """Address and password by role."""
    found = LINE.findall(demo_sign_ins(app))
    return {role: (address, password) for role, _name, address, password in found}


def test_everything_that_is_told_is_there(demo_app):
    assert count(Campaign) == 3
    assert count(Idea) == len(IDEAS)
    assert count(Revision) == len(IDEAS) + sum(len(idea.earlier) for idea in IDEAS)
    assert count(Comment) == sum(len(idea.comments) for idea in IDEAS)
    assert count(Move) == sum(len(idea.moves) for idea in IDEAS)
    assert count(Sketch) == sum(bool(idea.sketch) for idea in IDEAS)
    assert count(Link) == sum(len(idea.builds_on) for idea in IDEAS)
    assert count(IdeaTopic) == len(IDEAS)
    assert count(IdeaTag) == sum(len(idea.tags) for idea in IDEAS)
    assert count(Vote) == sum(len(ballots(campaign)) for campaign in TOLD.campaigns)
    assert count(User) == len(TOLD.people) + len(TOLD.staff) + len(TOLD.voters)


def test_no_counter_is_off(demo_app):
    assert {c.name: counters.drifted_count(c) for c in counters.registered()} == {
        c.name: 0 for c in counters.registered()
    }
    assert idea_of("A front seat that turns to greet you").votes_count == 131


def test_loading_it_again_changes_nothing(demo_app):
    before, said = {table: count(table) for table in TABLES}, demo_sign_ins(demo_app)
    db.session.commit()

    loading.load_demo(now=now())

    assert {table: count(table) for table in TABLES} == before
    assert demo_sign_ins(demo_app) == said


def test_an_installation_with_a_campaign_of_its_own_stays_as_it_is(app):
    make.campaign()

    loading.load_demo(now=now())

    assert (count(Campaign), count(User)) == (1, 0)
    assert demo_sign_ins(app) == ""


def test_of_a_demo_that_was_interrupted_nothing_is_left(app, monkeypatch):
    def interrupt(*_whatever):
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "demo", lambda: replace(TOLD, campaigns=TOLD.campaigns[1:2]))
    monkeypatch.setattr(loading, "write_sign_ins", interrupt)
    with pytest.raises(KeyboardInterrupt):
        loading.load_demo(now=now())

    assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)
    assert queue("default").count == 0


def test_somebody_who_has_an_address_of_the_demo_keeps_it(app):
    ana = participant("Ana")
    db.session.add(EmailAddress(user_id=ana.id, address=TOLD.accounts[0].address))
    db.session.commit()

    with pytest.raises(loading.NameTaken):
        loading.load_demo(now=now())

    assert (count(User), count(Campaign)) == (1, 0)


def test_the_four_can_sign_in_each_with_the_rights_of_the_role(demo_app):
    people = {
        role: sign_in(address, password, now=now())
        for role, (address, password) in sign_ins(demo_app).items()
    }

    assert set(people) == {"participant", "moderator", "product", "admin"}
    assert not holds(people["participant"], *STAFF)
    assert holds(people["moderator"], MODERATOR)
    assert not holds(people["moderator"], PRODUCT)
    assert holds(people["product"], PRODUCT)
    assert not holds(people["product"], MODERATOR)
    assert holds(people["admin"], ADMIN)


def test_nobody_else_can_sign_in(demo_app):
    assert count(Credential) == count(EmailAddress) == 4
    assert db.session.scalars(select(EmailAddress.confirmed_at)).all().count(None) == 0


def test_the_passwords_are_made_anew_and_for_the_eyes_of_the_owner_only(demo_app):
    path = demo_app.config["INSTANCE"] / "sign-in.txt"
    passwords = [password for _address, password in sign_ins(demo_app).values()]

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(set(passwords)) == 4
    assert min(map(len, passwords)) >= 16


def test_what_happened_lies_in_the_past_and_in_its_order(demo_app):
    moment = now()

    for idea in db.session.scalars(select(Idea)):
        comments = db.session.scalars(select(Comment).filter_by(idea_id=idea.id)).all()
        moves = db.session.scalars(select(Move).filter_by(idea_id=idea.id).order_by(Move.id)).all()
        times = [idea.created_at, *(move.created_at for move in moves), moment]
        assert times == sorted(times), idea.title
        assert all(idea.created_at < one.created_at < moment for one in comments), idea.title
        said = {one.id: one.created_at for one in comments}
        assert all(said[one.parent_id] < one.created_at for one in comments if one.parent_id), (
            idea.title
        )


def test_votes_were_given_while_voting_was_open_and_never_for_an_own_idea(demo_app):
    votes = db.session.execute(
        select(Vote.created_at, Vote.voter_id, Idea).join(Idea, Idea.id == Vote.idea_id)
    ).all()
    phases = {c.id: timetable(c, now=now()) for c in db.session.scalars(select(Campaign))}

    for at, voter_id, idea in votes:
        plan = phases[idea.campaign_id]
        voting = [phase for phase in plan.phases if Capability.VOTE in phase.allows]
        assert any(phase.starts_at <= at < phase.ends_at for phase in voting)
        assert idea.created_at <= at < now()
        assert voter_id != idea.author_id


def test_the_three_campaigns_stand_where_they_should(demo_app):
    city = timetable(campaign_of("city-car-2030"), now=now())
    van = timetable(campaign_of("the-van-that-earns-its-living"), now=now())
    quiet = timetable(campaign_of("quiet-interior"), now=now())

    assert city.allows(Capability.SUBMIT)
    assert not city.allows(Capability.SEE_COUNTS)
    assert van.is_over
    assert van.allows(Capability.SEE_COUNTS)
    assert quiet.has_begun
    assert quiet.opens_at(Capability.SUBMIT)


def test_earlier_versions_and_what_comes_from_a_meeting_are_kept(demo_app):
    seat, hook = idea_of("A front seat that turns to greet you"), _from_meeting()
    first = db.session.scalars(select(Revision).filter_by(idea_id=seat.id, number=1)).one()

    assert first.title == "A seat that turns"
    assert seat.revision == 2
    assert hook.author_id is None
    assert hook.source == "Workshop in the library of Kassel, table 3"


def test_official_answers_come_from_people_with_a_department(demo_app):
    authors = db.session.scalars(
        select(User)
        .join(Comment, Comment.author_id == User.id)
        .where(Comment.kind == CommentKind.OFFICIAL_REPLY)
    ).all()

    assert authors
    assert all(author.department for author in authors)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_pages_show_it(demo_app, language):
    visitor = demo_app.test_client()
    visitor.set_cookie("language", language)
    seat, crate = idea_of("A front seat that turns to greet you"), "One crate, three depths"

    assert "City car 2030" in visitor.get("/").text
    assert "Tomáš Novák" in visitor.get("/campaigns/city-car-2030?order=newest").text
    page = visitor.get(f"/ideas/{seat.id}").text
    assert "Paula Stein" in page
    assert "That is a price we would pay." in page
    ended = visitor.get("/campaigns/the-van-that-earns-its-living").text
    assert crate in ended
    assert ">118<" in re.sub(r"\s", "", ended)
    assert visitor.get("/campaigns/quiet-interior").status_code == 200


def _from_meeting() -> Idea:
    return db.session.scalars(
        select(Idea).where(Idea.source.like("Workshop in the library%"))
    ).one()
