import pytest

from idealab.accounts import inviting
from idealab.accounts.roles import holds
from idealab.campaigns.models import Visibility
from idealab.campaigns.seeing import may_see_campaign
from idealab.lib.access import MODERATOR
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.mail.models import Mail
from tests import make as makers
from tests.accounts import make


@pytest.fixture
def campaign():
    return makers.campaign(visibility=Visibility.INVITATION)


def invitation(campaign, address="ana@example.org", *, role=None) -> str:
    path = inviting.invitation_path(
        address,
        campaign_id=campaign.id,
        title=campaign.title,
        onward=f"/campaigns/{campaign.slug}",
        role=role,
        now=now(),
    )
    db.session.commit()
    return path


def test_who_is_invited_becomes_a_member(campaign, client_for):
    ana = make.member()
    path, client = invitation(campaign), client_for(ana)

    page = client.get(path)
    seen_before = may_see_campaign(campaign, ana)
    answer = client.post(path)

    assert campaign.title in page.text
    assert not seen_before
    assert answer.location == f"/campaigns/{campaign.slug}"
    assert may_see_campaign(campaign, ana)
    assert not holds(ana, MODERATOR)


def test_an_invitation_can_carry_a_role_in_that_campaign(campaign, client_for):
    ana = make.member()

    client_for(ana).post(invitation(campaign, role=MODERATOR))

    ana.held_roles = None
    assert holds(ana, MODERATOR, campaign_id=campaign.id)
    assert not holds(ana, MODERATOR, campaign_id=campaign.id + 1)


def test_an_invitation_is_for_one_address_and_works_once(campaign, client_for):
    ana, bruno = make.member(), make.member("Bruno")
    path = invitation(campaign)

    stranger = client_for(bruno).post(path)
    invited = client_for(ana).post(path)
    again = client_for(ana).post(path)

    assert [answer.status_code for answer in (stranger, invited, again)] == [403, 303, 410]
    assert not may_see_campaign(campaign, bruno)


def test_an_invitation_waits_until_the_address_is_confirmed(campaign, client_for):
    ana = make.member(confirmed=False)

    answer = client_for(ana).post(invitation(campaign))

    assert answer.status_code == 403
    assert not may_see_campaign(campaign, ana)


def test_a_visitor_is_led_through_joining_back_to_the_invitation(campaign, visitor):
    path = invitation(campaign)

    page = visitor.get(path).text

    assert f'href="/join?next={path}"' in page
    assert f'href="/sign-in?next={path}"' in page


def test_the_mail_of_an_invitation_is_a_secret_with_a_link(campaign, ana):
    inviting.send_invitation(
        "bruno@example.org",
        by=ana,
        campaign_id=campaign.id,
        title=campaign.title,
        onward="/",
        language="en",
        now=now(),
    )
    db.session.commit()

    mail = db.session.query(Mail).one()
    assert mail.secret
    assert mail.subject == "Ana invites you: A car for the city"
    assert "http://127.0.0.1:8000/invitations/" in mail.text
