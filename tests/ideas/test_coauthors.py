from datetime import timedelta

import pytest

from idealab.accounts.leaving import leave
from idealab.activity.models import Event
from idealab.campaigns.models import Field, Phase
from idealab.campaigns.phases import NotNow
from idealab.ideas.answers import Answer
from idealab.ideas.coauthoring import (
    Addressee,
    NobodyToInvite,
    TooManyCoauthors,
    accept_invitation,
    addressee_of,
    decline_invitation,
    invite_coauthor,
    remove_coauthor,
    take_back_invitation,
)
from idealab.ideas.coauthors import asked_of, coauthors_of, invited_to
from idealab.ideas.models import CoauthorInvitation
from idealab.ideas.revising import revise_idea
from idealab.lib import counters
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.mail.models import Mail
from idealab.voting.voting import OwnIdea, set_vote
from tests import make, people
from tests.accounts.make import member


@pytest.fixture
def idea(ana):
    return make.idea(ana)


@pytest.fixture
def carla(context):
    """Somebody with a confirmed address: carla@example.org."""
    return member("carla")


def invite(idea, by, address: str = "carla@example.org") -> None:
    invite_coauthor(idea, addressee_of(idea, address), by=by, now=now())
    db.session.commit()


def join(idea, by, person) -> None:
    invite_coauthor(idea, Addressee(person, None), by=by, now=now())
    accept_invitation(idea, by=person, now=now())
    db.session.commit()


def test_who_accepts_has_the_idea_too(idea, ana, carla):
    invite(idea, ana)
    assert [asked.title for asked in asked_of(carla)] == [idea.title]

    accept_invitation(idea, by=carla, now=now())
    db.session.commit()

    assert [one.id for one in coauthors_of(idea)] == [carla.id]
    assert asked_of(carla) == []
    field = db.session.query(Field).filter_by(campaign_id=idea.campaign_id, position=1).one()
    answer = Answer(title="Doors that fold", texts={field.id: "They fold."})
    revise_idea(idea, answer, by=carla, now=now(), seen_revision=1)
    assert idea.revision == 2


def test_an_invitation_goes_by_mail_and_only_once(idea, ana):
    invite(idea, ana)
    invite(idea, ana, "Carla@Example.org")

    (mail,) = db.session.query(Mail).all()
    assert mail.to_address == "carla@example.org"
    assert f"/ideas/{idea.id}/invitation" in mail.text
    assert len(invited_to(idea)) == 1


def test_nobody_learns_whether_an_address_has_an_account(idea, ana, carla):
    invite(idea, ana)
    invite(idea, ana, "nobody@example.org")

    assert [one.written_as for one in invited_to(idea)] == [
        "carla@example.org",
        "nobody@example.org",
    ]


def test_an_address_that_is_not_confirmed_opens_nothing(idea, ana):
    somebody = member("dora", confirmed=False)
    invite(idea, ana, "dora@example.org")

    assert asked_of(somebody) == []
    with pytest.raises(NotAllowed):
        accept_invitation(idea, by=somebody, now=now())


def test_people_of_the_campaign_are_found_by_their_name(idea, ana, bruno, carla):
    make.comment(idea, bruno)

    assert addressee_of(idea, " bruno ").person == bruno
    for unknown in ("Carla", "", "somebody@nowhere", "x" * 5000):
        with pytest.raises(NobodyToInvite):
            addressee_of(idea, unknown)


def test_a_name_that_several_have_needs_an_address(idea, bruno):
    make.comment(idea, bruno)
    make.comment(idea, people.participant("Bruno"))

    with pytest.raises(NobodyToInvite, match="Several"):
        addressee_of(idea, "Bruno")


def test_the_author_is_no_co_author(idea, ana):
    with pytest.raises(NobodyToInvite):
        invite_coauthor(idea, Addressee(ana, None), by=ana, now=now())


def test_only_the_author_invites(idea, ana, bruno, carla):
    join(idea, ana, carla)

    for other in (bruno, carla):
        with pytest.raises(NotAllowed):
            invite(idea, other, "dora@example.org")


