"""A drawn sketch gets its picture from the worker, once, whatever happens to the queue."""

import json

import pytest
from sqlalchemy import func, select

from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.storage import StorageAway
from idealab.media.models import File, FileState
from idealab.operations.jobs_cli import overview
from idealab.sketches.attaching import attach_drawing, detach_sketch, redraw_sketch
from idealab.sketches.jobs import draw_sketch, sweep_drawings
from idealab.sketches.models import Sketch
from idealab.sketches.painting import (
    CLAIM,
    claim,
    failed_count,
    give_picture,
    give_up,
    paint,
    unpainted_ids,
)
from idealab.sketches.queries import sketches_of
from idealab.sketches.strokes import UnreadableDrawing
from tests import make

LINE = {
    "v": 1, "w": 400, "h": 200, "paper": "#f6f1e7",
    "layers": [{"name": "Lines", "strokes": [
        {"tool": "line", "colour": "#1b1e24", "size": 6, "points": [[20, 20], [380, 180]]},
    ]}],
}  # fmt: skip


def drawing(idea, by) -> Sketch:
    sketch = attach_drawing(idea, LINE, alt="A line", by=by, now=now())
    db.session.commit()
    return sketch


def file_count() -> int:
    return db.session.scalar(select(func.count()).select_from(File)) or 0


def test_a_drawing_becomes_a_picture_on_the_card(visitor, run_jobs, ana):
    idea = make.idea(ana)
    drawing(idea, ana)
    wall = f"/campaigns/{idea.campaign.slug}"
    assert "data-media-state" not in visitor.get(wall).text

    run_jobs()

    assert 'data-media-state="ready"' in visitor.get(wall).text
    [shown] = sketches_of(idea)
    assert (shown.state, shown.width, shown.height) == (FileState.READY, 1600, 800)
    assert idea.cover_file_id is not None


def test_the_strokes_are_kept(run_jobs, ana):
    sketch = drawing(make.idea(ana), ana)

    run_jobs()

    assert json.dumps(sketch.strokes) == json.dumps(LINE)


def test_the_job_may_run_twice(run_jobs, ana):
    sketch = drawing(make.idea(ana), ana)

    run_jobs()
    draw_sketch(sketch.id)

    assert file_count() == 1


def test_of_two_workers_only_the_first_gives_its_picture(ana):
    sketch = drawing(make.idea(ana), ana)
    assert give_picture(sketch.id, paint(LINE), now=now())
    db.session.commit()

    assert not give_picture(sketch.id, paint(LINE), now=now())
    db.session.rollback()

    assert file_count() == 1


def test_a_drawing_that_was_taken_off_is_painted_for_the_earlier_versions(run_jobs, ana):
    idea = make.idea(ana)
    sketch = drawing(idea, ana)
    detach_sketch(idea, sketch, by=ana, now=now())
    db.session.commit()

    run_jobs()
    draw_sketch(sketch.id)

    assert file_count() == 1
    assert idea.cover_file_id is None


def test_a_drawing_that_is_gone_does_no_harm():
    draw_sketch(7)

    assert file_count() == 0


def test_what_the_queue_has_lost_is_found_again(app, run_jobs, ana):
    idea = make.idea(ana)
    drawing(idea, ana)
    app.extensions["redis"].flushall()

    sweep_drawings()
    run_jobs()

    assert [shown.state for shown in sketches_of(idea)] == [FileState.READY]


def test_what_is_no_drawing_is_refused(ana):
    with pytest.raises(UnreadableDrawing):
        attach_drawing(make.idea(ana), {"v": 3}, alt="", by=ana, now=now())


UNREADABLE = LINE | {"v": 3}  # under the rules of today


def unpaintable(idea, by) -> Sketch:
    sketch = drawing(idea, by)
    sketch.strokes = UNREADABLE
    db.session.commit()
    return sketch


@pytest.fixture
def sweep_and_work(app, run_jobs):
    """So often; the pauses between the tries are left out."""

    def act(times: int) -> None:
        for _time in range(times):
            for name in app.extensions["redis"].keys("rq:job:*"):
                app.extensions["redis"].delete(name)
            sweep_drawings()
            run_jobs()

    return act


