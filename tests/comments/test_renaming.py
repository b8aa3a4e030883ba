"""People are called what they are called now, wherever they spoke or are spoken to."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from idealab.accounts.leaving import leave
from idealab.accounts.models import User
from idealab.accounts.settling import describe
from idealab.comments.models import Comment
from idealab.comments.rewording import reword_comment
from idealab.ideas.models import Idea
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import make, people


def rename(person, name):
    describe(person, name=name, home="", about="", language="en")


def test_a_new_name_stands_at_once_where_the_person_spoke(visitor, ana, bruno):
    idea = make.idea(ana)
    make.comment(idea, bruno, "The strap slips.")
    visitor.get(f"/ideas/{idea.id}")

    rename(bruno, "Bruno Alves")
    db.session.commit()

    assert "Bruno Alves" in visitor.get(f"/ideas/{idea.id}").text


@pytest.mark.parametrize("takes_comments", [True, False])
def test_who_leaves_is_named_nowhere_from_that_moment(visitor, ana, takes_comments):
    bertil = people.participant("Bertil Quist")
    idea = make.idea(ana)
    make.comment(idea, bertil, "The strap slips.")
    make.comment(idea, ana, "How wide is it, @Bertil Quist?")
    assert "Bertil Quist" in visitor.get(f"/ideas/{idea.id}").text

    leave(bertil, now=now(), takes_comments=takes_comments)
    db.session.commit()

    page = visitor.get(f"/ideas/{idea.id}").text
    assert f"/people/{bertil.id}" not in page
    assert page.count("Bertil Quist") == 1  # in the words of Ana, which are hers


def test_names_change_while_comments_are_edited(app, ana, bruno):
    """Nobody waits in a circle: whoever holds several rows takes ideas first, in their order."""
    ideas = [make.idea(ana if n % 2 else bruno) for n in range(6)]
    said = [make.comment(idea, bruno, "Ask @Ana and @Bruno.").id for idea in ideas]
    ana_id, bruno_id = ana.id, bruno.id
    db.session.remove()
    start = Barrier(4)

    def call(person_id, name):
        start.wait()
        for turn in range(5):
            rename(db.session.get_one(User, person_id), f"{name} {turn}")
            db.session.commit()

    def reword(ids):
        start.wait()
        for turn, comment_id in enumerate(ids):
            comment = db.session.get_one(Comment, comment_id)
            idea = db.session.get_one(Idea, comment.idea_id)
            reword_comment(
                comment,
                idea,
                f"Edit {turn}.",
                by=db.session.get_one(User, bruno_id),
                now=now(),
                seen_edit=None,
            )
            db.session.commit()

    def inside(act, *with_what):
        with app.app_context():
            act(*with_what)

    acts = [
        (call, ana_id, "Ana"),
        (call, bruno_id, "Bruno"),
        (reword, said[:3]),
        (reword, said[3:]),
    ]
    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(inside, *act) for act in acts]:
            done.result()

    assert {db.session.get_one(User, one).name for one in (ana_id, bruno_id)} == {
        "Ana 4",
        "Bruno 4",
    }
