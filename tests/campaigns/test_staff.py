from datetime import UTC, datetime

import pytest

from idealab.campaigns.editing import edit_campaign
from idealab.campaigns.models import Campaign, CampaignState, Capability, Topic
from idealab.campaigns.phases import phases_of
from idealab.campaigns.planning import Plan, plan_of
from idealab.campaigns.queries import topics_of
from idealab.ideas.models import Idea, IdeaTopic
from idealab.lib.access import ADMIN, MODERATOR
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import people
from tests.campaigns import make
from tests.campaigns.browsing import form_of

EDIT = "/staff/campaigns/city-car/edit"


@pytest.fixture
def campaign() -> Campaign:
    return make.campaign("City car")


@pytest.fixture
def staff(client_for, campaign):
    """The browser of the campaign's admin."""
    return client_for(people.member("Ines", ADMIN, campaign_id=campaign.id))


def typed(staff, **changes):
    return form_of(staff.get(EDIT).text) | changes


def test_an_admin_of_the_installation_creates_a_campaign(client_for):
    admin = client_for(people.admin("Ines"))
    filled = form_of(admin.get("/staff/campaigns/new").text) | {
        "title": "Größe & Öl",
        "question": "Was fehlt?",
        "language": "de",
        "starts_at": "2027-03-01",
    }

    answer = admin.post("/staff/campaigns/new", data=filled)

    assert answer.status_code == 303
    assert answer.location == "/staff/campaigns/groesse-oel/edit"
    assert "Idee" in admin.get(answer.location).text


def test_a_new_campaign_without_a_title_says_so_and_keeps_the_rest(client_for):
    admin = client_for(people.admin("Ines"))

    answer = admin.post(
        "/staff/campaigns/new",
        data={"title": " ", "question": "Kept?", "time_zone": "Mars", "starts_at": "soon"},
    )

    assert answer.status_code == 422
    assert "Give the campaign a title." in answer.text
    assert "Write it like Europe/Berlin." in answer.text
    assert "Kept?" in answer.text


@pytest.mark.parametrize("path", ["/staff", "/staff/campaigns/new", EDIT])
def test_who_has_not_signed_in_is_led_to_the_door(visitor, campaign, path):
    answer = visitor.get(path)

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("path", ["/staff", "/staff/campaigns/new", EDIT])
def test_for_participants_there_is_no_dashboard(client_for, ana, campaign, path):
    assert client_for(ana).get(path).status_code == 404


def test_staff_of_another_campaign_find_nothing(client_for, campaign):
    other = make.campaign("Another")
    for role in (MODERATOR, ADMIN):
        client = client_for(people.member("Marta", role, campaign_id=other.id))

        assert client.get(EDIT).status_code == 404
        assert client.post(EDIT, data={}).status_code == 404
        assert client.get("/staff/campaigns/new").status_code == 404
        assert "City car" not in client.get("/staff").text


def test_a_moderator_reads_the_form_but_cannot_send_it(client_for, campaign):
    marta = client_for(people.member("Marta", MODERATOR, campaign_id=campaign.id))

    page = marta.get(EDIT)

    assert page.status_code == 200
    assert 'value="publish"' not in page.text
    assert '<fieldset class="stack plan" disabled>' in page.text
    assert marta.post(EDIT, data={"title": "Mine"}).status_code == 404


def test_sending_the_form_as_it_is_changes_nothing(staff, campaign):
    before = plan_of(campaign)

    answer = staff.post(EDIT, data=typed(staff))

    db.session.expire_all()
    assert answer.status_code == 303
    assert plan_of(campaign) == before
    assert campaign.version == 0


def test_what_staff_typed_is_saved_and_told(staff, campaign):
    answer = staff.post(
        EDIT,
        data=typed(
            staff,
            question="What is **missing**?",
            story="Once <script>",
            votes_per_person="10",
            brand="#D8402A",
            **{"phases-0-name": "Warm-up", "phases-0-allows": ["comment"]},
        ),
    )

    db.session.expire_all()
    assert answer.status_code == 303
    assert campaign.votes_per_person == 10
    assert campaign.brand == "#d8402a"
    assert "<script" not in campaign.story_html
    assert phases_of(campaign)[0].name == "Warm-up"
    assert phases_of(campaign)[0].allows == [Capability.COMMENT]
    assert campaign.version == 1
    assert "Saved." in staff.get(EDIT).text


def test_a_failed_form_keeps_everything_and_says_what_is_wrong_beside_it(staff, campaign):
    answer = staff.post(
        EDIT,
        data=typed(
            staff,
            title="",
            story="A long story",
            votes_per_person="many",
            **{"phases-1-ends_at": "2001-01-01T00:00", "fields-0-longest": "x"},
        ),
    )

    assert answer.status_code == 422
    assert "data-focus" in answer.text
    assert "A long story" in answer.text
    assert 'href="#phases-1-ends_at"' in answer.text
    assert 'id="phases-1-ends_at-wrong"' in answer.text
    assert 'id="fields-0-longest-wrong"' in answer.text
    assert 'id="votes_per_person-wrong"' in answer.text
    assert campaign.version == 0


