import re
from dataclasses import replace

import pytest
from flask import current_app

from idealab.accounts.settling import describe
from idealab.campaigns.editing import edit_campaign
from idealab.campaigns.models import Phase, Visibility
from idealab.campaigns.planning import PlannedTopic, plan_of
from idealab.ideas.models import IdeaStatus, Link
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.operations.working import work_off
from idealab.wall import jobs
from tests import make
from tests.make import BLIND


def test_a_visitor_reads_the_wall_and_the_idea(visitor, ana):
    idea = make.idea(ana, title="Doors that slide")

    wall = visitor.get(f"/campaigns/{idea.campaign.slug}")
    page = visitor.get(f"/ideas/{idea.id}")

    assert "Doors that slide" in wall.text
    assert 'lang="de">Deutsch<' in wall.text  # the site's languages, not those of the ideas
    assert "They never hit a cyclist." in page.text


def test_blind_phases_tell_no_counts_and_no_order_by_support(visitor, client_for, ana, bruno):
    idea = make.idea(ana, campaign_=make.campaign(allows=make.BLIND))

    client_for(bruno).post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})
    wall = visitor.get(f"/campaigns/{idea.campaign.slug}?order=supported")

    assert "vote-count" not in wall.text
    assert 'value="supported"' not in wall.text
    assert "vote-count" not in visitor.get(f"/ideas/{idea.id}").text


def test_a_page_that_is_kept_shows_each_new_vote_and_comment(visitor, client_for, ana, bruno):
    idea = make.idea(ana)
    visitor.get(f"/ideas/{idea.id}")

    client_for(bruno).post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})
    client_for(bruno).post(f"/ideas/{idea.id}/comments", data={"body": "Who pays for it?"})
    page = visitor.get(f"/ideas/{idea.id}").text

    assert '<span class="score__n" data-vote-mirror>1</span>' in page
    assert "Who pays for it?" in page


def test_two_people_on_one_address_see_each_their_own_vote(client_for, ana, bruno, marta):
    idea = make.idea(ana)
    address = f"/campaigns/{idea.campaign.slug}"
    client_for(bruno).post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})

    assert 'aria-pressed="true"' in client_for(bruno).get(address).text
    assert 'aria-pressed="true"' not in client_for(marta).get(address).text
    assert "Your idea" in client_for(ana).get(address).text


@pytest.mark.parametrize("status", [IdeaStatus.HIDDEN, IdeaStatus.DRAFT, IdeaStatus.PENDING])
def test_what_a_person_may_not_see_does_not_exist(visitor, client_for, ana, bruno, status):
    idea = make.idea(ana, status=status)

    assert visitor.get(f"/ideas/{idea.id}").status_code == 404
    assert client_for(bruno).get(f"/ideas/{idea.id}").status_code == 404
    assert client_for(ana).get(f"/ideas/{idea.id}").status_code == 200
    assert client_for(bruno).post(f"/ideas/{idea.id}/vote").status_code == 404


def test_the_wall_takes_a_fixed_number_of_queries(visitor, queries, ana):
    campaign = make.campaign()
    for _ in range(30):
        make.idea(ana, campaign_=campaign)

    with queries:
        visitor.get(f"/campaigns/{campaign.slug}")

    assert len(queries) <= 12


def test_a_wall_that_is_kept_takes_three_statements_at_most(visitor, queries, ana):
    idea = make.idea(ana)
    jobs.sweep_orders()
    work_off(current_app)
    address = f"/campaigns/{idea.campaign.slug}"
    visitor.get(address)

    with queries:
        page = visitor.get(address)

    assert len(queries) <= 3
    assert "Set-Cookie" not in page.headers


