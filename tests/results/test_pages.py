from datetime import timedelta

import pytest
from sqlalchemy import select

from idealab.campaigns.models import CampaignState, Stage, Visibility
from idealab.comments.models import Comment
from idealab.ideas.models import Idea, IdeaStatus
from idealab.ideas.writing import touch_idea
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.results.jobs import count_figures
from idealab.results.models import Verdict
from idealab.stages.moving import move_idea
from idealab.wall.models import Looks
from tests import make, people
from tests.campaigns import make as campaigns


@pytest.fixture
def campaign():
    return campaigns.public_campaign("City car")


def built(campaign, author, by, title="Doors that slide"):
    idea = make.idea(author, campaign_=campaign, title=title)
    for name in ("In review", "Shortlisted", "Prototype", "Built"):
        stages = select(Stage).filter_by(campaign_id=campaign.id, name=name)
        move_idea(idea, db.session.scalars(stages).one(), by=by, now=now(), reason="It is light.")
    db.session.commit()
    return idea


def ended(campaign):
    day = timedelta(days=1)
    campaigns.phases(campaign, (now() - 9 * day, now() - day, ("submit", "vote")))


def test_the_results_tell_what_was_chosen_and_why(visitor, campaign, ana, marta):
    built(campaign, ana, marta)
    ended(campaign)

    page = visitor.get("/campaigns/city-car/results").text

    assert "One idea gets built" in page
    assert "Doors that slide" in page
    assert "It is light." in page
    assert 'class="weigh"' in page


def test_the_results_show_the_faces_of_people(visitor, campaign, ana, marta):
    idea = built(campaign, ana, marta)
    make.add_comment(idea, "We build it.", by=marta, now=now(), official=True)
    ana.avatar, marta.avatar = "a" * 32, "b" * 32
    db.session.commit()
    ended(campaign)

    assert f"/media/{ana.avatar}/96.webp" in visitor.get("/campaigns/city-car/results").text
    assert f"/media/{marta.avatar}/96.webp" in visitor.get("/campaigns/city-car/people").text


def test_votes_and_support_per_look_stand_side_by_side(visitor, campaign, ana, bruno):
    ideas = [make.idea(ana, campaign_=campaign, title=f"Doors {n}") for n in ("seen", "unseen")]
    for idea, votes, looks in zip(ideas, (40, 20), (1_000, 60), strict=True):
        idea.votes_count = votes
        db.session.add(Looks(idea_id=idea.id, looks=looks))
    ended(campaign)

    table = visitor.get("/campaigns/city-car/results").text.partition('id="ranking-title"')[2]

    assert table.index("Doors unseen") < table.index("Doors seen")
    assert "<b>33.3</b>" in table
    assert "place 2" in table


def test_where_no_look_was_counted_votes_are_all_there_is(visitor, campaign, ana):
    for number in (1, 2, 3):
        make.idea(ana, campaign_=campaign, title=f"Doors {number}").votes_count = number
    ended(campaign)

    page = visitor.get("/campaigns/city-car/results").text
    table = page.partition('id="ranking-title"')[2]

    assert table.index("Doors 3") < table.index("Doors 2") < table.index("Doors 1")
    assert "of 100 who saw it" not in table


def test_what_is_hidden_leaves_the_comparison_with_the_next_request(visitor, campaign, ana):
    ideas = [make.idea(ana, campaign_=campaign, title=f"Doors {n}") for n in (1, 2, 3)]
    for idea in ideas:
        idea.votes_count = 5
    ended(campaign)
    assert "Doors 2" in visitor.get("/campaigns/city-car/results").text

    hidden = db.session.get_one(Idea, ideas[1].id)
    hidden.status = IdeaStatus.HIDDEN
    touch_idea(hidden)
    db.session.commit()

    assert "Doors 2" not in visitor.get("/campaigns/city-car/results").text


def test_before_the_close_no_votes_are_told(visitor, campaign, ana, marta):
    built(campaign, ana, marta)
    count_figures()

    page = visitor.get("/campaigns/city-car/results").text

    assert "still going on" in page
    assert "Doors that slide" in page
    assert 'class="weigh"' not in page
    assert "<dt>Votes</dt>" not in page


def test_where_nothing_is_decided_the_page_says_so(visitor, campaign):
    assert "Nothing is decided yet" in visitor.get("/campaigns/city-car/results").text


def test_the_results_take_a_fixed_number_of_queries(visitor, campaign, ana, marta, queries):
    built(campaign, ana, marta)
    with queries as few:
        visitor.get("/campaigns/city-car/results")
    for number in range(5):
        built(campaign, ana, marta, f"Doors {number}")

    with queries as many:
        visitor.get("/campaigns/city-car/results")

    assert len(few) == len(many) <= 10


