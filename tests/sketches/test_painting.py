"""A drawn sketch gets its picture from the worker, once, whatever happens to the queue."""

import json

import pytest
from sqlalchemy import func, select

from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.media.models import File, FileState
from idealab.sketches.attaching import attach_drawing, detach_sketch
from idealab.sketches.jobs import draw_sketch, sweep_drawings
from idealab.sketches.models import Sketch
from idealab.sketches.painting import give_picture, paint
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
