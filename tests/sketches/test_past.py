"""Pictures belong to versions: what was taken off is kept, and can be had back."""

from datetime import timedelta

import pytest

from idealab.campaigns.models import Field
from idealab.ideas.answers import Answer
from idealab.ideas.models import Revision
from idealab.ideas.revising import ChangedMeanwhile, revise_idea
from idealab.ideas.versions import versions_of
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.media import sweeping
from idealab.media.models import File
from idealab.sketches.attaching import (
    attach_drawing,
    describe_sketch,
    detach_sketch,
    redraw_sketch,
)
from idealab.sketches.models import Sketch
from idealab.sketches.past import paired, sketches_of_versions
from idealab.sketches.queries import sketches_of
from idealab.sketches.restoring import NoSuchVersion, restore_revision
from tests import make
from tests.sketches.test_attaching import attach

DRAWING = {
    "v": 1,
    "w": 400,
    "h": 200,
    "paper": "#f6f1e7",
    "layers": [
        {
            "name": "Lines",
            "strokes": [
                {"tool": "pen", "colour": "#1b1e24", "size": 6, "points": [[10, 10], [90, 90]]}
            ],
        }
    ],
}


def later(minutes: int = 1):
    return now() + timedelta(minutes=minutes)


def pictures(idea) -> list[list[int]]:
    """The numbers of the sketches, version by version, the oldest first."""
    return [[one["id"] for one in version.sketches] for version in reversed(versions_of(idea))]


def test_a_picture_that_comes_later_makes_a_version(ana):
    idea = make.idea(ana)

    sketch = attach(idea, ana)

    assert idea.revision == 2
    assert pictures(idea) == [[], [sketch.id]]


def test_pictures_that_come_with_the_text_belong_to_its_version(ana):
    moment = now()
    idea = make.idea(ana, at=moment)

    sketch = attach_drawing(idea, DRAWING, alt="A line", by=ana, now=moment)

    assert idea.revision == 1
    assert pictures(idea) == [[sketch.id]]


def test_what_was_taken_off_stays_with_the_earlier_version(visitor, run_jobs, ana):
    idea = make.idea(ana)
    sketch = attach(idea, ana)
    run_jobs()
    (shown,) = sketches_of(idea)

    detach_sketch(idea, sketch, by=ana, now=later())
    db.session.commit()

    assert sketches_of(idea) == []
    assert pictures(idea) == [[], [sketch.id], []]
    assert visitor.get(f"/media/{shown.key}/320.webp").status_code == 200
    assert shown.key in visitor.get(f"/ideas/{idea.id}/versions?from=1&to=2").text


def test_no_sweep_takes_a_picture_of_an_earlier_version(ana):
    idea = make.idea(ana)
    sketch = attach(idea, ana)
    detach_sketch(idea, sketch, by=ana, now=later())
    db.session.commit()

    sweeping.tidy(now=later(60 * 24 * 30))

    assert db.session.get(File, sketch.file_id) is not None


def test_pictures_of_earlier_versions_are_hidden_with_the_idea(visitor, run_jobs, ana):
    idea = make.idea(ana)
    sketch = attach(idea, ana)
    run_jobs()
    (shown,) = sketches_of(idea)
    detach_sketch(idea, sketch, by=ana, now=later())
    idea.status = "hidden"
    db.session.commit()

    assert visitor.get(f"/media/{shown.key}/320.webp").status_code == 404


def test_a_drawing_that_is_drawn_anew_keeps_its_place_and_its_past(ana):
    idea = make.idea(ana)
    first = attach_drawing(idea, DRAWING, alt="A line", by=ana, now=later(1))
    second = attach_drawing(idea, DRAWING, alt="Another", by=ana, now=later(2))

    anew = redraw_sketch(idea, first, {**DRAWING, "w": 500}, alt="Wider", by=ana, now=later(3))

    assert pictures(idea)[-2:] == [[first.id, second.id], [anew.id, second.id]]
    assert first.strokes == DRAWING


def test_each_version_says_what_its_pictures_showed_then(run_jobs, ana):
    idea = make.idea(ana)
    sketch = attach(idea, ana)
    describe_sketch(idea, sketch, "A car, seen from the kerb", by=ana, now=later())
    db.session.commit()

    newest, before, _first = versions_of(idea)
    (now_,), (then,) = sketches_of_versions(idea, [newest.sketches, before.sketches])

    assert now_.picture.alt == "A car, seen from the kerb"
    assert then.picture.alt == "A teal car"


def test_an_imported_idea_keeps_its_pictures_when_it_is_revised(ana):
    idea = make.idea(ana)
    sketch = attach(idea, ana)
    newest = db.session.query(Revision).filter_by(idea_id=idea.id, number=2).one()
    newest.content = {"body": "as it came"}  # which says nothing of pictures

    detach_sketch(idea, sketch, by=ana, now=later())

    assert pictures(idea)[1:] == [[sketch.id], []]


def test_restoring_brings_words_and_pictures_back_as_a_new_version(ana):
    idea = make.idea(ana, title="Doors that slide")
    first = attach(idea, ana)
    field = db.session.query(Field).filter_by(campaign_id=idea.campaign_id, position=1).one()
    answer, moment = Answer(title="Doors that fold", texts={field.id: "They fold."}), later()
    revise_idea(idea, answer, by=ana, now=moment, seen_revision=2)
    detach_sketch(idea, first, by=ana, now=moment)
    attach_drawing(idea, DRAWING, alt="A line", by=ana, now=moment)

    restore_revision(idea, 2, by=ana, now=later(2), seen_revision=3)

    assert (idea.title, idea.revision) == ("Doors that slide", 4)
    assert pictures(idea)[3] == pictures(idea)[1] == [first.id]
    assert idea.cover_file_id == first.file_id
    assert versions_of(idea)[0].restored_from == 2


def test_what_was_changed_meanwhile_is_not_restored_over(ana):
    idea = make.idea(ana)
    attach(idea, ana)

    with pytest.raises(ChangedMeanwhile):
        restore_revision(idea, 1, by=ana, now=later(), seen_revision=1)


@pytest.mark.parametrize("number", [0, 2, 7])
def test_only_an_earlier_version_is_restored(ana, number):
    idea = make.idea(ana)
    attach(idea, ana)

    with pytest.raises(NoSuchVersion):
        restore_revision(idea, number, by=ana, now=later(), seen_revision=2)


def test_others_restore_nothing(bruno, ana):
    idea = make.idea(ana)
    attach(idea, ana)

    with pytest.raises(NotAllowed):
        restore_revision(idea, 1, by=bruno, now=later(), seen_revision=2)


def test_the_author_restores_on_the_page(client_for, visitor, ana):
    idea = make.idea(ana)
    attach(idea, ana)
    address = f"/ideas/{idea.id}/versions"
    assert "Restore version 1 as version 3" in client_for(ana).get(address).text
    assert "Restore version" not in visitor.get(address).text

    answer = client_for(ana).post(
        f"/ideas/{idea.id}/restorations", data={"number": "1", "revision": "2"}
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert db.session.query(Sketch).filter_by(idea_id=idea.id).count() == 0
    assert "Restored from version 1" in visitor.get(address).text


def test_pictures_are_paired_first_with_themselves(run_jobs, ana):
    idea = make.idea(ana)
    attach(idea, ana)
    attach(idea, ana, "red")
    attach(idea, ana, "blue")
    _four, three, two, _one = versions_of(idea)
    old, new = sketches_of_versions(idea, [three.sketches, two.sketches])

    (same, gone) = paired(old, new)

    assert same.is_same
    assert (gone.before, gone.after) == (old[1], None)
