from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from idealab.accounts import tokens
from idealab.accounts.models import Token, TokenPurpose
from idealab.accounts.tokens import LinkSpent
from idealab.lib.clock import now
from idealab.lib.db import db

CONFIRM, RESET = TokenPurpose.CONFIRM, TokenPurpose.RESET


def used_in_parallel(app, use) -> list[bool]:
    """Did each of eight threads that used it at the same moment succeed?"""
    start, outcomes = Barrier(8), []

    def attempt():
        with app.app_context():
            start.wait()
            try:
                outcomes.append(bool(use()))
                db.session.commit()
            except LinkSpent:
                outcomes.append(False)

    db.session.commit()
    threads = [Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_only_hashes_are_kept(ana):
    issued = tokens.issue(CONFIRM, user=ana, now=now(), address="ana@example.org")

    (row,) = db.session.scalars(select(Token))
    assert issued.link not in (row.link_hash, row.code_hash)
    assert issued.code not in str(row.code_hash) or len(row.code_hash) == 64
    assert row.code_hash != tokens.hash_of(issued.code)


def test_a_link_works_once_also_under_eight_parallel_uses(app, ana):
    link = tokens.issue(RESET, user=ana, now=now()).link

    def use():
        token = tokens.token_of_link(link, RESET, now=now())
        tokens.use(token, now=now())
        return token

    assert sorted(used_in_parallel(app, use)) == [False] * 7 + [True]


def test_a_code_works_once_also_under_eight_parallel_uses(app, ana):
    issued = tokens.issue(CONFIRM, user=ana, now=now())

    outcomes = used_in_parallel(app, lambda: tokens.use_code(issued.ticket, issued.code, now=now()))

    assert outcomes.count(True) == 1


def test_eight_parallel_guesses_are_not_more_than_five(app, ana):
    issued = tokens.issue(CONFIRM, user=ana, now=now())
    wrong = "000000" if issued.code != "000000" else "111111"

    used_in_parallel(app, lambda: tokens.use_code(issued.ticket, wrong, now=now()))

    assert db.session.scalars(select(Token.wrong_codes)).one() == 5
    assert tokens.use_code(issued.ticket, issued.code, now=now()) is None


def test_a_link_is_bound_to_its_purpose(ana):
    link = tokens.issue(RESET, user=ana, now=now()).link

    with pytest.raises(LinkSpent):
        tokens.token_of_link(link, CONFIRM, now=now())


@pytest.mark.parametrize(
    ("purpose", "lives"), [(CONFIRM, timedelta(days=1)), (RESET, timedelta(hours=1))]
)
def test_a_link_is_short_lived(ana, purpose, lives):
    link = tokens.issue(purpose, user=ana, now=now()).link

    assert tokens.token_of_link(link, purpose, now=now() + lives - timedelta(minutes=1))
    with pytest.raises(LinkSpent):
        tokens.token_of_link(link, purpose, now=now() + lives)


def test_a_code_works_for_an_hour(ana):
    issued = tokens.issue(CONFIRM, user=ana, now=now())

    late = tokens.use_code(issued.ticket, issued.code, now=now() + timedelta(minutes=61))

    assert late is None
    assert tokens.use_code(issued.ticket, issued.code, now=now())


def test_a_code_is_bound_to_its_ticket(ana, bruno):
    one, other = (tokens.issue(CONFIRM, user=user, now=now()) for user in (ana, bruno))

    assert one.code == other.code or tokens.use_code(one.ticket, other.code, now=now()) is None
    assert tokens.use_code("no ticket", one.code, now=now()) is None


@pytest.mark.parametrize("link", ["", "x", "%00", "ü" * 5000])
def test_a_link_nobody_was_sent_opens_nothing(link):
    with pytest.raises(LinkSpent):
        tokens.token_of_link(link, RESET, now=now())
