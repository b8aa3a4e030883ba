"""Importing packages: what rows come of them, twice, changed, and broken off."""

import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from idealab.accounts.models import Credential, EmailAddress, RoleGrant, User
from idealab.activity.models import Event
from idealab.campaigns.models import Campaign, CampaignState, Capability, Stage, Transition
from idealab.campaigns.phases import timetable
from idealab.comments.models import Comment
from idealab.ideas.models import Idea, Revision
from idealab.interchange.findings import Finding, PackageRefused
from idealab.interchange.jobs import StoppedAtFirst
from idealab.interchange.models import SourceKey
from idealab.lib import counters
from idealab.lib.db import Model, db
from idealab.mail.models import Mail
from idealab.sketches.models import Sketch
from idealab.stages.models import Move
from idealab.voting.models import Vote
from tests.interchange import rich
from tests.interchange.laws import NOW, rows, state, taken_in
from tests.interchange.packages import ANA, BRUNO, CAMPAIGN, IDEA, files_with, folder_with


def idea_of(source_id: str) -> Idea:
    key = select(SourceKey.own_id).filter_by(kind="ideas", source_id=source_id)
    return db.session.get_one(Idea, db.session.scalar(key))


@pytest.fixture
def package(tmp_path) -> Callable:
    """`package(votes=[…])`: the folder of a small package; each is a newer one of the same id."""
    made = []

    def make(**kinds):
        made.append(1)
        return folder_with(tmp_path / f"small-{len(made)}", files_with(**kinds), id="small")

    return make


def test_the_check_tells_the_plan_and_writes_nothing(package):
    before = rows()

    outcome = taken_in(package(), checks_only=True)

    assert outcome.plan["people"] == {"new": 2, "changed": 0, "same": 0, "skipped": 0}
    assert rows() == before


def test_importing_twice_changes_nothing(tmp_path):
    path = folder_with(tmp_path / "rich", rich.files(), id="rich")
    taken_in(path)
    before = state(but=())

    quick, thorough = taken_in(path), taken_in(path, thorough=True)

    assert quick.plan == thorough.plan
    assert (quick.total("new"), quick.total("changed")) == (0, 0)
    assert state(but=()) == before


def test_a_newer_package_touches_only_what_has_changed(package):
    other = IDEA | {"id": "i2", "title": "Doors"}
    taken_in(package(ideas=[IDEA, other]))
    kept = idea_of("i2")
    kept.title = "Edited here"
    db.session.commit()

    outcome = taken_in(package(ideas=[IDEA | {"body": "New text"}, other | {"tags": ["door"]}]))

    assert outcome.plan["ideas"] == {"new": 0, "changed": 2, "same": 0, "skipped": 0}
    assert idea_of("i1").body == "New text"
    assert "New text" in idea_of("i1").search_text.title() + idea_of("i1").excerpt
    assert idea_of("i2").title == "Edited here"


def test_the_latest_vote_of_a_person_counts(package):
    votes = [
        {"idea": "i1", "person": "ana", "value": -1, "at": "2026-03-05T12:00:00Z"},
        {"idea": "i1", "person": "ana", "value": 1, "at": "2026-03-04T12:00:00Z"},
        {"idea": "i1", "person": "bruno", "value": -1, "at": "2026-03-04T12:00:00Z"},
        {"idea": "i1", "person": "bruno", "value": 1, "at": "2026-03-04T12:00:00Z"},
    ]

    taken_in(package(votes=votes))

    values = select(User.name, Vote.value).join(User, User.id == Vote.voter_id)
    found = dict(db.session.execute(values).all())
    assert found == {"participant ana": -1, "participant bruno": 1}
    assert idea_of("i1").votes_count == 1
    assert db.session.scalar(select(func.count()).where(SourceKey.kind == "votes")) == 4


