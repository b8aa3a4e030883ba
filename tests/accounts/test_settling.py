import re
from datetime import timedelta

import pytest

from idealab.accounts import confirming, signing, tokens
from idealab.accounts.models import TokenPurpose
from idealab.accounts.queries import address_of
from idealab.accounts.readdressing import ask_for_address
from idealab.accounts.resetting import reset_password, send_reset
from idealab.accounts.signing import person_of_session
from idealab.accounts.tokens import LinkSpent
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.mail.models import Mail
from tests.accounts import make

NEW_PASSWORD = "entirely other words"


@pytest.fixture
def member():
    return make.member()


def mails_to(address: str) -> list[Mail]:
    db.session.rollback()
    return db.session.query(Mail).filter_by(to_address=address).order_by(Mail.id).all()


def link_in(mail: Mail) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/\S+token=\S+)", mail.text)[1]


def token_in(mail: Mail, purpose: TokenPurpose):
    return tokens.token_of_link(link_in(mail).partition("=")[2], purpose, now=now())


def test_people_say_what_they_want_of_themselves(member, client_for):
    client = client_for(member)
    words = {"name": " Ana  Santos ", "home": "Porto", "about": "I cycle.", "language": "de"}

    answer = client.post("/me/settings", data=words)

    db.session.expire_all()
    assert answer.status_code == 303
    assert (member.name, member.home, member.about) == ("Ana Santos", "Porto", "I cycle.")
    assert member.language == "de"
    assert client.get_cookie("language").value == "de"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"about": "x" * 1001}, {"language": "xx"}, {"home": "x" * 81}]
)
def test_settings_that_will_not_do_change_nothing(member, client_for, wrong):
    words = {"name": "Eve", "home": "Rome", "about": "", "language": "en"} | wrong

    answer = client_for(member).post("/me/settings", data=words)

    db.session.expire_all()
    assert answer.status_code == 422
    assert member.name == "Ana"


def test_roles_and_ids_never_come_from_the_settings_form(member, client_for):
    words = {"name": "Ana", "language": "en", "id": "99", "kind": "official", "department": "R&D"}

    client_for(member).post("/me/settings", data=words)

    db.session.expire_all()
    assert (member.kind.value, member.department) == ("person", None)


def test_a_new_password_ends_the_other_sessions_only(member, client_for):
    here, elsewhere = client_for(member), client_for(member)
    form = {"old": make.PASSWORD, "new": NEW_PASSWORD}

    answer = here.post("/me/settings/password", data=form)

    assert answer.status_code == 303
    assert here.get("/me/settings").status_code == 200
    assert elsewhere.get("/me/settings").status_code == 303
    assert mails_to("ana@example.org")[-1].subject == "Your password at Idealab was changed"


@pytest.mark.parametrize(
    "form",
    [
        {"old": "not the old one", "new": NEW_PASSWORD},
        {"old": make.PASSWORD, "new": "short"},
        {"old": make.PASSWORD, "new": "ana@example.org"},
        {"new": NEW_PASSWORD},
    ],
)
def test_the_password_stays_if_the_old_or_the_new_one_will_not_do(member, client_for, form):
    answer = client_for(member).post("/me/settings/password", data=form)

    assert answer.status_code == 422
    assert signing.sign_in("ana@example.org", make.PASSWORD, now=now())


def test_signing_out_everywhere_ends_this_session_too(member, client_for):
    here, elsewhere = client_for(member), client_for(member)

    answer = here.post("/me/settings/sign-outs")

    assert answer.location == "/sign-in"
    assert here.get("/me/settings").status_code == 303
    assert elsewhere.get("/me/settings").status_code == 303


