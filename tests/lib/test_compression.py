"""Pages leave compressed where the browser can read that, and nothing else is touched."""

import gzip

import brotli
import pytest
from flask import Flask, Response, send_file

from idealab.lib import compression

PAGE = "<p>What would make you leave your own car at home?</p>" * 60


@pytest.fixture
def client(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    app = Flask(__name__)
    compression.init_app(app)
    app.add_url_rule("/", "page", lambda: PAGE)
    app.add_url_rule("/short", "short", lambda: "<p>Moved.</p>")
    app.add_url_rule("/picture", "picture", lambda: Response(PAGE, mimetype="image/webp"))
    app.add_url_rule("/tagged", "tagged", lambda: Response(PAGE, headers={"ETag": '"7"'}))
    app.add_url_rule("/stream", "stream", lambda: Response(iter([PAGE]), mimetype="text/html"))
    app.add_url_rule("/file", "file", lambda: send_file(tmp_path / "page.html"))
    return app.test_client()


@pytest.mark.parametrize(
    ("asked", "way", "opened"),
    [("gzip, br", "br", brotli.decompress), ("gzip;q=0.8", "gzip", gzip.decompress)],
)
def test_a_page_leaves_compressed_in_a_way_the_browser_reads(client, asked, way, opened):
    answer = client.get("/", headers={"Accept-Encoding": asked})

    assert answer.headers["Content-Encoding"] == way
    assert opened(answer.data).decode() == PAGE
    assert answer.content_length == len(answer.data) < len(PAGE) / 5


@pytest.mark.parametrize("asked", ["", "identity", "br;q=0", "zstd"])
def test_who_reads_no_compressed_page_gets_it_as_it_is(client, asked):
    answer = client.get("/", headers={"Accept-Encoding": asked})

    assert "Content-Encoding" not in answer.headers
    assert answer.text == PAGE


def test_caches_keep_both_apart(client):
    assert "Accept-Encoding" in client.get("/").vary


@pytest.mark.parametrize("address", ["/short", "/picture", "/tagged", "/stream", "/file"])
def test_what_is_short_a_picture_a_file_or_tagged_is_left_alone(client, address):
    with client.get(address, headers={"Accept-Encoding": "br"}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" not in answer.vary


def test_asking_for_the_head_tells_the_length_of_what_would_be_sent(client):
    asked = {"Accept-Encoding": "br"}

    head, page = client.head("/", headers=asked), client.get("/", headers=asked)

    assert head.headers["Content-Length"] == page.headers["Content-Length"]
