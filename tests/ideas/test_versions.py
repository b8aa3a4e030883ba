from datetime import timedelta

import pytest

from idealab.campaigns.models import Field
from idealab.ideas.answers import Answer, Incomplete
from idealab.ideas.revising import revise_idea
from idealab.ideas.versions import parts_between, versions_of
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import make


def revise(idea, by, text: str, *, title: str = "Doors that slide", note: str = "") -> None:
    field = db.session.query(Field).filter_by(campaign_id=idea.campaign_id, position=1).one()
    answer = Answer(title=title, texts={field.id: text}, tags=["door"])
    later = now() + timedelta(minutes=idea.revision)
    revise_idea(idea, answer, by=by, now=later, seen_revision=idea.revision, note=note)
    db.session.commit()


@pytest.fixture
def idea(ana):
    made = make.idea(ana, text="They never hit a cyclist.")
    revise(made, ana, "They never hit a child.", note="Children come first")
    return made


def test_each_version_says_when_by_whom_and_what_is_new(idea):
    newest, first = versions_of(idea)

    assert (newest.number, newest.by_name, newest.note) == (2, "Ana", "Children come first")
    assert (first.number, first.note, first.sketches) == (1, None, [])


def test_two_versions_differ_in_their_words(idea):
    parts = {part.label: part for part in parts_between(idea, 1, 2)}

    assert parts["Title"].state == "same"
    assert parts["Idea"].state == "changed"
    assert [tuple(one) for one in parts["Idea"].pieces][1:3] == [
        ("cyclist", "removed"),
        ("child", "added"),
    ]
    assert parts["Tags"].state == "new"


def test_what_is_new_fits_on_a_line(idea, ana):
    with pytest.raises(Incomplete) as refusal:
        revise(idea, ana, "They fold.", note="a" * 201)

    assert "note" in refusal.value.problems


def test_the_page_compares_the_newest_with_the_one_before(visitor, idea):
    page = visitor.get(f"/ideas/{idea.id}/versions").text

    assert "cyclist</del>" in page
    assert "child</ins>" in page
    assert "Children come first" in page


def test_the_address_names_two_versions_in_any_order(visitor, idea, ana):
    revise(idea, ana, "They fold.")
    address = f"/ideas/{idea.id}/versions"

    assert "cyclist</del>" in visitor.get(f"{address}?from=3&to=1").text
    assert "cyclist" not in visitor.get(f"{address}?from=2&to=3").text
    for odd in ("?from=x&to=99999999999999999999", "?from=-1", "?to=7&from=0"):
        assert visitor.get(address + odd).status_code == 200


def test_versions_of_a_hidden_idea_are_hidden(visitor, client_for, idea, ana):
    idea.status = "hidden"
    db.session.commit()

    assert visitor.get(f"/ideas/{idea.id}/versions").status_code == 404
    assert client_for(ana).get(f"/ideas/{idea.id}/versions").status_code == 200


def test_a_page_of_many_versions_takes_as_many_queries_as_one_of_two(queries, visitor, idea, ana):
    address = f"/ideas/{idea.id}/versions"
    with queries:
        visitor.get(address)
    few = len(queries)
    for number in range(6):
        revise(idea, ana, f"They fold {number} times.")

    with queries:
        visitor.get(address)

    assert len(queries) == few
