"""Write an idea: first the words and the sketch, last of all who one is."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request
from flask_login import current_user

from idealab.accounts.confirming import is_confirmed
from idealab.campaigns.licences import licence_of
from idealab.campaigns.models import Campaign, Capability
from idealab.campaigns.phases import Timetable, timetable
from idealab.campaigns.queries import campaign_by_slug
from idealab.drafts.adopting import adopt_drafts
from idealab.drafts.contributing import contribute, contribution_of, fits_comment, idea_to_join
from idealab.drafts.drafting import (
    SPARE,
    Keeper,
    draft_of_form,
    fits,
    has_room,
    keep_draft,
    no_room,
    open_draft,
    was_changed_elsewhere,
)
from idealab.drafts.forms import (
    NEW,
    PICTURE_FIELDS,
    Difference,
    Sent,
    chosen_by,
    chosen_in,
    differences,
    form_of,
    keeper_here,
    number_in,
    page_key,
    place_of,
    seen_here,
    sent_by,
)
from idealab.drafts.models import Draft
from idealab.drafts.publishing import publish_draft
from idealab.drafts.queries import draft_thrown_away, newest_draft, open_drafts, pictures_kept
from idealab.drafts.relating import ideas_like, look_for_neighbours, relations_in
from idealab.ideas.models import Idea
from idealab.ideas.submitting import idea_of_form
from idealab.lib.access import public
from idealab.lib.addresses import sign_in_path
from idealab.lib.clock import now
from idealab.lib.cookies import browser_secret
from idealab.lib.db import db
from idealab.lib.languages import _
from idealab.lib.limits import limited
from idealab.lib.security import PRIVATE
from idealab.voting.queries import bonds_of

bp = Blueprint("drafts", __name__)


@bp.route("/campaigns/<slug>/ideas/new", methods=["GET", "POST"])
@limited("post")
@public
def new(slug: str):
    campaign = campaign_by_slug(slug, viewer=current_user) or abort(404)
    return _open(campaign) if request.method == "GET" else _take(campaign)


def _open(campaign: Campaign) -> Any:
    """The draft that was asked for, else the one that was left off last, else an empty page."""
    keeper, asked = keeper_here(), request.args.get("draft")
    draft = None
    if asked is None:
        draft = newest_draft(campaign, by=keeper)
    elif asked != NEW:
        number = number_in(request.args, "draft")
        draft = open_draft(number, by=keeper)
        if draft is None and _waits_for_room(number):
            flash(no_room(keeper), "refused")
            return redirect("/me#drafts", 303)
        if draft is None or draft.campaign_id != campaign.id:
            abort(404)
        if draft.published_idea_id is not None:
            return redirect(f"/ideas/{draft.published_idea_id}", 303)
    times = timetable(campaign, now=now())
    if draft is None:
        times.require(Capability.SUBMIT)
    return _page(campaign, form_of(campaign, draft), draft, times)


def _take(campaign: Campaign) -> Any:
    """Whatever the form says next, what was written is kept first."""
    keeper, moment = keeper_here(make=True), now()
    form = form_of(campaign, None)
    once = form.once.data or None
    if keeper.person and (idea := idea_of_form(once, by=keeper.person)):
        return redirect(f"/ideas/{idea.id}", 303)  # sent again
    draft = _draft_sent(campaign, once, keeper)
    times = timetable(campaign, now=moment)
    if draft is not None and was_changed_elsewhere(draft, seen_here()):
        return _page(campaign, form, draft, times, theirs=differences(form, draft))
    if draft is not None and draft.published_idea_id is not None:
        flash(_("What you wrote is here already; nothing new was published."))
        return redirect(f"/ideas/{draft.published_idea_id}", 303)
    db.session.commit()  # on SQLite nobody else writes while a transaction is open: none is here
    sent = sent_by(form, campaign, now=moment)
    db.session.commit()
    draft = _keep(campaign, form, sent, draft, keeper, moment)
    db.session.commit()
    if draft is not None and "keep" in request.form:
        flash(_("Your draft is kept."))
        return redirect(_address(campaign, draft), 303)
    if draft is not None and "compare" in request.form:
        return redirect(_address(campaign, draft) + "&compare=y#compare", 303)
    if draft is not None and (joined := idea_to_join(draft, number_in(request.form, "join"))):
        return _join(campaign, form, draft, joined, times)
    if not _is_good(form, sent) or draft is None or not times.allows(Capability.SUBMIT):
        return _page(campaign, form, draft, times, sent=sent)
    return _publish(campaign, form, draft, moment)


def _waits_for_room(number: int | None) -> bool:
    """Was it written in this browser, and has found no room with whoever has signed in?"""
    secret = browser_secret()
    if secret is None or not current_user.is_authenticated:
        return False
    return open_draft(number, by=Keeper(None, secret)) is not None


def _join(campaign: Campaign, form: Any, draft: Draft, idea: Idea, times: Timetable) -> Any:
    """What was written says the same as an idea that is there, and goes to that one."""
    answer = form.answer()
    if not fits_comment(contribution_of(campaign, answer)):
        form.form_errors.append(_("This is longer than a comment can be. Shorten it a little."))
    if not answer.title or form.form_errors:
        return _page(campaign, form, draft, times)
    if away := _way_to_sign_in(_address(campaign, draft) + "&compare=y#compare"):
        return redirect(away, 303)
    contribute(draft, idea, answer, by=current_user, now=times.now, once=form.once.data or None)
    db.session.commit()
    supports = idea.id in bonds_of(current_user, [idea.id]).voted
    flash(
        _("Your words are there now, and your support. Thank you!")
        if supports
        else _("Your words are there now. Thank you!")
    )
    if draft.published_idea_id is None:
        flash(_("What you drew or photographed is still in your drafts."))
    return redirect(f"/ideas/{idea.id}#talk", 303)


def _way_to_sign_in(onward: str) -> str | None:
    """Where somebody has to go first who is not known yet; None for whoever may go on."""
    if not current_user.is_authenticated:
        flash(_("Your idea is kept. Say who you are, then one press publishes it."))
        return sign_in_path(onward)
    return None if is_confirmed(current_user) else f"/confirm?{urlencode({'next': onward})}"


def _publish(campaign: Campaign, form: Any, draft: Draft, moment: datetime) -> Any:
    if away := _way_to_sign_in(_address(campaign, draft) + "#publish"):
        return redirect(away, 303)
    idea = publish_draft(
        draft,
        campaign,
        form.answer(),
        by=current_user,
        now=moment,
        accepted=form.accepted.data,
        once=form.once.data or None,
    )
    if secret := browser_secret():  # what found no room before finds some now
        adopt_drafts(secret, by=current_user, now=moment)
    db.session.commit()
    flash(_("Your idea is published. Thank you!"))
    return redirect(f"/ideas/{idea.id}", 303)


def _draft_sent(campaign: Campaign, once: str | None, keeper: Keeper) -> Draft | None:
    """The draft that the form belongs to. If that is not theirs, or not any more, what was written
    begins a new one, so that nothing of it is lost."""
    draft = open_draft(number_in(request.form, "draft"), by=keeper)
    if draft is not None and draft.campaign_id == campaign.id:
        return draft
    return draft_of_form(campaign, once or "", by=keeper)


def _keep(
    campaign: Campaign, form: Any, sent: Sent, draft: Draft | None, keeper: Keeper, moment: datetime
) -> Draft | None:
    """None for what only the page itself can hold, which says so: a text that is too long, or one
    draft too many."""
    if not fits(sent.written):
        return None
    to_publish = "keep" not in request.form
    if draft is None and not has_room(keeper, spare=SPARE if to_publish else 0):
        form.form_errors.append(no_room(keeper))
        return None
    kept = keep_draft(
        campaign,
        sent.written,
        by=keeper,
        now=moment,
        seen=seen_here(),
        draft=draft,
        to_publish=to_publish,
    )
    if "keep" in request.form or "compare" in request.form:
        look_for_neighbours(kept)
    return kept


def _is_good(form: Any, sent: Sent) -> bool:
    """Is all of it in order? Pictures that were refused say so in place."""
    good = form.validate()
    for name, sentence in sent.refused.items():
        form[name].errors = [sentence]
    return good and not sent.refused


def _address(campaign: Campaign, draft: Draft) -> str:
    return f"/campaigns/{campaign.slug}/ideas/new?draft={draft.id}"


def _page(
    campaign: Campaign,
    form: Any,
    draft: Draft | None,
    times: Timetable,
    *,
    theirs: list[Difference] | None = None,
    sent: Sent | None = None,
) -> Any:
    keeper = keeper_here()
    others = [card for card in open_drafts(keeper) if not draft or card.id != draft.id]
    kept = pictures_kept([draft.id]).get(draft.id, []) if draft else []
    page = render_template(
        "drafts/form.html",
        campaign=campaign,
        form=form,
        draft=draft,
        others=[card for card in others if card.campaign_slug == campaign.slug],
        is_full=bool(form.form_errors) and draft is None and keeper.person is not None,
        like=_ideas_like(draft, campaign),
        may_join=times.allows(Capability.COMMENT),
        kept_where=place_of(keeper),
        theirs=theirs,
        thrown=_thrown_away(),
        page_key=page_key(),
        chosen=chosen_in(kept) if draft or not sent else chosen_by(sent),
        drawings={picture.place: picture.drawing for picture in kept if picture.drawing},
        picture_fields=PICTURE_FIELDS,
        licence=licence_of(campaign.licence),
        refusal=None if times.allows(Capability.SUBMIT) else times.refusal(Capability.SUBMIT),
        can_submit=False,
    )
    answer = make_response(page, _status(form, theirs, times))
    answer.headers["Cache-Control"] = PRIVATE
    return answer


def _thrown_away() -> Draft | None:
    number = number_in(request.args, "thrown")
    return draft_thrown_away(number, by=keeper_here(), now=now()) if number else None


def _ideas_like(draft: Draft | None, campaign: Campaign) -> Any:
    """None until they are asked for: nobody sees the ideas of others before their own stands."""
    if draft is None or not ("compare" in request.args or relations_in(draft.content)):
        return None
    return ideas_like(draft, campaign, viewer=current_user)


def _status(form: Any, theirs: Any, times: Timetable) -> int:
    if theirs is not None or (form.is_submitted() and not times.allows(Capability.SUBMIT)):
        return 409
    return 422 if form.is_submitted() else 200
