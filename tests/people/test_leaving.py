"""Taking one's data along, and leaving for good."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from idealab.accounts.leaving import LastAdmin, leave
from idealab.accounts.models import Credential, EmailAddress, Session, User
from idealab.accounts.signing import open_session, person_of_session, sign_in
from idealab.comments.counting import COUNTERS as COMMENT_COUNTERS
from idealab.comments.models import Comment, CommentStatus
from idealab.drafts.drafting import Keeper
from idealab.drafts.models import Draft, DraftPicture
from idealab.exports.asking import ask_for_own
from idealab.exports.jobs import sweep_exports
from idealab.exports.making import claim_export, fail_export, finish_export, make_file
from idealab.exports.models import Export, ExportState
from idealab.ideas.counting import COUNTERS as IDEA_COUNTERS
from idealab.ideas.models import Follow, IdeaStatus
from idealab.lib import storage
from idealab.lib.clock import now
from idealab.lib.counters import drifted_count
from idealab.lib.db import db
from idealab.mail.models import Mail
from idealab.media.keeping import keep_upload
from idealab.media.keys import rendition_key
from idealab.media.models import Rendition
from idealab.sketches.attaching import attach_sketch, detach_sketch
from idealab.voting.models import Vote
from idealab.voting.voting import set_vote
from tests import make, people
from tests.accounts.make import PASSWORD, member
from tests.drafts import make as drafts
from tests.drafts.make import DRAWING

STAY, GO = {"comments": "stay", "password": PASSWORD}, {"comments": "go", "password": PASSWORD}


@pytest.fixture
def nova():
    """Somebody with an address and a password."""
    return member("Nova")


def archive_of(client, run_jobs):
    client.post("/me/data/exports")
    run_jobs()
    made = db.session.scalars(select(Export).order_by(Export.id.desc())).first()
    answer = client.get(f"/me/data/exports/{made.id}/file")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.data))


def read(archive, name):
    return json.loads(archive.read(f"{name}.json"))


def test_all_that_is_ones_own_is_in_the_archive(client_for, run_jobs, nova, bruno):
    own = make.idea(nova, title="Türen, die gleiten 🚪", text="They *never* hit.")
    make.idea(nova, title="Waits", status=IdeaStatus.PENDING)
    other = make.idea(bruno, title="Quiet tyres")
    make.comment(other, nova, "And in the rain?")
    make.comment(own, bruno, "Not Nova's words")
    set_vote(other, nova, wanted=True, now=now())
    db.session.commit()

    archive = archive_of(client_for(nova), run_jobs)

    ideas = read(archive, "ideas")
    assert [idea["title"] for idea in ideas] == ["Türen, die gleiten 🚪", "Waits"]
    assert ideas[0]["texts"] == {"Idea": "They *never* hit."}
    assert [one["body"] for one in read(archive, "comments")] == ["And in the rain?"]
    assert [one["idea"] for one in read(archive, "votes")] == ["Quiet tyres"]
    assert read(archive, "me")[0]["addresses"][0]["address"] == "nova@example.org"
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Not Nova" not in everything
    assert b"secret_hash" not in everything


def test_an_archive_is_its_owners_alone(client_for, run_jobs, nova, bruno, marta):
    archive_of(client_for(nova), run_jobs)
    made = db.session.scalars(select(Export)).one()

    for somebody in (bruno, marta):
        for part in ("file", "state"):
            address = f"/me/data/exports/{made.id}/{part}"
            assert client_for(somebody).get(address).status_code == 404


def test_an_archive_expires(client_for, run_jobs, nova):
    client = client_for(nova)
    archive_of(client, run_jobs)
    made = db.session.scalars(select(Export)).one()
    made.expires_at = now() - timedelta(seconds=1)
    db.session.commit()

    assert client.get(f"/me/data/exports/{made.id}/file").status_code == 404
    sweep_exports()
    db.session.expire_all()
    assert made.state is ExportState.EXPIRED


def stored(upload="car.png", colour="teal"):
    """A picture that a worker has made ready."""
    file = io.BytesIO()
    Image.new("RGB", (400, 200), colour).save(file, "PNG")
    file.seek(0)
    return keep_upload(file, name=upload, now=now())


def names_of_pictures(archive):
    return sorted(name for name in archive.namelist() if name.startswith("pictures/"))


def test_pictures_that_were_taken_off_or_wait_in_a_draft_are_in_the_archive(
    client_for, run_jobs, nova
):
    idea, files = make.idea(nova), [stored(colour=colour) for colour in ("teal", "red", "blue")]
    taken_off = attach_sketch(idea, files[0], alt="", by=nova, now=now())
    detach_sketch(idea, taken_off, by=nova, now=now())
    attach_sketch(idea, files[1], alt="", by=nova, now=now())
    pictures = {"picture0": files[2], "strokes0": DRAWING}
    begun = drafts.draft(idea.campaign, Keeper(nova), pictures=pictures)
    client = client_for(nova)
    run_jobs()

    archive = archive_of(client, run_jobs)

    drawn = db.session.query(DraftPicture).filter_by(file_id=None).one()
    assert names_of_pictures(archive) == [
        f"pictures/draft-{begun.id}-{files[2].id}.webp",
        f"pictures/draft-{begun.id}-drawing-{drawn.id}.svg",
        f"pictures/idea-{idea.id}-{files[0].id}.webp",
        f"pictures/idea-{idea.id}-{files[1].id}.webp",
    ]
    assert b"<svg" in archive.read(f"pictures/draft-{begun.id}-drawing-{drawn.id}.svg")


def test_a_picture_that_is_lost_is_named_and_the_others_are_there(client_for, run_jobs, nova):
    idea, files = make.idea(nova), [stored(colour=colour) for colour in ("teal", "red")]
    for file in files:
        attach_sketch(idea, file, alt="", by=nova, now=now())
    db.session.commit()
    run_jobs()
    for name in db.session.scalars(select(Rendition.name).filter_by(file_id=files[0].id)):
        storage.delete(rendition_key(files[0].key, name))

    archive = archive_of(client_for(nova), run_jobs)

    assert names_of_pictures(archive) == [f"pictures/idea-{idea.id}-{files[1].id}.webp"]
    told = archive.read("READ-ME.txt").decode()
    assert told.endswith(f"into it:\npictures/idea-{idea.id}-{files[0].id}.webp")


def test_an_archive_is_made_once_a_day(client_for, run_jobs, nova):
    client = client_for(nova)
    archive_of(client, run_jobs)
    archive_of(client, run_jobs)
    count = select(func.count()).select_from(Export)
    assert db.session.scalar(count) == 1

    db.session.execute(update(Export).values(created_at=now() - timedelta(days=1)))
    db.session.commit()
    archive_of(client, run_jobs)

    assert db.session.scalar(count) == 2


def test_asking_from_two_windows_at_once_makes_one_archive(app, nova):
    person_id, start = nova.id, Barrier(4)
    db.session.remove()

    def ask(_window):
        with app.app_context():
            start.wait()
            person = db.session.get_one(User, person_id)
            made = ask_for_own(person, language="en", now=now()).id
            db.session.commit()
            return made

    with ThreadPoolExecutor(4) as windows:
        assert len(set(windows.map(ask, range(4)))) == 1


def test_who_leaves_while_the_archive_is_made_leaves_none(nova):
    export = ask_for_own(nova, language="en", now=now())
    claim_export(export.id, now=now())
    key, size = make_file(export, now=now(), progress=lambda _done: None)

    leave(nova, now=now(), takes_comments=False)
    finish_export(export, key=key, size=size, now=now())

    assert (export.state, export.storage_key) == (ExportState.EXPIRED, None)
    assert not storage.exists(key)


def test_who_leaves_gets_no_other_try(nova):
    export = ask_for_own(nova, language="en", now=now())
    claim_export(export.id, now=now())

    leave(nova, now=now(), takes_comments=False)
    fail_export(export, now=now())

    assert export.state is ExportState.EXPIRED


def test_asking_twice_makes_one_archive(client_for, nova):
    client = client_for(nova)
    client.post("/me/data/exports")
    client.post("/me/data/exports")

    assert db.session.scalar(select(func.count()).select_from(Export)) == 1


def test_an_account_is_closed_with_its_password_only(client_for, nova):
    client = client_for(nova)

    wrong = client.post("/me/data/leaving", data=STAY | {"password": "another word here"})
    empty = client.post("/me/data/leaving", data={"comments": "go", "password": ""})

    assert (wrong.status_code, empty.status_code) == (422, 422)
    assert "not your password of today" in wrong.text
    assert 'value="go" checked' in empty.text
    db.session.expire_all()
    assert nova.is_active


def test_what_was_published_stays_by_a_former_participant(visitor, client_for, nova, bruno):
    idea = make.idea(nova, title="Doors that slide")
    other = make.idea(bruno, title="Quiet tyres")
    make.comment(other, nova, "And in the rain?")
    set_vote(other, nova, wanted=True, now=now())
    db.session.commit()

    assert client_for(nova).post("/me/data/leaving", data=STAY).status_code == 303

    page = visitor.get(f"/ideas/{idea.id}").text
    assert "A former participant" in page
    assert "Nova" not in page
    assert f"/people/{nova.id}" not in page
    assert visitor.get(f"/people/{nova.id}").status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Vote)) == 1
    assert db.session.query(Comment).one().body == "And in the rain?"


def test_all_keys_are_forgotten(client_for, nova):
    token = open_session(nova, now=now())
    db.session.add(
        Mail(once="x", message_id="x", to_address="nova@example.org", subject="Hello", text="Nova")
    )
    db.session.commit()
    client = client_for(nova)

    client.post("/me/data/leaving", data=STAY)

    assert person_of_session(token, now=now()) is None
    assert client.get("/me").status_code == 303
    assert sign_in("nova@example.org", PASSWORD, now=now()) is None
    for kind in (EmailAddress, Credential, Session, Mail, Follow):
        assert db.session.scalar(select(func.count()).select_from(kind)) == 0
    told = db.session.get(User, nova.id)
    assert (told.home, told.about, told.avatar, told.is_active) == (None, None, None, False)


def test_an_address_that_was_left_may_join_again(client_for, nova):
    client_for(nova).post("/me/data/leaving", data=STAY)

    again = member("Nova")

    assert again.id != nova.id


def test_comments_go_with_who_wishes_it_and_the_counts_stay_right(client_for, nova, bruno):
    idea = make.idea(bruno)
    mine = make.comment(idea, nova, "And in the rain?")
    answer = make.comment(idea, bruno, "It is closed then.", parent=mine)

    client_for(nova).post("/me/data/leaving", data=GO)

    db.session.expire_all()
    assert (mine.status, mine.body, mine.body_html) == (CommentStatus.DELETED, "", "")
    assert answer.status is CommentStatus.PUBLISHED
    assert idea.comments_count == 1
    counters = (*COMMENT_COUNTERS, *IDEA_COUNTERS)
    assert [drifted_count(counter) for counter in counters] == [0] * len(counters)


def test_what_nobody_has_seen_goes(nova):
    waits = make.idea(nova, status=IdeaStatus.PENDING)

    leave(nova, now=now(), takes_comments=False)
    db.session.commit()

    db.session.expire_all()
    assert waits.status is IdeaStatus.DELETED


def test_drafts_go_too_and_are_in_the_archive(client_for, run_jobs, nova):
    campaign = make.campaign()
    client = client_for(nova)
    draft = Draft(
        campaign_id=campaign.id,
        user_id=nova.id,
        once="1",
        title="A seat that turns",
        content={"title": "A seat that turns"},
        updated_at=now(),
        expires_at=now() + timedelta(days=1),
    )
    db.session.add(draft)
    db.session.commit()

    archive = archive_of(client, run_jobs)
    client.post("/me/data/leaving", data=STAY)

    assert [one["title"] for one in read(archive, "drafts")] == ["A seat that turns"]
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_archives_go_too(client_for, run_jobs, nova):
    client = client_for(nova)
    archive_of(client, run_jobs)

    client.post("/me/data/leaving", data=STAY)

    db.session.expire_all()
    assert db.session.scalars(select(Export)).one().storage_key is None


def test_the_last_admin_stays(bruno):
    ada = people.admin("Ada")

    with pytest.raises(LastAdmin):
        leave(ada, now=now(), takes_comments=False)

    people.admin("Bea")
    leave(ada, now=now(), takes_comments=False)
    assert not ada.is_active
