import re
from datetime import timedelta

import pytest

from idealab.campaigns.phases import NotNow
from idealab.comments.commenting import NoSuchThread, NothingSaid, TooLong, add_comment
from idealab.comments.models import Comment, CommentKind
from idealab.comments.queries import talk_about
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from tests import make


def test_a_reply_to_a_reply_stays_in_its_thread(ana, bruno):
    idea = make.idea(ana)
    root = make.comment(idea, bruno)
    reply = make.comment(idea, ana, "Forty euros.", parent=root)

    deeper = make.comment(idea, bruno, "That is little.", parent=reply)

    (thread,) = talk_about(idea).threads
    assert [said.id for said in thread.replies] == [reply.id, deeper.id]
    assert deeper.parent_id == reply.id


def test_comments_are_counted_and_official_answers_stand_apart(ana, bruno, marta):
    idea = make.idea(ana)
    make.comment(idea, bruno)

    answer = add_comment(idea, "We will try it.", by=marta, now=now(), official=True)
    db.session.commit()

    assert idea.comments_count == 1
    assert answer.kind is CommentKind.OFFICIAL_REPLY


def test_participants_do_not_answer_officially(ana, bruno):
    with pytest.raises(NotAllowed):
        add_comment(make.idea(ana), "We will try it.", by=bruno, now=now(), official=True)


def test_the_same_form_twice_is_one_comment(ana, bruno):
    idea = make.idea(ana)

    first = add_comment(idea, "Once.", by=bruno, now=now(), once="form-1")
    again = add_comment(idea, "Once.", by=bruno, now=now(), once="form-1")
    db.session.commit()

    assert again.id == first.id
    assert idea.comments_count == 1


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", NothingSaid), (" \u200b \n".strip(), NothingSaid), ("a" * 4001, TooLong)],
)
def test_what_cannot_be_said_gets_a_sentence(ana, bruno, text, refusal):
    with pytest.raises(refusal):
        add_comment(make.idea(ana), text.strip("\u200b"), by=bruno, now=now())


def test_nobody_comments_after_the_close(ana, bruno):
    idea = make.idea(ana)

    with pytest.raises(NotNow, match="Comments closed on"):
        add_comment(idea, "Late.", by=bruno, now=now() + timedelta(days=9))


def test_a_thread_of_another_idea_cannot_be_answered_here(ana, bruno):
    elsewhere = make.comment(make.idea(ana), bruno)

    with pytest.raises(NoSuchThread):
        add_comment(make.idea(ana), "Hm.", by=bruno, now=now(), parent=elsewhere)


def test_scripts_in_a_comment_are_words(client_for, ana, bruno):
    idea = make.idea(ana)

    answer = client_for(bruno).post(
        f"/ideas/{idea.id}/comments",
        data={"body": "<script>alert(1)</script> [x](javascript:alert(1))"},
        headers={"Accept": "application/json"},
    )

    assert "<script" not in answer.json["html"]
    assert 'href="javascript' not in answer.json["html"]


def test_a_refused_comment_gives_back_what_was_written(client_for, ana, bruno):
    idea = make.idea(ana, campaign_=make.campaign(allows=["submit"]))
    words = "This took me an hour to write."

    page = client_for(bruno).post(f"/ideas/{idea.id}/comments", data={"body": words})

    assert page.status_code == 409
    assert words in page.text
    assert db.session.query(Comment).count() == 0


def test_each_form_of_a_page_has_a_number_of_its_own(client_for, ana, bruno):
    idea = make.idea(ana)
    for _ in range(2):
        make.comment(idea, ana)

    page = client_for(bruno).get(f"/ideas/{idea.id}").text

    numbers = re.findall(r'name="once" value="([^"]+)"', page)
    assert len(numbers) == 3
    assert len(set(numbers)) == 3


def test_a_visitor_reads_an_official_answer_with_the_next_request(visitor, ana, marta):
    idea = make.idea(ana)
    visitor.get(f"/ideas/{idea.id}")

    add_comment(idea, "We will try it.", by=marta, now=now(), official=True)
    db.session.commit()

    assert "We will try it." in visitor.get(f"/ideas/{idea.id}").text


def test_notes_of_the_team_cannot_be_answered(ana, bruno):
    idea = make.idea(ana)
    note = make.comment(idea, bruno)
    note.kind = CommentKind.INTERNAL_NOTE

    with pytest.raises(NoSuchThread):
        add_comment(idea, "Hm.", by=bruno, now=now(), parent=note)
