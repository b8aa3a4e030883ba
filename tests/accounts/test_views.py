import re
from time import perf_counter

import pytest

from idealab.accounts.models import User
from idealab.accounts.queries import person_of_address
from idealab.lib.db import db
from idealab.mail.models import Mail

ANA = {"name": "Ana", "email": "ana@example.org", "password": "four random words"}


def newest_mail() -> Mail:
    db.session.rollback()
    return db.session.query(Mail).order_by(Mail.id.desc()).first()


def code_in(mail: Mail) -> str:
    return re.search(r"^ +(\d{6})$", mail.text, re.MULTILINE)[1]


def link_in(mail: Mail) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/\S+token=\S+)", mail.text)[1]


def joined(client, **changes):
    answer = client.post("/join", data=ANA | changes)
    assert answer.status_code == 303, answer.text
    return answer


def told(answer) -> str:
    """The page without what differs each time."""
    return re.sub(r'(name="csrf_token"|name="csrf-token") \w+="[^"]+"', "", answer.text)


def is_signed_in(client) -> bool:
    return client.get("/me/settings").status_code == 200


@pytest.mark.parametrize(
    "path", ["/join", "/sign-in", "/forgot-password", "/join?next=/ideas/7", "/dev/mail"]
)
def test_everybody_may_open_the_door_pages(visitor, path):
    answer = visitor.get(path)

    assert answer.status_code == 200


def test_somebody_joins_and_confirms_with_the_code_from_the_mail(visitor):
    joined(visitor)

    answer = visitor.post("/confirm", data={"code": code_in(newest_mail())})

    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(visitor)
    assert "Ana" in visitor.get("/me/settings").text


def test_somebody_joins_and_confirms_with_the_link_in_the_same_browser(visitor):
    joined(visitor)
    link = link_in(newest_mail())

    page = visitor.get(link)
    answer = visitor.post(link)

    assert "Password" not in page.text
    assert answer.status_code == 303
    assert is_signed_in(visitor)


def test_looking_at_the_link_confirms_nothing(visitor):
    joined(visitor)

    visitor.get(link_in(newest_mail()))

    assert not is_signed_in(visitor)
    assert person_of_address("ana@example.org").confirmed is None
    assert visitor.post(link_in(newest_mail())).status_code == 303


def test_the_link_alone_does_not_confirm_in_a_foreign_browser(app, visitor):
    joined(visitor)
    link, stranger = link_in(newest_mail()), app.test_client()

    without = stranger.post(link)
    wrong = stranger.post(link, data={"password": "five random words"})
    right = stranger.post(link, data={"password": ANA["password"]})

    assert (without.status_code, wrong.status_code, right.status_code) == (422, 422, 303)
    assert is_signed_in(stranger)


def test_a_used_link_says_so(visitor):
    joined(visitor)
    link = link_in(newest_mail())
    visitor.post(link)

    again = visitor.post(link)

    assert again.status_code == 410
    assert "used before" in again.text


def test_after_five_wrong_codes_the_right_one_is_refused_too(visitor):
    joined(visitor)
    code = code_in(newest_mail())
    wrong = "000000" if code != "000000" else "111111"

    tries = [visitor.post("/confirm", data={"code": wrong}).status_code for _ in range(5)]
    late = visitor.post("/confirm", data={"code": code})

    assert tries == [422] * 5
    assert late.status_code == 422
    assert not is_signed_in(visitor)


def test_a_new_code_helps_after_too_many_tries(visitor):
    joined(visitor)
    for _ in range(5):
        visitor.post("/confirm", data={"code": "x"})

    visitor.post("/confirm/mails")
    answer = visitor.post("/confirm", data={"code": code_in(newest_mail())})

    assert answer.status_code == 303
    assert is_signed_in(visitor)


def test_joining_looks_the_same_for_a_known_address(app, visitor):
    joined(visitor)
    stranger = app.test_client()

    first, second = joined(visitor, email="new@example.org"), joined(stranger)
    pages = [told(client.get("/confirm")) for client in (visitor, stranger)]

    assert first.location == second.location
    assert list(first.headers.keys()) == list(second.headers.keys())
    assert pages[0].replace("new@", "ana@") == pages[1]
    assert db.session.query(User).count() == 2
    assert newest_mail().subject == "You have an account at Idealab already"


