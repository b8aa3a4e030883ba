"""The order of a talk, its pages, and the addresses of what is said in it."""

import pytest

from idealab.comments.closing import NoReason, close_talk, open_talk
from idealab.comments.commenting import TalkClosed, add_comment
from idealab.comments.marking import set_helpful
from idealab.comments.models import CommentKind, CommentStatus
from idealab.comments.queries import REPLIES, THREADS, Order, talk_about
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from tests import make


def ids_in(talk):
    return [thread.root.id for thread in talk.threads]


def walk(idea, order):
    """Every thread, page by page."""
    found, after = [], ""
    while after is not None:
        talk = talk_about(idea, order=order, after=after)
        found += ids_in(talk)
        after = talk.after
    return found


@pytest.mark.parametrize("order", Order)
def test_every_thread_comes_once_in_each_order(ana, bruno, order):
    idea = make.idea(ana)
    said = [make.comment(idea, bruno).id for _ in range(THREADS * 2 + 3)]

    found = walk(idea, order)

    assert sorted(found) == said
    assert found == (said if order is Order.OLDEST else said[::-1])


def test_what_helped_most_stands_first(ana, bruno, marta):
    idea = make.idea(ana)
    first, second, third = [make.comment(idea, ana) for _ in range(3)]
    set_helpful(second, idea, wanted=True, by=bruno, now=now())
    set_helpful(second, idea, wanted=True, by=marta, now=now())
    set_helpful(first, idea, wanted=True, by=bruno, now=now())
    db.session.commit()

    assert ids_in(talk_about(idea, order=Order.HELPFUL)) == [second.id, first.id, third.id]


def test_official_answers_begin_the_first_page_and_no_other(ana, bruno, marta):
    idea = make.idea(ana)
    for _ in range(THREADS + 1):
        make.comment(idea, bruno)
    answer = add_comment(idea, "We will try it.", by=marta, now=now(), official=True)
    db.session.commit()

    first = talk_about(idea)

    assert ids_in(first)[0] == answer.id
    assert len(first.threads) == THREADS + 1
    assert answer.id not in ids_in(talk_about(idea, after=first.after))


def test_a_long_thread_shows_its_first_replies_and_how_many_there_are(visitor, ana, bruno):
    idea = make.idea(ana)
    root = make.comment(idea, bruno)
    replies = [make.comment(idea, ana, f"Reply {n}.", parent=root) for n in range(REPLIES + 2)]

    page = visitor.get(f"/ideas/{idea.id}").text
    rest = visitor.get(f"/comments/{root.id}/thread?after={replies[REPLIES - 1].id}").text

    assert "2 more replies" in page
    assert f"Reply {REPLIES}." not in page
    assert f"Reply {REPLIES}." in rest
    assert f"Reply {REPLIES - 1}." not in rest


def test_the_address_of_a_comment_leads_to_the_page_that_shows_it(visitor, ana, bruno):
    idea = make.idea(ana)
    roots = [make.comment(idea, bruno) for _ in range(THREADS + 2)]
    late = make.comment(idea, ana, "Late in the talk.", parent=roots[-1])
    buried = [make.comment(idea, ana, f"No {n}.", parent=roots[0]) for n in range(REPLIES + 1)][-1]

    for comment in (roots[0], roots[-1], late, buried):
        answer = visitor.get(f"/comments/{comment.id}", follow_redirects=True)
        assert f'id="comment-{comment.id}"' in answer.text
    first = visitor.get(f"/comments/{roots[0].id}")
    assert first.headers["Location"] == f"/ideas/{idea.id}#comment-{roots[0].id}"


def test_a_comment_nobody_may_read_has_no_address(visitor, client_for, ana, bruno):
    idea = make.idea(ana)
    hidden, note, root = [make.comment(idea, bruno) for _ in range(3)]
    below = make.comment(idea, ana, parent=root)
    hidden.status = root.status = CommentStatus.HIDDEN
    note.kind = CommentKind.INTERNAL_NOTE
    db.session.commit()

    for comment in (hidden, note, root, below):
        for part in ("", "/thread", "/revisions"):
            assert visitor.get(f"/comments/{comment.id}{part}").status_code == 404
        assert client_for(bruno).post(f"/comments/{comment.id}/mark").status_code == 404


def test_a_place_that_is_none_is_the_beginning(visitor, ana, bruno):
    idea = make.idea(ana)
    make.comment(idea, bruno)

    for asked in (
        "comments=x",
        "comments=1-2",
        "comments=٣",
        "order=helpful&comments=7",
        "order=no",
    ):
        assert "How much does it cost?" in visitor.get(f"/ideas/{idea.id}?{asked}").text


def test_the_number_of_queries_does_not_grow_with_the_talk(
    visitor, client_for, queries, ana, bruno
):
    idea = make.idea(ana)
    for _ in range(THREADS + 2):
        root = make.comment(idea, ana)
        for _ in range(REPLIES + 1):
            make.comment(idea, bruno, parent=root)
    reader = client_for(bruno)

    with queries:
        visitor.get(f"/ideas/{idea.id}?order=helpful")
    cold = len(queries)
    reader.get(f"/ideas/{idea.id}")
    with queries:
        reader.get(f"/ideas/{idea.id}")

    assert cold <= 12
    assert len(queries) <= 6


def test_a_closed_talk_says_why_and_takes_nothing(visitor, client_for, ana, bruno, marta):
    idea = make.idea(ana)
    make.comment(idea, bruno)
    visitor.get(f"/ideas/{idea.id}")

    desk = f"/staff/ideas/{idea.id}/talk"
    client_for(marta).post(desk, data={"closed": "y", "reason": "It went round in circles."})

    assert "It went round in circles." in visitor.get(f"/ideas/{idea.id}").text
    assert "data-comment " not in client_for(bruno).get(f"/ideas/{idea.id}").text
    with pytest.raises(TalkClosed, match="in circles"):
        add_comment(idea, "Still!", by=bruno, now=now())
    add_comment(idea, "We build it.", by=marta, now=now(), official=True)

    open_talk(idea, by=marta, now=now())
    add_comment(idea, "Thank you.", by=bruno, now=now())


def test_only_moderators_close_a_talk_and_never_without_a_reason(client_for, ana, bruno, marta):
    idea = make.idea(ana)

    with pytest.raises(NotAllowed):
        close_talk(idea, "Enough.", by=bruno, now=now())
    with pytest.raises(NoReason):
        close_talk(idea, "  ", by=marta, now=now())
    assert client_for(bruno).post(f"/staff/ideas/{idea.id}/talk").status_code == 404
