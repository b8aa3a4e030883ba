"""What somebody may not see is nowhere: no page, list, search, count, picture, file or profile
shows it, from the next request on."""

from io import BytesIO

import pytest

from idealab.accounts.roles import grant, withdraw
from idealab.campaigns.models import CampaignState, Membership, Stage, Visibility
from idealab.exports.jobs import make_export
from idealab.exports.models import Export
from idealab.ideas.counting import count_idea
from idealab.ideas.models import IdeaStatus
from idealab.ideas.writing import touch_idea
from idealab.lib.access import Role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.media.keeping import keep_upload
from idealab.media.models import File
from idealab.sketches.attaching import attach_sketch
from tests import make
from tests.media import pictures

UNSEEN = (IdeaStatus.HIDDEN, IdeaStatus.PENDING, IdeaStatus.DRAFT, IdeaStatus.DELETED)
WORD = "Zeppelinwagen"


@pytest.fixture
def campaign():
    return make.campaign()


@pytest.fixture
def idea(campaign, ana, run_jobs):
    """With a picture, a comment and a topic."""
    topic = make.topic(campaign)
    made = make.idea(ana, campaign_=campaign, title=WORD, topic_id=topic.id)
    make.comment(made, ana, "I can build one.")
    picture = keep_upload(BytesIO(pictures.png().getvalue()), name="car.png", now=now())
    attach_sketch(made, picture, alt=WORD, by=ana, now=now())
    db.session.commit()
    run_jobs()
    return made


def picture_of(idea):
    return db.session.get_one(File, idea.cover_file_id).key


def places(idea):
    """Where the words of the idea stand."""
    slug = idea.campaign.slug
    wall = [f"/campaigns/{slug}?order={order}" for order in ("newest", "discover", "supported")]
    found = [f"/campaigns/{slug}?q=zeppelin", f"/campaigns/{slug}?topic=1"]
    return ["/", *wall, *found, f"/people/{idea.author_id}", f"/campaigns/{slug}/brief"]


def addresses(idea):
    """What lives below the idea."""
    key = picture_of(idea)
    return [
        f"/ideas/{idea.id}",
        f"/ideas/{idea.id}/versions",
        f"/media/{key}/320.webp",
        f"/media/{key}/state",
    ]


def take_off(idea, status):
    idea.status = status
    count_idea(idea, -1)
    touch_idea(idea)
    db.session.commit()


@pytest.mark.parametrize("status", UNSEEN)
def test_an_idea_that_left_is_gone_with_the_next_request(client_for, visitor, bruno, idea, status):
    browsers = [visitor, client_for(bruno)]
    below, shown = addresses(idea), places(idea)
    for browser in browsers:  # so that all there is to be kept is kept
        assert [browser.get(address).status_code for address in below] == [200] * len(below)
        assert WORD in browser.get(shown[1]).text

    take_off(idea, status)

    for browser in browsers:
        assert [browser.get(address).status_code for address in below] == [404] * len(below)
        assert not [address for address in shown if WORD in browser.get(address).text]
    acts = [f"/ideas/{idea.id}/vote", f"/ideas/{idea.id}/comments", f"/ideas/{idea.id}/edit"]
    assert {browsers[1].post(act, data={"body": "Hm."}).status_code for act in acts} == {404}


def test_a_draft_is_seen_by_its_author_alone(client_for, ana, marta, idea):
    take_off(idea, IdeaStatus.DRAFT)

    assert client_for(ana).get(f"/ideas/{idea.id}").status_code == 200
    assert client_for(marta).get(f"/ideas/{idea.id}").status_code == 404
    assert client_for(marta).get(f"/ideas/{idea.id}/edit").status_code == 404


def test_the_count_of_a_campaign_and_its_topics_knows_nothing_of_it(visitor, idea):
    slug = idea.campaign.slug
    take_off(idea, IdeaStatus.HIDDEN)

    assert "Street" not in visitor.get(f"/campaigns/{slug}").text
    assert visitor.get(f"/campaigns/{slug}?topic=1").status_code == 200


