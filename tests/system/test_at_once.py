"""Many people at the same moment: nobody sees a failure, and every number equals its rows."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from idealab.campaigns.models import Field, Stage
from idealab.comments.models import Comment
from idealab.ideas.models import Idea, Revision
from idealab.lib.access import Role
from idealab.lib.db import db
from idealab.sketches.models import Sketch
from idealab.stages.models import Move
from idealab.voting.models import Vote
from tests.browser import scenes
from tests.media import pictures
from tests.system.windows import Window, at_once, window_of

pytestmark = pytest.mark.slow


@pytest.fixture
def site(either_site):
    return either_site


@pytest.fixture
def place(site):
    return scenes.campaign(site)


@pytest.fixture
def ana(site):
    return scenes.person(site, "Ana")


@pytest.fixture
def idea(site, place, ana):
    return scenes.idea(site, place, ana)


def filled(site, place, **more):
    with site.inside():
        asked = select(Field.id).filter_by(campaign_id=place.id, position=1)
        field = db.session.scalar(asked)
    return {
        "title": "Doors that slide",
        f"field-{field}": "They never hit a cyclist.",
        "language": "en",
        "accepted": "y",
        "once": uuid4().hex,
    } | more


def rows(site, kind, **where):
    with site.inside():
        return db.session.scalar(select(func.count()).select_from(kind).filter_by(**where))


def votes_shown(site, idea_id):
    with site.inside():
        return db.session.get_one(Idea, idea_id).votes_count


def stage_ids(site, place):
    with site.inside():
        found = db.session.scalars(select(Stage).filter_by(campaign_id=place.id))
        return {stage.name: stage.id for stage in found}


def nothing_differs(site):
    return "0 differences." in site.cli("recount", "--check")


def test_fifty_votes_of_one_person_at_once_count_once(site, idea):
    bruno = window_of(site, scenes.person(site, "Bruno").id)
    vote = lambda: bruno.post(f"/ideas/{idea}/vote", {"wanted": "y"})  # noqa: E731

    answers = at_once(*[vote] * 50)

    assert {answer.status for answer in answers} == {303}
    assert rows(site, Vote, idea_id=idea) == votes_shown(site, idea) == 1


def test_twenty_four_writers_at_once_never_see_a_failure(site, place, idea):
    windows = [window_of(site, scenes.person(site, "Bruno").id) for _ in range(24)]
    forms = [filled(site, place) for _ in windows]

    def write(window: Window, form):
        return [
            window.post(f"/ideas/{idea}/vote", {"wanted": "y"}),
            window.post(f"/ideas/{idea}/comments", {"body": "Who pays?", "once": uuid4().hex}),
            window.post(f"{place.wall}/ideas/new", form),
            window.get(place.wall),
        ]

    answers = at_once(*[lambda w=w, f=f: write(w, f) for w, f in zip(windows, forms, strict=True)])

    assert [[answer.status for answer in some] for some in answers] == [[303, 303, 303, 200]] * 24
    assert votes_shown(site, idea) == 24
    assert rows(site, Comment, idea_id=idea) == 24
    assert rows(site, Idea, campaign_id=place.id) == 25
    assert nothing_differs(site)


def test_staff_and_participants_at_once_never_block_each_other(site, place, ana):
    """Moves, revisions, comments, votes and new ideas touch the same rows in one another's way."""
    stages = stage_ids(site, place)
    ideas = [scenes.idea(site, place, ana) for _ in range(2)]
    martas = [
        (window_of(site, scenes.person(site, "Marta", Role.MODERATOR).id), idea)
        for idea in ideas * 2
    ]
    others = [window_of(site, scenes.person(site, "Bruno").id) for _ in range(12)]
    form, author = filled(site, place), window_of(site, ana.id)

    def move(window, idea, *names):
        return [
            window.post(f"/staff/ideas/{idea}/moves", {"stage_id": str(stages[name])})
            for name in names * 3
        ]

    def revise(idea):
        return [
            author.post(f"/ideas/{idea}/edit", form | {"revision": str(number)})
            for number in (1, 2, 3, 4)
        ]

    def talk(window, number):
        idea = ideas[number % 2]
        return [
            window.post(f"/ideas/{idea}/comments", {"body": "Hm.", "once": uuid4().hex}),
            window.post(f"/ideas/{idea}/vote", {"wanted": "y"}),
            window.post(f"/ideas/{idea}/comments", {"body": "Yes.", "once": uuid4().hex}),
            window.post(f"{place.wall}/ideas/new", form | {"once": uuid4().hex}),
            window.post(f"/ideas/{idea}/comments", {"body": "No.", "once": uuid4().hex}),
        ]

    answers = at_once(
        *[lambda m=m, i=i: move(m, i, "In review", "New") for m, i in martas],
        *[lambda i=i: revise(i) for i in ideas],
        *[lambda w=w, n=n: talk(w, n) for n, w in enumerate(others)],
    )

    assert not [answer.text[-400:] for some in answers for answer in some if answer.status >= 500]
    assert nothing_differs(site)