def test_the_wall_opens_with_discover_and_after_the_end_with_the_most_supported(visitor, ana):
    idea = make.idea(ana)
    address = f"/campaigns/{idea.campaign.slug}"

    assert '<option value="discover" selected>' in visitor.get(address).text

    phase = db.session.query(Phase).filter_by(campaign_id=idea.campaign_id).one()
    phase.ends_at = now()
    db.session.commit()

    assert '<option value="supported" selected>' in visitor.get(address).text


@pytest.mark.parametrize("order", ["supported", "trending"])
def test_no_order_tells_what_the_counts_do_not(visitor, ana, order):
    campaign = make.campaign(allows=BLIND)
    first, second = (make.idea(ana, campaign_=campaign) for _ in range(2))
    address = f"/campaigns/{campaign.slug}"
    pages = []
    for votes in ((9, 0), (0, 9)):
        first.votes_count, second.votes_count = votes
        db.session.commit()
        page = visitor.get(f"{address}?order={order}").text
        pages.append(re.findall(r'data-idea-id="(\d+)"', page))

    assert pages[0] == pages[1]
    assert f'value="{order}"' not in visitor.get(address).text


def test_the_idea_page_takes_a_fixed_number_of_queries(visitor, queries, ana, bruno):
    idea = make.idea(ana)
    for _ in range(25):
        make.comment(idea, bruno, parent=make.comment(idea, ana))

    with queries:
        page = visitor.get(f"/ideas/{idea.id}")

    assert len(queries) <= 12
    assert "More comments" in page.text


def test_a_kept_page_holds_nothing_of_the_visitor_before(app, ana):
    idea = make.idea(ana)
    first, second = app.test_client(), app.test_client()
    with first.session_transaction() as session:
        session["_flashes"] = [("message", "You are signed out.")]

    told = first.get(f"/ideas/{idea.id}").text
    first.get(f"/ideas/{idea.id}?from=a-mail-to-me")
    page = second.get(f"/ideas/{idea.id}").text

    assert "You are signed out." in told
    assert "You are signed out." not in page
    assert "a-mail-to-me" not in page


def test_no_word_of_an_author_becomes_a_part_of_the_card(visitor, ana):
    idea = make.idea(ana, title="\N{REPLACEMENT CHARACTER}foot")

    page = visitor.get(f"/campaigns/{idea.campaign.slug}").text

    assert page.count(f'id="vote-{idea.id}"') == 1


def test_a_card_shows_the_new_name_of_a_topic(visitor, ana):
    campaign = make.campaign()
    topic = make.topic(campaign, "Street")
    make.idea(ana, campaign_=campaign, topic_id=topic.id)
    address = f"/campaigns/{campaign.slug}"
    assert '<span class="xs soft">Street</span>' in visitor.get(address).text

    plan = plan_of(campaign)
    renamed = replace(plan, topics=(PlannedTopic("Kerb", topic.id),))
    edit_campaign(campaign, renamed, by=None, now=now(), seen_edition=campaign.edition)
    db.session.commit()

    assert '<span class="xs soft">Kerb</span>' in visitor.get(address).text


def test_a_related_idea_is_told_to_those_who_may_see_it(visitor, client_for, ana, marta):
    idea, secret = make.idea(ana), make.idea(ana, title="A door nobody knows of")
    secret.campaign.visibility = Visibility.INVITATION
    db.session.add(Link(from_id=secret.id, to_id=idea.id, kind="builds_on"))
    db.session.commit()

    assert "A door nobody knows of" not in visitor.get(f"/ideas/{idea.id}").text
    assert "A door nobody knows of" in client_for(marta).get(f"/ideas/{idea.id}").text


def test_a_card_forgets_the_name_its_author_has_given_up(visitor, ana):
    address = f"/campaigns/{make.idea(ana).campaign.slug}"
    before = visitor.get(address).text

    describe(ana, name="Nobody In Particular", home="", about="", language="en")
    db.session.commit()
    after = visitor.get(address).text

    assert "<bdi>Ana</bdi>" in before
    assert "<bdi>Ana</bdi>" not in after
    assert "Nobody In Particular" in after
