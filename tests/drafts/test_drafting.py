from datetime import timedelta

import pytest

from idealab.drafts import drafting
from idealab.drafts.adopting import adopt_drafts
from idealab.drafts.drafting import (
    ChangedElsewhere,
    Keeper,
    NoRoom,
    Seen,
    bring_back,
    draft_of_form,
    open_draft,
    throw_away,
)
from idealab.drafts.jobs import sweep_drafts
from idealab.drafts.models import Draft
from idealab.drafts.queries import open_drafts, pictures_kept
from idealab.drafts.seeing import owned_files
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.media.keeping import keep_upload
from idealab.media.models import File
from idealab.media.sweeping import tidy
from tests import make
from tests.drafts.make import DRAWING, draft
from tests.media import pictures

BROWSER = Keeper(None, "a secret of one browser", "a network")


@pytest.fixture
def campaign():
    return make.campaign()


def test_a_draft_is_its_keepers_alone(campaign, ana, bruno):
    kept = draft(campaign, Keeper(ana))

    assert open_draft(kept.id, by=Keeper(ana)) is kept
    for other in (Keeper(bruno), BROWSER, Keeper(None)):
        assert open_draft(kept.id, by=other) is None
        assert open_drafts(other) == []


def test_a_browser_keeps_what_was_written_before_signing_in(campaign):
    kept = draft(campaign, BROWSER)

    assert open_draft(kept.id, by=BROWSER) is kept
    assert open_draft(kept.id, by=Keeper(None, "another secret")) is None
    assert "secret" not in (kept.key_hash or "")


def test_one_page_saves_as_often_as_it_likes(campaign, ana):
    kept = draft(campaign, Keeper(ana))

    draft(campaign, Keeper(ana), "Doors that fold", of=kept, seen=Seen(1, "page-1"))
    draft(campaign, Keeper(ana), "Doors that sing", of=kept, seen=Seen(1, "page-1"))

    assert (kept.title, kept.edition) == ("Doors that sing", 3)


def test_a_later_page_is_told_and_overwrites_nothing(campaign, ana):
    kept = draft(campaign, Keeper(ana))
    draft(campaign, Keeper(ana), "Doors that fold", of=kept, seen=Seen(1, "page-1"))

    with pytest.raises(ChangedElsewhere):
        draft(campaign, Keeper(ana), "Doors that swing", of=kept, seen=Seen(1, "page-2"))

    assert kept.title == "Doors that fold"


def test_a_page_that_has_seen_the_newest_saves_over_it(campaign, ana):
    kept = draft(campaign, Keeper(ana))

    draft(campaign, Keeper(ana), "Doors that swing", of=kept, seen=Seen(1, "page-2"))

    assert kept.title == "Doors that swing"


def test_a_form_whose_answer_was_lost_finds_its_draft(campaign, ana, bruno):
    kept = draft(campaign, Keeper(ana), once="form-7")

    assert draft_of_form(campaign, "form-7", by=Keeper(ana)) is kept
    assert draft_of_form(campaign, "form-7", by=Keeper(bruno)) is None
    assert draft_of_form(campaign, "", by=Keeper(ana)) is None


def test_signing_in_takes_along_what_the_browser_has_kept(campaign, ana):
    kept = draft(campaign, BROWSER, pictures={"strokes0": DRAWING})

    adopt_drafts(BROWSER.secret, by=ana, now=now())

    assert open_draft(kept.id, by=BROWSER) is None
    assert [card.id for card in open_drafts(Keeper(ana))] == [kept.id]
    assert pictures_kept([kept.id])[kept.id][0].drawing.endswith("strokes0")


def test_what_was_written_after_a_lost_session_goes_on_with_the_draft_before(campaign, ana):
    before = draft(campaign, Keeper(ana), pictures={"strokes0": DRAWING})
    after = draft(campaign, BROWSER, "Doors that sing", continues=f"{before.id}-1")

    adopt_drafts(BROWSER.secret, by=ana, now=now())

    assert [card.title for card in open_drafts(Keeper(ana))] == ["Doors that sing"]
    assert pictures_kept([after.id])[after.id][0].place == "strokes0"


def test_what_changed_meanwhile_stays_beside_what_was_written_after_a_lost_session(campaign, ana):
    before = draft(campaign, Keeper(ana))
    draft(campaign, BROWSER, "Doors that sing", continues=f"{before.id}-1")
    draft(campaign, Keeper(ana), "Doors that fold", of=before)

    adopt_drafts(BROWSER.secret, by=ana, now=now())

    assert {card.title for card in open_drafts(Keeper(ana))} == {
        "Doors that sing",
        "Doors that fold",
    }


def test_a_deleted_draft_can_be_brought_back_for_a_day_by_its_keeper(campaign, ana, bruno):
    kept = draft(campaign, Keeper(ana))
    throw_away(kept, now=now())

    assert open_drafts(Keeper(ana)) == []
    assert bring_back(kept.id, by=Keeper(bruno), now=now()) is None
    assert bring_back(kept.id, by=Keeper(ana), now=now()) is kept
    assert [card.id for card in open_drafts(Keeper(ana))] == [kept.id]


