"""Words that cannot be taken as they are come back in their field, with the reason beside it."""

import re

import pytest

from idealab.comments.models import Comment
from idealab.comments.rewording import reword_comment
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import make

LONG = "So many words. " * 300


@pytest.fixture
def idea(ana):
    return make.idea(ana)


def field_of(answer) -> str:
    return re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)[0].strip()


def test_a_comment_that_is_too_long_stands_in_its_field_again(client_for, bruno, idea):
    form = {"body": LONG, "once": "4711"}

    answer = client_for(bruno).post(f"/ideas/{idea.id}/comments", data=form)

    assert answer.status_code == 422
    assert field_of(answer) == LONG.strip()
    assert 'aria-describedby="body-wrong"' in answer.text
    assert "there is room for 4000" in answer.text
    assert 'name="once" value="4711"' in answer.text


def test_a_reply_knows_again_whom_it_answers(client_for, ana, bruno, idea):
    parent = make.comment(idea, ana)
    form = {"body": " ", "parent_id": str(parent.id)}

    answer = client_for(bruno).post(f"/ideas/{idea.id}/comments", data=form)

    assert answer.status_code == 422
    assert "Your comment is still empty." in answer.text
    assert f'name="parent_id" value="{parent.id}"' in answer.text


def test_a_pin_that_is_too_long_keeps_its_place(client_for, ana, bruno, idea):
    sketch = make.sketch(idea, ana)
    form = {"body": LONG, "sketch_id": str(sketch.id), "x": "0.25", "y": "0.5", "opening": "see"}

    answer = client_for(bruno).post(f"/ideas/{idea.id}/pins", data=form)

    assert answer.status_code == 422
    for name, value in form.items():
        assert name == "body" or f'name="{name}" value="{value}"' in answer.text
    assert field_of(answer) == LONG.strip()


def test_a_program_reads_the_reason_as_json(client_for, bruno, idea):
    answer = client_for(bruno).post(
        f"/ideas/{idea.id}/comments", data={"body": LONG}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 422
    assert "there is room for 4000" in answer.json["error"]


def test_an_edit_that_is_too_long_stands_in_its_field_again(client_for, bruno, idea):
    comment = make.comment(idea, bruno, "Forty euros.")

    answer = client_for(bruno).post(f"/comments/{comment.id}/edit", data={"body": LONG})

    assert answer.status_code == 422
    assert field_of(answer) == LONG.strip()
    assert db.session.get(Comment, comment.id).body == "Forty euros."


def test_of_two_edits_the_later_one_sees_the_other_and_may_save_then(client_for, bruno, idea):
    comment = make.comment(idea, bruno, "Forty euros.")
    reword_comment(comment, idea, "**Fifty** euros.", by=bruno, now=now(), seen_edit=None)
    db.session.commit()
    client, address = client_for(bruno), f"/comments/{comment.id}/edit"

    answer = client.post(address, data={"body": "Sixty euros.", "seen": ""})

    assert answer.status_code == 409
    assert field_of(answer) == "Sixty euros."
    assert "<strong>Fifty</strong> euros." in answer.text
    seen = re.findall(r'name="seen" value="([^"]+)"', answer.text)[0]
    assert client.post(address, data={"body": "Sixty euros.", "seen": seen}).status_code == 303
    assert db.session.get(Comment, comment.id).body == "Sixty euros."
