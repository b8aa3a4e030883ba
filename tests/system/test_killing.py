"""Whatever dies, hangs or forgets, at any moment: what was acknowledged is there, once."""

import os
import signal
import threading
from datetime import timedelta
from http.client import HTTPException
from io import BytesIO
from uuid import uuid4

import psutil
import pytest
from PIL import Image
from sqlalchemy import func, select

from idealab.accounts.models import User
from idealab.campaigns.models import Campaign
from idealab.comments.models import Comment
from idealab.exports.asking import ask_for_export
from idealab.exports.making import claim_export
from idealab.exports.models import Export, ExportState
from idealab.ideas.models import Idea
from idealab.lib.access import Role
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.mail.models import Mail, MailState
from idealab.media.keeping import keep_upload
from idealab.media.models import File, FileState
from idealab.sketches.attaching import attach_sketch
from tests.accounts.make import PASSWORD
from tests.browser import scenes
from tests.media import pictures
from tests.support.sites import Site, await_that
from tests.system.test_at_once import filled
from tests.system.windows import SOON, Window, window_of

pytestmark = pytest.mark.slow
WITHIN = 120  # seconds in which all that waited is done


def count(site, kind, *conditions):
    with site.inside():
        return db.session.scalar(select(func.count()).select_from(kind).where(*conditions))


def states(site, kind):
    with site.inside():
        return set(db.session.scalars(select(kind.state)))


def export_of(site, place, person):
    with site.inside():
        campaign, by = db.session.get_one(Campaign, place.id), db.session.get_one(User, person.id)
        return ask_for_export(campaign, "zip", by=by, language="en", now=now()).id


def shortlisted(site, place, ana, marta):
    idea = scenes.idea(site, place, ana)
    scenes.move(site, idea, marta, "In review", "Shortlisted", reason="Cheap to try.")
    return idea


def noise(size):
    """A picture that takes a while."""
    file = BytesIO()
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(
        file, "PNG", compress_level=0
    )
    file.seek(0)
    return file


def crew(site):
    return (
        scenes.person(site, "Ana"),
        scenes.person(site, "Marta", Role.MODERATOR),
        scenes.person(site, "Paulo", Role.PRODUCT),
    )


def join_form(window: Window, number: int):
    address = f"newcomer{number}-{uuid4().hex[:6]}@example.org"
    return {"name": "Newcomer", "email": address, "password": "four quiet river stones"}


def test_people_read_and_write_in_time_while_the_queue_hangs_and_all_is_done_after(own_site):
    own_site.environ["IDEALAB_RATE_LIMITS"] = "ON"
    own_site.start()
    place, ana = scenes.campaign(own_site), scenes.person(own_site, "Ana")
    idea = scenes.idea(own_site, place, ana)
    windows = [window_of(own_site, scenes.person(own_site, "Bruno").id) for _ in range(3)]
    photo = {"picture0": ("car.png", pictures.png().getvalue())}
    queue = own_site.processes()["queue"]
    answers = [windows[0].get(path) for path in [place.wall, f"/ideas/{idea}"] * 2]
    assert [answer.status for answer in answers] == [200] * 4

    queue.suspend()
    try:
        answers = []
        for number, bruno in enumerate(windows):
            nobody = Window(own_site)
            answers += [
                bruno.post(f"/ideas/{idea}/vote", {"wanted": "y"}),
                bruno.get(place.wall),
                bruno.post(f"/ideas/{idea}/comments", {"body": "Hm.", "once": uuid4().hex}),
                bruno.upload(f"{place.wall}/ideas/new", filled(own_site, place), photo),
                bruno.post("/join", join_form(bruno, number)),
                nobody.get(f"/ideas/{idea}"),
                nobody.get("/readyz"),
                window_of(own_site, ana.id).post(
                    "/sign-in", {"email": ana.address, "password": PASSWORD}
                ),
            ]
    finally:
        queue.resume()

    slow = [(at % 8, answer.seconds) for at, answer in enumerate(answers) if answer.seconds > SOON]
    assert not slow
    assert {answer.status for answer in answers} == {200, 303}
    await_that(lambda: states(own_site, File) == {FileState.READY}, seconds=WITHIN)
    await_that(lambda: states(own_site, Mail) <= {MailState.SENT}, seconds=WITHIN)