def test_a_wrong_code_looks_the_same_for_a_known_address(app, visitor):
    joined(visitor)
    stranger = app.test_client()
    joined(stranger)

    answers = [client.post("/confirm", data={"code": "12345x"}) for client in (visitor, stranger)]
    again = [client.post("/confirm/mails") for client in (visitor, stranger)]

    assert answers[0].status_code == answers[1].status_code == 422
    assert told(answers[0]) == told(answers[1])
    assert again[0].location == again[1].location


def test_sign_in_looks_the_same_for_a_known_and_an_unknown_address(visitor):
    joined(visitor)
    bad = [{"email": who, "password": "not this one"} for who in ("ana@example.org", "b@c.de")]

    known, unknown = (visitor.post("/sign-in", data=form) for form in bad)

    assert known.status_code == unknown.status_code == 422
    assert told(known).replace("ana@example.org", "b@c.de") == told(unknown)


def test_forgotten_passwords_look_the_same_for_a_known_and_an_unknown_address(visitor):
    joined(visitor)

    known = visitor.post("/forgot-password", data={"email": "ana@example.org"})
    unknown = visitor.post("/forgot-password", data={"email": "bruno@example.org"})

    assert known.location == unknown.location
    assert newest_mail().to_address == "bruno@example.org"
    assert "/reset-password" not in newest_mail().text


def test_a_machine_that_fills_in_everything_makes_no_account(visitor):
    answer = visitor.post("/join", data=ANA | {"website": "http://spam.example"})

    assert answer.location == "/confirm"
    assert db.session.query(User).count() == 0
    assert db.session.query(Mail).count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "  ", "pen name"),
        ("name", "", "needed"),
        ("name", "\u202e\u200b", "pen name"),
        ("name", "x" * 61, "at most 60"),
        ("email", "ana", "e-mail address"),
        ("email", "ana@example.org, bruno@example.org", "e-mail address"),
        ("email", "ana@example.org\nBcc: all@example.org", "e-mail address"),
        ("password", "short", "10 characters"),
        ("password", "x" * 201, "at most 200"),
        ("password", "password123", "strangers try"),
        ("password", "ana@example.org", "easy to guess"),
    ],
)
def test_what_will_not_do_is_said_beside_the_field_and_nothing_is_lost(
    visitor, field, value, words
):
    answer = visitor.post("/join", data=ANA | {field: value})

    assert answer.status_code == 422
    assert words in answer.text
    assert field == "email" or 'value="ana@example.org"' in answer.text
    assert db.session.query(User).count() == 0


def test_who_has_not_confirmed_is_asked_to_at_sign_in_and_reminded(app, visitor):
    joined(visitor)
    phone = app.test_client()

    answer = phone.post("/sign-in?next=/join", data=ANA)

    assert answer.location == "/confirm?next=%2Fjoin"
    assert "Type the code" in phone.get("/me/settings").text
    assert "Six digits" in phone.get("/confirm").text
    assert phone.post("/confirm", data={"code": code_in(newest_mail())}).status_code == 303
    assert "Type the code" not in phone.get("/me/settings").text


def confirmed(client, **changes):
    joined(client, **changes)
    client.post("/confirm", data={"code": code_in(newest_mail())})


def test_the_wish_survives_signing_in(app, visitor):
    confirmed(visitor)
    phone = app.test_client()

    page = phone.get("/sign-in?next=/ideas/7%23vote-7&support=7")
    answer = phone.post("/sign-in?next=/ideas/7%23vote-7&support=7", data=ANA)

    assert "/join?next=%2Fideas%2F7%3Fsupport%3D7%23vote-7" in page.text
    assert answer.location == "/ideas/7?support=7#vote-7"