def test_an_idea_has_room_for_ten(idea, ana):
    for number in range(10):
        invite(idea, ana, f"person{number}@example.org")

    with pytest.raises(TooManyCoauthors):
        invite(idea, ana, "one-more@example.org")


def test_who_declines_is_not_asked_again_but_may_change_their_mind(idea, ana, carla):
    invite(idea, ana)
    decline_invitation(idea, by=carla, now=now())
    take_back_invitation(idea, invited_to(idea)[0].id, by=ana, now=now())
    db.session.commit()

    assert asked_of(carla) == []
    with pytest.raises(NobodyToInvite):
        invite(idea, ana)
    accept_invitation(idea, by=carla, now=now())
    assert coauthors_of(idea)


def test_an_invitation_that_was_taken_back_opens_nothing(idea, ana, carla):
    invite(idea, ana)
    take_back_invitation(idea, invited_to(idea)[0].id, by=ana, now=now())

    with pytest.raises(NotAllowed):
        accept_invitation(idea, by=carla, now=now())


def test_a_vote_given_before_is_taken_back_and_none_follows(idea, ana, bruno, carla):
    set_vote(idea, carla, wanted=True, now=now())
    set_vote(idea, bruno, wanted=True, now=now())
    join(idea, ana, carla)

    db.session.refresh(idea)
    assert idea.votes_count == 1
    assert sum(map(counters.drifted_count, counters.registered())) == 0
    with pytest.raises(OwnIdea):
        set_vote(idea, carla, wanted=True, now=now())


def test_after_the_close_nobody_joins(idea, ana, carla):
    invite(idea, ana)
    db.session.query(Phase).update({"ends_at": now() - timedelta(minutes=1)})
    db.session.commit()

    with pytest.raises(NotNow):
        accept_invitation(idea, by=carla, now=now())


def test_co_authors_leave_and_are_removed_and_may_be_asked_anew(idea, ana, bruno, carla):
    join(idea, ana, carla)
    join(idea, ana, bruno)
    with pytest.raises(NotAllowed):
        remove_coauthor(idea, bruno, by=carla, now=now())

    remove_coauthor(idea, carla, by=carla, now=now())
    remove_coauthor(idea, bruno, by=ana, now=now())
    remove_coauthor(idea, bruno, by=ana, now=now())

    assert coauthors_of(idea) == []
    kinds = [event.kind for event in db.session.query(Event).order_by(Event.id)]
    assert kinds[-2:] == ["idea.coauthor_left", "idea.coauthor_removed"]
    join(idea, ana, carla)


def test_the_same_person_asked_by_name_and_address_joins_once(idea, ana, carla):
    invite(idea, ana)
    join(idea, ana, carla)
    accept_invitation(idea, by=carla, now=now())

    assert db.session.query(CoauthorInvitation).count() == 0
    assert len(coauthors_of(idea)) == 1


def test_an_invitation_does_not_wait_for_the_next_who_has_the_address(idea, ana):
    dora = member("dora")
    invite(idea, ana, "dora@example.org")
    invite(idea, ana, "somebody@example.org")

    leave(dora, now=now(), takes_comments=False)

    assert [one.written_as for one in invited_to(idea)] == ["somebody@example.org"]


def test_invitations_by_and_for_somebody_who_leaves_are_forgotten(idea, ana, carla):
    invite_coauthor(idea, Addressee(carla, None), by=ana, now=now())
    own = make.idea(carla, campaign_=idea.campaign)
    invite_coauthor(own, Addressee(ana, None), by=carla, now=now())

    leave(carla, now=now(), takes_comments=False)

    assert db.session.query(CoauthorInvitation).count() == 0


def test_a_co_author_asked_again_by_address_gets_no_mail_and_can_answer(idea, ana, carla):
    join(idea, ana, carla)
    mails = db.session.query(Mail).count()

    invite(idea, ana)
    assert db.session.query(Mail).count() == mails
    assert [one.written_as for one in invited_to(idea)] == ["carla@example.org"]
    accept_invitation(idea, by=carla, now=now())

    assert invited_to(idea) == []
    assert asked_of(carla) == []
    assert len(coauthors_of(idea)) == 1


