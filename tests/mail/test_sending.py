from datetime import timedelta
from threading import Barrier, Thread

import pytest

from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.mail import sending
from idealab.mail.carrying import Lost
from idealab.mail.jobs import send_mail
from idealab.mail.models import Mail, MailState
from idealab.mail.outbox import write_mail
from idealab.mail.sweeping import sweep
from tests.mail.postbox import Postbox


def written(*, once="hello:1", secret=False, to="ana@example.org", text="Grüße, Ana.\n") -> Mail:
    mail = write_mail(to, "Hello", text, once=once, language="en", secret=secret, now=now())
    db.session.commit()
    return mail


@pytest.fixture
def postbox(app):
    with Postbox() as box:
        app.config["SMTP_URL"] = box.url
        yield box
    app.config["SMTP_URL"] = ""


@pytest.fixture
def kept(app):
    """The files of kept mail."""
    folder = app.config["INSTANCE"] / "mail"
    for path in folder.glob("*"):
        path.unlink()
    return lambda: sorted(folder.glob("*"))


def test_a_mail_leaves_with_the_commit_and_reaches_the_server(postbox, run_jobs):
    mail = written()

    run_jobs()

    (letter,) = postbox.letters
    assert b"To: ana@example.org\r\n" in letter
    assert f"Message-ID: {mail.message_id}".encode() in letter
    assert b"Gr=C3=BC=C3=9Fe, Ana." in letter
    assert (mail.state, mail.attempts) == (MailState.SENT, 1)
    assert mail.sent_at


def test_a_mail_that_was_never_committed_is_never_sent(postbox, run_jobs):
    write_mail("ana@example.org", "Hello", "…", once="a", language="en", now=now())
    db.session.rollback()

    run_jobs()

    assert postbox.letters == []


def test_without_a_server_a_mail_becomes_a_file_that_only_the_owner_reads(app, kept, run_jobs):
    mail = written(secret=True)

    run_jobs()

    (path,) = kept()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    assert mail.message_id.encode() in path.read_bytes()
    assert mail.text == "Grüße, Ana.\n"


def test_a_secret_does_not_stay_behind_once_a_server_has_it(postbox, run_jobs):
    secret, plain = written(once="a", secret=True), written(once="b")

    run_jobs()

    assert secret.text == ""
    assert plain.text


def test_a_second_mail_of_the_same_name_is_not_written(postbox, run_jobs):
    first, second = written(), written(text="Another text")

    run_jobs()

    assert first.id == second.id
    assert len(postbox.letters) == 1


def test_two_workers_send_a_mail_once(app, postbox):
    mail_id = written().id
    start = Barrier(4)

    def work():
        with app.app_context():
            start.wait()
            send_mail(mail_id)

    workers = [Thread(target=work) for _ in range(4)]
    db.session.rollback()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(postbox.letters) == 1


def test_a_mail_of_a_killed_worker_is_left_alone_for_five_minutes_then_sent(postbox):
    mail = written()
    mail_id = mail.id
    sending.claim(mail_id, now=now() - timedelta(minutes=4))
    db.session.commit()

    send_mail(mail_id)
    early = len(postbox.letters)
    db.session.get_one(Mail, mail_id).claimed_at -= timedelta(minutes=2)
    db.session.commit()
    send_mail(mail_id)

    assert early == 0
    assert len(postbox.letters) == 1


def test_a_repeat_has_the_same_message_id_and_bytes(postbox):
    mail_id = written().id
    send_mail(mail_id)
    mail = db.session.get_one(Mail, mail_id)
    mail.state, mail.claimed_at = MailState.SENDING, now() - timedelta(minutes=6)
    db.session.commit()

    send_mail(mail_id)

    first, second = postbox.letters
    assert first == second


def test_a_kept_mail_that_is_sent_again_is_the_same_file(kept):
    mail_id = written().id
    send_mail(mail_id)
    before = kept()[0].read_bytes()
    mail = db.session.get_one(Mail, mail_id)
    mail.state, mail.claimed_at = MailState.SENDING, now() - timedelta(minutes=6)
    db.session.commit()

    send_mail(mail_id)

    (path,) = kept()
    assert path.read_bytes() == before


def test_a_mail_waits_longer_after_each_failure_and_keeps_the_reason(app):
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    mail_id = written().id

    send_mail(mail_id)
    send_mail(mail_id)
    app.config["SMTP_URL"] = ""

    mail = db.session.get_one(Mail, mail_id)
    assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    assert "refused" in mail.reason
    assert mail.try_after > now() + timedelta(seconds=50)


def test_after_eight_attempts_a_mail_is_given_up():
    mail = written(secret=True)
    moment = now()
    for attempt in range(8):
        moment += timedelta(hours=7)
        assert sending.claim(mail.id, now=moment), attempt
        sending.note_lost(mail.id, Lost("away"), claimed_at=moment, now=moment)

    assert mail.state is MailState.FAILED
    assert mail.text == ""
    assert sending.claim(mail.id, now=moment + timedelta(days=9)) is None


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 no such mailbox", MailState.FAILED), ("450 try later", MailState.WAITING)],
)
def test_an_address_nobody_has_is_given_up_at_once(app, answer, state):
    mail_id = written().id
    with Postbox(answer) as box:
        app.config["SMTP_URL"] = box.url
        send_mail(mail_id)
    app.config["SMTP_URL"] = ""

    assert db.session.get_one(Mail, mail_id).state is state


def test_what_the_queue_lost_is_found_by_the_sweep(app, postbox, run_jobs):
    written(once="a")
    stale = written(once="b")
    sending.claim(stale.id, now=now() - timedelta(minutes=6))
    later = written(once="c")
    later.try_after = now() + timedelta(minutes=1)
    db.session.commit()
    app.extensions["redis"].flushall()

    due = sweep(now())
    run_jobs()

    assert due == 2
    assert len(postbox.letters) == 2


def test_the_sweep_queues_nothing_twice(app, postbox, run_jobs):
    written()

    sweep(now())
    sweep(now())
    run_jobs()

    assert len(postbox.letters) == 1


def test_a_job_whose_row_is_gone_does_no_harm(postbox):
    send_mail(4711)

    assert postbox.letters == []


def test_a_subject_stays_on_one_line(postbox, run_jobs):
    write_mail("ana@example.org", "Hi\nBcc: x@y.z", "…", once="a", language="en", now=now())
    db.session.commit()

    run_jobs()

    assert b"Subject: Hi Bcc: x@y.z" in postbox.letters[0]