def test_the_wish_survives_signing_up(visitor):
    visitor.post("/join?next=/ideas/7%23vote-7&support=7", data=ANA)

    answer = visitor.post(link_in(newest_mail()))

    assert answer.location == "/ideas/7?support=7#vote-7"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "/%09/evil.example", "javascript:alert(1)", "http:evil.example", "///evil.example",
    ],
)  # fmt: skip
def test_nobody_is_led_to_another_site(app, visitor, target):
    confirmed(visitor)
    client = app.test_client()

    answers = [
        client.post("/sign-in", query_string={"next": target}, data=ANA),
        client.get("/sign-in", query_string={"next": target}),
        client.post("/preferences", data={"next": target, "theme": "dark"}),
    ]

    for answer in answers:
        assert answer.status_code == 303
        assert "evil" not in answer.location or answer.location.startswith("/%09")
        assert not answer.location.startswith(("//", "/\\", "java", "http"))


def test_a_new_password_ends_the_sessions_and_signs_in_here(app, visitor):
    confirmed(visitor)
    forgetful = app.test_client()
    forgetful.post("/forgot-password", data={"email": "Ana@Example.org"})
    link = link_in(newest_mail())

    page = forgetful.get(link)
    answer = forgetful.post(link, data={"password": "entirely other words"})

    assert "Choose a new password" in page.text
    assert answer.status_code == 303
    assert is_signed_in(forgetful)
    assert not is_signed_in(visitor)
    assert app.test_client().post("/sign-in", data=ANA).status_code == 422
    assert forgetful.get(link).status_code == 410


def test_an_easy_new_password_leaves_the_link_usable(app, visitor):
    confirmed(visitor)
    visitor.post("/forgot-password", data={"email": "ana@example.org"})
    link = link_in(newest_mail())

    refused = visitor.post(link, data={"password": "short"})
    answer = visitor.post(link, data={"password": "entirely other words"})

    assert (refused.status_code, answer.status_code) == (422, 303)


def test_signing_out_ends_the_session_also_for_a_copied_cookie(app, visitor):
    confirmed(visitor)
    thief = app.test_client()
    thief.set_cookie("idealab", visitor.get_cookie("idealab").value)
    before = is_signed_in(thief)

    answer = visitor.post("/sign-out")

    assert before
    assert answer.location == "/"
    assert not is_signed_in(visitor)
    assert not is_signed_in(thief)


def test_signing_in_gives_the_session_a_new_name(app, visitor):
    confirmed(visitor)
    first = visitor.get_cookie("idealab").value

    visitor.post("/sign-in", data=ANA)
    thief = app.test_client()
    thief.set_cookie("idealab", first)

    assert visitor.get_cookie("idealab").value != first
    assert is_signed_in(visitor)
    assert not is_signed_in(thief)


def test_links_never_take_their_site_from_the_host_header(visitor):
    visitor.post("/join", data=ANA, headers={"Host": "evil.example"})

    assert "evil" not in newest_mail().text
    assert "http://127.0.0.1:8000/confirm?token=" in newest_mail().text


def test_pages_of_a_person_are_kept_out_of_caches(visitor):
    confirmed(visitor)

    assert visitor.get("/me/settings").headers["Cache-Control"] == "private, no-store"


def test_strangers_are_sent_to_the_sign_in_page(visitor):
    answer = visitor.get("/me/settings")

    assert answer.location == "/sign-in?next=%2Fme%2Fsettings"


def test_who_follows_the_link_after_typing_the_code_is_told_that_all_is_well(visitor):
    joined(visitor)
    letter = newest_mail()
    visitor.post("/confirm", data={"code": code_in(letter)})

    answer = visitor.get(link_in(letter))

    assert (answer.status_code, answer.location) == (303, "/")


def test_a_form_open_in_another_tab_still_works_after_signing_in(visitor):
    visitor.get("/join")
    with visitor.session_transaction() as session:
        before = session["csrf_token"]

    confirmed(visitor)

    with visitor.session_transaction() as session:
        assert session["csrf_token"] == before


@pytest.mark.parametrize("word", ["x@\u0308" * 70_000, "x" + "\u0316\u0301" * 100_000])
@pytest.mark.parametrize("field", ["name", "email", "password"])
def test_a_word_of_200_000_letters_is_refused_quickly(visitor, field, word):
    begun = perf_counter()

    answer = visitor.post("/join", data=ANA | {field: word})

    assert answer.status_code == 422
    assert perf_counter() - begun < 1


def test_pages_read_in_german_too(visitor):
    visitor.set_cookie("language", "de")

    answer = joined(visitor)

    assert answer.status_code == 303
    assert newest_mail().language == "de"
