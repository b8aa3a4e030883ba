from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import Blueprint, flash, redirect, render_template, request, session
from flask_login import current_user, login_user, logout_user

from idealab.accounts import (
    confirming,
    forms,
    inviting,
    joining,
    passwords,
    resetting,
    signing,
    tokens,
)
from idealab.accounts.entering import tell_entering
from idealab.accounts.models import Token, TokenPurpose, User
from idealab.accounts.queries import address_of
from idealab.accounts.tokens import LinkSpent
from idealab.lib.access import public, signed_in
from idealab.lib.addresses import own_path
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import _, current_language
from idealab.lib.limits import limited

INTENTIONS = ("support",)  # what a visitor was about to do when asked to sign in
TICKET = "ticket"

bp = Blueprint("accounts", __name__)


@bp.route("/join", methods=["GET", "POST"])
@public
@limited("join")
def join():
    if current_user.is_authenticated:
        return redirect(_onward(), 303)
    form = forms.JoinForm()
    if not form.accepts(form.password, name=form.name.data or "", address=form.email.data or ""):
        return _page("join", form)
    session[TICKET] = joining.ticket_for_nothing() if form.website.data else _join(form)
    session["mailbox"] = form.email.data
    db.session.commit()
    return redirect(_with_onward("/confirm"), 303)


def _join(form: forms.JoinForm) -> str:
    return joining.join(
        form.name.data,
        form.email.data,
        password=form.password.data,
        language=current_language(),
        now=now(),
        onward=_onward(),
    )


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limited("sign_in")
def sign_in():
    if current_user.is_authenticated and request.method == "GET":
        return redirect(_onward(), 303)
    form = forms.SignInForm()
    if not form.validate_on_submit():
        return _page("sign_in", form)
    user = signing.sign_in(form.email.data, form.password.data, now=now())
    if user is None:
        form.password.errors = [_("This address and this password do not belong together.")]
        return _page("sign_in", form)
    onward = _onward() if confirming.is_confirmed(user) else _with_onward("/confirm")
    _enter(user)
    db.session.commit()
    return redirect(onward, 303)


@bp.post("/sign-out")
@public
def sign_out():
    if current_user.is_authenticated:
        signing.close_session(current_user.session_token, now=now())
        logout_user()
    session.clear()
    db.session.commit()
    flash(_("You are signed out. See you soon."))
    return redirect("/", 303)


@bp.get("/confirm")
@public
def confirm():
    link = request.args.get("token", "")
    token = tokens.working_token(link, *confirming.PURPOSES, now=now())
    if token:
        return _link_page(token, _link_form(token))
    if current_user.is_authenticated and confirming.is_confirmed(current_user):
        flash(_("Your address is confirmed."))
        return redirect(_onward(), 303)
    if link:
        raise LinkSpent
    if not _ticket() and not current_user.is_authenticated:
        return redirect("/sign-in?" + urlencode({"next": _with_onward("/confirm")}), 303)
    return _code_page(forms.CodeForm())


@bp.post("/confirm")
@public
@limited("sign_in")
def send_confirmation():
    return _confirm_by_link() if "token" in request.args else _confirm_by_code()


def _confirm_by_code():
    form = forms.CodeForm()
    if not form.validate_on_submit():
        return _code_page(form)
    confirmed = confirming.confirm_by_code(_ticket(), form.code.data, now=now())
    if confirmed is None:
        db.session.commit()  # of the wrong try
        form.code.errors = [_("That is not the code, or it is too old. We can send a new one.")]
        return _code_page(form)
    return _confirmed(*confirmed)


def _confirm_by_link():
    """In the browser that asked for it the link is enough. Elsewhere the password is needed:
    else one could sign up with the address of somebody who only presses the button."""
    token = tokens.token_of_link(request.args["token"], *confirming.PURPOSES, now=now())
    form, person = _link_form(token), confirming.person_of(token)
    if not form.validate_on_submit():
        return _link_page(token, form)
    if "password" in form and not passwords.is_password_of(person, form.password.data):
        form.password.errors = [_("That is not the password of this account.")]
        return _link_page(token, form)
    return _confirmed(*confirming.confirm_by_link(token, now=now()))


def _confirmed(user: User, onward: str):
    session.pop(TICKET, None)
    if not _is_here(user):
        _enter(user)
    db.session.commit()
    flash(_("Your address is confirmed. Good to have you here, %(name)s.", name=user.name))
    return redirect(onward, 303)


