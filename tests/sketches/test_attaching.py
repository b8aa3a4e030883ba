import io

import pytest
from PIL import Image

from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.media.keeping import keep_upload
from idealab.sketches.attaching import TooMany, attach_sketch, detach_sketch
from idealab.sketches.queries import sketches_of
from tests import make


def picture(colour: str = "teal") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (400, 200), colour).save(file, "PNG")
    file.seek(0)
    return file


def attach(idea, by, colour="teal"):
    file = keep_upload(picture(colour), name="car.png", now=now())
    sketch = attach_sketch(idea, file, alt="A teal car", by=by, now=now())
    db.session.commit()
    return sketch


def test_the_first_picture_hangs_on_the_card_and_is_there_when_ready(visitor, run_jobs, ana):
    idea = make.idea(ana)
    attach(idea, ana)
    wall = f"/campaigns/{idea.campaign.slug}"

    assert 'data-media-state="pending"' in visitor.get(wall).text
    run_jobs()

    assert 'data-media-state="ready"' in visitor.get(wall).text
    assert 'alt="A teal car"' in visitor.get(f"/ideas/{idea.id}").text


def test_only_the_author_adds_pictures(ana, bruno):
    with pytest.raises(NotAllowed):
        attach(make.idea(ana), bruno)


def test_an_idea_has_room_for_six_pictures(ana):
    idea = make.idea(ana)
    for shade in range(6):
        attach(idea, ana, f"rgb({shade},0,0)")

    with pytest.raises(TooMany):
        attach(idea, ana, "red")


def test_a_picture_taken_off_gives_the_card_to_the_next(ana):
    idea = make.idea(ana)
    first, second = attach(idea, ana), attach(idea, ana, "red")

    detach_sketch(idea, first, by=ana, now=now())

    assert idea.cover_file_id == second.file_id
    assert [shown.id for shown in sketches_of(idea)] == [second.id]


def test_a_hidden_idea_hides_its_picture(visitor, client_for, run_jobs, ana):
    idea = make.idea(ana)
    attach(idea, ana)
    run_jobs()
    (shown,) = sketches_of(idea)
    address = f"/media/{shown.key}/320.webp"
    assert visitor.get(address).status_code == 200

    idea.status = "hidden"
    db.session.commit()

    assert visitor.get(address).status_code == 404
    assert client_for(ana).get(address).status_code == 200
