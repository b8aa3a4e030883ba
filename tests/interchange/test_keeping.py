from idealab.interchange.keeping import exported, source_id

ORIGINAL = {"id": "i1", "title": "Seats", "created_at": "2026-03-03", "ext": {"a.b": {"c": 1}}}
IMPORTED = {"id": "i1", "title": "Seats", "created_at": "2026-03-03T00:00:00Z", "via": "web"}


def test_what_nobody_touched_goes_out_as_it_came():
    assert exported(ORIGINAL, imported=IMPORTED, current=dict(IMPORTED)) == ORIGINAL


def test_only_what_was_changed_here_is_laid_over_the_original():
    current = IMPORTED | {"title": "Seats that turn"}

    found = exported(ORIGINAL, imported=IMPORTED, current=current)

    assert found == ORIGINAL | {"title": "Seats that turn"}


def test_what_was_taken_away_here_is_gone():
    current = {name: value for name, value in IMPORTED.items() if name != "title"}

    assert "title" not in exported(ORIGINAL, imported=IMPORTED, current=current)


def test_lines_that_share_a_key_are_told_apart_by_their_place():
    assert source_id(("i1", "ana", "")) == "i1|ana|"
    assert source_id(("i1", "ana", ""), occurrence=2) == "i1|ana|#2"
