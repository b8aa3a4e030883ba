"""The page of a person: what others see there, and what they do not."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from idealab.accounts.affiliations import confirm_affiliation
from idealab.accounts.models import Affiliation
from idealab.accounts.settling import choose_what_is_shown, describe
from idealab.campaigns.inviting import become_member
from idealab.campaigns.models import Phase, Visibility
from idealab.ideas.models import Contributor, IdeaStatus, Link
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.people.ideas import grown_from, ideas_by
from idealab.people.support import support_of
from idealab.voting.voting import set_vote
from tests import make, people


def tied(person, *, about="", organisation="Studio Nord"):
    describe(
        person,
        name=person.name,
        home="",
        about=about,
        language="en",
        affiliation=Affiliation.PARTNER,
        organisation=organisation,
    )
    db.session.commit()


def by_invitation(*guests):
    """A campaign of these people, and of nobody else."""
    made = make.campaign(visibility=Visibility.INVITATION)
    for guest in guests:
        become_member(guest, campaign_id=made.id, now=now())
    return made


def end(campaign):
    """Its only phase ended a minute ago."""
    ended = update(Phase).filter_by(campaign_id=campaign.id)
    db.session.execute(ended.values(ends_at=now() - timedelta(minutes=1)))
    db.session.commit()


def test_somebody_who_has_shown_nothing_has_no_page(visitor, client_for, ana, bruno):
    assert visitor.get(f"/people/{ana.id}").status_code == 404
    assert client_for(ana).get(f"/people/{ana.id}").status_code == 200

    make.comment(make.idea(bruno), ana)

    assert visitor.get(f"/people/{ana.id}").status_code == 200


def test_ideas_of_a_campaign_by_invitation_stay_among_its_people(visitor, client_for, ana, marta):
    make.idea(ana, title="Doors that slide")
    make.idea(ana, campaign_=by_invitation(ana), title="A secret seat")

    page = visitor.get(f"/people/{ana.id}").text

    assert "Doors that slide" in page
    assert "A secret seat" not in page
    assert "A secret seat" in client_for(marta).get(f"/people/{ana.id}").text


@pytest.mark.parametrize("status", ["hidden", "withdrawn", "pending", "draft", "deleted"])
def test_what_is_not_open_is_not_on_a_page(visitor, ana, status):
    make.idea(ana, title="Doors that slide")
    make.idea(ana, title="Not for all", status=IdeaStatus(status))

    assert "Not for all" not in visitor.get(f"/people/{ana.id}").text


def test_the_page_of_a_closed_account_is_gone(visitor, ana):
    make.idea(ana)
    ana.deactivated_at = now()
    db.session.commit()

    assert visitor.get(f"/people/{ana.id}").status_code == 404


def test_an_idea_one_helped_with_is_on_ones_page(visitor, ana, bruno):
    idea = make.idea(ana, title="Doors that slide")
    db.session.add(Contributor(idea_id=idea.id, user_id=bruno.id))
    db.session.commit()

    page = visitor.get(f"/people/{bruno.id}").text

    assert "Doors that slide" in page
    assert "helped with it" in page


def test_what_others_built_on_it_is_told(visitor, ana, bruno):
    base, remix = make.idea(ana, title="Doors that slide"), make.idea(bruno, title="And windows")
    db.session.add(Link(from_id=remix.id, to_id=base.id, kind="builds_on"))
    db.session.commit()

    page = visitor.get(f"/people/{ana.id}").text

    assert "one idea builds on it" in page
    assert "And windows" in page
    remix.status = IdeaStatus.HIDDEN
    db.session.commit()
    assert "And windows" not in visitor.get(f"/people/{ana.id}").text


def test_a_co_author_sees_what_grew_from_the_idea_and_no_idea_of_their_own_in_it(ana, bruno):
    base, remix = make.idea(ana), make.idea(people.participant("Clara"), title="And windows")
    own = make.idea(bruno, title="And mirrors")
    make.coauthor(base, bruno)
    for grown in (remix, own):
        db.session.add(Link(from_id=grown.id, to_id=base.id, kind="builds_on"))
    db.session.commit()

    assert [one.title for one in grown_from(bruno, viewer=None)] == ["And windows"]


def test_pages_of_ideas_go_on_where_the_last_one_ended(ana):
    for number in range(5):
        make.idea(ana, title=f"Idea {number}")

    first, after = ideas_by(ana, viewer=None, most=3)
    rest, end_ = ideas_by(ana, viewer=None, after=after, most=3)

    assert [idea.title for idea in (*first, *rest)] == [f"Idea {n}" for n in (4, 3, 2, 1, 0)]
    assert end_ is None


def test_votes_are_shown_once_voting_is_over(ana, bruno):
    idea = make.idea(ana)
    set_vote(idea, bruno, wanted=True, now=now())
    db.session.commit()

    assert support_of(bruno, viewer=None, now=now())[0] == []
    end(idea.campaign)

    assert [one.id for one in support_of(bruno, viewer=None, now=now())[0]] == [idea.id]


def test_votes_stay_hidden_while_a_later_phase_takes_votes(ana, bruno):
    campaign = make.campaign()
    idea = make.idea(ana, campaign_=campaign)
    set_vote(idea, bruno, wanted=True, now=now())
    end(campaign)
    tomorrow = now() + timedelta(days=1)
    make.phase(
        campaign,
        allows=["vote"],
        starts_at=tomorrow,
        ends_at=tomorrow + timedelta(days=1),
        position=1,
    )

    assert support_of(bruno, viewer=None, now=now())[0] == []


def test_votes_stay_hidden_while_the_counts_are_closed(ana, bruno):
    campaign = make.campaign()
    idea = make.idea(ana, campaign_=campaign)
    set_vote(idea, bruno, wanted=True, now=now())
    end(campaign)
    begun = now() - timedelta(minutes=1)
    make.phase(
        campaign, allows=["edit"], starts_at=begun, ends_at=begun + timedelta(days=1), position=1
    )

    assert support_of(bruno, viewer=None, now=now())[0] == []


def test_who_hides_support_shows_none(visitor, ana, bruno):
    idea = make.idea(ana, title="Doors that slide")
    make.idea(bruno, title="Quiet tyres")
    set_vote(idea, bruno, wanted=True, now=now())
    end(idea.campaign)
    shown = visitor.get(f"/people/{bruno.id}").text

    choose_what_is_shown(bruno, support=False, thanks=True)
    db.session.commit()

    assert "Doors that slide" in shown
    assert "Doors that slide" not in visitor.get(f"/people/{bruno.id}").text
    assert visitor.get(f"/people/{bruno.id}/support").status_code == 404


def test_support_in_a_campaign_by_invitation_is_told_to_nobody_else(ana, bruno, marta):
    idea = make.idea(ana, campaign_=by_invitation(ana))
    set_vote(idea, bruno, wanted=True, now=now())
    end(idea.campaign)

    assert support_of(bruno, viewer=None, now=now())[0] == []
    assert len(support_of(bruno, viewer=marta, now=now())[0]) == 1


def test_a_claim_stands_on_ones_page_and_beside_ones_name_once_confirmed(visitor, ana):
    ada, idea = people.admin("Ada"), make.idea(ana)
    tied(ana)
    claimed = visitor.get(f"/people/{ana.id}").text

    assert "Partner, Studio Nord" in claimed
    assert "own words" in claimed
    assert "Studio Nord" not in visitor.get(f"/ideas/{idea.id}").text
    confirm_affiliation(ana, by=ada, now=now(), confirmed=True)
    db.session.commit()

    assert "own words" not in visitor.get(f"/people/{ana.id}").text
    assert "Partner, Studio Nord" in visitor.get(f"/ideas/{idea.id}").text


def test_a_claim_that_changes_has_to_be_confirmed_anew(ana):
    tied(ana)
    confirm_affiliation(ana, by=people.admin("Ada"), now=now(), confirmed=True)

    tied(ana, about="I draw.")
    kept = ana.affiliation_confirmed_at
    tied(ana, organisation="Somebody Else")

    assert kept is not None
    assert ana.affiliation_confirmed_at is None


def test_only_an_admin_confirms(client_for, ana, bruno, marta):
    make.idea(ana)
    tied(ana)

    with pytest.raises(NotAllowed):
        confirm_affiliation(ana, by=marta, now=now(), confirmed=True)
    address = f"/people/{ana.id}/affiliation"
    assert client_for(bruno).post(address, data={"confirmed": "y"}).status_code == 404
    assert client_for(people.admin("Ada")).post(address, data={"confirmed": "y"}).status_code == 303
    db.session.expire_all()
    assert ana.affiliation_confirmed_at is not None


def test_what_people_say_of_themselves_is_safe(visitor, ana):
    make.idea(ana)
    tied(ana, about="I *draw*. <script>alert(1)</script> [x](javascript:alert(1))")

    page = visitor.get(f"/people/{ana.id}").text

    assert "<em>draw</em>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_page_takes_as_many_queries_for_many_ideas_as_for_one(visitor, queries, ana):
    make.idea(ana)
    visitor.get(f"/people/{ana.id}")
    with queries as ran:
        visitor.get(f"/people/{ana.id}")
        few = len(ran)
    for _ in range(5):
        make.idea(ana)

    with queries as ran:
        visitor.get(f"/people/{ana.id}")

        assert len(ran) == few
