import json

import pytest
from click.testing import CliRunner

from idealab.insights.cli import stats
from idealab.interchange.converting.catalogue import CONVERTERS
from idealab.lib.clock import now
from idealab.voting.voting import set_vote
from tests import make
from tests.interchange.conftest import real_data  # noqa: F401 — the fixture
from tests.interchange.laws import NOW, taken_in
from tests.interchange.packages import files_with, folder_with


@pytest.fixture
def figures(context):
    def of(*words: str):
        outcome = CliRunner().invoke(stats, [*words, "--json"], catch_exceptions=False)
        return json.loads(outcome.output)

    return of


def test_everybody_is_counted_once(figures, ana, bruno):
    campaign = make.campaign()
    idea = make.idea(ana, campaign_=campaign)
    set_vote(idea, bruno, wanted=True, now=now())
    make.comment(idea, bruno)

    told = figures(campaign.slug)

    assert told["people"] == 2
    assert told["votes"] == {"rows": 1, "imported": 0}
    assert (told["comments"]["total"], told["comments"]["roots"]) == (1, 1)
    assert told["top10"][0] == {
        "id": str(idea.id),
        "number": 1,
        "votes": 1,
        "title": "Doors that slide",
    }


def test_all_campaigns_are_summed_without_a_name(figures, ana):
    first, second = make.idea(ana), make.idea(ana)

    assert first.campaign_id != second.campaign_id
    assert figures()["ideas"] == {
        "total": 2,
        "by_status": {"published": 2},
        "by_stage": {"New": 2},
    }


def test_an_imported_campaign_is_found_by_the_id_of_its_package(figures, tmp_path):
    taken_in(folder_with(tmp_path / "in", files_with(), id="small"))

    assert figures("small")["top10"][0]["id"] == "i1"


def test_people_read_a_table(context, ana):
    campaign = make.campaign()
    make.idea(ana, campaign_=campaign)

    told = CliRunner().invoke(stats, [campaign.slug]).output

    assert "Doors that slide" in told


def test_an_unknown_campaign_is_no_traceback(context):
    outcome = CliRunner().invoke(stats, ["nowhere"])

    assert outcome.exit_code == 1
    assert "nowhere" in str(outcome.exception)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("converter", "folder", "people", "top"),
    [
        ("decidim", "decidim-barcelona-pam-2016", 1734, "top10_by_votes"),
        ("polis", "polis-klimarat-produktion-2022", 1117, "top10_by_final_agree"),
        ("cimt", "raddialog-bonn-2017", 0, None),
    ],
)
def test_published_sets_amount_to_what_is_known_of_them(
    converter, folder, people, top, figures, request, tmp_path
):
    source = request.getfixturevalue("real_data") / folder
    expected = json.loads((source / "expected.json").read_text())
    CONVERTERS[converter](source, tmp_path / "in", now=NOW)
    taken_in(tmp_path / "in")

    told = figures()

    assert told["ideas"]["total"] == expected["ideas"]
    assert told["people"] == people
    assert told["comments"]["total"] == expected.get("comments", 0)
    assert told["comments"]["roots"] == expected.get("comments_root", 0)
    assert told["votes"]["rows"] == expected.get("distinct_voter_idea_pairs", 0)
    assert told["votes"]["imported"] == expected.get("votes_aggregate_total", 0)
    if top:
        known = [(str(row[0]), row[1]) for row in expected[top]]
        assert [(idea["id"], idea["votes"]) for idea in told["top10"]] == known


@pytest.mark.slow
def test_the_reviews_of_a_published_set_are_all_there(figures, request, tmp_path):
    source = request.getfixturevalue("real_data") / "innovonto-i2m-tco-2018"
    expected = json.loads((source / "expected.json").read_text())
    CONVERTERS["innovonto"](source, tmp_path / "in", now=NOW)
    taken_in(tmp_path / "in")

    told = figures()

    assert told["ideas"]["total"] == expected["ideas"]
    assert told["ratings"] == expected["ratings"]
    assert told["comments"]["by_kind"]["review"] == expected["textual_reviews"]
