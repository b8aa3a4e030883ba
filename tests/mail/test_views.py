import pytest

from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.mail.outbox import write_mail


@pytest.fixture
def mail():
    text = (
        "Your code:\n\n    123456\n\nhttp://127.0.0.1:8000/confirm?token=a_b-c\n<b>not bold</b>\n"
    )
    mail = write_mail(
        "ana@example.org", "Come in", text, once="a", language="en", secret=True, now=now()
    )
    db.session.commit()
    return mail.id


def test_kept_mail_is_listed_and_its_links_can_be_followed(visitor, mail):
    listed = visitor.get("/dev/mail").text
    page = visitor.get(f"/dev/mail/{mail}").text

    assert f'href="/dev/mail/{mail}"' in listed
    assert "<b>Come in</b>" in listed
    assert '<a href="http://127.0.0.1:8000/confirm?token=a_b-c">' in page
    assert "    123456\n" in page
    assert "&lt;b&gt;not bold" in page


def test_the_newest_mail_comes_first(visitor, mail):
    write_mail("ana@example.org", "Later", "…", once="b", language="en", now=now())
    db.session.commit()

    listed = visitor.get("/dev/mail").text

    assert listed.index("Later") < listed.index("Come in")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SMTP_URL", "smtp://mail.example.org"),
        ("PUBLIC_URL", "https://ideas.example.org"),
        ("HOST", "0.0.0.0"),
    ],
)
def test_kept_mail_does_not_exist_once_others_could_reach_it(app, mail, setting, value):
    before, app.config[setting] = app.config[setting], value

    answers = [app.test_client().get(path) for path in ("/dev/mail", f"/dev/mail/{mail}")]
    app.config[setting] = before

    assert [answer.status_code for answer in answers] == [404, 404]


def test_kept_mail_does_not_exist_under_a_foreign_name(visitor, mail):
    answer = visitor.get("/dev/mail", headers={"Host": "evil.example:8000"})

    assert answer.status_code == 404


def test_a_mail_that_is_not_there_is_not_found(visitor):
    assert visitor.get("/dev/mail/4711").status_code == 404


def test_kept_mail_does_not_exist_for_who_comes_through_a_proxy(visitor, mail):
    answer = visitor.get("/dev/mail", headers={"X-Forwarded-For": "198.51.100.7"})

    assert answer.status_code == 404