def test_a_later_vote_of_a_newer_package_takes_the_seat(package):
    first = {"idea": "i1", "person": "ana", "value": 1, "at": "2026-03-04"}
    taken_in(package(votes=[first]))

    taken_in(package(votes=[first, first | {"value": -1, "at": "2026-03-05"}]))

    assert db.session.scalars(select(Vote.value)).all() == [-1]
    assert idea_of("i1").votes_count == 0


def test_totals_count_only_where_no_person_has_voted(package):
    findings: list[Finding] = []
    silent = IDEA | {"id": "i2"}
    totals = [{"idea": name, "kind": "support", "count": 24} for name in ("i1", "i2")]
    votes = [{"idea": "i1", "person": "ana", "value": 1}]

    taken_in(package(ideas=[IDEA, silent], votes=votes, vote_totals=totals), told=findings.append)

    assert [(found.code, found.line) for found in findings] == [("W201", 1)]
    assert (idea_of("i1").votes_count, idea_of("i2").votes_count) == (1, 24)


def test_a_vote_taken_back_is_kept_and_does_not_count(package):
    taken_in(package(votes=[{"idea": "i1", "person": "ana", "value": 1, "withdrawn": True}]))

    assert db.session.scalars(select(Vote)).one().withdrawn_at is not None
    assert idea_of("i1").votes_count == 0


def test_items_after_the_close_are_marked_and_kept(package):
    findings: list[Finding] = []
    campaign = CAMPAIGN | {"submit_until": "2026-04-12", "timezone": "Europe/Berlin"}
    in_time = IDEA | {"created_at": "2026-04-12T23:59:59+02:00"}
    late = IDEA | {"id": "late", "created_at": "2026-04-13T00:00:01+02:00"}

    taken_in(package(campaigns=[campaign], ideas=[in_time, late]), told=findings.append)

    assert [(found.code, found.line) for found in findings] == [("W301", 2)]
    assert idea_of("late").created_at.isoformat() == "2026-04-12T22:00:01+00:00"


def test_imported_people_hold_no_role_and_cannot_sign_in(package):
    boss = ANA | {"roles": ["admin", "moderator"], "email": "ana@example.org"}

    taken_in(package(people=[boss, BRUNO]))

    for table in (Credential, EmailAddress, RoleGrant):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_nobody_is_told_of_an_import(tmp_path):
    taken_in(folder_with(tmp_path / "rich", rich.files(), id="rich"))

    kinds = set(db.session.scalars(select(Event.kind)))
    assert {kind for kind in kinds if not kind.startswith("imported.")} == {"campaign.imported"}
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 0


def test_comments_find_their_thread_however_deep_and_in_any_order(tmp_path):
    taken_in(folder_with(tmp_path / "rich", rich.files(), id="rich"))

    texts = select(Comment.id, Comment.body, Comment.root_id, Comment.parent_id)
    found = {row.body: row for row in db.session.execute(texts)}
    top = next(row for body, row in found.items() if body.startswith("<p>Ça"))
    assert found["deep"].root_id == found["official"].root_id == top.id == top.root_id
    assert found["official"].parent_id == found["deep"].id


def test_html_is_made_safe(tmp_path):
    taken_in(folder_with(tmp_path / "rich", rich.files(), id="rich"))

    comment = db.session.scalars(select(Comment).where(Comment.body.contains("onerror"))).one()
    campaign = db.session.scalars(select(Campaign).where(Campaign.story.contains("script"))).one()
    assert comment.body_html == "<p>Ça </p>"
    assert "script" not in campaign.story_html
    assert "onclick" not in campaign.story_html


def test_the_answer_of_an_idea_is_shown_as_an_official_one(tmp_path):
    taken_in(folder_with(tmp_path / "rich", rich.files(), id="rich"))

    answer = db.session.scalars(select(Comment).where(Comment.body.contains("We will"))).one()
    assert (answer.kind, answer.idea_id) == ("official_reply", idea_of("i1").id)
    assert answer.root_id == answer.id