@bp.post("/confirm/mails")
@public
@limited("mail")
def send_code_again():
    if current_user.is_authenticated:
        ticket = confirming.send_confirmation(current_user, now=now(), onward=_onward()).ticket
    else:
        ticket = confirming.send_again(_ticket(), now=now()) or joining.ticket_for_nothing()
    session[TICKET] = ticket
    db.session.commit()
    flash(_("A new code is on its way."))
    return redirect(_with_onward("/confirm"), 303)


@bp.route("/forgot-password", methods=["GET", "POST"])
@public
@limited("mail")
def forgot_password():
    form = forms.AddressForm()
    if not form.validate_on_submit():
        return _page("forgot_password", form, sent="sent" in request.args)
    resetting.send_reset(form.email.data, language=current_language(), now=now())
    db.session.commit()
    return redirect("/forgot-password?sent=y", 303)


@bp.route("/reset-password", methods=["GET", "POST"])
@public
@limited("sign_in")
def reset_password():
    token = tokens.token_of_link(request.args.get("token", ""), TokenPurpose.RESET, now=now())
    person = confirming.person_of(token)
    form = forms.NewPasswordForm()
    address = token.particulars["address"]
    if not form.accepts(form.password, name=person.name, address=address):
        return _page("reset_password", form, person=person, mailbox=address)
    _enter(resetting.reset_password(token, form.password.data, now=now()))
    db.session.commit()
    flash(_("Your new password counts from now on, and you are signed in."))
    return redirect("/", 303)


@bp.get("/invitations/<link>")
@public
def invitation(link: str):
    token = tokens.token_of_link(link, TokenPurpose.INVITATION, now=now())
    return render_template("accounts/invitation.html", invitation=token.particulars)


@bp.post("/invitations/<link>")
@limited("post")
@signed_in
def accept_invitation(link: str):
    token = tokens.token_of_link(link, TokenPurpose.INVITATION, now=now())
    onward = confirming.onward_of(token)
    inviting.accept(token, by=current_user, now=now())
    db.session.commit()
    flash(_("You are in. Good to have you here."))
    return redirect(onward, 303)


def _enter(user: User) -> None:
    """Sign the person in, in a session of a new name; what this browser had before is over, but
    for the token of forms that are open in another tab, and for what finds no room with them."""
    if current_user.is_authenticated:
        signing.close_session(current_user.session_token, now=now())
    names = ["csrf_token", *tell_entering(user, now=now())]
    outlives = {name: session[name] for name in names if name in session}
    session.clear()
    session.update(outlives)
    signing.open_session(user, now=now(), browser=request.user_agent.string)
    login_user(user)
    session.permanent = True


def _is_here(user: User) -> bool:
    return current_user.is_authenticated and current_user.id == user.id


def _is_known_here(token: Token) -> bool:
    asked_here = token.purpose is TokenPurpose.CONFIRM and _ticket() == token.link_hash
    return asked_here or _is_here(confirming.person_of(token))


def _ticket() -> str:
    """Names the mail whose code may be told here."""
    ticket = session.get(TICKET)
    if current_user.is_authenticated:
        ticket = tokens.latest_ticket(current_user, TokenPurpose.CONFIRM, now=now())
    return str(ticket or "")


def _onward() -> str:
    """Where the person wanted to go, and what to do there, if that is a path of this site."""
    path = own_path(request.args.get("next"))
    meant = {
        name: request.args[name] for name in INTENTIONS if request.args.get(name, "").isdecimal()
    }
    if not path or not meant:
        return path or "/"
    parts = urlsplit(path)
    query = "&".join(filter(None, (parts.query, urlencode(meant))))
    return urlunsplit(parts._replace(query=query))


def _with_onward(path: str) -> str:
    onward = _onward()
    return path if onward == "/" else f"{path}?{urlencode({'next': onward})}"


def _page(name: str, form: Any, **more: Any):
    page = render_template(
        f"accounts/{name}.html", form=form, query=_with_onward("").lstrip("?"), **more
    )
    return page, 422 if form.errors else 200


def _code_page(form: forms.CodeForm):
    held = address_of(current_user) if current_user.is_authenticated else None
    mailbox = held.address if held else session.get("mailbox")
    return _page("confirm", form, mailbox=mailbox, waits=bool(_ticket()))


def _link_form(token: Token) -> Any:
    return forms.ButtonForm() if _is_known_here(token) else forms.LinkForm()


def _link_page(token: Token, form: Any):
    person = confirming.person_of(token)
    return _page(
        "confirm_link",
        form,
        person=person,
        mailbox=token.particulars["address"],
        held=address_of(person),
    )
