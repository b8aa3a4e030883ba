"""Have an idea together: the author invites, and who accepts revises it and is named with it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, func, select, update

from idealab.accounts.confirming import require_confirmed
from idealab.accounts.models import EmailAddress, User
from idealab.accounts.queries import address_of
from idealab.accounts.spelling import tidy_address
from idealab.activity.models import Event
from idealab.activity.recording import record
from idealab.campaigns.models import Capability
from idealab.campaigns.phases import timetable
from idealab.ideas.authorship import has_idea, is_coauthor
from idealab.ideas.coauthors import invitations_for, is_invited
from idealab.ideas.models import CoauthorInvitation, Contributor, Follow, Idea
from idealab.ideas.revising import REVISABLE
from idealab.ideas.writing import touch_idea
from idealab.lib.addresses import public_url
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused
from idealab.lib.languages import NAMES, _
from idealab.mail.outbox import write_mail
from idealab.mail.writing import letter

MOST = 10
LONGEST = 254
SEEN_HERE = ("idea.submitted", "comment.added", "idea.answered")  # by whom everybody sees
Listener = Callable[..., None]
_listeners: list[Listener] = []


class NobodyToInvite(Refused):
    status = 422


class TooManyCoauthors(Refused):
    pass


class Addressee(NamedTuple):
    """A person, or an address of which nobody learns here whether it has an account."""

    person: User | None
    address: str | None


def when_joined(listener: Listener) -> None:
    """Have `listener(idea, person)` called in the transaction in which somebody becomes a
    co-author."""
    if listener not in _listeners:
        _listeners.append(listener)


def addressee_of(idea: Idea, text: str) -> Addressee:
    """Who is meant by a name or an address that somebody typed. Raises NobodyToInvite."""
    text = " ".join(text[: 2 * LONGEST].split())
    if not text:
        raise NobodyToInvite(_("Write a name or an e-mail address."))
    if "@" in text:
        try:
            return Addressee(None, tidy_address(text))
        except Refused as refusal:
            raise NobodyToInvite(str(refusal)) from None
    return Addressee(_person_named(text, idea), None)


def invite_coauthor(idea: Idea, whom: Addressee, *, by: User, now: datetime) -> None:
    """Ask somebody to have the idea together, and write them a mail. Asking twice is asking once,
    and one mail, also if it was taken back meanwhile. An address of somebody who has the idea looks
    invited like any other, and gets no mail. Raises NotAllowed, NotNow, NobodyToInvite,
    TooManyCoauthors."""
    require_may_invite(idea, by=by, now=now)
    require_confirmed(by)
    _require_another(idea, whom, by=by)
    _lock(idea)
    same = select(CoauthorInvitation).filter_by(idea_id=idea.id).where(_is(whom))
    there = db.session.scalar(same)
    if there is not None and there.declined_at is not None:
        raise NobodyToInvite(_("They were asked before, and have declined."))
    if there is not None and there.withdrawn_at is None:
        return
    if _count(idea) >= MOST:
        raise TooManyCoauthors(_("An idea has room for %(most)s co-authors.", most=MOST))
    if there is None:
        there = _ask(idea, whom, by=by, now=now)
    there.withdrawn_at = None
    _record("idea.coauthor_invited", idea, by=by, now=now, person=there.user_id)


def accept_invitation(idea: Idea, *, by: User, now: datetime) -> None:
    """From now on the person has the idea too; a vote they gave it is taken back. Accepting twice
    is accepting once. Raises NotAllowed, NotNow, TooManyCoauthors."""
    require_confirmed(by)
    _lock(idea)
    if is_coauthor(idea.id, by):
        _forget_invitations(idea, by)  # to another address of theirs, or asked again by it
        return
    _require_invited(idea, by)
    if idea.status not in REVISABLE:
        raise NotAllowed(_("This idea is closed and stays as it is."))
    timetable(idea.campaign, now=now).require(Capability.EDIT)
    last = select(func.coalesce(func.max(Contributor.position), -1)).filter_by(idea_id=idea.id)
    place = db.session.scalars(last).one() + 1
    if place and _count_coauthors(idea) >= MOST:
        raise TooManyCoauthors(_("An idea has room for %(most)s co-authors.", most=MOST))
    db.session.add(Contributor(idea_id=idea.id, user_id=by.id, position=place, joined_at=now))
    _forget_invitations(idea, by)
    if not db.session.scalar(select(Follow.id).filter_by(user_id=by.id, idea_id=idea.id)):
        db.session.add(Follow(user_id=by.id, idea_id=idea.id, created_at=now))
    touch_idea(idea)
    db.session.flush()
    for listener in _listeners:
        listener(idea, by)
    _record("idea.coauthor_joined", idea, by=by, now=now)


def decline_invitation(idea: Idea, *, by: User, now: datetime) -> None:
    """They can still accept, but are not asked again."""
    _require_invited(idea, by)
    mine = update(CoauthorInvitation).where(
        CoauthorInvitation.idea_id == idea.id, invitations_for(by)
    )
    declined = mine.where(CoauthorInvitation.declined_at.is_(None)).values(declined_at=now)
    db.session.execute(declined.execution_options(synchronize_session=False))


def take_back_invitation(idea: Idea, invitation_id: int, *, by: User, now: datetime) -> None:
    """It opens nothing any more. One that was declined stays as it is, so that nobody is asked for
    ever."""
    _require_author(idea, by)
    waiting = update(CoauthorInvitation).where(
        CoauthorInvitation.id == invitation_id,
        CoauthorInvitation.idea_id == idea.id,
        CoauthorInvitation.declined_at.is_(None),
        CoauthorInvitation.withdrawn_at.is_(None),
    )
    taken_back = waiting.values(withdrawn_at=now)
    db.session.execute(taken_back.execution_options(synchronize_session=False))


def remove_coauthor(idea: Idea, person: User, *, by: User, now: datetime) -> None:
    """The author removes somebody, or somebody leaves; what they wrote stays."""
    if by.id != person.id:
        _require_author(idea, by)
    gone = delete(Contributor).filter_by(idea_id=idea.id, user_id=person.id)
    if db.session.execute(gone).rowcount:  # type: ignore[attr-defined]
        touch_idea(idea)
        kind = "idea.coauthor_left" if by.id == person.id else "idea.coauthor_removed"
        _record(kind, idea, by=by, now=now, person=person.id)


def require_may_invite(idea: Idea, *, by: User, now: datetime) -> None:
    _require_author(idea, by)
    if idea.status not in REVISABLE:
        raise NotAllowed(_("This idea is closed and stays as it is."))
    timetable(idea.campaign, now=now).require(Capability.EDIT)


def _require_author(idea: Idea, person: User) -> None:
    if idea.author_id != person.id:
        raise NotAllowed(_("Only its author chooses who has the idea too."))


def _require_another(idea: Idea, whom: Addressee, *, by: User) -> None:
    own = address_of(by)
    if whom.person is not None and whom.person.id == by.id:
        raise NobodyToInvite(_("That is you; the idea is yours already."))
    if whom.address is not None and own is not None and own.address == whom.address:
        raise NobodyToInvite(_("That is you; the idea is yours already."))
    if whom.person is not None and has_idea(idea, whom.person):
        raise NobodyToInvite(_("%(name)s is a co-author already.", name=whom.person.name))


def _require_invited(idea: Idea, person: User) -> None:
    if not is_invited(idea, person):
        raise NotAllowed(_("This invitation was taken back, or it went to another address."))


def _person_named(name: str, idea: Idea) -> User:
    """Only people who have said something in this campaign go by their name: others may not want
    to be found."""
    here = exists().where(
        Event.actor_id == User.id,
        Event.campaign_id == idea.campaign_id,
        Event.kind.in_(SEEN_HERE),
    )
    named = select(User).where(func.lower(User.name) == func.lower(name), here)
    found = db.session.scalars(named.where(User.deactivated_at.is_(None)).limit(2)).all()
    if not found:
        raise NobodyToInvite(
            _(
                "Nobody with an idea or a comment in this campaign goes by that name. Write it as "
                "it stands there, or take the e-mail address."
            )
        )
    if len(found) > 1:
        raise NobodyToInvite(_("Several people go by that name. Take the e-mail address."))
    return found[0]


def _lock(idea: Idea) -> None:
    """Fully: a vote for the idea that is being given holds its row as the target of a foreign key,
    and is waited for, so that it can be taken back."""
    db.session.execute(select(Idea.id).where(Idea.id == idea.id).with_for_update())
    db.session.refresh(idea, ["status"])


def _is(whom: Addressee):
    if whom.person is not None:
        return CoauthorInvitation.user_id == whom.person.id
    return CoauthorInvitation.address == whom.address


def _ask(idea: Idea, whom: Addressee, *, by: User, now: datetime) -> CoauthorInvitation:
    invitation = CoauthorInvitation(
        idea_id=idea.id,
        by_id=by.id,
        created_at=now,
        user_id=whom.person.id if whom.person else None,
        address=whom.address,
    )
    db.session.add(invitation)
    db.session.flush()
    if not _is_of_coauthor(idea, whom.address):
        _write(invitation, idea, whom, by=by, now=now)
    return invitation


def _is_of_coauthor(idea: Idea, address: str | None) -> bool:
    theirs = (
        select(Contributor.user_id)
        .join(EmailAddress, EmailAddress.user_id == Contributor.user_id)
        .where(
            Contributor.idea_id == idea.id,
            EmailAddress.address == address,
            EmailAddress.confirmed_at.is_not(None),
        )
    )
    return db.session.scalar(theirs) is not None


def _count(idea: Idea) -> int:
    waiting = select(func.count()).select_from(CoauthorInvitation)
    waiting = waiting.filter_by(idea_id=idea.id, declined_at=None, withdrawn_at=None)
    return (db.session.scalar(waiting) or 0) + _count_coauthors(idea)


def _count_coauthors(idea: Idea) -> int:
    counted = select(func.count()).select_from(Contributor).filter_by(idea_id=idea.id)
    return db.session.scalar(counted) or 0


def _forget_invitations(idea: Idea, person: User) -> None:
    mine = delete(CoauthorInvitation).where(
        CoauthorInvitation.idea_id == idea.id, invitations_for(person)
    )
    db.session.execute(mine.execution_options(synchronize_session=False))


def _write(
    invitation: CoauthorInvitation, idea: Idea, whom: Addressee, *, by: User, now: datetime
) -> None:
    """In the language of a person who was named; to an address in that of the idea, whoever has
    it."""
    known = address_of(whom.person) if whom.person else None
    address = known.address if known else whom.address
    if address is None:
        return
    wanted = whom.person.language if whom.person else idea.language
    language = wanted if wanted in NAMES else "en"
    subject, text = letter(
        "coauthor",
        language=language,
        by=by.name,
        title=idea.title,
        campaign=idea.campaign.title,
        link=public_url(f"/ideas/{idea.id}/invitation"),
    )
    # Numbers of rows come again after one is deleted: its mail must not stand for this one.
    once = f"coauthor:{invitation.id}:{now.timestamp()}"
    write_mail(address, subject, text, once=once, language=language, now=now)


def _record(kind: str, idea: Idea, *, by: User, now: datetime, person: int | None = None) -> None:
    record(
        kind,
        by=by,
        now=now,
        campaign_id=idea.campaign_id,
        idea_id=idea.id,
        person=person,
    )
