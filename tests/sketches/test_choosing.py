"""Strokes come with the form as a file, are looked at, and survive whatever the form says."""

import io
import json
import re

import pytest
from sqlalchemy import select

from idealab.ideas.models import Idea
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.sketches.attaching import attach_drawing
from idealab.sketches.keeping import drawing_of, keep_drawing
from idealab.sketches.models import Sketch
from idealab.sketches.queries import sketches_of
from tests import make
from tests.sketches.test_attaching import picture
from tests.sketches.test_drawing import document, stroke

LINE = json.loads(json.dumps(document(stroke("line", [100, 100], [900, 100]), v=2)))


@pytest.fixture
def campaign():
    return make.campaign()


def sheet(drawn=LINE) -> tuple[io.BytesIO, str]:
    content = drawn if isinstance(drawn, bytes) else json.dumps(drawn).encode()
    return io.BytesIO(content), "drawing.json"


def send(client, campaign, *, desk="/staff", **more):
    """By staff, whose form keeps no draft."""
    address = f"{desk}/campaigns/{campaign.slug}/ideas/new"
    page = client.get(address).text
    texts = dict.fromkeys(re.findall(r'name="(field-\d+)"', page), "They never hit a cyclist.")
    data = {"title": "Doors that slide", "language": "en", "accepted": "y", "once": "1", **texts}
    data["via"] = "meeting"
    return client.post(address, data=data | more, content_type="multipart/form-data")


def kept_in(page: str, name: str = "strokes0") -> str:
    return page.split(f'name="{name}_kept" value="')[1].split('"')[0]


def test_a_drawing_hangs_on_the_idea_with_its_words(client_for, run_jobs, ana, campaign):
    answer = send(client_for(ana), campaign, desk="", strokes0=sheet(), strokes0_alt="A long line")

    assert 'data-media-state="pending"' in client_for(ana).get(answer.location).text
    run_jobs()

    sketch = db.session.scalars(select(Sketch)).one()
    assert (sketch.strokes, sketch.alt, sketch.kind) == (LINE, "A long line", "strokes")
    assert client_for(ana).get(f"/sketches/{sketch.id}/state").json["state"] == "ready"


def test_a_drawing_survives_a_form_that_is_refused(client_for, marta, campaign):
    client = client_for(marta)
    wrong = send(client, campaign, title="", strokes0=sheet(), strokes0_alt="A long line")
    kept = kept_in(wrong.text)

    assert wrong.status_code == 422
    assert "A long line" in wrong.text
    assert client.get(f"/drawings/{kept}").json == LINE
    send(client, campaign, strokes0_kept=kept)

    assert db.session.scalars(select(Sketch)).one().strokes == LINE


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"{", "could not be read"),
        (b"[]", "not a drawing"),
        (document(*[stroke("line", [1, 1], [2, 2])] * 3001), "This sheet is full"),
    ],
)
def test_strokes_that_cannot_be_taken_are_told_beside_the_sheet(
    client_for, marta, campaign, sent, sentence
):
    wrong = send(client_for(marta), campaign, strokes0=sheet(sent), tags="safety")

    assert wrong.status_code == 422
    assert sentence in wrong.text.split('id="strokes0-wrong"')[1][:300]
    assert "Doors that slide" in wrong.text
    assert "safety" in wrong.text
    assert db.session.query(Idea).count() == 0


def test_strokes_of_more_than_two_megabytes_are_told_beside_the_sheet(client_for, marta, campaign):
    part = b'--x\r\nContent-Disposition: form-data; name="strokes0"; filename="a"\r\n\r\n'

    wrong = client_for(marta).post(
        f"/staff/campaigns/{campaign.slug}/ideas/new",
        data=part + b" " * 2_000_001 + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )

    assert "larger than 2 MB" in wrong.text.split('id="strokes0-wrong"')[1][:300]


def test_a_bad_sheet_does_not_cost_the_one_before(client_for, marta, campaign):
    client = client_for(marta)
    kept = kept_in(send(client, campaign, title="", strokes0=sheet()).text)

    wrong = send(client, campaign, strokes0=sheet(b"{"), strokes0_kept=kept)

    assert kept_in(wrong.text) == kept


def test_a_photo_is_turned_and_cleaned_with_the_form_and_once_more_later(
    client_for, run_jobs, marta, campaign
):
    napkin = (picture(), "napkin.png")
    send(client_for(marta), campaign, picture0=napkin, picture0_turn="90", picture0_clean="y")
    run_jobs()
    [idea] = db.session.scalars(select(Idea)).all()
    [shown] = sketches_of(idea)
    assert (shown.state, shown.width, shown.height) == ("ready", 200, 400)

    revise(client_for(marta), idea, **{f"sketch-{shown.id}_turn": "270"})
    run_jobs()

    [again] = sketches_of(idea)
    assert (again.state, again.width, again.height) == ("ready", 400, 200)


