"""The picture of a person: a square in the middle of what was chosen, made by the worker."""

import io

from PIL import Image

from idealab.lib import storage
from idealab.lib.db import db
from idealab.media.keys import rendition_key
from idealab.media.models import File
from tests import make
from tests.media import pictures


def choose(client, upload=None):
    data = {"picture": (upload or pictures.png((1200, 400)), "me.png")}
    return client.post("/me/settings/picture", data=data)


def test_a_face_is_a_square_and_seen_by_everybody(visitor, client_for, run_jobs, ana):
    idea = make.idea(ana)
    make.comment(idea, ana)
    initials = visitor.get(f"/ideas/{idea.id}").text
    assert choose(client_for(ana)).status_code == 303

    run_jobs()

    assert ana.avatar
    with storage.open_(rendition_key(ana.avatar, "96.webp")) as face:
        assert Image.open(face).size == (96, 96)
    assert visitor.get(f"/media/{ana.avatar}/320.webp").status_code == 200
    assert ana.avatar not in initials
    assert visitor.get(f"/ideas/{idea.id}").text.count(f"/media/{ana.avatar}/96.webp") == 2


def test_initials_stand_there_until_the_picture_is_ready(client_for, ana):
    client = client_for(ana)
    choose(client)

    page = client.get("/me/settings").text

    assert "being made ready" in page
    assert "/media/" not in page


def test_what_is_no_picture_is_refused_beside_its_field(client_for, ana):
    answer = choose(client_for(ana), io.BytesIO(b"not a picture"))
    nothing = client_for(ana).post("/me/settings/picture")

    assert (answer.status_code, nothing.status_code) == (422, 422)
    assert "not a picture we can read" in answer.text
    db.session.expire_all()
    assert ana.avatar_file_id is None


def test_a_picture_that_was_removed_is_seen_no_more(visitor, client_for, run_jobs, ana):
    client = client_for(ana)
    choose(client)
    run_jobs()
    key = ana.avatar

    client.post("/me/settings/picture-removals")

    db.session.expire_all()
    assert (ana.avatar, ana.avatar_file_id) == (None, None)
    assert visitor.get(f"/media/{key}/320.webp").status_code == 404


def test_the_picture_of_a_closed_account_is_seen_no_more(visitor, client_for, run_jobs, ana):
    choose(client_for(ana))
    run_jobs()
    ana.deactivated_at = ana.created_at
    db.session.commit()

    assert visitor.get(f"/media/{ana.avatar}/320.webp").status_code == 404


def test_a_picture_that_cannot_be_used_says_why_in_the_settings(client_for, run_jobs, ana):
    client = client_for(ana)
    choose(client, io.BytesIO(pictures.png_of_claimed_size(400, 300)))

    run_jobs()

    assert db.session.query(File).one().reason
    assert ana.avatar is None
    assert 'class="error"' in client.get("/me/settings").text


def test_a_face_turned_by_its_camera_stands_upright(client_for, run_jobs, ana):
    image = Image.new("RGB", (400, 200), "white")
    image.paste("red", (100, 0, 300, 100))  # the upper half of the middle
    exif = image.getexif()
    exif[0x0112] = 3
    upload = io.BytesIO()
    image.save(upload, "JPEG", exif=exif)
    upload.seek(0)
    choose(client_for(ana), upload)

    run_jobs()

    with storage.open_(rendition_key(ana.avatar, "96.webp")) as face:
        made = Image.open(face).convert("RGB")
    assert made.getpixel((48, 20))[1] > 200  # white above
    assert made.getpixel((48, 76))[1] < 60  # red below