def test_events_tell_of_moves_with_their_reasons(tmp_path):
    taken_in(folder_with(tmp_path / "rich", rich.files(), id="rich"))

    move = db.session.scalars(select(Move)).one()
    assert (move.idea_id, move.reason) == (idea_of("i1").id, "Jury 4,67")


def test_who_wrote_anonymously_is_not_named(tmp_path):
    taken_in(folder_with(tmp_path / "rich", rich.files(), id="rich"))

    said = db.session.scalars(select(Comment).filter_by(body="who?")).one()
    assert idea_of("i2").author_id is None
    assert said.author_id is None


def test_counters_are_right_at_the_end(tmp_path):
    taken_in(folder_with(tmp_path / "rich", rich.files(), id="rich"))

    wrong = {counter.name: counters.drifted_count(counter) for counter in counters.registered()}

    assert set(wrong.values()) == {0}


def test_a_revision_keeps_what_the_idea_said_when_it_came(package):
    taken_in(package())

    kept = db.session.scalars(select(Revision)).one()
    assert (kept.number, kept.title) == (1, IDEA["title"])


def test_a_campaign_without_dates_is_over_and_shows_its_counts(package):
    taken_in(package())

    campaign = db.session.scalars(select(Campaign)).one()
    now = timetable(campaign, now=NOW)
    assert campaign.state is CampaignState.PUBLISHED
    assert now.is_over
    assert now.allows(Capability.SEE_COUNTS)
    assert not now.allows(Capability.VOTE)


def test_a_campaign_goes_on_until_the_dates_that_it_brings(package):
    dates = {"opens_at": "2026-11-01", "submit_until": "2026-11-24", "closes_at": "2026-12-24"}

    taken_in(package(campaigns=[CAMPAIGN | dates]))

    campaign = db.session.scalars(select(Campaign)).one()
    now = timetable(campaign, now=NOW)
    assert now.allows(Capability.SUBMIT)
    assert str(now.closes_at(Capability.SUBMIT)) == "2026-11-25 00:00:00+00:00"
    assert str(now.closes_at(Capability.COMMENT)) == "2026-12-25 00:00:00+00:00"


def test_ideas_of_a_package_without_stages_stand_at_the_beginning_of_the_usual_ones(package):
    taken_in(package())

    stages = db.session.scalars(select(Stage).order_by(Stage.position)).all()
    assert [stage.name for stage in stages][:2] == ["New", "In review"]
    assert idea_of("i1").stage_id == stages[0].id
    assert stages[0].ideas_count == 1


def test_the_board_has_arrows_between_imported_stages(package):
    stages = [
        {"id": name, "campaign": "c1", "name": name, "kind": kind, "order": at, "outcome": end}
        for at, (name, kind, end) in enumerate(
            (("in", "intake", "open"), ("out", "done", "positive"), ("no", "rejected", "negative"))
        )
    ]

    taken_in(package(stages=stages))

    names = dict(db.session.execute(select(Stage.id, Stage.name)).all())
    arrows = db.session.scalars(select(Transition)).all()
    assert {(names[a.source_id], names[a.target_id], a.needs_reason) for a in arrows} == {
        ("in", "out", False),
        ("out", "in", False),
        ("in", "no", True),
        ("out", "no", True),
        ("no", "in", False),
    }


def test_pictures_wait_for_the_worker_and_hang_on_their_idea(tmp_path, run_jobs):
    taken_in(folder_with(tmp_path / "rich", rich.files(), id="rich"))

    sketch = db.session.scalars(select(Sketch)).one()
    assert idea_of("i1").cover_file_id == sketch.file_id

    run_jobs()

    assert idea_of("i1").cover_alt == rich.ODD


