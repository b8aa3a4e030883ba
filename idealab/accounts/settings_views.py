from typing import Any, BinaryIO, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, session
from flask_login import current_user, logout_user

from idealab.accounts import forms, passwords, picturing, readdressing, settling, signing
from idealab.accounts.models import Affiliation
from idealab.accounts.queries import address_of
from idealab.lib.access import public, signed_in
from idealab.lib.addresses import own_path
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.images import PictureRefused, Reason
from idealab.lib.languages import NAMES, _
from idealab.lib.limits import limited
from idealab.lib.pages import THEMES
from idealab.lib.security import csrf
from idealab.media.keeping import NoRoom, keep_upload
from idealab.media.queries import pictures_of

A_YEAR = 365 * 24 * 60 * 60

bp = Blueprint("settings", __name__)


@bp.get("/me/settings")
@signed_in
def settings():
    return _settings_page()


@bp.post("/me/settings")
@limited("post")
@signed_in
def describe():
    form = forms.ProfileForm()
    if not form.validate_on_submit():
        return _settings_page(profile=form)
    settling.describe(
        current_user,
        name=form.name.data,
        home=form.home.data or "",
        about=form.about.data or "",
        language=form.language.data,
        affiliation=Affiliation(form.affiliation.data) if form.affiliation.data else None,
        organisation=form.organisation.data or "",
    )
    db.session.commit()
    flash(_("Saved."))
    answer = redirect("/me/settings", 303)
    return _keep_cookie(answer, "language", form.language.data)


@bp.post("/me/settings/picture")
@limited("post")
@signed_in
def take_picture():
    form = forms.PictureForm()
    chosen = request.files.get("picture")
    db.session.commit()  # on SQLite nobody else writes while a transaction is open: none is here
    try:
        if chosen is None or not chosen.filename:
            raise PictureRefused(Reason.EMPTY)
        name = chosen.filename
        file = keep_upload(cast(BinaryIO, chosen.stream), name=name, now=now(), square=True)
    except (PictureRefused, NoRoom) as refused:
        form.picture.errors = [str(refused)]
        return _settings_page(picture=form)
    picturing.take_picture(current_user, file)
    db.session.commit()
    flash(_("Your picture is being made ready."))
    return redirect("/me/settings#picture", 303)


@bp.post("/me/settings/picture-removals")
@signed_in
def drop_picture():
    picturing.drop_picture(current_user)
    db.session.commit()
    flash(_("Your picture is gone; your initials stand there again."))
    return redirect("/me/settings#picture", 303)


@bp.post("/me/settings/shown")
@signed_in
def choose_what_is_shown():
    form = forms.ShownForm()
    settling.choose_what_is_shown(
        current_user, support=bool(form.support.data), thanks=bool(form.thanks.data)
    )
    db.session.commit()
    flash(_("Saved."))
    return redirect("/me/settings#shown", 303)


@bp.post("/me/settings/address")
@limited("mail")
@signed_in
def change_address():
    form = forms.NewAddressForm()
    if not form.validate_on_submit():
        return _settings_page(mailbox=form)
    if not passwords.is_password_of(current_user, form.password.data):
        form.password.errors = [_("That is not your password of today.")]
        return _settings_page(mailbox=form)
    readdressing.ask_for_address(current_user, form.email.data, now=now())
    db.session.commit()
    flash(_("We wrote to the new address. Follow the link in that mail to finish."))
    return redirect("/me/settings", 303)


@bp.post("/me/settings/password")
@limited("sign_in")
@signed_in
def change_password():
    form = forms.ChangePasswordForm()
    held = address_of(current_user)
    address = held.address if held else ""
    if not form.accepts(form.new, name=current_user.name, address=address):
        return _settings_page(password=form)
    if not passwords.is_password_of(current_user, form.old.data):
        form.old.errors = [_("That is not your password of today.")]
        return _settings_page(password=form)
    settling.change_password(current_user, form.new.data, now=now())
    db.session.commit()
    flash(_("Your new password counts from now on. Your other browsers were signed out."))
    return redirect("/me/settings", 303)


@bp.post("/me/settings/sign-outs")
@signed_in
def sign_out_everywhere():
    signing.close_all_sessions(current_user, now=now())
    db.session.commit()
    logout_user()
    session.clear()
    flash(_("You are signed out in every browser."))
    return redirect("/sign-in", 303)


@bp.post("/preferences")
@csrf.exempt  # no token, so that a visitor needs no cookie; the Origin is still checked
@public
def prefer():
    answer = redirect(own_path(request.form.get("next")) or "/", 303)
    language, theme = request.form.get("language"), request.form.get("theme")
    if language in NAMES:
        _keep_cookie(answer, "language", language)
        if current_user.is_authenticated:
            current_user.language = language
            db.session.commit()
    if theme in THEMES:
        _keep_cookie(answer, "theme", theme)
    return answer


def _settings_page(
    profile: forms.ProfileForm | None = None,
    mailbox: forms.NewAddressForm | None = None,
    password: forms.ChangePasswordForm | None = None,
    picture: forms.PictureForm | None = None,
):
    shown = profile or mailbox or password or picture
    own = current_user
    shows = {"support": not own.hides_support, "thanks": not own.hides_thanks}
    face = pictures_of([own.avatar_file_id]).get(own.avatar_file_id or 0)
    page = render_template(
        "accounts/settings.html",
        profile=profile or forms.ProfileForm(formdata=None, obj=current_user),
        mailbox=mailbox or forms.NewAddressForm(formdata=None),
        password=password or forms.ChangePasswordForm(formdata=None),
        picture=picture or forms.PictureForm(formdata=None),
        shown=forms.ShownForm(formdata=None, data=shows),
        face=face,
        held=address_of(current_user),
    )
    return page, 422 if shown and shown.errors else 200


def _keep_cookie(answer: Any, name: str, value: str) -> Any:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(
        name, value, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax", path="/"
    )
    return answer
