"""What people do with comments: edit their own, take them back, find those of others helpful."""

from datetime import timedelta

import pytest

from idealab.campaigns.phases import NotNow
from idealab.comments.counting import COUNTERS
from idealab.comments.marking import NotMarkable, set_helpful
from idealab.comments.models import Comment, CommentStatus
from idealab.comments.queries import revisions_of
from idealab.comments.rewording import EditedMeanwhile, reword_comment
from idealab.comments.taking_back import set_taken_back
from idealab.lib import counters
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from tests import make


@pytest.fixture
def idea(ana):
    return make.idea(ana)


@pytest.fixture
def comment(idea, bruno):
    return make.comment(idea, bruno, "It costs forty euros.")


def reword(comment, idea, text, by, *, seen=None, at=None):
    reword_comment(comment, idea, text, by=by, now=at or now(), seen_edit=seen)
    db.session.commit()


def test_an_edit_is_seen_and_what_was_said_before_can_be_read(visitor, idea, comment, bruno):
    visitor.get(f"/ideas/{idea.id}")

    reword(comment, idea, "It costs **fifty** euros.", bruno)

    page = visitor.get(f"/ideas/{idea.id}").text
    before = visitor.get(f"/comments/{comment.id}/revisions").text
    assert "<strong>fifty</strong>" in page
    assert f"/comments/{comment.id}/revisions" in page
    assert "edited " in page
    assert "forty euros" in before
    assert "fifty" in before


def test_the_same_words_again_are_no_edit(idea, comment, bruno):
    reword(comment, idea, comment.body, bruno)

    assert comment.edited_at is None
    assert revisions_of(comment) == []


def test_an_edit_from_another_window_is_not_overwritten(idea, comment, bruno):
    reword(comment, idea, "Fifty.", bruno)

    with pytest.raises(EditedMeanwhile):
        reword(comment, idea, "Sixty.", bruno, seen=None)
    reword(comment, idea, "Sixty.", bruno, seen=comment.edited_at)

    assert [row.body for row in revisions_of(comment)] == ["Fifty.", "It costs forty euros."]


def test_only_its_author_edits_or_takes_back_a_comment_while_one_may_speak(
    idea, comment, ana, bruno
):
    late = now() + timedelta(days=9)

    with pytest.raises(NotAllowed):
        reword(comment, idea, "Mine now.", ana)
    with pytest.raises(NotAllowed):
        set_taken_back(comment, idea, wanted=True, by=ana, now=now())
    with pytest.raises(NotNow):
        reword(comment, idea, "Late.", bruno, at=late)
    with pytest.raises(NotNow):
        set_taken_back(comment, idea, wanted=True, by=bruno, now=late)


def test_the_edit_page_gives_back_what_it_said_and_saves_it(client_for, idea, comment, bruno):
    browser = client_for(bruno)

    page = browser.get(f"/comments/{comment.id}/edit").text
    answer = browser.post(f"/comments/{comment.id}/edit", data={"body": "Fifty.", "seen": ""})

    assert "It costs forty euros." in page
    assert answer.headers["Location"].endswith(f"#comment-{comment.id}")
    assert db.session.get(Comment, comment.id).body == "Fifty."


def test_a_comment_taken_back_is_gone_and_can_be_put_there_again(
    client_for, visitor, idea, comment, bruno
):
    browser = client_for(bruno)

    told = browser.post(
        f"/comments/{comment.id}/removal", data={"wanted": "y"}, follow_redirects=True
    ).text
    gone = visitor.get(f"/ideas/{idea.id}").text
    browser.post(f"/comments/{comment.id}/removal", data={"wanted": ""})
    back = visitor.get(f"/ideas/{idea.id}").text

    assert "Your comment is taken back." in told
    assert "forty euros" not in gone
    assert "<span data-comments-count>0</span>" in gone
    assert "forty euros" in back
    assert "<span data-comments-count>1</span>" in back


def test_answers_to_a_comment_that_was_taken_back_stay(visitor, idea, comment, ana, bruno):
    make.comment(idea, ana, "That is little.", parent=comment)

    set_taken_back(comment, idea, wanted=True, by=bruno, now=now())
    set_taken_back(comment, idea, wanted=True, by=bruno, now=now())
    db.session.commit()
    page = visitor.get(f"/ideas/{idea.id}").text

    assert "This comment was taken back." in page
    assert "That is little." in page
    assert "forty euros" not in page
    assert idea.comments_count == 1


def test_what_a_moderator_has_hidden_is_not_put_there_by_its_author(idea, comment, bruno):
    comment.status = CommentStatus.HIDDEN
    db.session.commit()

    set_taken_back(comment, idea, wanted=False, by=bruno, now=now())

    assert comment.status is CommentStatus.HIDDEN


def test_a_mark_counts_once_a_person_and_can_be_taken_back(idea, comment, ana, marta):
    assert set_helpful(comment, idea, wanted=True, by=ana, now=now()) == 1
    assert set_helpful(comment, idea, wanted=True, by=ana, now=now()) == 1
    assert set_helpful(comment, idea, wanted=True, by=marta, now=now()) == 2
    assert set_helpful(comment, idea, wanted=False, by=ana, now=now()) == 1
    assert set_helpful(comment, idea, wanted=False, by=ana, now=now()) == 1
    assert [counters.drifted_count(counter) for counter in COUNTERS] == [0, 0]


def test_nobody_marks_their_own_comment(idea, comment, bruno):
    with pytest.raises(NotMarkable):
        set_helpful(comment, idea, wanted=True, by=bruno, now=now())


def test_each_reader_sees_their_own_marks_and_their_own_comments(
    client_for, visitor, idea, comment, ana, bruno, marta
):
    author, marker, other = client_for(bruno), client_for(ana), client_for(marta)
    for browser in (author, marker, other, visitor):
        browser.get(f"/ideas/{idea.id}")

    answer = marker.post(
        f"/comments/{comment.id}/mark", data={"wanted": "y"}, headers={"Accept": "application/json"}
    )

    assert answer.json == {"helpful": 1, "marked": True}
    pages = {b: b.get(f"/ideas/{idea.id}").text for b in (author, marker, other, visitor)}
    assert 'aria-pressed="true" data-helpful' in pages[marker]
    assert 'aria-pressed="false" data-helpful' in pages[other]
    assert "data-helpful>" not in pages[author] + pages[visitor]
    assert f"/comments/{comment.id}/edit" in pages[author]
    assert f"/comments/{comment.id}/edit" not in pages[marker] + pages[other] + pages[visitor]
    assert "helpful--told" in pages[visitor]


def test_helpful_marks_are_no_votes_and_seen_in_a_blind_phase(visitor, ana, bruno):
    idea = make.idea(ana, campaign_=make.campaign(allows=make.BLIND))
    comment = make.comment(idea, bruno)

    set_helpful(comment, idea, wanted=True, by=ana, now=now())
    db.session.commit()

    assert "helpful--told" in visitor.get(f"/ideas/{idea.id}").text