def test_a_drawing_that_cannot_be_painted_is_given_up_after_three_tries(
    visitor, sweep_and_work, ana
):
    idea = make.idea(ana)
    sketch = unpaintable(idea, ana)
    before = idea.version

    sweep_and_work(2)
    assert [shown.state for shown in sketches_of(idea)] == [FileState.PENDING]
    sweep_and_work(1)
    sweep_drawings()

    assert sketch.attempts == 3
    assert idea.version == before + 1
    [shown] = sketches_of(idea)
    assert shown.state == FileState.FAILED
    assert "could not be made into a picture" in shown.sentence
    assert shown.sentence in visitor.get(f"/ideas/{idea.id}").text
    news = visitor.get(f"/sketches/{sketch.id}/state").json
    assert (news["state"], news["reason"]) == ("failed", shown.sentence)
    assert failed_count() == 1
    [failed] = overview()["failed"]
    assert failed["arguments"] == [sketch.id]
    assert "UnreadableDrawing" in failed["reason"]


def test_staff_can_have_it_tried_once_more(sweep_and_work, ana):
    idea = make.idea(ana)
    sketch = unpaintable(idea, ana)
    sweep_and_work(3)
    sketch.strokes = LINE  # as if a newer version of this software could read it
    db.session.commit()

    draw_sketch(sketch.id)

    assert [shown.state for shown in sketches_of(idea)] == [FileState.PENDING]
    assert sketch.file_id is not None
    assert failed_count() == 0


def test_what_kills_three_workers_is_given_up(ana):
    idea = make.idea(ana)
    sketch = drawing(idea, ana)
    moment = now()
    for _time in range(3):
        assert claim(sketch.id, now=moment)
        assert claim(sketch.id, now=moment) is None
        assert list(unpainted_ids(now=moment)) == []
        moment += 2 * CLAIM

    assert claim(sketch.id, now=moment) is None
    assert list(unpainted_ids(now=moment)) == []
    give_up(now=moment)

    db.session.refresh(sketch)
    assert [shown.state for shown in sketches_of(idea)] == [FileState.FAILED]


def test_a_storage_without_room_is_not_the_fault_of_the_drawing(app, sweep_and_work, ana):
    sketch = drawing(make.idea(ana), ana)
    app.extensions["storage"], whole = Full(), app.extensions["storage"]
    try:
        sweep_and_work(4)
    finally:
        app.extensions["storage"] = whole
    assert (sketch.attempts, sketch.failed_at) == (0, None)

    sweep_and_work(1)

    assert sketch.file_id is not None


def test_drawing_it_anew_begins_with_no_try(sweep_and_work, run_jobs, ana):
    idea = make.idea(ana)
    sketch = unpaintable(idea, ana)
    sweep_and_work(3)

    redraw_sketch(idea, sketch, LINE, alt="", by=ana, now=now())
    db.session.commit()
    run_jobs()

    assert [shown.state for shown in sketches_of(idea)] == [FileState.READY]


def test_saving_the_same_strokes_once_more_is_another_three_tries(sweep_and_work, run_jobs, ana):
    idea = make.idea(ana)
    sketch = unpaintable(idea, ana)
    sweep_and_work(3)
    sketch.strokes = LINE
    db.session.commit()

    redraw_sketch(idea, sketch, LINE, alt="", by=ana, now=now())
    db.session.commit()
    run_jobs()

    assert sketch.attempts == 1
    assert [shown.state for shown in sketches_of(idea)] == [FileState.READY]


def test_an_earlier_version_says_that_its_drawing_failed(client_for, sweep_and_work, ana):
    idea = make.idea(ana)
    sketch = unpaintable(idea, ana)
    sweep_and_work(3)
    detach_sketch(idea, sketch, by=ana, now=now())
    db.session.commit()

    page = client_for(ana).get(f"/ideas/{idea.id}/versions").text

    assert "could not be made ready" in page


class Full:
    """A storage that takes nothing."""

    def put(self, key, source):
        raise StorageAway("full")

    def exists(self, key):
        return False
