from datetime import UTC, datetime
from io import BytesIO

import pytest

from idealab.lib import queue, storage
from idealab.lib.db import db
from idealab.lib.images import PictureRefused
from idealab.media import keeping
from idealab.media.keeping import NoRoom, file_of, keep_upload, token_of
from idealab.media.keys import raw_key
from idealab.media.models import File, FileState
from tests.media import pictures

NOW = datetime(2030, 5, 4, 12, tzinfo=UTC)


def keep(content: bytes | None = None, *, name: str = "car.png") -> File:
    file = keep_upload(BytesIO(content or pictures.png().read()), name=name, now=NOW)
    db.session.commit()
    return file


def test_an_upload_is_a_pending_file_with_its_bytes_and_its_job():
    content = pictures.oriented(6)

    file = keep(content)

    assert (file.state, file.media_type) == (FileState.PENDING, "image/jpeg")
    assert (file.width, file.height, file.byte_size) == (200, 120, len(content))
    with storage.open_(raw_key(file.sha256)) as raw:
        assert raw.read() == content
    assert queue.depth("media") == 1


def test_nothing_is_queued_when_the_upload_is_rolled_back():
    keep_upload(pictures.png(), name="car.png", now=NOW)
    db.session.rollback()

    assert queue.depth("media") == 0
    assert db.session.query(File).count() == 0


def test_a_file_that_is_no_picture_leaves_nothing_behind():
    with pytest.raises(PictureRefused, match="not a picture"):
        keep(b"hello")

    assert db.session.query(File).count() == 0
    assert list(storage.stale("raw", before=datetime(2100, 1, 1, tzinfo=UTC))) == []


def test_equal_bytes_are_two_files_over_one_blob():
    one, other = keep(), keep()

    assert one.key != other.key
    assert len(list(storage.stale("raw", before=datetime(2100, 1, 1, tzinfo=UTC)))) == 1


def test_a_blob_that_a_worker_dropped_meanwhile_is_put_again(monkeypatch):
    monkeypatch.setattr(keeping, "holding_raw", lambda sha256: storage.delete(raw_key(sha256)))

    file = keep()

    assert storage.exists(raw_key(file.sha256))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\Ana\\car.png", "car.png"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x\u202egnp.exe", "aSet-Cookie: xgnp.exe"),
        ("", ""),
        ("é" * 500 + ".png", "é" * 116 + ".png"),
    ],
)
def test_a_file_name_is_only_a_line_of_text(name, kept):
    assert keep(name=name).original_name == kept


def test_a_token_brings_the_file_back():
    file = keep()

    assert file_of(token_of(file)) is file


@pytest.mark.parametrize("token", ["", "x", "WyJhIl0.aaaa.bbbb"])
def test_a_token_of_somebody_elses_making_brings_nothing(token):
    keep()

    assert file_of(token) is None


def test_a_token_is_good_for_a_day(monkeypatch):
    token = token_of(keep())
    monkeypatch.setattr(keeping, "TOKEN_SECONDS", -1)

    assert file_of(token) is None


def test_a_full_disk_is_told_in_a_sentence(app, monkeypatch, tmp_path):
    (tmp_path / "full").write_text("")
    monkeypatch.setitem(app.extensions, "storage", storage.Folder(tmp_path / "full"))

    with pytest.raises(NoRoom, match="Your text is kept"):
        keep_upload(pictures.png(), name="car.png", now=NOW)

    monkeypatch.undo()
    assert db.session.query(File).count() == 0