def test_the_page_names_co_authors_and_offers_them_no_vote(client_for, visitor, idea, ana, carla):
    assert "wanted" in client_for(carla).get(f"/ideas/{idea.id}").text
    join(idea, ana, carla)

    page = visitor.get(f"/ideas/{idea.id}").text
    assert f'href="/people/{carla.id}"' in page
    own = client_for(carla).get(f"/ideas/{idea.id}").text
    assert 'class="vote__btn"' not in own
    assert f"/ideas/{idea.id}/edit" in own
    assert 'name="wanted"' not in client_for(carla).get(f"/campaigns/{idea.campaign.slug}").text


def test_asking_and_accepting_on_the_pages(client_for, idea, ana, carla):
    address = f"/ideas/{idea.id}/coauthors"
    refused = client_for(ana).post(f"{address}/invitations", data={"whom": "Nobody Known"})
    assert refused.status_code == 422
    assert "Nobody Known" in refused.text

    client_for(ana).post(f"{address}/invitations", data={"whom": "carla@example.org"})
    assert "carla@example.org" in client_for(ana).get(address).text
    assert idea.title in client_for(carla).get("/me").text
    link = f"/ideas/{idea.id}/invitation"
    assert "Accept" in client_for(carla).get(link).text
    assert coauthors_of(idea) == []  # a link changes nothing
    answer = client_for(carla).post(link, data={"answer": "accept"})

    assert answer.headers["Location"] == f"/ideas/{idea.id}"
    assert client_for(carla).get(address).status_code == 200


def test_the_page_of_co_authors_is_for_those_who_have_the_idea(client_for, visitor, idea, bruno):
    address = f"/ideas/{idea.id}/coauthors"

    assert client_for(bruno).get(address).status_code == 404
    assert client_for(bruno).post(f"{address}/invitations").status_code == 404
    assert "no invitation for you" in client_for(bruno).get(f"/ideas/{idea.id}/invitation").text


def test_a_co_author_who_left_is_named_so_and_leads_nowhere(client_for, visitor, idea, ana, carla):
    join(idea, ana, carla)
    leave(carla, now=now(), takes_comments=False)
    db.session.commit()

    for page in (
        visitor.get(f"/ideas/{idea.id}").text,
        client_for(ana).get(f"/ideas/{idea.id}/coauthors").text,
    ):
        assert "<bdi>A former participant</bdi>" in page
        assert f'href="/people/{carla.id}"' not in page


def take_back(idea, by) -> None:
    take_back_invitation(idea, invited_to(idea)[0].id, by=by, now=now())
    db.session.commit()


def test_who_is_asked_again_after_it_was_taken_back_gets_no_second_mail(idea, ana, carla):
    invite(idea, ana)
    take_back(idea, ana)
    taken_back = (invited_to(idea), asked_of(carla))
    with pytest.raises(NotAllowed):
        decline_invitation(idea, by=carla, now=now())

    invite(idea, ana)

    assert taken_back == ([], [])
    assert len(db.session.query(Mail).all()) == 1
    assert [one.title for one in asked_of(carla)] == [idea.title]
    accept_invitation(idea, by=carla, now=now())
    assert [one.id for one in coauthors_of(idea)] == [carla.id]


def test_what_was_taken_back_needs_no_room(idea, ana):
    for number in range(12):
        invite(idea, ana, f"person{number}@example.org")
        take_back(idea, ana)

    assert invited_to(idea) == []


def test_who_never_confirmed_an_address_takes_no_invitation_to_it_along(idea, ana):
    somebody = member("dora", confirmed=False)
    invite(idea, ana, "dora@example.org")

    leave(somebody, now=now(), takes_comments=False)

    assert [one.written_as for one in invited_to(idea)] == ["dora@example.org"]
