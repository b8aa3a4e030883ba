"""Looks: how often an idea was before somebody's eyes."""

import pytest
from sqlalchemy import select

from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.wall import jobs, looking
from idealab.wall.looking import Listed
from idealab.wall.models import Impression, Looks
from idealab.wall.ranking import look_at
from tests import make

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/151"}


@pytest.fixture
def idea(ana):
    return make.idea(ana)


def listed(*ideas, shown=0):
    return Listed("discover", now().replace(minute=0, second=0, microsecond=0), shown, ids(ideas))


def ids(ideas):
    return [idea.id for idea in ideas]


def say(browser, listed_, at="0", **headers):
    form = {"seen": looking.sign(listed_), "at": at}
    return browser.post("/looks", data=form, headers=BROWSER | headers)


def looks_of(idea):
    jobs.count_looks()
    return db.session.scalar(select(Looks.looks).filter_by(idea_id=idea.id)) or 0


def test_what_a_visitor_saw_is_counted_by_where_it_hung(visitor, ana, idea):
    other = make.idea(ana, campaign_=idea.campaign)

    answer = say(visitor, listed(idea, other, shown=24), at="0,1")

    assert answer.status_code == 204
    assert "Set-Cookie" not in answer.headers
    assert looks_of(idea) == pytest.approx(look_at(25))
    assert looks_of(other) == pytest.approx(look_at(26))


def test_one_visitor_counts_once_in_a_window(visitor, app, idea):
    page = listed(idea)
    for _ in range(3):
        say(visitor, page)
    assert looks_of(idea) == 1

    say(visitor, page, at="0,0,0")
    say(app.test_client(), page, **{"User-Agent": "Mozilla/5.0 (Macintosh) Safari/19"})

    assert looks_of(idea) == 2


def test_a_person_counts_once_on_all_devices(client_for, bruno, idea):
    page = listed(idea)

    for agent in ("Mozilla/5.0 one", "Mozilla/5.0 two"):
        say(client_for(bruno), page, **{"User-Agent": agent})

    assert looks_of(idea) == 1


def test_machines_do_not_count(visitor, idea):
    for agent in ("Googlebot/2.1", "python-requests/2", "", "Mozilla/5.0 AhrefsSiteAudit crawler"):
        say(visitor, listed(idea), **{"User-Agent": agent})

    assert looks_of(idea) == 0


def test_a_crowd_behind_one_address_counts_only_in_part(visitor, idea):
    page = listed(idea)

    for number in range(looking.MOST_BEHIND_ONE_ADDRESS + 20):
        say(visitor, page, **{"User-Agent": f"Mozilla/5.0 number {number}"})

    assert looks_of(idea) == looking.MOST_BEHIND_ONE_ADDRESS


@pytest.mark.parametrize("seen", ["", "x", "WyJkaXNjb3ZlciIsMCwwLDFd.AAAA", "🚗" * 500])
def test_only_what_the_site_has_listed_counts(visitor, idea, seen):
    answer = visitor.post("/looks", data={"seen": seen, "at": "0"}, headers=BROWSER)

    assert answer.status_code == 204
    assert not looking.are_waiting()


@pytest.mark.parametrize("at", ["", "99", "-1", "x,y", "0" * 400, "²"])
def test_what_was_not_on_the_page_was_not_seen(visitor, idea, at):
    say(visitor, listed(idea), at=at)

    assert looks_of(idea) == 0


def test_a_page_of_yesterday_says_nothing_any_more(visitor, idea):
    page = listed(idea)
    old = page._replace(window_at=page.window_at - looking.VALID)

    say(visitor, old)

    assert looks_of(idea) == 0


def test_a_worker_that_is_killed_between_two_steps_counts_nothing_twice(visitor, idea):
    say(visitor, listed(idea))

    counted = looking.batches()
    looking.count(next(counted))
    db.session.commit()
    del counted  # killed before it could say that the batch is done

    assert looking.are_waiting()
    assert looks_of(idea) == 1


def test_who_looked_is_forgotten_after_a_day(visitor, idea):
    say(visitor, listed(idea))
    assert looks_of(idea) == 1
    row = db.session.query(Impression).one()
    row.window_at -= looking.KEPT * 2
    db.session.commit()

    assert looks_of(idea) == 1

    assert db.session.query(Impression).count() == 0


def test_the_queue_server_may_be_away(visitor, app, idea, monkeypatch):
    def away(*_args, **_kwargs):
        raise looking.RedisError("away")

    monkeypatch.setattr(looking, "hand_in", away)

    assert say(visitor, listed(idea)).status_code == 204