def test_rows_are_added_moved_and_removed_by_buttons_and_nothing_is_saved(staff, campaign):
    added = staff.post(EDIT, data=typed(staff, act="add-topics", title="Typed"))
    filled = form_of(added.text) | {"topics-0-name": "Inside", "act": "add-topics"}
    filled = form_of(staff.post(EDIT, data=filled).text) | {"topics-1-name": "Street"}
    moved = form_of(staff.post(EDIT, data=filled | {"act": "up-topics-1"}).text)
    fewer = form_of(staff.post(EDIT, data=moved | {"act": "remove-topics-1"}).text)

    assert "Typed" in added.text
    assert [moved["topics-0-name"], moved["topics-1-name"]] == [["Street"], ["Inside"]]
    assert fewer["topics-0-name"] == ["Street"]
    assert "topics-1-name" not in fewer
    assert topics_of(campaign) == []

    staff.post(EDIT, data=moved | {"act": "save"})

    assert [(topic.name, topic.slug) for topic in topics_of(campaign)] == [
        ("Street", "street"),
        ("Inside", "inside"),
    ]


def test_an_added_phase_begins_where_the_last_one_ends(staff, campaign):
    page = staff.post(EDIT, data=typed(staff, act="add-phases")).text

    rows = form_of(page)
    assert rows["phases-5-starts_at"] == rows["phases-4-ends_at"]


@pytest.mark.parametrize("act", ["remove-phases-99", "up-topics-7", "down-fields", "add-x", "ünd"])
def test_a_button_that_is_not_there_does_no_harm(staff, campaign, act):
    assert staff.post(EDIT, data=typed(staff, act=act)).status_code in (200, 303)


def test_a_topic_that_ideas_use_stays(staff, campaign):
    topic = Topic(campaign_id=campaign.id, name="Inside", slug="inside")
    idea = Idea(campaign_id=campaign.id, number=1, title="Bench")
    db.session.add_all([topic, idea])
    db.session.flush()
    db.session.add(IdeaTopic(idea_id=idea.id, topic_id=topic.id))
    db.session.commit()

    filled = typed(staff)
    answer = staff.post(EDIT, data=filled | {"act": "remove-topics-0"})
    without = {name: value for name, value in filled.items() if not name.startswith("topics-")}
    by_force = staff.post(EDIT, data=without)

    assert "There are ideas that use this" in answer.text
    assert form_of(answer.text)["topics-0-name"] == ["Inside"]
    assert by_force.status_code == 409
    assert [topic.name for topic in topics_of(campaign)] == ["Inside"]


def test_of_two_who_edit_at_once_the_later_one_is_told_and_loses_nothing(
    client_for, staff, campaign
):
    paula = client_for(people.member("Paula", ADMIN, campaign_id=campaign.id))
    hers, mine = typed(paula, question="Hers"), typed(staff, question="Mine")
    paula.post(EDIT, data=hers)

    told = staff.post(EDIT, data=mine)

    assert told.status_code == 422
    assert "Paula saved this campaign" in told.text
    assert "question" in told.text
    assert form_of(told.text)["question"] == ["Mine"]
    assert db.session.get(Campaign, campaign.id).question == "Hers"

    staff.post(EDIT, data=form_of(told.text))

    db.session.expire_all()
    assert db.session.get(Campaign, campaign.id).question == "Mine"


def test_publishing_saves_what_was_typed_too(staff, campaign):
    staff.post(EDIT, data=typed(staff, title="City car!", act="publish"))

    db.session.expire_all()
    assert campaign.state is CampaignState.PUBLISHED
    assert campaign.title == "City car!"


def test_publishing_without_a_question_says_what_to_do_first(staff, campaign):
    answer = staff.post(EDIT, data=typed(staff, question=" ", act="publish"))

    db.session.expire_all()
    assert answer.status_code == 422
    assert "Ask a question before you publish" in answer.text
    assert campaign.state is CampaignState.DRAFT


def test_a_time_that_the_clocks_leave_out_is_explained(staff, campaign):
    answer = staff.post(EDIT, data=typed(staff, **{"phases-4-ends_at": "2027-03-28T02:30"}))

    assert answer.status_code == 422
    assert "there is no 02:30. Choose 03:30 instead." in answer.text
    assert "2027-03-28T02:30" in answer.text


def test_seconds_and_repeated_hours_survive_a_form_that_does_not_touch_them(staff, campaign):
    twice = datetime(2026, 10, 25, 1, 30, 15, tzinfo=UTC)  # 02:30:15 for the second time
    make.phases(campaign, (make.NOON - 300 * make.DAY, twice, []))

    answer = staff.post(EDIT, data=typed(staff, title="Other"))

    assert answer.status_code == 303
    assert phases_of(campaign)[0].ends_at == twice


def test_the_texts_can_be_looked_at_without_javascript(staff, campaign):
    page = staff.post(EDIT, data=typed(staff, act="preview", story="**bold**")).text

    assert "<strong>bold</strong>" in page
    assert campaign.story == ""


def test_the_first_page_of_staff_takes_a_fixed_number_of_queries(client_for, queries):
    admin = client_for(people.admin("Ines"))
    make.public_campaign("One")
    with queries as few:
        admin.get("/staff")
    for number in range(5):
        make.public_campaign(f"More {number}")

    with queries as many:
        page = admin.get("/staff").text

    assert len(many) == len(few) <= 5
    assert "More 4" in page


def test_an_edition_that_is_gone_is_not_overwritten(campaign, ana):
    plan = plan_of(campaign)
    changed = Plan(**{**vars(plan), "title": "New"})

    assert edit_campaign(campaign, changed, by=ana, now=now(), seen_edition=1) == ["title"]
    assert campaign.edition == 2
