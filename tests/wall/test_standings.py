from idealab.ideas.models import IdeaStatus
from idealab.lib.db import db
from idealab.wall.models import Looks
from idealab.wall.standings import ranked, top
from tests import make


def standing(author, campaign, votes, looks, **how):
    idea = make.idea(author, campaign_=campaign, **how)
    idea.votes_count = votes
    if looks:
        db.session.add(Looks(idea_id=idea.id, looks=looks))
    db.session.commit()
    return idea.id


def test_the_list_that_decides_and_the_public_one_go_by_looks(ana, queries):
    campaign = make.campaign()
    early = standing(ana, campaign, 300, 6_000.0)
    late = standing(ana, campaign, 120, 400.0)
    lucky = standing(ana, campaign, 2, 3.0)
    standing(ana, campaign, 900, 900.0, status=IdeaStatus.HIDDEN)

    db.session.refresh(campaign)

    with queries:
        decided = ranked(campaign, places=1)

    assert len(queries) == 1
    assert [one.id for one in decided] == [late, lucky, early]
    assert [one.votes for one in decided] == [120, 2, 300]
    assert [one.id for one in decided if one.goes_on] == [late, lucky]
    assert [one.id for one in top(campaign, most=2)] == [late, lucky]


def test_an_idea_that_was_never_looked_at_stands_with_its_votes(ana):
    campaign = make.campaign()
    idea = standing(ana, campaign, 3, None)

    (one,) = ranked(campaign, places=5)

    assert (one.id, one.votes, one.looks, one.support.middle) == (idea, 3, 0.0, 1.0)