def test_a_queue_that_lost_everything_is_rebuilt_within_two_minutes(own_site):
    own_site.start()
    place, (ana, marta, paulo) = scenes.campaign(own_site), crew(own_site)
    idea = shortlisted(own_site, place, ana, marta)
    parts = own_site.processes()
    workers = [parts["worker mail"], parts["worker media default"]]
    for worker in workers:
        worker.suspend()
    scenes.picture(own_site, idea, ana)
    export_of(own_site, place, paulo)
    nobody = joining(own_site)
    assert nobody.status == 303

    own_site.app().extensions["redis"].flushall()
    parts["queue"].kill()
    for worker in workers:
        worker.resume()

    def all_done():
        return (
            states(own_site, File) == {FileState.READY}
            and states(own_site, Mail) == {MailState.SENT}
            and states(own_site, Export) == {ExportState.READY}
        )

    await_that(all_done, seconds=WITHIN)
    assert len([*(own_site.instance / "mail").glob("*.eml")]) == count(own_site, Mail)


def joining(site):
    """Somebody signs up, so that there is a mail."""
    visitor = window_of(site, scenes.person(site, "Guest").id)
    window = Window(site, "", "")
    page = window.get("/join")
    window.cookie = page.headers["set-cookie"].split(";")[0]
    window.token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    return window.post("/join", join_form(visitor, 1))


def test_what_a_killed_worker_had_in_hand_is_done_within_two_minutes(own_site):
    own_site.start()
    place, (ana, marta, paulo) = scenes.campaign(own_site), crew(own_site)
    idea = shortlisted(own_site, place, ana, marta)
    with own_site.inside():
        kept = keep_upload(noise((3_000, 2_500)), name="noise.png", now=now())
        by = db.session.get_one(User, ana.id)
        attach_sketch(db.session.get_one(Idea, idea), kept, alt="", by=by, now=now())
    await_that(lambda: count(own_site, File, File.claimed_at.is_not(None)))

    own_site.processes()["worker media default"].kill()
    asked = export_of(own_site, place, paulo)
    with own_site.inside():  # as a worker that is killed right after it has taken it
        claim_export(asked, now=now())

    await_that(lambda: states(own_site, File) == {FileState.READY}, seconds=WITHIN)
    await_that(lambda: states(own_site, Export) == {ExportState.READY}, seconds=WITHIN)


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_a_comment_that_was_acknowledged_is_there_once_however_the_web_server_ends(own_site, by):
    own_site.start()
    place, ana = scenes.campaign(own_site), scenes.person(own_site, "Ana")
    idea = scenes.idea(own_site, place, ana)
    windows = [window_of(own_site, scenes.person(own_site, "Bruno").id) for _ in range(6)]
    said: list[str] = []
    odd: list[int] = []
    enough = threading.Event()

    def talk(window):
        while not enough.is_set():
            form = {"body": f"word {uuid4().hex}", "once": uuid4().hex}
            for _ in range(200):  # as a browser that sends the form again
                try:
                    answer = window.post(f"/ideas/{idea}/comments", form)
                except (OSError, HTTPException):  # gone before, or in the middle of, its answer
                    enough.wait(0.05)
                    continue
                if answer.status == 303:
                    said.append(form["body"])
                else:
                    odd.append(answer.status)
                break

    threads = [threading.Thread(target=talk, args=(window,)) for window in windows]
    for thread in threads:
        thread.start()
    try:
        await_that(lambda: len(said) > 30)
        end_web(own_site, by)
        then = len(said)
        await_that(lambda: len(said) > then + 30, seconds=60)
    finally:
        enough.set()
        for thread in threads:
            thread.join()

    with own_site.inside():
        bodies = list(db.session.scalars(select(Comment.body).filter_by(idea_id=idea)))
    assert not odd
    assert not set(said) - set(bodies)
    assert len(bodies) == len(set(bodies))
    assert "0 differences." in own_site.cli("recount", "--check")


def end_web(site: Site, by: int) -> None:
    web = site.processes()["web"]
    for process in [*web.children(recursive=True), web] if by == signal.SIGKILL else [web]:
        try:
            process.send_signal(by)
        except psutil.NoSuchProcess:
            continue


def test_a_mail_whose_worker_was_killed_is_sent_again_as_the_same_file(own_site):
    own_site.start()
    assert joining(own_site).status == 303
    await_that(lambda: states(own_site, Mail) == {MailState.SENT})
    letters = [*(own_site.instance / "mail").glob("*.eml")]
    before = {letter.name: letter.read_bytes() for letter in letters}

    with own_site.inside():  # killed after the sending and before the commit
        for mail in db.session.scalars(select(Mail)):
            mail.state, mail.sent_at = MailState.SENDING, None
            mail.claimed_at = now() - timedelta(minutes=6)
    await_that(lambda: states(own_site, Mail) == {MailState.SENT}, seconds=60)

    letters = [*(own_site.instance / "mail").glob("*")]
    assert {letter.name: letter.read_bytes() for letter in letters} == before
