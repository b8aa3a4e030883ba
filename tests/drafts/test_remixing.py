from datetime import timedelta

import pytest

from idealab.accounts.leaving import leave
from idealab.accounts.settling import describe
from idealab.activity.models import Event
from idealab.campaigns.licences import may_become
from idealab.campaigns.models import Field, Phase
from idealab.campaigns.phases import NotNow
from idealab.drafts.drafting import Keeper
from idealab.drafts.models import DraftPicture
from idealab.drafts.publishing import publish_draft
from idealab.drafts.remixing import begin_remix
from idealab.ideas.answers import Answer
from idealab.ideas.models import Idea, Link
from idealab.ideas.remixing import OtherLicence
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.errors import NotAllowed
from idealab.media.keeping import keep_upload
from idealab.media.models import File
from idealab.sketches.attaching import attach_drawing, replace_picture
from idealab.sketches.models import Sketch
from idealab.sketches.queries import sketches_of
from tests import make
from tests.media import pictures
from tests.sketches.test_attaching import attach
from tests.sketches.test_past import DRAWING

LINE = {"tool": "pen", "colour": "#1b1e24", "size": 6, "points": [[20, 20], [50, 90]]}
OTHER_DRAWING = DRAWING | {"layers": [{"name": "Lines", "strokes": [LINE]}]}
DRAWING_ON = DRAWING | {"layers": [*DRAWING["layers"], *OTHER_DRAWING["layers"]]}


@pytest.fixture
def source(ana):
    return make.idea(ana, title="Doors that slide", text="They never hit a cyclist.")


def begin(source, by, campaign=None):
    draft = begin_remix(
        source,
        campaign or source.campaign,
        by=Keeper(by),
        now=now(),
        once="a form",
        page_key="a page",
    )
    db.session.commit()
    return draft


def publish(draft, by, campaign, **texts) -> Idea:
    questions = db.session.query(Field).filter_by(campaign_id=campaign.id)
    said = {one.id: draft.content.get(f"field-{one.id}", "") for one in questions}
    answer = Answer(title=draft.content["title"], texts=said)
    idea = publish_draft(draft, campaign, answer, by=by, now=now(), accepted=True, once="a form")
    db.session.commit()
    return idea


def test_a_remix_begins_with_the_words_of_the_idea(source, bruno):
    draft = begin(source, bruno)

    assert draft.content["title"] == "Remix of Doors that slide"
    assert "They never hit a cyclist." in draft.content.values()


def test_a_remix_names_its_source_and_tells_its_author(source, bruno):
    idea = publish(begin(source, bruno), bruno, source.campaign)

    link = db.session.query(Link).one()
    assert (link.from_id, link.to_id, link.kind) == (idea.id, source.id, "remix_of")
    event = db.session.query(Event).filter_by(kind="idea.remixed").one()
    assert (event.idea_id, event.actor_id) == (source.id, bruno.id)
    assert event.particulars == {"remix_id": idea.id}


def test_the_drawing_becomes_a_drawing_of_the_new_author_and_pictures_keep_their_credit(
    source, ana, bruno
):
    drawn = attach_drawing(source, DRAWING, alt="A line", by=ana, now=now())
    photo = attach(source, ana)

    idea = publish(begin(source, bruno), bruno, source.campaign)

    first, second = db.session.query(Sketch).filter_by(idea_id=idea.id).order_by(Sketch.position)
    assert (first.strokes, first.by_id, first.alt) == (DRAWING, bruno.id, "A line")
    assert (first.derived_from_id, second.derived_from_id) == (drawn.id, photo.id)
    assert all(one.credit.startswith("After a sketch by Ana, ") for one in sketches_of(idea))
    assert second.file_id == photo.file_id


