from idealab.campaigns.models import Stage
from idealab.lib.access import Role
from idealab.lib.db import db
from tests import make, people


def target(idea, name="In review"):
    return db.session.query(Stage).filter_by(campaign_id=idea.campaign_id, name=name).one().id


def test_a_moderator_moves_an_idea_and_its_author_reads_why(client_for, ana, marta):
    idea = make.idea(ana)

    moved = client_for(marta).post(
        f"/staff/ideas/{idea.id}/moves",
        data={"stage_id": target(idea, "Not now"), "reason": "It weighs 61 kg."},
    )

    assert moved.status_code == 303
    assert "It weighs 61 kg." in client_for(ana).get(f"/ideas/{idea.id}").text


def test_the_board_shows_each_stage_with_its_ideas(client_for, ana, marta):
    idea = make.idea(ana, title="Doors that slide")

    page = client_for(marta).get(f"/staff/campaigns/{idea.campaign.slug}/board")

    assert "Shortlisted" in page.text
    assert "Doors that slide" in page.text


def test_the_board_takes_a_fixed_number_of_queries(client_for, queries, ana, marta):
    campaign = make.campaign()
    for _ in range(30):
        make.idea(ana, campaign_=campaign)

    with queries:
        client_for(marta).get(f"/staff/campaigns/{campaign.slug}/board")

    assert len(queries) <= 16


def test_a_move_by_module_answers_with_the_card(client_for, ana, marta):
    idea = make.idea(ana)

    answer = client_for(marta).post(
        f"/staff/ideas/{idea.id}/moves",
        data={"stage_id": target(idea), "from_id": idea.stage_id},
        headers={"Accept": "application/json"},
    )

    assert answer.json["stage_id"] == target(idea)
    assert f'data-ticket="{idea.id}"' in answer.json["html"]


def test_the_staff_pages_do_not_exist_for_others(client_for, visitor, ana):
    idea = make.idea(ana)
    elsewhere = people.member("Nils", Role.MODERATOR, campaign_id=make.campaign().id)
    board = f"/staff/campaigns/{idea.campaign.slug}/board"

    assert client_for(ana).get(board).status_code == 404
    assert client_for(elsewhere).get(board).status_code == 404
    assert client_for(elsewhere).post(f"/staff/ideas/{idea.id}/moves").status_code == 404
    assert visitor.get(board).status_code == 303


def test_closed_counts_are_closed_to_the_team_as_well(client_for, ana, bruno, marta):
    idea = make.idea(ana, campaign_=make.campaign(allows=make.BLIND))
    client_for(bruno).post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})

    page = client_for(marta).get(f"/staff/campaigns/{idea.campaign.slug}/board")

    assert f'data-ticket="{idea.id}"' in page.text
    assert "Supporters:</span>" not in page.text