def test_the_same_idea_sent_twice_at_once_is_one_idea_with_one_picture(site, place):
    bruno = window_of(site, scenes.person(site, "Bruno").id)
    form, photo = filled(site, place), pictures.png().getvalue()
    send = lambda: bruno.upload(  # noqa: E731
        f"{place.wall}/ideas/new", form, {"picture0": ("car.png", photo)}
    )

    answers = at_once(send, send, send)

    assert len({answer.location for answer in answers}) == 1
    assert rows(site, Idea, campaign_id=place.id) == 1
    assert rows(site, Sketch, idea_id=int(answers[0].location.split("/")[-1])) == 1


def test_the_same_comment_sent_twice_at_once_is_one_comment(site, idea):
    bruno = window_of(site, scenes.person(site, "Bruno").id)
    form = {"body": "What does it cost?", "once": uuid4().hex}
    send = lambda: bruno.post(f"/ideas/{idea}/comments", form)  # noqa: E731

    answers = at_once(*[send] * 6)

    assert len({answer.location for answer in answers}) == 1
    assert rows(site, Comment, idea_id=idea) == 1


def test_the_last_vote_of_a_budget_placed_in_two_tabs_is_placed_once(site, ana):
    place = scenes.campaign(site, votes_per_person=1)
    ideas = [scenes.idea(site, place, ana) for _ in range(4)]
    bruno = scenes.person(site, "Bruno")
    tabs = [window_of(site, bruno.id) for _ in ideas]

    answers = at_once(
        *[
            lambda t=t, i=i: t.post(f"/ideas/{i}/vote", {"wanted": "y"}, Accept="application/json")
            for t, i in zip(tabs, ideas, strict=True)
        ]
    )

    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert rows(site, Vote, voter_id=bruno.id) == 1
    assert sum(votes_shown(site, idea) for idea in ideas) == 1


def test_of_two_moderators_who_move_one_idea_the_later_one_is_told(site, place, idea):
    stages = stage_ids(site, place)
    windows = [window_of(site, scenes.person(site, "Marta", Role.MODERATOR).id) for _ in range(2)]
    forms = [
        {"stage_id": str(stages[name]), "from_id": str(stages["New"]), "reason": "Too early."}
        for name in ("In review", "Not now")
    ]

    answers = at_once(
        *[
            lambda w=w, f=f: w.post(f"/staff/ideas/{idea}/moves", f, Accept="application/json")
            for w, f in zip(windows, forms, strict=True)
        ]
    )

    assert sorted(answer.status for answer in answers) == [200, 409]
    told = next(answer.json["error"] for answer in answers if answer.status == 409)
    assert "Marta moved it to" in told
    assert rows(site, Move, idea_id=idea) == 1


def test_of_two_revisions_at_once_one_is_saved_and_the_other_given_back(site, place, ana, idea):
    windows = [window_of(site, ana.id) for _ in range(2)]
    forms = [
        filled(site, place, title=f"Doors that {verb} away", revision="1")
        for verb in ("fold", "swing")
    ]

    answers = at_once(
        *[
            lambda w=w, f=f: w.post(f"/ideas/{idea}/edit", f)
            for w, f in zip(windows, forms, strict=True)
        ]
    )

    assert sorted(answer.status for answer in answers) == [303, 409]
    lost = next(f for f, answer in zip(forms, answers, strict=True) if answer.status == 409)
    assert lost["title"] in next(answer.text for answer in answers if answer.status == 409)
    assert rows(site, Revision, idea_id=idea) == 2