def test_a_picture_that_was_turned_keeps_its_credit_and_its_origin(source, ana, bruno):
    photo = attach(source, ana)
    draft = begin(source, bruno)
    draft.content = draft.content | {"picture0_turn": "90"}

    idea = publish(draft, bruno, source.campaign)

    turned = db.session.query(Sketch).filter_by(idea_id=idea.id).one()
    assert turned.file_id != photo.file_id
    assert turned.derived_from_id == photo.id
    again = replace_picture(
        idea, turned, db.session.get(File, photo.file_id), alt="", by=bruno, now=now()
    )
    assert again.derived_from_id == photo.id
    assert sketches_of(idea)[0].credit.startswith("After a sketch by Ana, ")


@pytest.mark.parametrize(("strokes", "credited"), [(DRAWING_ON, True), (OTHER_DRAWING, False)])
def test_a_drawing_is_credited_if_it_goes_on_with_that_of_the_source(
    source, ana, bruno, strokes, credited
):
    drawn = attach_drawing(source, DRAWING, alt="A line", by=ana, now=now())
    draft = begin(source, bruno)
    db.session.query(DraftPicture).one().strokes = strokes

    idea = publish(draft, bruno, source.campaign)

    sketch = db.session.query(Sketch).filter_by(idea_id=idea.id).one()
    assert sketch.derived_from_id == (drawn.id if credited else None)
    assert bool(sketches_of(idea)[0].credit) is credited


def test_a_credit_calls_its_person_as_they_are_called_now_and_no_more_once_they_left(
    source, ana, bruno
):
    attach(source, ana)
    idea = publish(begin(source, bruno), bruno, source.campaign)
    again = publish(begin(idea, bruno), bruno, source.campaign)

    describe(ana, name="Anabela", home="", about="", language="en")
    renamed = [sketches_of(one)[0].credit for one in (idea, again)]
    leave(ana, now=now(), takes_comments=False)
    left = [sketches_of(one)[0].credit for one in (idea, again)]

    assert all(credit.startswith("After a sketch by Anabela, ") for credit in renamed)
    assert all(credit.startswith("After a sketch by A former participant, ") for credit in left)


def test_a_credit_that_came_from_elsewhere_goes_on_with_the_picture(source, ana, bruno):
    attach(source, ana).credit = "Photo: the museum of Porto"

    idea = publish(begin(source, bruno), bruno, source.campaign)

    assert sketches_of(idea)[0].credit == "Photo: the museum of Porto"


@pytest.mark.parametrize(
    ("held", "asked", "may"),
    [
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", False),
        ("CC-BY-SA-4.0", "CC-BY-4.0", False),
        ("CC-BY-SA-4.0", "CC0-1.0", False),
        ("CC-BY-4.0", "CC-BY-SA-4.0", True),
        ("CC-BY-4.0", "CC0-1.0", False),
        ("CC0-1.0", "LicenseRef-owner", True),
        ("LicenseRef-owner", "LicenseRef-owner", False),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0", False),
        ("who knows", "who knows", False),
    ],
)
def test_which_licence_may_be_carried_on_under_which(held, asked, may):
    assert may_become(held, asked) is may


def test_share_alike_is_not_carried_into_a_campaign_with_another_licence(source, bruno):
    other = make.campaign(title="Seats for a van")
    source.licence, other.licence = "CC-BY-SA-4.0", "CC0-1.0"
    db.session.commit()

    with pytest.raises(OtherLicence, match="Seats for a van"):
        begin(source, bruno, other)


def test_across_campaigns_the_words_find_the_questions_of_the_same_name(source, bruno):
    other = make.campaign()

    idea = publish(begin(source, bruno, other), bruno, other)

    assert (idea.campaign_id, idea.licence) == (other.id, other.licence)
    assert "They never hit a cyclist." in idea.excerpt


def test_ones_own_idea_may_always_be_remixed(source, ana):
    source.licence = "LicenseRef-owner"
    db.session.commit()

    assert begin(source, ana)


def test_a_hidden_idea_is_not_remixed(source, bruno, client_for):
    source.status = "hidden"
    db.session.commit()

    assert client_for(bruno).get(f"/ideas/{source.id}/remixes").status_code == 404
    with pytest.raises(NotAllowed):
        begin(source, bruno)


