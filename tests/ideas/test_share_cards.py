"""The card of a shared idea: made by a worker, of what everybody may see."""

from io import BytesIO

import pytest
from PIL import Image

from idealab.ideas.card_drawing import Content, draw_card
from idealab.ideas.jobs import make_share_card
from idealab.ideas.models import IdeaStatus
from idealab.ideas.share_cards import address_of_card, ideas_without_card
from idealab.lib.db import db
from tests import make


@pytest.mark.parametrize("title", ["Doors that slide", "Tür " * 60, "x" * 500, "Дверь", "🚗", ""])
def test_a_card_is_drawn_for_every_title(title):
    drawn = draw_card(Content(title, "A car for the city", "Idealab", "#c81e00", None))

    assert Image.open(BytesIO(drawn)).size == (1200, 630)


def test_a_card_shows_the_sketch():
    sketch = BytesIO()
    Image.new("RGB", (400, 300), "#00ff00").save(sketch, "JPEG")

    drawn = draw_card(Content("Doors", "A car", "Idealab", None, sketch.getvalue()))

    assert Image.open(BytesIO(drawn)).getpixel((600, 100))[1] > 200


def test_the_worker_makes_cards_that_are_missing_or_old(visitor, ana):
    idea = make.idea(ana)
    address = f"/ideas/{idea.id}/card"
    assert visitor.get(address).status_code == 404

    make_share_card(idea.id)
    answer = visitor.get(address)

    assert answer.mimetype == "image/jpeg"
    assert Image.open(BytesIO(answer.data)).size == (1200, 630)
    assert ideas_without_card() == []
    idea.title = "Doors that fold"
    db.session.commit()
    assert ideas_without_card() == [idea.id]


def test_a_hidden_idea_has_no_card(visitor, client_for, ana, marta):
    idea = make.idea(ana)
    make_share_card(idea.id)

    idea.status = IdeaStatus.HIDDEN
    db.session.commit()

    assert visitor.get(f"/ideas/{idea.id}/card").status_code == 404
    assert client_for(marta).get(f"/ideas/{idea.id}/card").status_code == 404
    assert "og:image" not in client_for(marta).get(f"/ideas/{idea.id}").text
    assert ideas_without_card() == []


def test_the_page_names_its_card_for_others(visitor, ana):
    idea = make.idea(ana, title='Doors "that" <slide>')

    page = visitor.get(f"/ideas/{idea.id}").text

    assert 'property="og:title" content="Doors &#34;that&#34; &lt;slide&gt;"' in page
    assert f"/ideas/{idea.id}/card?v=" in page


@pytest.mark.parametrize(
    ("name", "new"), [("title", "A car for the country"), ("brand", "#0044aa"), ("brand", None)]
)
def test_a_card_is_made_anew_when_its_campaign_looks_different(visitor, ana, name, new):
    idea = make.idea(ana)
    idea.campaign.brand = "#c81e00"
    db.session.commit()
    make_share_card(idea.id)
    before = visitor.get(f"/ideas/{idea.id}/card").data
    assert ideas_without_card() == []

    setattr(idea.campaign, name, new)
    db.session.commit()
    assert ideas_without_card() == [idea.id]
    make_share_card(idea.id)

    assert visitor.get(f"/ideas/{idea.id}/card").data != before
    assert ideas_without_card() == []


def test_a_card_is_made_anew_when_the_site_has_another_name(app, visitor, ana, monkeypatch):
    idea = make.idea(ana)
    make_share_card(idea.id)
    shown = address_of_card(idea)

    monkeypatch.setitem(app.config, "SITE_NAME", "Werkbank")

    assert ideas_without_card() == [idea.id]
    assert address_of_card(idea) != shown


def test_the_cards_of_other_campaigns_stay_when_one_is_renamed(ana):
    ideas = [make.idea(ana), make.idea(ana, campaign_=make.campaign(title="Seats for a van"))]
    for idea in ideas:
        make_share_card(idea.id)

    ideas[1].campaign.title = "Seats for a bus"
    db.session.commit()

    assert ideas_without_card() == [ideas[1].id]
