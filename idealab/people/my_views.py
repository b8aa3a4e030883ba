"""My things: all that is one's own or waits for one, in one place."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_login import current_user

from idealab.drafts.drafting import Keeper
from idealab.drafts.forms import number_in
from idealab.drafts.queries import draft_thrown_away, open_drafts
from idealab.ideas.cards import cards_of
from idealab.ideas.coauthors import asked_of
from idealab.lib.access import signed_in
from idealab.lib.addresses import own_path
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.pages import place_asked
from idealab.people.comments import comments_by
from idealab.people.follows import followed_by, stop_following
from idealab.people.ideas import ideas_by, remix_counts
from idealab.people.thanks import thanks_of, words_of
from idealab.people.votes import purses_of
from idealab.people.waiting import read_news, waiting_for

bp = Blueprint("mine", __name__, url_prefix="/me")
FEW_IDEAS, FEW_FOLLOWS, FEW_COMMENTS = 6, 6, 3


@bp.get("")
@signed_in
def me():
    person = current_user
    ideas, more_ideas = ideas_by(person, viewer=person, most=FEW_IDEAS)
    follows, more_follows = followed_by(person, most=FEW_FOLLOWS)
    comments, more_comments = comments_by(person, most=FEW_COMMENTS)
    ids = [idea.id for idea in ideas]
    thrown = number_in(request.args, "thrown")
    return render_template(
        "people/me.html",
        person=person,
        drafts=open_drafts(Keeper(person)),
        thrown=draft_thrown_away(thrown, by=Keeper(person), now=now()) if thrown else None,
        asked=asked_of(person),
        waiting=waiting_for(person),
        ideas=ideas,
        cards=cards_of(ids),
        remixes=remix_counts(ids, viewer=person),
        follows=follows,
        comments=comments,
        purses=purses_of(person, now=now()),
        thanks=thanks_of(person),
        thanks_words=words_of,
        more={"ideas": more_ideas, "follows": more_follows, "comments": more_comments},
    )


@bp.get("/ideas")
@signed_in
def ideas():
    rows, more = ideas_by(current_user, viewer=current_user, after=place_asked())
    ids = [idea.id for idea in rows]
    return _list(
        "ideas",
        more,
        rows=rows,
        cards=cards_of(ids),
        remixes=remix_counts(ids, viewer=current_user),
    )


@bp.get("/follows")
@signed_in
def follows():
    rows, more = followed_by(current_user, after=place_asked())
    return _list("follows", more, rows=rows)


@bp.get("/comments")
@signed_in
def comments():
    rows, more = comments_by(current_user, after=place_asked())
    return _list("comments", more, rows=rows)


@bp.post("/follows/<int:follow_id>/removals")
@signed_in
def unfollow(follow_id: int):
    stop_following(current_user, follow_id)
    db.session.commit()
    return redirect(own_path(request.form.get("next")) or "/me#follows", 303)


@bp.post("/readings")
@signed_in
def read():
    read_news(current_user, now=now())
    db.session.commit()
    flash(_("Read. What comes next stands here again."))
    return redirect("/me", 303)


def _list(kind: str, more: int | None, **shown: object) -> str:
    address = f"/me/{kind}"
    return render_template(
        "people/list.html",
        kind=kind,
        more=f"{address}?after={more}" if more else "",
        first=address if place_asked() else "",
        **shown,
    )
