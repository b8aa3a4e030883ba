"""Ask for a file to take away; it belongs to who asked, and goes after a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from idealab.accounts.models import User
from idealab.accounts.roles import holds
from idealab.activity.recording import record
from idealab.campaigns.models import Campaign
from idealab.exports.jobs import make_export
from idealab.exports.models import PERSON, Export, ExportState
from idealab.exports.personal import parts_of
from idealab.exports.shortlist import shortlist_count
from idealab.lib import storage
from idealab.lib.access import MODERATOR, PRODUCT
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed, Refused
from idealab.lib.languages import _
from idealab.lib.queue import enqueue

KINDS = ("csv", "zip")
UNDER_WAY = (ExportState.WAITING, ExportState.RUNNING)
BEFORE_ANOTHER = timedelta(days=1)


class NothingShortlisted(Refused):
    pass


def ask_for_export(
    campaign: Campaign, kind: str, *, by: User, language: str, now: datetime
) -> Export:
    """Have the shortlist made into a file. Asking again while one of the kind is being made gives
    that one. Raises NotAllowed, NothingShortlisted."""
    if not holds(by, PRODUCT, MODERATOR, campaign_id=campaign.id):
        raise NotAllowed(_("Your role does not take ideas away."))
    if kind not in KINDS:
        raise Refused(_("Choose a table or an archive with pictures."))
    under_way = select(Export).filter_by(campaign_id=campaign.id, by_id=by.id, kind=kind)
    waiting = db.session.scalars(under_way.where(Export.state.in_(UNDER_WAY))).first()
    if waiting is not None:
        return waiting
    total = shortlist_count(campaign)
    if not total:
        raise NothingShortlisted(
            _("No idea is on the shortlist yet. Move one there on the board first.")
        )
    export = Export(
        campaign_id=campaign.id,
        by_id=by.id,
        kind=kind,
        language=language,
        total_count=total,
        created_at=now,
    )
    db.session.add(export)
    db.session.flush()
    record("export.asked", by=by, now=now, campaign_id=campaign.id, export_id=export.id)
    enqueue(make_export, export.id)
    return export


def ask_for_own(person: User, *, language: str, now: datetime) -> Export:
    """Have all that is the person's own made into a file: one a day. Asking again before gives
    the one that is being made or is there."""
    # So that of two who ask at once the second one finds what the first has asked for.
    db.session.execute(select(User.id).filter_by(id=person.id).with_for_update(key_share=True))
    if there := _own_of_today(person, now=now):
        return there
    export = Export(
        by_id=person.id,
        kind=PERSON,
        language=language,
        total_count=len(parts_of(person)),
        created_at=now,
    )
    db.session.add(export)
    db.session.flush()
    record("person.data-asked", by=person, now=now, export_id=export.id)
    enqueue(make_export, export.id)
    return export


def _own_of_today(person: User, *, now: datetime) -> Export | None:
    of_today = and_(Export.state == ExportState.READY, Export.created_at > now - BEFORE_ANOTHER)
    own = select(Export).filter_by(by_id=person.id, kind=PERSON)
    own = own.where(or_(Export.state.in_(UNDER_WAY), of_today))
    last = db.session.scalars(own.order_by(Export.id.desc()).limit(1)).first()
    usable = last is not None and (last.state in UNDER_WAY or is_there(last, now=now))
    return last if usable else None


def own_exports_of(person: User) -> Sequence[Export]:
    """The newest first."""
    own = select(Export).filter_by(by_id=person.id, kind=PERSON)
    own = own.where(Export.state != ExportState.EXPIRED)
    return db.session.scalars(own.order_by(Export.id.desc()).limit(5)).all()


def own_export_of(person: User, export_id: int) -> Export | None:
    return db.session.scalars(
        select(Export).filter_by(id=export_id, by_id=person.id, kind=PERSON)
    ).first()


def drop_exports(user: User, *, now: datetime, takes_comments: bool) -> None:
    """Who leaves leaves no files behind."""
    own = select(Export).filter_by(by_id=user.id).with_for_update()
    for export in db.session.scalars(own.execution_options(populate_existing=True)):
        if export.storage_key:
            storage.delete(export.storage_key)
        export.state, export.storage_key = ExportState.EXPIRED, None
    db.session.flush()


def exports_of(campaign: Campaign, person: User) -> Sequence[Export]:
    """The person's own exports of this campaign, the newest first."""
    own = select(Export).filter_by(campaign_id=campaign.id, by_id=person.id)
    own = own.where(Export.state != ExportState.EXPIRED)
    return db.session.scalars(own.order_by(Export.id.desc()).limit(20)).all()


def export_of(campaign: Campaign, export_id: int, person: User) -> Export | None:
    own = select(Export).filter_by(id=export_id, campaign_id=campaign.id, by_id=person.id)
    return db.session.scalars(own).first()


def is_there(export: Export, *, now: datetime) -> bool:
    """Can the file still be fetched?"""
    if export.state is not ExportState.READY or export.storage_key is None:
        return False
    return (export.expires_at is None or now < export.expires_at) and storage.exists(
        export.storage_key
    )
