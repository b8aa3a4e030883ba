import pytest
from sqlalchemy import select

from idealab.accounts.inviting import invitation_path
from idealab.accounts.models import EmailAddress
from idealab.accounts.roles import holds
from idealab.campaigns.inviting import NobodyToInvite, addresses_in, become_member
from idealab.campaigns.models import Membership, Visibility
from idealab.campaigns.seeing import may_see_campaign
from idealab.lib.access import ADMIN, MODERATOR
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.mail.models import Mail
from tests import people
from tests.campaigns import make

PEOPLE = "/staff/campaigns/city-car/people"


@pytest.fixture
def campaign():
    return make.public_campaign("City car", visibility=Visibility.INVITATION)


@pytest.fixture
def ines(campaign):
    return people.member("Ines", ADMIN, campaign_id=campaign.id)


def test_addresses_are_read_from_a_pasted_list():
    pasted = "Ana Duarte <Ana@Example.org>, bruno@example.org;\n ana@example.org  c@example.org"

    assert addresses_in(pasted) == ["ana@example.org", "bruno@example.org", "c@example.org"]


@pytest.mark.parametrize("typed", ["", " ,; \n", "ana", "a@b@c", "x@example.org " * 101 + "ana"])
def test_a_list_without_addresses_is_not_sent(typed):
    with pytest.raises(NobodyToInvite):
        addresses_in(typed)


def test_at_most_a_hundred_are_invited_at_once():
    with pytest.raises(NobodyToInvite, match="100"):
        addresses_in("\n".join(f"p{number}@example.org" for number in range(101)))


def test_each_invited_person_gets_a_mail(client_for, campaign, ines):
    answer = client_for(ines).post(
        f"{PEOPLE}/invitations", data={"addresses": "ana@example.org bruno@example.org"}
    )

    mails = db.session.scalars(select(Mail).order_by(Mail.id)).all()
    assert answer.status_code == 303
    assert [mail.to_address for mail in mails] == ["ana@example.org", "bruno@example.org"]
    assert all("/invitations/" in mail.text for mail in mails)


def test_a_wrong_address_sends_nothing_and_keeps_the_list(client_for, campaign, ines):
    answer = client_for(ines).post(
        f"{PEOPLE}/invitations", data={"addresses": "ana@example.org, nonsense"}
    )

    assert answer.status_code == 422
    assert "“nonsense” does not look like" in answer.text
    assert "ana@example.org, nonsense" in answer.text
    assert db.session.scalar(select(Mail)) is None


def test_a_member_who_is_removed_sees_nothing_with_the_next_request(
    client_for, campaign, ines, ana
):
    become_member(ana, campaign_id=campaign.id, now=now())
    db.session.commit()
    browser = client_for(ana)
    before = browser.get("/campaigns/city-car/brief").status_code

    client_for(ines).post(f"{PEOPLE}/{ana.id}/removals")

    assert before == 200
    assert browser.get("/campaigns/city-car/brief").status_code == 404
    assert not may_see_campaign(campaign, ana)
    assert db.session.scalar(select(Membership)) is None


def test_an_admin_takes_a_role_away_but_not_their_own(client_for, campaign, ines):
    marta = people.member("Marta", MODERATOR, campaign_id=campaign.id)
    browser = client_for(ines)

    browser.post(f"{PEOPLE}/{marta.id}/removals", data={"role": "moderator"})
    refused = browser.post(f"{PEOPLE}/{ines.id}/removals", data={"role": "admin"})

    db.session.expire_all()
    marta.held_roles = ines.held_roles = None
    assert refused.status_code == 409
    assert not holds(marta, MODERATOR, campaign_id=campaign.id)
    assert holds(ines, ADMIN, campaign_id=campaign.id)


def test_moderators_read_who_is_in_and_others_find_nothing(client_for, campaign, ana):
    marta = client_for(people.member("Marta", MODERATOR, campaign_id=campaign.id))

    page = marta.get(PEOPLE)

    assert page.status_code == 200
    assert "Invite by mail" not in page.text
    assert marta.post(f"{PEOPLE}/invitations", data={}).status_code == 404
    assert client_for(ana).get(PEOPLE).status_code == 404


@pytest.mark.parametrize("gone", [{}, {"role": "moderator"}])
def test_an_invitation_left_over_opens_nothing_after_a_removal(client_for, campaign, ines, gone):
    marta = people.member("Marta", MODERATOR, campaign_id=campaign.id)
    db.session.add(EmailAddress(user_id=marta.id, address="marta@example.org", confirmed_at=now()))
    told = {"title": campaign.title, "onward": "/", "now": now(), "role": MODERATOR}
    path = invitation_path("marta@example.org", campaign_id=campaign.id, **told)
    elsewhere = invitation_path("marta@example.org", campaign_id=campaign.id + 1, **told)
    db.session.commit()

    client_for(ines).post(f"{PEOPLE}/{marta.id}/removals", data=gone)

    assert client_for(marta).post(path).status_code == 410
    assert client_for(marta).get(elsewhere).status_code == 200
