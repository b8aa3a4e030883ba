"""Where browsers hand in which cards were before somebody's eyes."""

import re

from flask import Blueprint, request
from flask_login import current_user
from redis.exceptions import RedisError

from idealab.lib.access import public
from idealab.lib.clock import now
from idealab.lib.limits import limited
from idealab.lib.security import csrf
from idealab.lib.visitors import network, visitor
from idealab.wall.looking import hand_in, read

bp = Blueprint("looks", __name__)
MACHINES = re.compile(r"bot|crawl|spider|slurp|preview|scan|monitor|curl|wget|python", re.I)
MOST = 60  # cards of one page


@bp.post("/looks")
@csrf.exempt  # no token, so that a visitor needs no cookie; what may be said is signed by the page
@limited("look")
@public
def look():
    listed = read(request.form.get("seen", "")[:4000])
    told = request.form.get("at", "")[:400].split(",")
    indices = [int(part) for part in told if part.isdecimal() and len(part) < 4]
    if listed is None or _is_machine(request.headers.get("User-Agent", "")):
        return "", 204
    try:
        hand_in(
            listed,
            indices[:MOST],
            visitor=visitor(listed.window_at),
            network=None if current_user.is_authenticated else network(),
            now=now(),
        )
    except RedisError:
        return "", 204  # looks are a sample: some may be missing, no page waits for them
    return "", 204


def _is_machine(agent: str) -> bool:
    return not agent or MACHINES.search(agent) is not None