def test_a_new_address_is_confirmed_first_and_the_old_one_is_told(member, client_for):
    client = client_for(member)
    form = {"email": "Ana@New.example", "password": make.PASSWORD}

    client.post("/me/settings/address", data=form)
    before = address_of(member).address
    (letter,) = mails_to("ana@new.example")
    answer = client.post(link_in(letter))

    db.session.expire_all()
    assert before == "ana@example.org"
    assert answer.location == "/me/settings"
    assert address_of(member).address == "ana@new.example"
    subjects = [mail.subject for mail in mails_to("ana@example.org")]
    assert subjects == [
        "A new address for your account at Idealab",
        "Your account at Idealab has a new address",
    ]


def test_a_new_address_needs_the_password(member, client_for):
    form = {"email": "ana@new.example", "password": "not the password"}

    answer = client_for(member).post("/me/settings/address", data=form)

    assert answer.status_code == 422
    assert mails_to("ana@new.example") == []


def test_the_address_of_somebody_else_gets_no_link_and_the_answer_is_the_same(member, client_for):
    make.member("Bruno")
    client = client_for(member)
    forms = [{"email": f"{who}@example.org", "password": make.PASSWORD} for who in ("bruno", "new")]

    taken, free = (client.post("/me/settings/address", data=form) for form in forms)

    assert (taken.status_code, taken.location) == (free.status_code, free.location)
    (letter,) = mails_to("bruno@example.org")
    assert "token" not in letter.text


def test_an_address_taken_meanwhile_stays_with_who_was_first(member):
    ask_for_address(member, "both@example.org", now=now())
    db.session.commit()
    token = token_in(mails_to("both@example.org")[0], TokenPurpose.CHANGE_ADDRESS)
    other = make.member("both")

    with pytest.raises(Refused, match="Somebody else"):
        confirming.confirm_by_link(token, now=now())

    db.session.rollback()
    assert address_of(other).address == "both@example.org"
    assert address_of(member).address == "ana@example.org"


def test_a_forgotten_password_stops_a_change_of_address(member):
    ask_for_address(member, "thief@example.org", now=now())
    send_reset("ana@example.org", language="en", now=now())
    db.session.commit()
    letter = mails_to("ana@example.org")[-1]

    reset_password(token_in(letter, TokenPurpose.RESET), NEW_PASSWORD, now=now())
    db.session.commit()

    with pytest.raises(LinkSpent):
        token_in(mails_to("thief@example.org")[0], TokenPurpose.CHANGE_ADDRESS)


def test_a_reset_confirms_the_address_and_ends_what_a_squatter_had():
    squatter = make.member(confirmed=False)
    session = signing.open_session(squatter, now=now())
    send_reset("ana@example.org", language="en", now=now())
    db.session.commit()
    letter = mails_to("ana@example.org")[-1]

    reset_password(token_in(letter, TokenPurpose.RESET), NEW_PASSWORD, now=now())
    db.session.commit()

    assert person_of_session(session, now=now()) is None
    assert address_of(squatter).confirmed_at
    assert signing.sign_in("ana@example.org", make.PASSWORD, now=now()) is None


def test_a_reset_link_is_too_old_after_an_hour(member, visitor):
    send_reset("ana@example.org", language="en", now=now() - timedelta(minutes=61))
    db.session.commit()

    answer = visitor.get(link_in(mails_to("ana@example.org")[0]))

    assert answer.status_code == 410


def test_language_and_theme_are_kept_without_an_account(visitor):
    answer = visitor.post("/preferences", data={"language": "de", "next": "/join?next=/ideas/7"})
    visitor.post("/preferences", data={"theme": "dark"})

    assert answer.location == "/join?next=/ideas/7"
    page = visitor.get("/join").text
    assert '<html lang="de" data-theme="dark">' in page


def test_an_unknown_language_or_theme_changes_nothing(visitor):
    visitor.post("/preferences", data={"language": "xx", "theme": "pink"})

    assert visitor.get_cookie("language") is None
    assert visitor.get_cookie("theme") is None


def test_a_chosen_language_is_the_language_of_the_persons_mails(member, client_for):
    client_for(member).post("/preferences", data={"language": "de"})

    db.session.expire_all()
    assert member.language == "de"
