from datetime import timedelta

import pytest

from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.updates.models import Update
from idealab.updates.queries import journal_of
from idealab.updates.writing import (
    EditedMeanwhile,
    Entry,
    UpdateIncomplete,
    delete_update,
    edit_update,
    put_back,
    write_update,
)
from tests import make

HOUR = timedelta(hours=1)


@pytest.fixture
def campaign():
    return make.campaign()


def written(campaign, by, title="The rig stands", *, at="now", body="It *moves*.", **more):
    publish_at = now() if at == "now" else at
    update = write_update(campaign, Entry(title, body, publish_at), by=by, now=now(), **more)
    db.session.commit()
    return update


def titles(campaign, moment=None):
    return [told.title for told in journal_of(campaign, now=moment or now()).updates]


def test_an_update_is_read_from_its_moment_on(campaign, marta):
    written(campaign, marta, "Out")
    written(campaign, marta, "Planned", at=now() + HOUR)
    written(campaign, marta, "Draft", at=None)

    assert titles(campaign) == ["Out"]
    assert titles(campaign, now() + 2 * HOUR) == ["Planned", "Out"]


def test_its_text_is_safe(campaign, marta):
    update = written(campaign, marta, body="**b** <script>alert(1)</script> [x](javascript:x)")

    assert "<strong>b</strong>" in update.body_html
    assert "<script" not in update.body_html
    assert "javascript:" not in update.body_html.partition("href")[2]


@pytest.mark.parametrize(
    ("title", "body"),
    [("", "Words."), ("x" * 161, "Words."), ("A day", ""), ("A day", "w" * 20_001)],
)
def test_an_update_that_is_not_complete_says_what_is_missing(campaign, marta, title, body):
    with pytest.raises(UpdateIncomplete):
        written(campaign, marta, title, body=body)


def test_a_draft_may_still_be_empty(campaign, marta):
    assert written(campaign, marta, at=None, body="").body_html == ""


def test_the_form_sent_twice_is_one_update(campaign, marta):
    first, second = (written(campaign, marta, once="a-number") for _time in range(2))

    assert first.id == second.id
    assert db.session.query(Update).count() == 1


def test_what_is_out_keeps_its_day_when_it_is_changed(campaign, marta):
    update = written(campaign, marta, at=now() - HOUR)
    day = update.published_at

    edit_update(update, Entry("Better", "Words.", now()), by=marta, now=now(), seen_edition=1)

    assert (update.title, update.published_at) == ("Better", day)
    assert update.edited_at


def test_what_is_out_can_become_a_draft_again(campaign, marta):
    update = written(campaign, marta)

    edit_update(update, Entry("Better", "Words.", None), by=marta, now=now(), seen_edition=1)

    assert titles(campaign) == []


def test_of_two_who_change_it_at_once_the_later_one_is_told(campaign, marta):
    update = written(campaign, marta)
    edit_update(update, Entry("First", "Words.", now()), by=marta, now=now(), seen_edition=1)

    with pytest.raises(EditedMeanwhile):
        edit_update(update, Entry("Second", "Words.", now()), by=marta, now=now(), seen_edition=1)


def test_deleting_can_be_undone(campaign, marta):
    update = written(campaign, marta)

    delete_update(update, by=marta, now=now())
    assert titles(campaign) == []

    put_back(update, by=marta, now=now())
    assert titles(campaign) == ["The rig stands"]


def test_the_journal_leads_through_all_pages_without_gap_or_repetition(campaign, marta):
    moment = now() - HOUR
    for number in range(25):  # several at the same moment
        written(campaign, marta, f"Day {number}", at=moment + timedelta(minutes=number // 4))

    found, after = [], 0
    while True:
        page = journal_of(campaign, now=now(), after=after)
        found += [told.title for told in page.updates]
        if page.after is None:
            break
        after = page.after

    assert found == [f"Day {number}" for number in reversed(range(25))]