def test_after_the_close_nothing_is_remixed(source, bruno):
    db.session.query(Phase).update({"ends_at": now() - timedelta(minutes=1)})
    db.session.commit()

    with pytest.raises(NotNow):
        begin(source, bruno)


def test_on_the_pages_from_the_button_to_the_form_without_an_account(visitor, source):
    assert f"/ideas/{source.id}/remixes" in visitor.get(f"/ideas/{source.id}").text
    address = f"/ideas/{source.id}/remixes"
    assert "after an idea by Ana" in visitor.get(address).text

    answer = visitor.post(address, data={"campaign": source.campaign.slug})
    form = visitor.get(answer.headers["Location"]).text

    assert "Remix of Doors that slide" in form
    assert f'value="{source.id}"' in form


def test_the_page_of_a_remix_names_the_source(visitor, source, bruno):
    idea = publish(begin(source, bruno), bruno, source.campaign)

    page = visitor.get(f"/ideas/{idea.id}").text

    assert "After an idea by Ana, no. 1" in page
    source.status = "hidden"
    db.session.commit()
    assert "Ana, no. 1" not in visitor.get(f"/ideas/{idea.id}").text


def test_a_kept_page_names_no_source_that_is_private_since(visitor, client_for, source, bruno):
    other = make.campaign()
    idea = publish(begin(source, bruno, other), bruno, other)
    readers = (visitor, client_for(bruno))
    assert all("Ana, no. 1" in reader.get(f"/ideas/{idea.id}").text for reader in readers)

    source.campaign.visibility = "invitation"
    source.campaign.version += 1
    db.session.commit()

    assert not any("Ana, no. 1" in reader.get(f"/ideas/{idea.id}").text for reader in readers)


def test_the_page_of_the_source_names_its_remix_at_once(visitor, source, bruno):
    address = f"/ideas/{source.id}"
    assert "a remix of this idea" not in visitor.get(address).text

    publish(begin(source, bruno), bruno, source.campaign)

    assert "a remix of this idea" in visitor.get(address).text


def test_a_source_hidden_meanwhile_is_neither_named_nor_are_its_pictures_carried_on(
    source, ana, bruno
):
    attach_drawing(source, DRAWING, alt="A line", by=ana, now=now())
    attach(source, ana)
    draft = begin(source, bruno)
    source.status = "hidden"
    db.session.commit()

    idea = publish(draft, bruno, source.campaign)

    assert db.session.query(Link).count() == 0
    assert db.session.query(Event).filter_by(kind="idea.remixed").count() == 0
    assert db.session.query(Sketch).filter_by(idea_id=idea.id).count() == 0


def test_of_a_drawing_that_goes_on_with_a_hidden_one_the_own_strokes_stay(source, ana, bruno):
    attach_drawing(source, DRAWING, alt="A line", by=ana, now=now())
    photo = attach(source, ana)
    draft = begin(source, bruno)
    own = db.session.query(DraftPicture).filter_by(place="strokes0").one()
    own.strokes = DRAWING_ON
    napkin = keep_upload(pictures.png(), name="napkin.png", now=now())
    db.session.add(DraftPicture(draft_id=draft.id, place="picture2", file_id=napkin.id))
    source.status = "hidden"
    db.session.commit()

    idea = publish(draft, bruno, source.campaign)

    drawn, hung = db.session.query(Sketch).filter_by(idea_id=idea.id).order_by(Sketch.position)
    assert [stroke for layer in drawn.strokes["layers"] for stroke in layer["strokes"]] == [LINE]
    assert (drawn.credit, hung.credit) == (None, None)
    assert hung.file_id == napkin.id != photo.file_id


def test_who_may_see_a_hidden_source_does_not_carry_it_on_either(source, ana):
    attach(source, ana)
    draft = begin(source, ana)
    source.status = "hidden"
    db.session.commit()

    idea = publish(draft, ana, source.campaign)

    assert db.session.query(Sketch).filter_by(idea_id=idea.id).count() == 0
    assert db.session.query(Link).count() == 0
