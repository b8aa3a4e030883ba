"""What visitors see of a published set after its import."""

import json

import pytest
from sqlalchemy import select

from idealab.campaigns.models import Campaign
from idealab.ideas.models import Idea
from idealab.interchange.converting.catalogue import CONVERTERS
from idealab.lib.db import db
from idealab.wall.hanging import Order
from idealab.wall.paging import Wanted, wall
from tests.interchange.laws import NOW, taken_in


@pytest.mark.slow
def test_the_wall_of_barcelona_begins_with_its_ten_most_supported_ideas(
    real_data, visitor, tmp_path
):
    source = real_data / "decidim-barcelona-pam-2016"
    CONVERTERS["decidim"](source, tmp_path / "in", now=NOW)
    taken_in(tmp_path / "in")
    campaign = db.session.scalars(select(Campaign)).one()

    page = wall(campaign, Wanted(Order.SUPPORTED), seed=0.5)

    hung = [(db.session.get_one(Idea, row.id).title, row.votes_count) for row in page.ideas[:10]]
    known = json.loads((source / "expected.json").read_text())["top10_by_votes"]
    assert hung == [(title, votes) for _id, votes, title in known]
    shown = visitor.get(f"/campaigns/{campaign.slug}?order=supported").text
    assert shown.index("Ronda de Dalt") < shown.index("Operador energètic")
