"""My things: what waits, what I placed, follow and said."""

from idealab.campaigns.inviting import become_member, remove_member
from idealab.campaigns.models import Stage, Visibility
from idealab.comments.commenting import add_comment
from idealab.ideas.models import Follow, IdeaStatus
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.people.follows import followed_by, stop_following
from idealab.people.votes import purses_of
from idealab.people.waiting import read_news, waiting_for
from idealab.stages.moving import move_idea
from idealab.voting.voting import set_vote
from tests import make


def move(idea, by, name="In review", reason=""):
    stage = db.session.query(Stage).filter_by(campaign_id=idea.campaign_id, name=name).one()
    move_idea(idea, stage, by=by, now=now(), reason=reason)
    db.session.commit()


def follow(person, **what):
    row = Follow(user_id=person.id, **what)
    db.session.add(row)
    db.session.commit()
    return row


def test_answers_and_moves_wait_until_they_are_read(ana, marta):
    idea = make.idea(ana)
    add_comment(idea, "Does it *fit* a van?", by=marta, now=now(), official=True)
    move(idea, marta)

    assert [one.text for one in waiting_for(ana)] == ["", "Does it fit a van?"]
    assert waiting_for(ana)[0].stage_name == "In review"
    read_news(ana, now=now())
    assert waiting_for(ana) == []


def test_answers_and_moves_wait_for_co_authors_too(ana, bruno, marta):
    idea = make.idea(ana)
    make.coauthor(idea, bruno)
    add_comment(idea, "Does it fit a van?", by=marta, now=now(), official=True)
    move(idea, marta)

    assert [one.text for one in waiting_for(bruno)] == ["", "Does it fit a van?"]


def test_nothing_waits_that_one_did_oneself_or_that_is_hidden(ana, marta):
    own = make.idea(marta)
    add_comment(own, "We like it.", by=marta, now=now(), official=True)
    hidden = make.idea(ana)
    move(hidden, marta)
    hidden.status = IdeaStatus.HIDDEN
    db.session.commit()

    assert waiting_for(marta) == []
    assert waiting_for(ana) == []


def test_who_is_no_member_any_more_hears_no_news(ana, marta):
    campaign = make.campaign(visibility=Visibility.INVITATION)
    become_member(ana, campaign_id=campaign.id, now=now())
    move(make.idea(ana, campaign_=campaign), marta)
    before = waiting_for(ana)

    remove_member(campaign, ana, by=marta, now=now())

    assert [item.stage_name for item in before] == ["In review"]
    assert waiting_for(ana) == []


def test_votes_that_are_placed_and_left_are_told_by_campaign(ana, bruno):
    campaign = make.campaign(votes_per_person=3)
    idea = make.idea(ana, campaign_=campaign, title="Doors that slide")
    make.campaign(votes_per_person=5)
    set_vote(idea, bruno, wanted=True, now=now())
    db.session.commit()

    purses = purses_of(bruno, now=now())

    assert sorted((purse.left, purse.placed_count) for purse in purses) == [(2, 1), (5, 0)]
    assert [one.title for purse in purses for one in purse.placed] == ["Doors that slide"]


def test_a_vote_comes_back_when_its_idea_leaves(ana, bruno):
    idea = make.idea(ana, campaign_=make.campaign(votes_per_person=3))
    set_vote(idea, bruno, wanted=True, now=now())
    idea.status = IdeaStatus.HIDDEN
    db.session.commit()

    assert [purse.left for purse in purses_of(bruno, now=now())] == [3]


def test_one_stops_following_and_only_oneself(ana, bruno, client_for):
    idea = make.idea(ana, title="Doors that slide")
    own, others = follow(bruno, idea_id=idea.id), follow(ana, campaign_id=idea.campaign_id)

    assert [one.title for one in followed_by(bruno)[0]] == ["Doors that slide"]
    assert [one.title for one in followed_by(ana)[0]] == ["A car for the city"]
    stop_following(bruno, others.id)
    client_for(bruno).post(f"/me/follows/{own.id}/removals")

    assert followed_by(bruno)[0] == []
    assert len(followed_by(ana)[0]) == 1


def test_what_one_follows_and_may_no_longer_see_is_not_told(ana, bruno):
    idea = make.idea(ana)
    follow(bruno, idea_id=idea.id)
    idea.status = IdeaStatus.HIDDEN
    db.session.commit()

    assert followed_by(bruno)[0] == []


def test_my_things_show_all_of_it(client_for, ana, bruno, marta):
    campaign = make.campaign(votes_per_person=3)
    idea = make.idea(ana, campaign_=campaign, title="Doors that slide")
    mine = make.idea(bruno, campaign_=campaign, title="Mine alone")
    set_vote(idea, bruno, wanted=True, now=now())
    follow(bruno, idea_id=idea.id)
    make.comment(idea, bruno, "Who repairs the rail?")
    move(mine, marta)

    page = client_for(bruno).get("/me").text

    for words in ("Mine alone", "Doors that slide", "Who repairs the rail?", "Take back"):
        assert words in page
    assert "moved it to “In review”" in page
    for kind in ("ideas", "follows", "comments"):
        assert client_for(bruno).get(f"/me/{kind}").status_code == 200


def test_who_has_nothing_is_told_how_to_begin(client_for, ana):
    page = client_for(ana).get("/me").text

    assert "See the campaigns" in page
    assert "Nothing waits." in page


def test_reading_is_a_press_and_not_a_look(client_for, ana, marta):
    idea = make.idea(ana)
    move(idea, marta)
    client = client_for(ana)
    client.get("/me")
    assert "moved it to" in client.get("/me").text

    client.post("/me/readings")

    assert "moved it to" not in client.get("/me").text
