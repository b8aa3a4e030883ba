"""Pins: comments with a place on a picture."""

import pytest
from sqlalchemy import select

from idealab.comments.commenting import TooLong, add_comment
from idealab.comments.models import Comment, Opening
from idealab.comments.pinning import NotOnPicture, Spot, pins_on, spot_of
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.sketches.attaching import detach_sketch
from tests import make


@pytest.fixture
def idea(ana):
    return make.idea(ana)


@pytest.fixture
def sketch(idea, ana):
    return make.sketch(idea, ana)


def pin(idea, sketch, by, text="which way it turns.", *, x=0.25, y=0.5, opening=Opening.WONDER):
    comment = add_comment(idea, text, by=by, now=now(), spot=Spot(sketch, x, y, opening))
    db.session.commit()
    return comment


def test_a_pin_is_a_comment_with_a_place(idea, sketch, bruno):
    comment = pin(idea, sketch, bruno)

    (found,) = pins_on(idea)
    assert (found.comment_id, found.sketch_id, found.x, found.y) == (
        comment.id,
        sketch.id,
        0.25,
        0.5,
    )
    assert idea.comments_count == 1


def test_a_form_names_a_point_or_one_of_nine_fields(client_for, visitor, idea, sketch, bruno):
    browser = client_for(bruno)
    form = {"sketch_id": sketch.id, "opening": "break", "body": "it rains."}

    browser.post(f"/ideas/{idea.id}/pins", data=form | {"x": "0.1", "y": "0.9"})
    browser.post(f"/ideas/{idea.id}/pins", data=form | {"place": "upper-right"})

    first, second = pins_on(idea)
    assert (first.x, first.y) == (0.1, 0.9)
    assert (second.x, second.y) == (0.8333, 0.1667)
    page = visitor.get(f"/ideas/{idea.id}").text
    assert "It would break if…" in page
    assert f'id="spot-{second.comment_id}"' in page
    assert f'href="#spot-{second.comment_id}"' in page


def test_a_reader_is_offered_a_pin_on_each_picture_that_is_ready(
    client_for, visitor, idea, sketch, ana, bruno
):
    make.sketch(idea, ana)

    page = client_for(bruno).get(f"/ideas/{idea.id}").text

    assert page.count('name="sketch_id"') == 2
    assert 'name="sketch_id"' not in visitor.get(f"/ideas/{idea.id}").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"x": 1.2, "y": 0.5},
        {"x": float("nan"), "y": 0.5},
        {"x": None, "y": None, "place": "somewhere"},
        {"x": 0.5, "y": 0.5, "opening": "shout"},
    ],
)
def test_a_place_that_is_not_on_the_picture_gets_a_sentence(sketch, wrong):
    form = {"x": 0.5, "y": 0.5, "place": "", "opening": "see"} | wrong

    with pytest.raises(NotOnPicture):
        spot_of(sketch, **form)


def test_a_refused_pin_gives_back_what_was_written(client_for, idea, sketch, bruno):
    words = "it stands in a garage with a beam at two metres."

    page = client_for(bruno).post(
        f"/ideas/{idea.id}/pins", data={"sketch_id": sketch.id, "opening": "break", "body": words}
    )

    assert page.status_code == 422
    assert words in page.text


def test_a_picture_of_another_idea_cannot_be_pinned(idea, ana, bruno):
    other = make.idea(ana)

    with pytest.raises(NotOnPicture):
        pin(idea, make.sketch(other, ana), bruno)
    assert db.session.scalars(select(Comment)).all() == []


def test_a_pin_is_short(idea, sketch, bruno):
    with pytest.raises(TooLong):
        pin(idea, sketch, bruno, "a" * 401)


def test_when_the_picture_goes_the_words_stay(visitor, idea, sketch, ana, bruno):
    pin(idea, sketch, bruno)

    detach_sketch(idea, sketch, by=ana, now=now())
    db.session.commit()

    assert pins_on(idea) == []
    page = visitor.get(f"/ideas/{idea.id}").text
    assert "I wonder…" in page
    assert "which way it turns." in page
