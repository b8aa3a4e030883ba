from datetime import timedelta
from time import process_time

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from idealab.accounts import passwords, signing
from idealab.accounts.models import Credential, Session
from idealab.accounts.roles import grant, withdraw
from idealab.accounts.signing import AccountClosed, person_of_session
from idealab.lib.access import Role
from idealab.lib.clock import now
from idealab.lib.db import db
from tests.accounts import make


def test_a_session_is_found_by_its_token_and_only_its_hash_is_kept(ana):
    token = signing.open_session(ana, now=now(), browser="Firefox " * 100)

    (row,) = db.session.scalars(select(Session))
    assert person_of_session(token, now=now()) is ana
    assert ana.get_id() == token
    assert token not in (row.token_hash, row.browser)
    assert person_of_session(row.token_hash, now=now()) is None


def test_finding_the_person_of_a_request_takes_one_query(ana, queries):
    token = signing.open_session(ana, now=now())
    db.session.commit()
    db.session.expunge_all()

    with queries:
        person = person_of_session(token, now=now())

    assert len(queries) == 1
    assert person.confirmed


def test_a_session_ends_after_sixty_days(ana):
    token = signing.open_session(ana, now=now())

    assert person_of_session(token, now=now() + timedelta(days=59))
    assert person_of_session(token, now=now() + timedelta(days=61)) is None


def test_a_closed_session_is_nobodys(ana):
    one, other = (signing.open_session(ana, now=now()) for _ in range(2))

    signing.close_session(one, now=now())

    assert person_of_session(one, now=now()) is None
    assert person_of_session(other, now=now()) is ana


def test_signing_out_everywhere_ends_all_sessions_but_those_of_others(ana, bruno):
    tokens = [signing.open_session(ana, now=now()) for _ in range(3)]
    brunos = signing.open_session(bruno, now=now())

    signing.close_all_sessions(ana, now=now(), but=tokens[1])

    found = [person_of_session(token, now=now()) for token in (*tokens, brunos)]
    assert found == [None, ana, None, bruno]


def test_a_closed_account_loses_its_rights_with_the_next_request(marta, client_for):
    client = client_for(marta)
    before = client.get("/me/settings").status_code
    marta.deactivated_at = now()
    db.session.commit()

    assert before == 200
    assert client.get("/me/settings").location == "/sign-in?next=%2Fme%2Fsettings"


def test_a_demoted_person_loses_the_role_with_the_next_request(ana, client_for):
    grant(ana, Role.ADMIN)
    db.session.commit()
    client = client_for(ana)
    before = client.get("/staff/campaigns/new").status_code
    withdraw(ana, Role.ADMIN)
    db.session.commit()

    assert before == 200
    assert client.get("/staff/campaigns/new").status_code == 404


def test_address_and_password_together_name_a_person():
    ana = make.member()

    assert signing.sign_in(" ANA@example.org", make.PASSWORD, now=now()) is ana
    assert signing.sign_in("ana@example.org", "another password", now=now()) is None
    assert signing.sign_in("bruno@example.org", make.PASSWORD, now=now()) is None
    assert signing.sign_in("ana@example.org", "x" * 100_000, now=now()) is None


def test_an_unknown_address_takes_as_long_as_a_known_one():
    make.member()

    known, unknown = (quickest_sign_in(who) for who in ("ana@example.org", "bruno@example.org"))

    assert 0.4 < unknown / known < 2.5


def quickest_sign_in(address: str) -> float:
    took = []
    for _ in range(4):
        begun = process_time()
        signing.sign_in(address, "not the password", now=now())
        took.append(process_time() - begun)
    return min(took)


def test_a_closed_account_is_told_so_only_to_who_knows_the_password():
    make.member().deactivated_at = now()
    db.session.commit()

    assert signing.sign_in("ana@example.org", "another password", now=now()) is None
    with pytest.raises(AccountClosed):
        signing.sign_in("ana@example.org", make.PASSWORD, now=now())


def test_an_old_hash_is_renewed_at_sign_in():
    ana = make.member()
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(make.PASSWORD)
    passwords.store(ana, weak, now=now())
    db.session.commit()

    signing.sign_in("ana@example.org", make.PASSWORD, now=now())

    renewed = db.session.scalars(select(Credential.secret_hash)).one()
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert signing.sign_in("ana@example.org", make.PASSWORD, now=now()) is ana


def test_an_umlaut_is_the_same_however_it_was_typed():
    secret_hash = passwords.hash_of("vier sch\u00f6ne W\u00f6rter")

    assert passwords.fits("vier scho\u0308ne Wo\u0308rter", secret_hash)
