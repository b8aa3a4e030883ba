from flask import Blueprint, current_app, render_template
from flask_login import current_user

from idealab.about.naming import LEADS, TITLES
from idealab.about.writing import may_write_pages, page_shown
from idealab.lib.access import public
from idealab.lib.languages import current_language

bp = Blueprint("about", __name__)


@bp.get("/<any(help, accessibility, privacy, imprint):name>")
@public
def show(name: str):
    return render_template(
        "about/show.html",
        name=name,
        titles=TITLES.items(),
        title=TITLES[name],
        lead=LEADS[name],
        page=page_shown(name, current_language(), site=str(current_app.config["SITE_NAME"])),
        may_write=may_write_pages(current_user),
    )