def test_staff_say_what_was_decided_first_as_a_draft(visitor, client_for, paulo, campaign):
    desk, page = "/staff/campaigns/city-car/results", "/campaigns/city-car/results"
    writer = client_for(paulo)
    words = {"statement": "We **build** it.", "promise": "By May.", "edition": "0"}

    writer.post(desk, data=words | {"when": "draft"})
    assert "<strong>build</strong>" not in visitor.get(page).text
    assert "We **build** it." in writer.get(desk).text

    answer = writer.post(desk, data=words | {"when": "public", "edition": "1"})
    assert answer.status_code == 303
    assert "<strong>build</strong>" in visitor.get(page).text
    assert "By May." in visitor.get(page).text


def test_of_two_who_write_it_at_once_the_later_one_is_told(client_for, paulo, marta, campaign):
    desk = "/staff/campaigns/city-car/results"
    for person in (paulo, marta):
        words = {"statement": f"{person.name} says so.", "edition": "0", "when": "public"}
        answer = client_for(person).post(desk, data=words)

    assert answer.status_code == 409
    assert "Marta says so." in answer.text
    assert db.session.query(Verdict).one().statement == "Paulo says so."


def test_an_empty_statement_is_not_published(client_for, paulo, campaign):
    desk = "/staff/campaigns/city-car/results"

    answer = client_for(paulo).post(
        desk, data={"when": "public", "promise": "Soon.", "edition": "0"}
    )

    assert answer.status_code == 422
    assert "Write what was decided" in answer.text
    assert ">Soon.</textarea>" in answer.text.replace("\r\n", "")


def test_who_takes_part_does_not_write_the_results(client_for, bruno, campaign):
    desk = "/staff/campaigns/city-car/results"

    assert client_for(bruno).get(desk).status_code == 404
    assert client_for(bruno).post(desk, data={}).status_code == 404


def test_people_are_named_in_the_order_they_came(visitor, client_for, campaign, ana, bruno):
    idea = make.idea(ana, campaign_=campaign)
    make.comment(idea, bruno)
    client_for(people.participant("Silent")).post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})
    count_figures()

    page = visitor.get("/campaigns/city-car/people").text
    names = page.partition('id="names"')[2]

    assert names.index("Ana") < names.index("Bruno")
    assert f'<li class="is-author"><a href="/people/{ana.id}">Ana</a>' in names
    assert "Silent" not in page
    assert "<dt>People who took part</dt><dd>3</dd>" in page


@pytest.mark.parametrize("gone", ["hidden", "deactivated", "comment hidden"])
def test_who_is_no_longer_seen_is_no_longer_named(visitor, campaign, ana, bruno, gone):
    idea = make.idea(ana, campaign_=campaign)
    make.comment(idea, bruno)
    if gone == "hidden":
        idea.status = IdeaStatus.HIDDEN
    elif gone == "deactivated":
        ana.deactivated_at = bruno.deactivated_at = now()
    else:
        db.session.query(Comment).one().status = "hidden"
    db.session.commit()

    page = visitor.get("/campaigns/city-car/people").text

    assert "Bruno" not in page
    assert ("Ana" in page) == (gone == "comment hidden")


def test_a_name_is_found_by_the_beginning_of_any_part(visitor, campaign):
    for name in ("Marina Alves", "Ana Duarte", "50 %"):
        make.idea(people.participant(name), campaign_=campaign, title=name)

    def found(query):
        names = visitor.get(f"/campaigns/city-car/people?name={query}").text.partition('id="names"')
        return [name for name in ("Marina Alves", "Ana Duarte", "50 %") if name in names[2]]

    assert found("alv") == ["Marina Alves"]
    assert found("ana") == ["Ana Duarte"]
    assert found("%25") == ["50 %"]
    assert found("xyz") == []


def test_those_who_answer_are_named_with_their_department(visitor, campaign, ana, marta):
    marta.department = "Seats"
    idea = make.idea(ana, campaign_=campaign)
    make.add_comment(idea, "We build it.", by=marta, now=now(), official=True)
    db.session.commit()

    page = visitor.get("/campaigns/city-car/people").text

    assert "Who answers you" in page
    assert "Seats" in page


@pytest.mark.parametrize("how", ["by invitation", "a draft"])
def test_of_a_closed_campaign_there_are_no_results_and_no_people(visitor, campaign, how):
    if how == "a draft":
        campaign.state = CampaignState.DRAFT
    else:
        campaign.visibility = Visibility.INVITATION
    db.session.commit()

    for page in ("results", "people"):
        assert visitor.get(f"/campaigns/city-car/{page}").status_code == 404


def test_the_first_page_tells_how_many_take_part_and_what_was_built(visitor, campaign, ana, marta):
    built(campaign, ana, marta)
    count_figures()

    page = visitor.get("/").text

    assert "<b>1</b> person" in page
    assert "You said, we built" in page
    assert "Doors that slide" in page
