import time

import pytest

from idealab.ideas.comparing import Purse, changes_in, compared, words_in


def told(before: str, after: str) -> str:
    marks = {"": "%s", "added": "{+%s+}", "removed": "[-%s-]"}
    return "".join(marks[one.change] % one.text for one in compared(before, after, Purse()))


def test_words_are_compared_and_not_letters():
    assert told("The seat turns 90° now.", "The seat turns 60° now.") == (
        "The seat turns [-90°-]{+60°+} now."
    )


def test_a_space_between_changed_words_makes_no_second_change():
    pieces = compared("It turns to the kerb.", "It looks up the kerb.", Purse())

    assert changes_in(pieces) == 1
    assert (words_in(pieces, "added"), words_in(pieces, "removed")) == (2, 2)


def test_a_changed_line_leaves_the_others_alone():
    assert told("one\ntwo\nthree", "one\n2\nthree") == "one\n[-two-]{+2+}\nthree"


def test_a_script_without_spaces_is_compared_by_its_letters():
    assert told("椅子が回る", "座席が回る") == "[-椅子-]{+座席+}が回る"


LONG = 200_000
HARD = {
    "one word": ("a" * LONG, "a" * LONG + "b"),
    "no spaces": ("漢字仮名交文章" * 30_000, "字漢名仮文交章" * 30_000),
    "two words": ("a b " * (LONG // 4), "b a " * (LONG // 4)),
    "every other word": (
        " ".join(map(str, range(30_000))),
        " ".join(str(n) if n % 2 else f"x{n}" for n in range(30_000)),
    ),
    "every other line": (
        "\n".join(map(str, range(30_000))),
        "\n".join(str(n) if n % 2 else f"x{n}" for n in range(30_000)),
    ),
    "backwards": (" ".join(map(str, range(30_000))), " ".join(map(str, range(30_000, 0, -1)))),
    "marks": ("e" + "\u0301" * LONG, "e" + "\u0302" * LONG),
    "turned around": ("\u202eשלום " * (LONG // 6), "שלום " * (LONG // 6)),
    "empty lines": ("\n" * LONG, "\n" * LONG + " "),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HARD)
def test_no_text_takes_two_seconds_and_none_loses_a_letter(name):
    before, after = HARD[name]
    begun = time.process_time()

    pieces = compared(before, after, Purse())

    assert time.process_time() - begun < 2
    assert "".join(one.text for one in pieces if one.change != "added") == before
    assert "".join(one.text for one in pieces if one.change != "removed") == after
