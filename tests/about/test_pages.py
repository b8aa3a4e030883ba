import pytest

from idealab.about.models import SitePage
from idealab.about.naming import TITLES
from idealab.about.writing import EditedMeanwhile, default_text, page_shown, write_page
from idealab.lib.clock import now
from idealab.lib.db import db
from idealab.lib.languages import NAMES as LANGUAGES
from tests import people


@pytest.fixture
def ada(context):
    return people.admin("Ada")


def write(name, body, by, *, language="en", seen=0):
    write_page(name, language, body, by=by, now=now(), seen_edition=seen)
    db.session.commit()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["help", "accessibility", "privacy"])
def test_three_pages_come_with_a_text_in_every_language(visitor, name, language):
    visitor.set_cookie("language", language)

    page = visitor.get(f"/{name}").text

    assert len(default_text(name, language, site="Idealab").split()) > 150
    assert f'<div class="prose about__text" lang="{language}">' in page
    assert "{site}" not in page


def test_headings_of_a_page_follow_its_title(visitor):
    page = visitor.get("/help").text.partition("about__text")[2]

    assert "<h2>How do I take part?</h2>" in page
    assert "<h3>" not in page.partition("</main>")[0]


def test_an_imprint_asks_to_be_filled_in(visitor, client_for, ada):
    assert "This page is not filled in yet" in visitor.get("/imprint").text
    assert "/staff/pages" not in visitor.get("/imprint").text
    assert 'href="/staff/pages"' in client_for(ada).get("/imprint").text


def test_an_admin_writes_a_page_and_takes_it_back(visitor, client_for, ada):
    browser = client_for(ada)

    browser.post("/staff/pages/imprint/en", data={"body": "**Corrente** AG", "edition": "0"})
    assert "<strong>Corrente</strong> AG" in visitor.get("/imprint").text
    assert "your text" in browser.get("/staff/pages").text
    assert "**Corrente** AG" in browser.get("/staff/pages/imprint/en").text

    browser.post("/staff/pages/imprint/en", data={"body": "", "edition": "1"})
    assert "This page is not filled in yet" in visitor.get("/imprint").text


def test_a_text_that_was_left_as_it_came_stays_the_one_of_the_site(client_for, ada):
    body = default_text("help", "en", site="Idealab").replace("\n", "\r\n")

    client_for(ada).post("/staff/pages/help/en", data={"body": body, "edition": "0"})

    assert db.session.query(SitePage).one().body == ""


def test_an_imprint_in_another_language_is_better_than_none(ada):
    write("imprint", "Corrente AG, Kassel", ada, language="de")

    shown = page_shown("imprint", "en", site="Idealab")

    assert (shown.language, shown.is_own) == ("de", True)
    assert page_shown("help", "en", site="Idealab").language == "en"


def test_of_two_who_write_at_once_the_later_one_is_told(ada):
    write("imprint", "First", ada)

    with pytest.raises(EditedMeanwhile):
        write("imprint", "Second", ada)


def test_a_page_that_is_too_long_says_so_and_keeps_what_was_typed(client_for, ada):
    answer = client_for(ada).post("/staff/pages/help/en", data={"body": "word " * 11_000})

    assert answer.status_code == 422
    assert "there is room for 50000" in answer.text
    assert "word word" in answer.text


def test_only_an_admin_of_the_whole_site_writes_pages(client_for, visitor, bruno, marta):
    campaign_admin = people.member("Cleo", "admin", campaign_id=7)

    for person in (bruno, marta, campaign_admin):
        assert client_for(person).get("/staff/pages").status_code == 404
        answer = client_for(person).post("/staff/pages/help/en", data={"body": "Mine."})
        assert answer.status_code == 404
    assert visitor.get("/staff/pages").status_code == 303


@pytest.mark.parametrize("address", ["/staff/pages/nothing/en", "/staff/pages/help/xx"])
def test_there_are_no_other_pages(client_for, ada, address):
    assert client_for(ada).get(address).status_code == 404


def test_every_page_leads_to_them(visitor):
    page = visitor.get("/").text

    assert all(f'href="/{name}"' in page for name in TITLES)
