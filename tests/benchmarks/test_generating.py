"""A generated campaign stands in the tables as if people had made it."""

import pytest
from sqlalchemy import func, select

from benchmarks.generating import generate
from benchmarks.shapes import Scale
from idealab.campaigns.models import Campaign
from idealab.comments.models import Comment, CommentKind
from idealab.ideas.models import Idea
from idealab.lib import counters
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.voting.models import Vote
from tests import make, people


def count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


@pytest.fixture
def generated(context):
    scene, _drawn = generate(Scale.of(120), seed=3, ends_at=now())
    return scene


def test_all_counters_are_right(generated):
    wrong = {each.name: counters.drifted_count(each) for each in counters.registered()}

    assert set(wrong.values()) == {0}


def test_there_are_as_many_as_asked_for(generated):
    assert count(Idea) == 120
    assert count(Vote) == pytest.approx(1_200, rel=0.2)
    assert count(Comment, Comment.kind == CommentKind.COMMENT) == pytest.approx(360, rel=0.5)


def test_its_wall_can_be_read_and_searched(generated, visitor):
    slug = db.session.scalars(select(Campaign.slug)).one()

    assert visitor.get(f"/campaigns/{slug}").text.count("data-idea-id") == 24
    assert visitor.get(f"/campaigns/{slug}?q=und").status_code == 200


def test_what_comes_after_finds_free_ids(generated):
    late = people.participant("Bruno")

    assert make.idea(late).id > 120
