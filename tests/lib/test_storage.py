import importlib.util
import os
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from idealab.lib import storage
from idealab.lib.storage import Missing, StorageAway, storage_at
from tests.lib.object_storage import ObjectStorage

NO_BOTO3 = importlib.util.find_spec("boto3") is None


@pytest.fixture(
    params=[
        "folder",
        pytest.param(
            "bucket", marks=pytest.mark.skipif(NO_BOTO3, reason="needs boto3: idealab[s3]")
        ),
    ]
)
def kept(request, tmp_path, monkeypatch):
    if request.param == "folder":
        yield storage_at(str(tmp_path / "uploads"))
        return
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ObjectStorage()
    bucket = storage_at(f"s3://pictures/site?endpoint={server.address}")
    yield bucket
    bucket.client.close()
    server.shutdown()
    server.server_close()


def read(kept, key: str) -> bytes:
    with kept.open_(key) as file:
        return file.read()


def test_what_is_put_comes_back(kept, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"from a file")

    kept.put("a/bytes", b"bytes")
    kept.put("a/stream", BytesIO(b"a stream"))
    kept.put("a/file", path)

    assert [read(kept, f"a/{name}") for name in ("bytes", "stream", "file")] == [
        b"bytes",
        b"a stream",
        b"from a file",
    ]
    assert kept.size("a/stream") == 8
    with kept.local("a/file") as local:
        assert local.read_bytes() == b"from a file"


def test_what_is_put_twice_is_the_last(kept):
    kept.put("a", b"first")
    kept.put("a", b"second")

    assert read(kept, "a") == b"second"


def test_what_is_deleted_is_gone_and_may_be_deleted_again(kept):
    kept.put("a", b"bytes")

    kept.delete("a")
    kept.delete("a")

    assert not kept.exists("a")


def test_what_is_not_there_is_missing(kept):
    for ask in (kept.open_, kept.size):
        with pytest.raises(Missing):
            ask("nothing/here")
    with pytest.raises(Missing), kept.local("nothing/here"):
        pass


def test_stale_files_are_found_by_their_age(kept):
    kept.put("raw/aa/one", b"1")
    kept.put("media/two", b"2")
    now = datetime.now(UTC)

    assert list(kept.stale("raw", before=now + timedelta(minutes=1))) == ["raw/aa/one"]
    assert list(kept.stale("raw", before=now - timedelta(minutes=1))) == []


def test_a_check_leaves_nothing_behind(kept):
    kept.check()

    assert list(kept.stale("incoming", before=datetime.now(UTC) + timedelta(days=1))) == []


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "../up", "a/../b", "a//b", "a/.hidden", "a\\b", "a\0b", "a\n", "x" * 501],
)
def test_a_key_stays_inside(app, key):
    with pytest.raises(ValueError, match="not a key"):
        storage.put(key, b"")


def test_a_put_that_fails_leaves_the_old_file_and_nothing_half(tmp_path):
    kept = storage_at(str(tmp_path))
    kept.put("a", b"whole")

    class Torn(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(StorageAway):
        kept.put("a", Torn())

    assert read(kept, "a") == b"whole"
    assert os.listdir(tmp_path / "incoming") == []


def test_a_folder_that_cannot_be_written_is_away(tmp_path):
    (tmp_path / "uploads").write_text("a file, not a folder")

    with pytest.raises(StorageAway):
        storage_at(str(tmp_path / "uploads")).check()


@pytest.mark.skipif(NO_BOTO3, reason="needs boto3: idealab[s3]")
def test_a_bucket_that_does_not_answer_is_away(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    bucket = storage_at("s3://pictures?endpoint=http://127.0.0.1:9")

    with pytest.raises(StorageAway):
        bucket.check()


def test_a_storage_is_not_touched_before_its_first_use(tmp_path):
    storage_at(str(tmp_path / "uploads"))

    assert not (tmp_path / "uploads").exists()
