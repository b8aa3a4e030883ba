"""Which pages there are, and what the lower features are told about the higher ones."""

from flask import Flask

from idealab.about import staff as staff_about
from idealab.about import views as about
from idealab.accounts import (
    announcing,
    entering,
    inviting,
    leaving,
    picturing,
    roles,
    settings_views,
    settling,
    signing,
)
from idealab.accounts import views as accounts
from idealab.accounts.models import User
from idealab.activity.recording import record
from idealab.campaigns import addressing, people_views
from idealab.campaigns import inviting as campaign_inviting
from idealab.campaigns import queries as campaign_queries
from idealab.campaigns import staff as staff_campaigns
from idealab.campaigns import views as campaigns
from idealab.comments import counting as comments_counting
from idealab.comments import leaving as comments_leaving
from idealab.comments import reading_views, renaming
from idealab.comments import staff as staff_comments
from idealab.comments import views as comments
from idealab.drafts import leaving as drafts_leaving
from idealab.drafts import remix_views, saving_views
from idealab.drafts import seeing as drafts_seeing
from idealab.drafts import views as drafts
from idealab.exports import asking as exports
from idealab.exports import staff as staff_exports
from idealab.feeds import views as feeds
from idealab.ideas import (
    cards,
    coauthor_views,
    coauthoring,
    descent_views,
    following_views,
    loading,
    share_views,
    submit_views,
    versioning,
    versions_views,
)
from idealab.ideas import counting as ideas_counting
from idealab.ideas import leaving as ideas_leaving
from idealab.ideas import views as ideas
from idealab.lib import access, counters
from idealab.lib.clock import now
from idealab.mail import views as mail
from idealab.media import rendering, sweeping
from idealab.media import seeing as media_seeing
from idealab.media import views as media
from idealab.media.models import File
from idealab.moderation import staff as staff_reports
from idealab.moderation import views as reports
from idealab.operations import health
from idealab.people import data_views, my_views
from idealab.people import views as people
from idealab.results import staff as staff_results
from idealab.results import views as results
from idealab.sketches import attaching, past
from idealab.sketches import seeing as sketches_seeing
from idealab.sketches import views as sketches
from idealab.stages import staff as staff_stages
from idealab.updates import seeing as updates_seeing
from idealab.updates import staff as staff_updates
from idealab.updates import views as updates
from idealab.voting import counting as voting_counting
from idealab.voting import views as voting
from idealab.voting.voting import give_back_votes
from idealab.wall import look_views
from idealab.wall import views as wall_views

BLUEPRINTS = (
    media.bp,
    mail.bp,
    accounts.bp,
    settings_views.bp,
    campaigns.bp,
    staff_campaigns.bp,
    people_views.bp,
    updates.bp,
    staff_updates.bp,
    wall_views.bp,
    look_views.bp,
    ideas.bp,
    versions_views.bp,
    descent_views.bp,
    remix_views.bp,
    coauthor_views.bp,
    submit_views.bp,
    drafts.bp,
    saving_views.bp,
    people.bp,
    my_views.bp,
    data_views.bp,
    following_views.bp,
    share_views.bp,
    comments.bp,
    reading_views.bp,
    sketches.bp,
    voting.bp,
    staff_stages.bp,
    results.bp,
    staff_results.bp,
    staff_comments.bp,
    feeds.bp,
    about.bp,
    staff_about.bp,
    reports.bp,
    staff_reports.bp,
    staff_exports.bp,
    health.bp,
)


def init_app(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.login_manager.user_loader(  # type: ignore[attr-defined]
        lambda token: signing.person_of_session(token, now=now())
    )
    access.when_asked(campaign_of_address=addressing.campaign_of_address, holds=roles.holds)
    addressing.when_address_has("idea_id", loading.campaign_of_idea)
    announcing.when_announced(record)
    entering.when_entering(saving_views.take_along)
    inviting.when_invitation_accepted(campaign_inviting.become_member)
    campaign_queries.when_asked(covers_of=cards.covers_of)
    media_seeing.when_seen(sketches_seeing.may_see_file)
    media_seeing.when_seen(_is_in_update)
    media_seeing.when_seen(saving_views.may_see_file)
    media_seeing.when_seen(picturing.may_see_picture)
    sweeping.when_owned(sketches_seeing.owned_files)
    sweeping.when_owned(updates_seeing.owned_files)
    versioning.when_kept(past.sketches_told)
    sweeping.when_owned(drafts_seeing.owned_files)
    coauthoring.when_joined(give_back_votes)
    sweeping.when_owned(picturing.owned_pictures)
    rendering.when_settled(attaching.touch_ideas_of_file)
    rendering.when_settled(picturing.show_picture)
    for leaves in (
        exports.drop_exports,
        drafts_leaving.drop_drafts,
        comments_leaving.take_comments_along,
        ideas_leaving.let_ideas_stay,
    ):
        leaving.when_leaving(leaves)
    settling.when_changed(renaming.retell)
    for counting in (ideas_counting, comments_counting, voting_counting):
        counters.register(*counting.COUNTERS)


def _is_in_update(file: File, viewer: User | None) -> bool:
    return updates_seeing.may_see_file(file, viewer, now=now())