def test_nobody_finds_strokes_without_their_token(visitor, ana):
    token = keep_drawing(LINE)

    assert visitor.get(f"/drawings/{token}").json == LINE
    assert visitor.get(f"/drawings/{token[:-2]}").status_code == 404
    assert drawing_of("") is None


def test_a_drawing_is_drawn_on_in_its_place(client_for, run_jobs, ana):
    idea = make.idea(ana)
    first, second = (drawn_on(idea, ana) for _ in range(2))
    circle = LINE["layers"][0]["strokes"][0] | {"tool": "ellipse"}
    more = document(*LINE["layers"][0]["strokes"], circle, v=2)
    before = idea.revision

    revise(client_for(ana), idea, **{f"strokes-{first.id}": sheet(more)})
    run_jobs()

    shown = sketches_of(idea)
    assert [one.state for one in shown] == ["ready", "ready"]
    assert shown[1].id == second.id
    assert db.session.get(Sketch, shown[0].id).strokes == more
    assert idea.revision == before + 1


def test_who_only_looks_at_a_drawing_changes_nothing(client_for, ana):
    idea = make.idea(ana)
    sketch = drawn_on(idea, ana)

    revise(client_for(ana), idea, **{f"describe-{sketch.id}": "A line"})

    assert [one.id for one in sketches_of(idea)] == [sketch.id]


def test_strokes_are_read_by_whoever_sees_the_idea_without_its_hidden_layers(
    visitor, client_for, ana
):
    hidden = {"name": "Try", "hidden": True, "strokes": []}
    sketch = drawn_on(make.idea(ana), ana, LINE | {"layers": [*LINE["layers"], hidden]})
    address = f"/sketches/{sketch.id}/strokes"

    assert client_for(ana).get(address).json["layers"][1] == hidden
    assert visitor.get(address).json == LINE
    sketch_idea = db.session.get(Idea, sketch.idea_id)
    sketch_idea.status = "hidden"
    db.session.commit()
    for name in ("strokes", "drawing.svg", "state"):
        assert visitor.get(f"/sketches/{sketch.id}/{name}").status_code == 404


def test_the_svg_is_made_from_the_strokes_and_may_do_nothing(visitor, ana):
    sketch = drawn_on(make.idea(ana), ana)

    answer = visitor.get(f"/sketches/{sketch.id}/drawing.svg")

    assert answer.mimetype == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_svg_is_made_once_and_asked_for_anew_each_time(visitor, run_jobs, ana):
    sketch = drawn_on(make.idea(ana), ana)
    run_jobs()
    address = f"/sketches/{sketch.id}/drawing.svg"
    first = visitor.get(address)
    sketch.strokes = LINE | {"paper": "#000000"}  # which nothing ever does
    db.session.commit()

    again = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert visitor.get(address).data == first.data
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_a_hidden_idea_hides_its_svg_from_who_has_it_kept(visitor, run_jobs, ana):
    sketch = drawn_on(make.idea(ana), ana)
    run_jobs()
    address = f"/sketches/{sketch.id}/drawing.svg"
    tag = visitor.get(address).headers["ETag"]
    db.session.get(Idea, sketch.idea_id).status = "hidden"
    db.session.commit()

    assert visitor.get(address, headers={"If-None-Match": tag}).status_code == 404


def test_a_new_drawing_under_an_old_number_has_an_svg_of_its_own(visitor, ana):
    sketch = drawn_on(make.idea(ana), ana)
    address = f"/sketches/{sketch.id}/drawing.svg"
    before = visitor.get(address).data

    sketch.strokes, sketch.created_at = LINE | {"paper": "#000000"}, now()  # another database
    db.session.commit()

    assert b"#000000" in visitor.get(address).data != before


def drawn_on(idea, by, drawn=LINE) -> Sketch:
    sketch = attach_drawing(idea, drawn, alt="", by=by, now=now())
    db.session.commit()
    return sketch


def revise(client, idea, **more):
    page = client.get(f"/ideas/{idea.id}/edit").text
    texts = dict.fromkeys(re.findall(r'name="(field-\d+)"', page), "They never hit a cyclist.")
    [revision] = re.findall(r'name="revision"[^>]* value="(\d+)"', page)
    data = {"title": "Doors", "language": "en", "revision": revision, **texts}
    answer = client.post(
        f"/ideas/{idea.id}/edit", data=data | more, content_type="multipart/form-data"
    )
    assert answer.status_code == 303, answer.text
    db.session.expire_all()