def test_an_export_leaves_out_what_was_hidden(client_for, ana, paulo, idea):
    other = make.idea(ana, campaign_=idea.campaign, title="Doors that slide")
    stage = db.session.query(Stage).filter_by(campaign_id=idea.campaign_id, name="Shortlisted")
    for one in (idea, other):
        count_idea(one, -1)
        one.stage_id = stage.one().id
        count_idea(one, 1)
    take_off(idea, IdeaStatus.HIDDEN)
    home = f"/staff/campaigns/{idea.campaign.slug}/exports"

    client_for(paulo).post(home, data={"kind": "csv"})
    export = db.session.query(Export).one()
    make_export(export.id)

    table = client_for(paulo).get(f"{home}/{export.id}/file").text
    assert "Doors that slide" in table
    assert WORD not in table


def closed(campaign, how):
    if how == "by invitation":
        campaign.visibility = Visibility.INVITATION
    else:
        campaign.state = CampaignState.DRAFT
    campaign.version += 1
    db.session.commit()


@pytest.mark.parametrize("how", ["by invitation", "a draft"])
def test_a_closed_campaign_exists_nowhere_for_others(client_for, visitor, bruno, idea, how):
    campaign = idea.campaign
    campaign.title = f"Secret {WORD}"
    home = f"/campaigns/{campaign.slug}"
    below = [*addresses(idea), home, f"{home}/brief", f"{home}/theme.css", f"{home}?q=a"]
    for browser in (visitor, client_for(bruno)):
        assert {browser.get(address).status_code for address in below} == {200}

    closed(campaign, how)

    for browser in (visitor, client_for(bruno)):
        assert {browser.get(address).status_code for address in below} == {404}
        for address in ("/", f"/people/{idea.author_id}"):
            assert WORD not in browser.get(address).text
    assert client_for(bruno).get(f"{home}/ideas/new").status_code == 404
    assert client_for(bruno).get(f"/staff{home}/board").status_code == 404
    act = client_for(bruno).post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})
    assert act.status_code == 404


def test_who_was_invited_comes_in_and_who_was_removed_is_out(client_for, bruno, idea):
    closed(idea.campaign, "by invitation")
    member = Membership(campaign_id=idea.campaign_id, user_id=bruno.id, created_at=now())
    db.session.add(member)
    db.session.commit()
    browser = client_for(bruno)
    assert browser.get(f"/ideas/{idea.id}").status_code == 200

    db.session.delete(member)
    db.session.commit()

    assert browser.get(f"/ideas/{idea.id}").status_code == 404
    assert browser.get(f"/campaigns/{idea.campaign.slug}").status_code == 404


def test_a_moderator_who_was_demoted_moves_nothing_more(client_for, marta, idea):
    browser, board = client_for(marta), f"/staff/campaigns/{idea.campaign.slug}/board"
    assert browser.get(board).status_code == 200

    withdraw(marta, Role.MODERATOR)
    db.session.commit()

    stage = db.session.query(Stage).filter_by(campaign_id=idea.campaign_id, name="In review").one()
    moved = browser.post(f"/staff/ideas/{idea.id}/moves", data={"stage_id": stage.id})
    assert (browser.get(board).status_code, moved.status_code) == (404, 404)
    assert browser.get("/staff").status_code == 404


def test_a_moderator_of_one_campaign_is_nobody_in_another(client_for, bruno, idea):
    other = make.campaign()
    from_there = db.session.query(Stage).filter_by(campaign_id=idea.campaign_id).first()
    grant(bruno, Role.MODERATOR, campaign_id=other.id)
    moderator = client_for(bruno)
    slug = idea.campaign.slug

    pages = [f"/staff/campaigns/{slug}/{page}" for page in ("board", "edit", "exports", "people")]
    assert {moderator.get(page).status_code for page in pages} == {404}
    assert moderator.get(f"/staff/campaigns/{other.slug}/board").status_code == 200
    moved = moderator.post(f"/staff/ideas/{idea.id}/moves", data={"stage_id": from_there.id})
    assert moved.status_code == 404


def test_a_closed_account_is_out_with_the_next_request(client_for, visitor, bruno, marta, idea):
    browser, staff = client_for(bruno), client_for(marta)
    assert browser.get("/me").status_code == 200

    bruno.deactivated_at = marta.deactivated_at = now()
    db.session.commit()

    assert browser.get("/me").status_code == 303
    vote = browser.post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})
    assert vote.location.startswith("/sign-in")
    assert staff.get("/staff").location.startswith("/sign-in")
    assert visitor.get(f"/people/{bruno.id}").status_code == 404
