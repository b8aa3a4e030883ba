from itertools import pairwise

import pytest

from idealab.ideas.descent import Node, descent_of
from idealab.ideas.models import Link
from idealab.lib.db import db
from tests import make


@pytest.fixture
def family(ana, bruno):
    """A grandparent, a parent, a child and a grandchild, each grown from the one before."""
    campaign = make.campaign()
    names = ("Oldest", "Parent", "Child", "Grandchild")
    ideas = [make.idea(ana, campaign_=campaign, title=name) for name in names]
    for older, younger in pairwise(ideas):
        grow(younger, older)
    return ideas


def grow(younger, older, kind: str = "remix_of") -> None:
    db.session.add(Link(from_id=younger.id, to_id=older.id, kind=kind))
    db.session.commit()


def told(nodes: list[Node]) -> list:
    """Titles as nested lists; None for a gap."""
    return [[node.kin and node.kin.title, *told(node.children)] for node in nodes]


def test_the_tree_leads_from_the_oldest_to_all_that_grew(family, ana):
    second = make.idea(ana, campaign_=family[0].campaign, title="Second child")
    grow(second, family[1], "builds_on")

    assert told(descent_of(family[1], viewer=None)) == [
        ["Oldest", ["Parent", ["Child", ["Grandchild"]], ["Second child"]]]
    ]


def test_a_hidden_idea_is_a_gap_while_something_is_below_it(family):
    family[2].status = family[0].status = "hidden"
    db.session.commit()
    assert told(descent_of(family[1], viewer=None)) == [[None, ["Parent", [None, ["Grandchild"]]]]]

    family[3].status = "hidden"
    db.session.commit()

    assert told(descent_of(family[1], viewer=None)) == [[None, ["Parent"]]]


def test_links_in_a_circle_end(family):
    grow(family[0], family[3])

    assert told(descent_of(family[1], viewer=None)) == [
        ["Parent", ["Child", ["Grandchild", ["Oldest"]]]]
    ]


def test_a_large_family_is_cut_and_costs_as_many_queries(queries, family, ana):
    with queries:
        descent_of(family[0], viewer=None)
    few = len(queries)
    for number in range(130):
        child = make.idea(ana, campaign_=family[0].campaign, title=f"Child {number}")
        db.session.add(Link(from_id=child.id, to_id=family[0].id, kind="remix_of"))
    db.session.commit()

    with queries:
        (root,) = descent_of(family[0], viewer=None)

    assert len(queries) == few
    assert 100 <= len(root.children) <= 120


def test_the_page_shows_the_tree_and_hides_what_is_hidden(visitor, family):
    family[0].status = "hidden"
    db.session.commit()

    page = visitor.get(f"/ideas/{family[1].id}/descent").text

    assert "Oldest" not in page
    assert "An idea that is not shown" in page
    assert "Grandchild" in page
    assert visitor.get(f"/ideas/{family[0].id}/descent").status_code == 404
    assert f"/ideas/{family[1].id}/descent" in visitor.get(f"/ideas/{family[1].id}").text
