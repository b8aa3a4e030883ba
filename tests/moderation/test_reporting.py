"""People report what should not stand here; the team says what came of it."""

import pytest

from idealab.comments.models import Comment
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.moderation.models import Report
from idealab.moderation.queries import open_reports_count, reports_of
from idealab.moderation.reporting import NoReason, OpenAlready, close_report, report
from tests import make


@pytest.fixture
def idea(ana):
    return make.idea(ana)


def tell(idea, by, comment: Comment | None = None, *, reason="rude", words=""):
    made = report(idea, comment, reason=reason, words=words, by=by, now=now())
    db.session.commit()
    return made


def test_a_thing_has_one_open_report_of_a_person(idea, ana, bruno, marta):
    comment = make.comment(idea, ana)
    tell(idea, bruno)
    tell(idea, marta)
    again = tell(idea, bruno, comment)

    for thing in (None, comment):
        with pytest.raises(OpenAlready):
            tell(idea, bruno, thing)
    close_report(again, "It is fine.", by=marta, now=now())
    tell(idea, bruno, comment)

    assert open_reports_count([idea.campaign_id]) == {idea.campaign_id: 3}


def test_nobody_reports_their_own(idea, ana, bruno):
    with pytest.raises(NotAllowed):
        tell(idea, ana)
    with pytest.raises(NotAllowed):
        tell(idea, bruno, make.comment(idea, bruno))


@pytest.mark.parametrize(
    ("reason", "words"), [("", ""), ("shouting", ""), ("other", "  "), ("rude", "a" * 1001)]
)
def test_a_report_says_what_is_wrong(idea, bruno, reason, words):
    with pytest.raises(NoReason):
        tell(idea, bruno, reason=reason, words=words)


def test_a_report_is_closed_once_by_a_moderator_and_with_a_reason(idea, bruno, marta):
    made = tell(idea, bruno)

    with pytest.raises(NotAllowed):
        close_report(made, "No.", by=bruno, now=now())
    with pytest.raises(NoReason):
        close_report(made, " ", by=marta, now=now())
    close_report(made, "It is a quotation.", by=marta, now=now())
    close_report(made, "Twice.", by=marta, now=now())

    assert made.closed_reason == "It is a quotation."


def test_a_refused_report_keeps_what_was_typed(client_for, idea, bruno):
    address = f"/ideas/{idea.id}/reports/new"

    page = client_for(bruno).post(address, data={"reason": "", "words": "It is my own drawing."})

    assert page.status_code == 422
    assert "Choose what is wrong with it." in page.text
    assert "It is my own drawing." in page.text


def test_moderators_read_reports_and_close_them(client_for, visitor, idea, ana, bruno, marta):
    comment = make.comment(idea, ana, "You are all fools.")
    client_for(bruno).post(
        f"/comments/{comment.id}/reports/new", data={"reason": "rude", "words": "Look at this."}
    )
    desk, list_ = client_for(marta), f"/staff/campaigns/{idea.campaign.slug}/reports"

    page = desk.get(list_).text
    found = db.session.query(Report).one()
    start = desk.get("/staff").text
    desk.post(f"{list_}/{found.id}/closing", data={"reason": "We spoke with Ana."})

    assert "Look at this." in page
    assert "You are all fools." in page
    assert "1 open report" in start
    assert "We spoke with Ana." in desk.get(f"{list_}?closed=y").text
    assert client_for(bruno).get(list_).status_code == 404
    assert visitor.get(f"/comments/{comment.id}/reports/new").status_code == 303


def test_a_report_of_another_campaign_is_not_closed_here(client_for, idea, bruno, marta):
    made = tell(idea, bruno)
    elsewhere = make.campaign()

    answer = client_for(marta).post(
        f"/staff/campaigns/{elsewhere.slug}/reports/{made.id}/closing", data={"reason": "x"}
    )

    assert answer.status_code == 404


def test_reports_come_by_the_page_in_one_query(queries, idea, ana, bruno):
    for number in range(32):
        tell(idea, bruno, make.comment(idea, ana, f"Comment {number}"))

    campaign = idea.campaign
    db.session.refresh(campaign)

    with queries:
        first, after = reports_of(campaign, closed=False)
    rest, end = reports_of(campaign, closed=False, after=after)

    assert len(queries) == 1
    assert [len(first), len(rest), end] == [30, 2, None]
