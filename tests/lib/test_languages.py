from datetime import UTC, datetime, timedelta

import pytest
from flask_babel import force_locale

from idealab.lib import times
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.pages import filesize
from idealab.mail.models import Mail
from tests import make, people

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
JOINING = {"name": "Ana", "email": "ana@example.org", "password": "four random words"}


def newest_mail() -> Mail:
    db.session.rollback()
    return db.session.query(Mail).order_by(Mail.id.desc()).first()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/", "Zeichne, was der Welt fehlt."),
        ("/sign-in", "Schön, dich wiederzusehen"),
        ("/join", "Konto anlegen"),
        ("/forgot-password", "Passwort vergessen?"),
        ("/nothing-here", "Unter dieser Adresse ist nichts"),
    ],
)
def test_a_german_browser_reads_german(visitor, address, sentence):
    page = visitor.get(address, headers=GERMAN).text

    assert '<html lang="de"' in page
    assert sentence in page


def test_wall_idea_and_form_are_german(visitor, client_for, ana, bruno):
    idea = make.idea(ana)
    address = f"/campaigns/{idea.campaign.slug}"
    bruno.language = "de"
    db.session.commit()

    wall = visitor.get(address, headers=GERMAN).text
    page = visitor.get(f"/ideas/{idea.id}", headers=GERMAN).text
    form = client_for(bruno).get(f"{address}/ideas/new").text

    assert "Ideen suchen" in wall
    assert "Anmelden und kommentieren" in page
    assert "Idee veröffentlichen" in form


def test_what_people_wrote_stays_in_their_language(visitor, ana):
    idea = make.idea(ana, title="Doors that slide")

    page = visitor.get(f"/ideas/{idea.id}", headers=GERMAN).text

    assert '<html lang="de"' in page
    assert 'lang="en" dir="auto">Doors that slide</h1>' in page


def test_other_languages_read_english(visitor):
    for wanted in ("pt-BR", "xx", ""):
        page = visitor.get("/", headers={"Accept-Language": wanted}).text

        assert '<html lang="en"' in page
        assert "Draw what the world is missing." in page


def test_the_choice_of_a_visitor_wins_over_the_browser(visitor):
    visitor.post("/preferences", data={"language": "de", "next": "/"})
    german = visitor.get("/", headers={"Accept-Language": "en"})
    visitor.post("/preferences", data={"language": "en", "next": "/"})
    english = visitor.get("/", headers=GERMAN)

    assert '<html lang="de"' in german.text
    assert '<html lang="en"' in english.text


def test_a_language_we_do_not_speak_is_not_kept(visitor):
    visitor.set_cookie("language", "tlh")

    assert '<html lang="de"' in visitor.get("/", headers=GERMAN).text


def test_the_language_of_a_person_wins_over_the_browser(client_for):
    clara = people.participant("Clara", language="de")

    page = client_for(clara).get("/", headers={"Accept-Language": "en"}).text

    assert '<html lang="de"' in page


def test_a_refusal_is_german_and_tells_the_day_as_german_does(client_for, ana):
    campaign = make.campaign(
        starts_at=make.at("2024-11-01 12:00"), ends_at=make.at("2024-11-23 23:00")
    )
    idea = make.idea(ana, campaign_=campaign, at=make.at("2024-11-09 12:00"))
    clara = people.participant("Clara", language="de")

    answer = client_for(clara).post(f"/ideas/{idea.id}/vote", data={"wanted": "y"})

    assert answer.status_code == 409
    assert "Die Abstimmung endete am 23. November 2024, 24:00 MEZ." in answer.text


@pytest.mark.parametrize(
    ("count", "words"), [(1, "Kommentar"), (2, "Kommentare"), (0, "Kommentare")]
)
def test_one_comment_and_two_are_counted_in_german(visitor, ana, bruno, count, words):
    idea = make.idea(ana)
    for _ in range(count):
        make.comment(idea, bruno)

    page = visitor.get(f"/ideas/{idea.id}", headers=GERMAN).text

    assert f"<span data-comments-count>{count}</span> {words}<" in page


def test_the_mail_for_somebody_who_joins_is_in_the_language_of_the_page(visitor):
    visitor.post("/join", data=JOINING, headers=GERMAN)

    mail = newest_mail()

    assert "ist dein Code für" in mail.subject
    assert mail.text.startswith("Hallo Ana,")


def test_a_mail_is_in_the_language_of_its_reader(visitor):
    visitor.post("/join", data=JOINING, headers=GERMAN)

    visitor.post("/forgot-password", data=JOINING, headers={"Accept-Language": "en"})

    assert "Wähle ein neues Passwort" in newest_mail().subject


def test_times_are_written_as_each_language_does(app):
    noon = datetime(2026, 7, 4, 12, tzinfo=UTC)

    with app.test_request_context():
        english = times.moment(noon, "Europe/Berlin"), times.short_day(noon), filesize(2_560_000)
        with force_locale("de"):
            german = times.moment(noon, "Europe/Berlin"), times.short_day(noon), filesize(2_560_000)
            ago = times.ago(now() - timedelta(hours=3, seconds=1))

    assert english == ("4 July 2026, 14:00 CEST", "4 Jul", "2.6\N{NO-BREAK SPACE}MB")
    assert german == ("4. Juli 2026, 14:00 MESZ", "4. Juli", "2,6\N{NO-BREAK SPACE}MB")
    assert ago == "vor 3 Stunden"
