"""Forms as strangers and broken browsers send them: each gets a sentence, and nothing breaks."""

import io
import random
import re

import pytest
from sqlalchemy import func, select

from idealab.campaigns.models import Stage
from idealab.comments.models import Comment
from idealab.ideas.models import Idea
from idealab.lib.db import db
from idealab.stages.models import Move
from idealab.voting.models import Vote
from tests import make
from tests.ideas.test_submitting import filled, picture, send

HUGE = "9" * 30
NUMBERS = (HUGE, "-1", "0", "1e9", "", "None", "9" * 5_000, str(2**63))


def rows(kind):
    return db.session.scalar(select(func.count()).select_from(kind))


@pytest.fixture
def idea(ana):
    return make.idea(ana)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_move_to_no_stage_moves_nothing(client_for, marta, idea, number):
    address = f"/staff/ideas/{idea.id}/moves"

    answer = client_for(marta).post(address, data={"stage_id": number, "from_id": number})

    assert answer.status_code == 404
    assert rows(Move) == 0


def test_a_stage_of_another_campaign_is_not_even_named(client_for, ana, marta, idea):
    other = make.campaign()
    secret = db.session.scalars(select(Stage).filter_by(campaign_id=other.id)).first()
    secret.name = "Sold to Toyama"
    db.session.commit()

    answer = client_for(marta).post(f"/staff/ideas/{idea.id}/moves", data={"stage_id": secret.id})

    assert answer.status_code == 404
    assert "Toyama" not in answer.text


@pytest.mark.parametrize("number", [HUGE, "-1", "4711", "abc", str(2**63)])
def test_an_answer_to_no_comment_is_given_back(client_for, bruno, idea, number):
    form = {"body": "This belongs below yours.", "parent_id": number}

    answer = client_for(bruno).post(f"/ideas/{idea.id}/comments", data=form)

    assert answer.status_code == 409
    assert "belongs below yours" in answer.text
    assert rows(Comment) == 0


def test_a_comment_of_another_idea_is_as_good_as_none(client_for, ana, bruno, idea):
    elsewhere = make.comment(make.idea(ana), ana)
    answers = [
        client_for(bruno).post(
            f"/ideas/{idea.id}/comments", data={"body": "Hm.", "parent_id": number}
        )
        for number in (str(elsewhere.id), "4711")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert [re.findall("<p>.*?</p>", answer.text) for answer in answers[:1]] == [
        re.findall("<p>.*?</p>", answer.text) for answer in answers[1:]
    ]


def test_two_people_with_the_same_number_of_a_form_both_count(client_for, ana, bruno):
    campaign = make.campaign()
    for person in (ana, bruno):
        send(client_for(person), campaign, once="1")
        idea = db.session.scalars(select(Idea)).first()
        client_for(person).post(f"/ideas/{idea.id}/comments", data={"body": "Hm.", "once": "1"})

    assert rows(Idea) == 2
    assert rows(Comment) == 2


def test_a_number_of_a_form_may_be_of_any_length(client_for, ana, bruno):
    odd = random.Random(7).randbytes(20_000).hex()
    campaign = make.campaign()

    assert send(client_for(ana), campaign, once=odd).status_code == 303
    idea = db.session.scalars(select(Idea)).one()
    form = {"body": "Hm.", "once": odd}
    answer = client_for(bruno).post(f"/ideas/{idea.id}/comments", data=form)

    assert answer.status_code == 303


def test_staff_who_press_twice_enter_one_idea(client_for, marta):
    campaign = make.campaign()
    form = filled(campaign, via="meeting", source="Workshop in Porto")
    for _ in range(2):
        address = f"/staff/campaigns/{campaign.slug}/ideas/new"
        assert client_for(marta).post(address, data=form).status_code == 303

    assert rows(Idea) == 1


def test_a_picture_sent_twice_with_its_form_hangs_once(client_for, ana):
    campaign = make.campaign()
    for _ in range(2):
        answer = send(client_for(ana), campaign, picture0=(io.BytesIO(picture()), "car.png"))

    assert client_for(ana).get(answer.location).text.count('data-media-state="pending"') == 1


@pytest.mark.parametrize(
    "words",
    [
        "这个主意很好但是太贵了我们应该先做一个小的",
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
        "a" * 200,
        "two\nlines, no more",
    ],
)
def test_words_of_every_language_are_given_back(client_for, ana, bruno, words):
    idea = make.idea(ana, campaign_=make.campaign(allows=["submit"]))

    answer = client_for(bruno).post(
        f"/ideas/{idea.id}/comments", data={"body": words, "next": f"/ideas/{idea.id}"}
    )

    assert answer.status_code == 409
    assert words.split("\n")[0] in answer.text


def test_a_choice_that_was_refused_leads_back_to_its_page(client_for, ana):
    idea = make.idea(ana)

    answer = client_for(ana).post(
        f"/ideas/{idea.id}/vote", data={"wanted": "y", "next": f"/ideas/{idea.id}"}
    )

    assert answer.location == f"/ideas/{idea.id}"
    assert rows(Vote) == 0


@pytest.mark.parametrize("kind", ["wanted=y&wanted=", "wanted=no", "wanted=Y", "x=y"])
def test_only_a_yes_is_a_vote(client_for, bruno, idea, kind):
    answer = client_for(bruno).post(
        f"/ideas/{idea.id}/vote", data=kind, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 303
    assert rows(Vote) == (1 if kind.startswith("wanted=y") else 0)


@pytest.mark.parametrize(
    "more",
    [
        {"topic": HUGE},
        {"topic": "-1"},
        {"topic": "abc"},
        {"topic": "٣"},
        {"latitude": "nan", "longitude": "nan"},
        {"latitude": "inf", "longitude": "1"},
        {"latitude": "9" * 400, "longitude": "0"},
        {"latitude": "1"},
        {"language": "xx"},
        {"language": "'; --"},
        {"tags": ",".join(map(str, range(500)))},
        {"tags": "w" * 200_000},
        {"title": "\u202e"},
        {"title": "\u200b\u200b\u200b\u200b"},
        {"title": "w" * 200_000},
        {"place": "a\u0316\u0301" * 60_000},
        {"title": "a" + "\u0316\u0301" * 90_000},
        {"accepted": ["", ""]},
    ],
)
@pytest.mark.parametrize("has_topics", [True, False])
def test_an_odd_idea_is_refused_beside_its_field_or_stored_whole(client_for, ana, more, has_topics):
    campaign = make.campaign()
    if has_topics:
        make.topic(campaign)

    answer = send(client_for(ana), campaign, **more)

    assert answer.status_code in (422, 303)
    assert rows(Idea) == (answer.status_code == 303)
    if answer.status_code == 422:
        assert "They never **hit** a cyclist." in answer.text


@pytest.mark.parametrize("token", ["1", "raw/ab/cd", "a.b.c", "x" * 5_000, "‮"])
def test_a_file_is_kept_only_by_the_sites_own_token(client_for, ana, token):
    campaign = make.campaign()

    answer = send(client_for(ana), campaign, picture0_kept=token)

    assert answer.status_code == 303
    assert "data-media-state" not in client_for(ana).get(answer.location).text
