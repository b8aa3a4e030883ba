"""Mail kept on this machine, for whoever tries the site out without a mail server."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, render_template, request

from idealab.config import dev_mail_is_open
from idealab.lib.access import public
from idealab.lib.db import db
from idealab.mail.models import Mail
from idealab.mail.queries import latest_mails, pieces_of

LOCAL_NAMES = ("127.0.0.1", "::1", "localhost")
OF_PROXIES = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")

bp = Blueprint("mail", __name__, url_prefix="/dev/mail")


@bp.before_request
def _only_on_this_machine() -> None:
    # The name in the Host header counts too: a foreign page may make its own name point here.
    # And a proxy on this machine brings in strangers, often under a local name.
    name = urlsplit(f"//{request.host}").hostname
    proxied = current_app.config["TRUSTED_PROXIES"] or any(map(request.headers.get, OF_PROXIES))
    if not dev_mail_is_open(current_app.config) or name not in LOCAL_NAMES or proxied:
        abort(404)


@bp.get("")
@public
def index():
    mails = [(mail, pieces_of(mail.text)) for mail in latest_mails()]
    return render_template("mail/index.html", mails=mails)


@bp.get("/<int:mail_id>")
@public
def show(mail_id: int):
    mail = db.get_or_404(Mail, mail_id)
    return render_template("mail/show.html", mail=mail, pieces=pieces_of(mail.text))
