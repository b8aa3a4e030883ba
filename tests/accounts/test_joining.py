from datetime import timedelta

import pytest
from sqlalchemy import select

from idealab.accounts import confirming, tokens
from idealab.accounts.confirming import NotConfirmed, require_confirmed
from idealab.accounts.joining import join
from idealab.accounts.models import Credential, EmailAddress, TokenPurpose, User
from idealab.accounts.queries import address_of, person_of_address
from idealab.accounts.spelling import tidy_address, tidy_name
from idealab.activity.models import Event
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.mail.models import Mail
from tests.accounts import make


def join_as(address="ana@example.org", *, name="Ana", at=None, language="en") -> str:
    return join(
        name, address, password=make.PASSWORD, language=language, now=at or now(), onward="/join"
    )


def test_who_joins_is_not_confirmed_and_may_not_write():
    join_as()

    ana = person_of_address("ana@example.org")
    assert not confirming.is_confirmed(ana)
    with pytest.raises(NotConfirmed, match="Confirm"):
        require_confirmed(ana)


def test_the_password_is_kept_as_argon2id_only():
    join_as()

    secret_hash = db.session.scalars(select(Credential.secret_hash)).one()
    assert secret_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_confirmed_person_may_write_and_the_wish_is_kept(app):
    ana = make.member(confirmed=False)
    issued = confirming.send_confirmation(ana, now=now(), onward="/ideas/7")

    confirmed = confirming.confirm_by_code(issued.ticket, issued.code, now=now())

    assert confirmed == (ana, "/ideas/7")
    require_confirmed(ana)


def test_an_account_can_be_made_once_per_address():
    join_as()
    join_as("ANA@example.org", name="Somebody")

    assert db.session.scalars(select(User.name)).all() == ["Ana"]
    assert db.session.scalars(select(Mail.subject).order_by(Mail.id)).all()[1] == (
        "You have an account at Idealab already"
    )


def test_who_tries_a_known_address_many_times_sends_one_mail_an_hour():
    start = now().replace(minute=10)
    for minute in range(5):
        join_as(at=start + timedelta(minutes=minute))

    subjects = db.session.scalars(select(Mail.subject)).all()
    assert len(subjects) == 2


def test_no_more_than_six_codes_are_sent_in_an_hour():
    ana = make.member(confirmed=False)
    for _ in range(6):
        ticket = confirming.send_confirmation(ana, now=now()).ticket

    with pytest.raises(Refused, match="spam"):
        confirming.send_confirmation(ana, now=now())
    assert confirming.send_again(ticket, now=now()) == ticket
    assert len(db.session.scalars(select(Mail)).all()) == 6


def test_confirming_makes_the_other_links_useless():
    ana = make.member(confirmed=False)
    first, second = (confirming.send_confirmation(ana, now=now()) for _ in range(2))

    confirming.confirm_by_code(second.ticket, second.code, now=now())

    with pytest.raises(tokens.LinkSpent):
        tokens.token_of_link(first.link, TokenPurpose.CONFIRM, now=now())


def test_mails_speak_the_language_of_who_joins():
    join_as(language="de")

    mail = db.session.scalars(select(Mail)).one()
    assert (mail.language, mail.secret, mail.to_address) == ("de", True, "ana@example.org")


def test_joining_is_told_to_the_record_without_any_secret():
    ticket = join_as()

    (event,) = db.session.scalars(select(Event))
    assert (event.kind, event.actor_id) == ("account.joined", 1)
    assert ticket not in str(event.particulars)


def test_an_imported_person_without_an_address_is_no_reason_to_ask(ana):
    require_confirmed(ana)

    assert address_of(ana) is None


def test_the_address_of_a_closed_account_cannot_be_confirmed():
    ana = make.member(confirmed=False)
    issued = confirming.send_confirmation(ana, now=now())
    ana.deactivated_at = now()
    db.session.flush()

    with pytest.raises(tokens.LinkSpent):
        confirming.confirm_by_code(issued.ticket, issued.code, now=now())
    assert db.session.scalars(select(EmailAddress.confirmed_at)).one() is None


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        (" Ana.Santos+ideas@Example.ORG ", "ana.santos+ideas@example.org"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
    ],
)
def test_addresses_are_spelt_in_one_way(written, tidy):
    assert tidy_address(written) == tidy


@pytest.mark.parametrize(
    "written",
    ["", "ana", "ana@", "@example.org", "ana@localhost", "a b@example.org", "ana@example..org",
     "ana@-x.org", "a@b.c@d", '"ana"@example.org', "ana@example.org>", "ana\n@example.org",
     "x" * 65 + "@example.org", "ana@" + "x" * 64 + ".org", "ä@example.org", "a..b@example.org",
     "ana@" + "x." * 130 + "org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(written):
    with pytest.raises(Refused, match="e-mail address"):
        tidy_address(written)


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("  Ana \n Santos ", "Ana Santos"),
        ("A\u202ena\x00", "Ana"),
        ("<b>Ana</b>", "<b>Ana</b>"),
        ("李小龙", "李小龙"),
        ("Zoe\u0308", "Zo\u00eb"),
    ],
)
def test_names_are_kept_as_people_write_them_but_for_what_cannot_be_seen(written, tidy):
    assert tidy_name(written) == tidy