def test_drafts_end_and_those_of_browsers_sooner(campaign, ana):
    long_ago = now() - timedelta(days=15)
    draft(campaign, BROWSER, at=long_ago, pictures={"strokes0": DRAWING})
    of_ana = draft(campaign, Keeper(ana), at=long_ago)

    sweep_drafts()

    assert [kept.id for kept in db.session.query(Draft)] == [of_ana.id]


def test_the_files_of_a_draft_are_owned_until_it_ends(campaign, ana):
    long_ago = now() - timedelta(days=200)
    file = keep_upload(pictures.png(), name="car.png", now=long_ago)
    draft(campaign, Keeper(ana), at=long_ago, pictures={"picture0": file})

    tidy(now=now())
    assert db.session.scalars(owned_files()).all() == [file.id]
    sweep_drafts()
    tidy(now=now())

    assert db.session.query(File).count() == 0


def test_there_is_room_for_so_many_drafts_and_no_more(campaign, ana, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 1)
    draft(campaign, Keeper(ana))

    with pytest.raises(NoRoom, match="Publish or delete one"):
        draft(campaign, Keeper(ana), once="form-2")


def test_the_sentence_names_the_draft_that_was_left_alone_longest(campaign, ana, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 2)
    draft(campaign, Keeper(ana), "Doors that fold", at=now() - timedelta(days=3))
    draft(campaign, Keeper(ana), "Doors that sing", once="form-2")

    with pytest.raises(NoRoom, match="Doors that fold"):
        draft(campaign, Keeper(ana), once="form-3")


def test_one_draft_about_to_be_published_finds_room_and_no_second(campaign, ana, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 1)
    draft(campaign, Keeper(ana))

    draft(campaign, Keeper(ana), once="form-2", to_publish=True)
    with pytest.raises(NoRoom):
        draft(campaign, Keeper(ana), once="form-3", to_publish=True)


def test_what_was_deleted_comes_back_only_where_there_is_room(campaign, ana, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 1)
    kept = draft(campaign, Keeper(ana))
    throw_away(kept, now=now())
    other = draft(campaign, Keeper(ana), once="form-2")

    with pytest.raises(NoRoom):
        bring_back(kept.id, by=Keeper(ana), now=now())
    throw_away(other, now=now())

    assert bring_back(kept.id, by=Keeper(ana), now=now()) is kept


def test_signing_in_takes_along_no_more_than_there_is_room_for(campaign, ana, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 2)
    draft(campaign, Keeper(ana), "At home")
    for days in range(3):
        draft(campaign, BROWSER, f"{days} days old", once=f"{days}", at=now() - timedelta(days))

    left = adopt_drafts(BROWSER.secret, by=ana, now=now())

    assert left == 2
    assert {card.title for card in open_drafts(Keeper(ana))} == {"At home", "0 days old"}
    assert {card.title for card in open_drafts(BROWSER)} == {"1 days old", "2 days old"}


def test_the_one_somebody_comes_with_takes_the_spared_place(campaign, ana, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 1)
    draft(campaign, Keeper(ana), "At home")
    draft(campaign, BROWSER, "On the way")

    assert adopt_drafts(BROWSER.secret, by=ana, now=now()) == 0
    draft(campaign, BROWSER, "On the way again")
    assert adopt_drafts(BROWSER.secret, by=ana, now=now()) == 1


def test_what_goes_on_with_a_draft_needs_no_room(campaign, ana, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 1)
    before = draft(campaign, Keeper(ana))
    draft(campaign, BROWSER, "Doors that sing", continues=f"{before.id}-1")

    assert adopt_drafts(BROWSER.secret, by=ana, now=now()) == 0
    assert [card.title for card in open_drafts(Keeper(ana))] == ["Doors that sing"]


def test_one_network_cannot_fill_the_house(campaign, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_OF_NETWORK", 1)
    draft(campaign, BROWSER)

    with pytest.raises(NoRoom, match="Sign in"):
        draft(campaign, Keeper(None, "another browser", "a network"), once="form-2")
    draft(campaign, Keeper(None, "a third browser", "another network"), once="form-3")


def test_a_text_without_end_is_refused_in_words(campaign, ana):
    with pytest.raises(NoRoom, match="Shorten it"):
        draft(campaign, Keeper(ana), "x" * 250_001)


def test_the_list_takes_a_fixed_number_of_queries(campaign, ana, queries):
    file = keep_upload(pictures.png(), name="car.png", now=now())
    for number in range(12):
        draft(campaign, Keeper(ana), once=f"form-{number}", pictures={"picture0": file})

    with queries:
        cards = open_drafts(Keeper(ana))

    assert len(cards) == 12
    assert len(queries) <= 5  # with who it is, and where they may look
