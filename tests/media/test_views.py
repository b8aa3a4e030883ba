from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import event, update

from idealab.lib import storage
from idealab.lib.db import db
from idealab.media.jobs import render_file
from idealab.media.keeping import keep_upload
from idealab.media.keys import rendition_key
from idealab.media.models import File, FileState
from idealab.media.queries import pictures_of
from idealab.media.seeing import when_seen
from tests.media import pictures

NOW = datetime(2030, 5, 4, 12, tzinfo=UTC)


def keep(size=(1200, 800), *, ready: bool = True) -> File:
    file = keep_upload(pictures.png(size), name='"car".png', now=NOW)
    db.session.commit()
    if ready:
        render_file(file.id)
    return file


@pytest.fixture
def all_may_see(hooks):
    when_seen(lambda file, user: True)


@pytest.fixture
def statements():
    seen = []
    listen = lambda *call: seen.append(call[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    yield seen
    event.remove(db.engine, "before_cursor_execute", listen)


@pytest.mark.parametrize(
    ("name", "type", "width"),
    [
        ("320.webp", "image/webp", 320),
        ("960.webp", "image/webp", 960),
        ("1920.webp", "image/webp", 1200),
        ("960.jpg", "image/jpeg", 960),
    ],
)
def test_a_ready_picture_is_shown_in_each_size(visitor, all_may_see, name, type, width):
    file = keep()

    answer = visitor.get(f"/media/{file.key}/{name}")

    assert (answer.status_code, answer.mimetype) == (200, type)
    assert Image.open(BytesIO(answer.data)).width == width
    assert answer.content_length == len(answer.data)


def test_a_picture_may_be_kept_by_the_browser_for_ever_and_by_nobody_else(visitor, all_may_see):
    headers = visitor.get(f"/media/{keep().key}/320.webp").headers

    kept = set(headers["Cache-Control"].split(", "))
    assert kept == {"private", "max-age=31536000", "immutable"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Disposition"].startswith("inline; filename=")
    assert "car" not in headers["Content-Disposition"]


def test_a_browser_that_has_the_picture_is_not_sent_it_again(visitor, all_may_see):
    address = f"/media/{keep().key}/320.webp"
    tag = visitor.get(address).headers["ETag"]

    answer = visitor.get(address, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data) == (304, b"")
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_head_tells_the_length(visitor, all_may_see):
    answer = visitor.head(f"/media/{keep().key}/320.webp")

    assert answer.content_length > 0
    assert answer.data == b""


def test_a_small_picture_answers_with_its_largest_size(visitor, all_may_see):
    file = keep((200, 100))

    for name in ("320.webp", "960.webp", "1920.webp"):
        answer = visitor.get(f"/media/{file.key}/{name}")
        assert Image.open(BytesIO(answer.data)).size == (200, 100)


def test_a_picture_is_one_query(visitor, all_may_see, statements):
    key = keep().key
    db.session.rollback()
    statements.clear()

    visitor.get(f"/media/{key}/320.webp")

    assert len([sql for sql in statements if sql.startswith("SELECT")]) == 1


def test_who_may_not_see_learns_nothing(visitor, hooks):
    file = keep()
    when_seen(lambda file, user: False)

    as_json = {"Accept": "application/json"}  # a page would repeat its own address
    hidden = visitor.get(f"/media/{file.key}/320.webp", headers=as_json)
    absent = visitor.get("/media/0123456789abcdef/320.webp", headers=as_json)

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.data == absent.data
    assert "immutable" not in hidden.headers.get("Cache-Control", "")
    assert visitor.get(f"/media/{file.key}/state").status_code == 404


def test_without_a_rule_nobody_sees_anything(visitor, hooks):
    assert visitor.get(f"/media/{keep().key}/320.webp").status_code == 404


@pytest.mark.parametrize("name", ["raw", "2000.webp", "320.webp.exe", "..%2fraw", "320.jpg"])
def test_only_names_from_the_list_are_answered(visitor, all_may_see, name):
    assert visitor.get(f"/media/{keep().key}/{name}").status_code == 404


def test_a_picture_that_is_not_ready_is_not_there_yet(visitor, all_may_see):
    assert visitor.get(f"/media/{keep(ready=False).key}/320.webp").status_code == 404


def test_a_picture_whose_file_was_lost_is_not_there(visitor, all_may_see):
    file = keep()
    storage.delete(rendition_key(file.key, "320.webp"))

    assert visitor.get(f"/media/{file.key}/320.webp").status_code == 404


def test_the_state_is_told_as_it_is(visitor, all_may_see):
    file = keep(ready=False)

    answer = visitor.get(f"/media/{file.key}/state")

    assert answer.json == {
        "state": "pending",
        "key": file.key,
        "reason": None,
        "colour": None,
        "width": 1200,
        "height": 800,
    }
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_failure_is_told_in_a_sentence(visitor, all_may_see):
    file = keep(ready=False)
    db.session.execute(update(File).values(state=FileState.FAILED, reason="too_slow"))
    db.session.commit()

    assert "too long to open" in visitor.get(f"/media/{file.key}/state").json["reason"]


def test_a_web_server_in_front_is_told_where_the_file_is(app, visitor, all_may_see, monkeypatch):
    monkeypatch.setitem(app.config, "X_ACCEL", "/internal/")
    key = keep().key

    answer = visitor.get(f"/media/{key}/320.webp")

    assert answer.headers["X-Accel-Redirect"] == f"/internal/media/{key[:2]}/{key}/320.webp"
    assert answer.data == b""


def test_the_pictures_of_a_page_are_one_query(statements):
    ready, failed = keep((60, 40)), keep((50, 40), ready=False)
    db.session.execute(
        update(File).where(File.id == failed.id).values(state=FileState.FAILED, reason="damaged")
    )
    ids = (ready.id, failed.id)
    statements.clear()

    found = pictures_of([*ids, None, 99_999])

    assert len(statements) == 1
    assert found.keys() == set(ids)
    assert (found[ids[0]].width, found[ids[0]].state, found[ids[0]].sentence) == (60, "ready", "")
    assert "damaged" in found[ids[1]].sentence


def test_no_pictures_are_no_query(statements):
    assert pictures_of([None]) == {}
    assert statements == []
