"""Pages that are kept hold nothing of one reader that another could see."""

import re

import pytest

from idealab.accounts.settling import describe
from idealab.campaigns.models import Phase
from idealab.comments.commenting import add_comment
from idealab.ideas.models import Link
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import make


def token_of(answer):
    return set(re.findall(r'name="csrf_token" value="([^"]+)"', answer.text))


@pytest.fixture
def idea(ana):
    return make.idea(ana)


@pytest.fixture(params=["wall", "idea"])
def address(request, idea):
    return f"/ideas/{idea.id}" if request.param == "idea" else f"/campaigns/{idea.campaign.slug}"


def test_two_people_in_turn_on_one_address_see_only_their_own(client_for, ana, bruno, address):
    browsers = {"Ana": client_for(ana), "Bruno": client_for(bruno)}
    found = [(name, browsers[name].get(address)) for name in ("Ana", "Bruno", "Ana", "Bruno")]

    tokens = {name: set() for name in browsers}
    for name, answer in found:
        tokens[name] |= token_of(answer)
        assert f'<p class="menu__who">{name}</p>' in answer.text

    assert all(tokens.values())
    assert not tokens["Ana"] & tokens["Bruno"]


def test_nothing_is_left_open_in_a_kept_page(client_for, bruno, address):
    page = client_for(bruno).get(address).text

    assert "\N{REPLACEMENT CHARACTER}" not in page


def test_the_own_vote_is_seen_by_the_voter_alone(client_for, bruno, marta, idea, address):
    voter, other = client_for(bruno), client_for(marta)
    assert 'aria-pressed="true"' not in voter.get(address).text + other.get(address).text

    voter.post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})

    assert 'aria-pressed="true"' in voter.get(address).text
    assert 'aria-pressed="true"' not in other.get(address).text


def test_a_vote_moves_the_count_of_the_next_request(client_for, bruno, visitor, idea, address):
    def counts(browser):
        return re.findall(r"vote-count[^>]*>(\d+)<", browser.get(address).text)

    assert counts(visitor) == ["0"]

    client_for(bruno).post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})

    assert counts(visitor) == ["1"]


def test_a_kept_page_calls_a_co_author_by_the_new_name(visitor, idea, bruno):
    make.coauthor(idea, bruno)
    page = f"/ideas/{idea.id}"
    assert "<bdi>Bruno</bdi>" in visitor.get(page).text

    describe(bruno, name="Brunello", home="", about="", language="en")
    db.session.commit()

    assert "<bdi>Brunello</bdi>" in visitor.get(page).text


def test_a_kept_page_of_a_remix_calls_whoever_it_stems_from_by_the_new_name(
    visitor, idea, ana, bruno
):
    remix = make.idea(bruno, title="And windows")
    db.session.add(Link(from_id=remix.id, to_id=idea.id, kind="remix_of"))
    db.session.commit()
    page = f"/ideas/{remix.id}"
    assert "Ana" in visitor.get(page).text

    describe(ana, name="Luzia", home="", about="", language="en")
    db.session.commit()

    assert "Luzia" in visitor.get(page).text


@pytest.mark.parametrize("official", [False, True])
def test_a_comment_is_there_in_the_next_request(client_for, bruno, marta, visitor, idea, official):
    page, reader = f"/ideas/{idea.id}", client_for(bruno)
    assert "We build it" not in visitor.get(page).text + reader.get(page).text

    add_comment(idea, "We build it.", by=marta, now=now(), official=official)
    db.session.commit()

    assert "We build it" in visitor.get(page).text
    assert "We build it" in reader.get(page).text


def test_a_kept_page_offers_no_vote_once_the_phase_has_ended(visitor, client_for, ana, bruno):
    idea = make.idea(ana)
    addresses = (f"/campaigns/{idea.campaign.slug}", f"/ideas/{idea.id}")
    readers = (visitor, client_for(bruno))
    assert all('class="vote__btn"' in r.get(a).text for r in readers for a in addresses)

    phase = db.session.query(Phase).filter_by(campaign_id=idea.campaign_id).one()
    phase.ends_at = now()
    db.session.commit()

    assert not any('class="vote__btn"' in r.get(a).text for r in readers for a in addresses)