def test_a_file_that_is_no_picture_leaves_the_record_without_it(tmp_path):
    findings: list[Finding] = []
    raw = b"no picture at all"
    record = {
        "id": "a1", "target_type": "idea", "target": "i1", "kind": "photo",
        "file": rich.media(raw, "png"),
    }  # fmt: skip
    files = files_with(attachments=[record]) | {rich.media(raw, "png"): raw}

    taken_in(folder_with(tmp_path / "in", files), told=findings.append)

    assert [found.code for found in findings] == ["E304"]
    assert db.session.scalar(select(func.count()).select_from(Sketch)) == 0


def test_what_leads_nowhere_is_skipped_and_reported(package):
    outcome = taken_in(package(votes=[{"idea": "nowhere", "person": "ana", "value": 1}]))

    assert outcome.plan["votes"]["skipped"] == 1
    assert outcome.codes == {"E201": 1}


def test_a_strict_import_stops_at_the_first_record_that_cannot_be_used(package):
    before = rows()
    path = package(votes=[{"idea": "nowhere", "person": "ana", "value": 1}])

    with pytest.raises(StoppedAtFirst, match="nowhere"):
        taken_in(path, strict=True)

    assert rows() == before


def test_a_folder_that_is_no_package_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(PackageRefused, match=r"manifest\.json"):
        taken_in(tmp_path)


def test_two_campaigns_of_one_address_stand_side_by_side(tmp_path):
    for name in ("one", "two"):
        campaign = CAMPAIGN | {"slug": "city-car"}
        files = files_with(campaigns=[campaign])
        taken_in(folder_with(tmp_path / name, files, id=name))

    slugs = db.session.scalars(select(Campaign.slug).order_by(Campaign.id)).all()
    assert slugs == ["city-car", "city-car-2"]


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from fakeredis import FakeStrictRedis
from idealab import create_app
from idealab.interchange import importing, jobs

steps, left = importing.Importing.steps, int(sys.argv[2])

def counted(self, *, now):
    for number, step in enumerate(steps(self, now=now)):
        if number == left:
            os.kill(os.getpid(), signal.SIGKILL)  # the batch is written and not committed
        yield step

importing.Importing.steps = counted
settings = eval(sys.argv[3]) | {"REDIS": FakeStrictRedis()}
with create_app(settings).app_context():
    jobs.import_package(Path(sys.argv[1]), now=datetime(2026, 11, 24, 12, tzinfo=UTC))
"""


@pytest.fixture
def emptied(context):
    """Another process writes here, so all tables are emptied afterwards, and in between."""

    def empty() -> None:
        db.session.rollback()
        for table in reversed(Model.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()

    yield empty
    empty()


@pytest.mark.slow
@pytest.mark.parametrize("batches", [3, 9, 14, 21, 25])
def test_an_import_that_was_killed_goes_on_and_ends_the_same(batches, settings, emptied, tmp_path):
    """The process is really killed, in the middle of a transaction."""
    path = folder_with(tmp_path / "rich", rich.files(), id="rich")
    taken_in(path)
    whole = (rows(), _words())
    emptied()
    plain = {name: str(value) if name == "INSTANCE" else value for name, value in settings.items()}
    plain.pop("REDIS")
    given = [sys.executable, "-c", KILLED, str(path), str(batches), repr(plain)]
    ended = subprocess.run(given, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert rows() != whole[0]

    taken_in(path)

    assert (rows(), _words()) == whole


def _words():
    """What the rows say, whatever their numbers are."""
    told = select(Idea.title, Idea.votes_count, Idea.comments_count, Idea.shuffle, Idea.number)
    found = [list(row) for row in db.session.execute(told.order_by(Idea.title, Idea.id))]
    counts = {}
    keys = select(SourceKey.kind, func.count(), func.count(SourceKey.own_id))
    for kind, all_of_them, with_rows in db.session.execute(keys.group_by(SourceKey.kind)):
        counts[kind] = [all_of_them, with_rows]
    return [found, dict(sorted(counts.items()))]
