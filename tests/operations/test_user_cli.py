import pytest
from click.testing import CliRunner

from idealab.accounts import signing
from idealab.accounts.queries import person_of_address
from idealab.accounts.roles import holds
from idealab.lib.access import ADMIN, MODERATOR
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import Refused
from idealab.operations.user_cli import user
from tests import make

PASSWORD = "four random words"


@pytest.fixture
def run(context):
    def run(*words: str):
        outcome = CliRunner().invoke(user, words)
        db.session.expire_all()
        return outcome

    return run


def test_a_person_with_a_password_can_sign_in_at_once(run):
    outcome = run("add", "Ana", "Ana@Example.org", "--password", PASSWORD)

    assert outcome.output == "Ana can sign in with ana@example.org.\n"
    assert signing.sign_in("ana@example.org", PASSWORD, now=now()).name == "Ana"


def test_a_person_without_a_password_gets_a_link_to_choose_one(run, visitor):
    link = run("add", "Ana", "ana@example.org").output.split()[-1]

    answer = visitor.post(link.removeprefix("http://127.0.0.1:8000"), data={"password": PASSWORD})

    assert answer.status_code == 303
    assert signing.sign_in("ana@example.org", PASSWORD, now=now())


def test_a_role_can_be_given_in_one_campaign_and_taken_away(run):
    campaign = make.campaign()
    run("add", "Marta", "marta@example.org", "--role", "moderator", "--campaign", campaign.slug)
    marta = person_of_address("marta@example.org")
    before = holds(marta, MODERATOR, campaign_id=campaign.id), holds(marta, ADMIN)

    run("role", "marta@example.org", "moderator", "--campaign", campaign.slug, "--withdraw")

    marta.held_roles = None
    assert before == (True, False)
    assert not holds(marta, MODERATOR)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["role", "nobody@example.org", "admin"], "Nobody has an account with nobody@example.org"),
        (["role", "ana@example.org", "admin", "--campaign", "x"], "There is no campaign 'x'"),
        (["role", "ana@example.org", "emperor"], "'emperor' is not one of"),
        (["add", "Ana", "ana@example.org"], "has an account with ana@example.org already"),
        (["add", "Eve", "eve@example.org", "--campaign", "x"], "--campaign goes with --role"),
        (["link", "ana@example.org", "invitation"], "Say into which campaign"),
        (["link", "ana@example.org", "reset", "--role", "admin"], "with an invitation only"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, words, sentence):
    run("add", "Ana", "ana@example.org", "--password", PASSWORD)

    outcome = run(*words)

    assert outcome.exit_code != 0
    assert sentence in outcome.output
    assert not holds(person_of_address("ana@example.org"), ADMIN)


def test_an_easy_password_is_refused(run):
    outcome = run("add", "Ana", "ana@example.org", "--password", "short")

    assert isinstance(outcome.exception, Refused)
    assert person_of_address("ana@example.org") is None


def test_links_are_fresh_each_time(run):
    run("add", "Ana", "ana@example.org", "--password", PASSWORD)

    first, second = (run("link", "ana@example.org", "reset").output for _ in range(2))

    assert first.startswith("http://127.0.0.1:8000/reset-password?token=")
    assert first != second


def test_an_invitation_link_leads_to_the_campaign(run, visitor):
    campaign = make.campaign()

    link = run("link", "eve@example.org", "invitation", "--campaign", campaign.slug).output.strip()

    assert campaign.title in visitor.get(link.removeprefix("http://127.0.0.1:8000")).text
