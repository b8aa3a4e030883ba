import pytest

from idealab.accounts.passwords import check, reason_against
from idealab.lib.errors import Refused


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("nine char", "10 characters"),
        ("x" * 201, "at most 200"),
        ("Passwort123", "strangers"),
        ("aaaaaaaaaaaa", "strangers"),
        ("1212121212", "strangers"),
        ("anasantos1", "Your name"),
        ("Ana.Santos99", "Your name"),
        ("ana.santos@example.org", "Your name"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_the_reason(password, words):
    with pytest.raises(Refused, match=words):
        check(password, name="Ana Santos", address="ana.santos@example.org")


@pytest.mark.parametrize(
    "password", ["four random words", "x7#kQ9!pLm", "ana likes green umbrellas", "ü" * 6 + "äöaß"]
)
def test_any_other_password_will_do(password):
    assert reason_against(password, name="Ana", address="ana@example.org") is None
