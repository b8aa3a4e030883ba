"""One word for one thing: docs/words.md is read and kept."""

import re

import pytest

from idealab.lib.db import Model
from tests.guards.messages import extracted, texts
from tests.guards.modules import ROOT

WORDS = (ROOT / "docs/words.md").read_text()
HEAD = "| Word | German |"
ALWAYS = {"error", "invalid", "please note", "oops", "successfully", "successful"}


def column_of(source: str, number: int) -> set[str]:
    """The words in one column of every table of words."""
    found: set[str] = set()
    in_table = False
    for line in source.splitlines():
        in_table = line.startswith(HEAD) or (in_table and line.startswith("|"))
        if in_table and not line.startswith((HEAD, "|---")):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            found |= {word.strip() for word in cells[number].split(",") if word.strip()}
    return found


NEVER_SAID = column_of(WORDS, 3) | ALWAYS
NEVER_NAMED = column_of(WORDS, 4)


def said_in(sentence: str, forbidden: set[str]) -> list[str]:
    plain = re.sub(r"%\(\w+\)[sd]", " ", sentence).lower()
    return [word for word in sorted(forbidden) if re.search(rf"\b{re.escape(word)}s?\b", plain)]


def named_in(name: str, forbidden: set[str]) -> list[str]:
    """`Submission`, `submission_id` and `/new-submission` all name a submission."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace("-", "_")
    padded = f"_{snake}_"
    return [word for word in sorted(forbidden) if f"_{word}_" in padded]


def test_the_tables_are_read():
    assert {"proposal", "upvote", "user"} <= NEVER_SAID
    assert {"proposal", "upvote", "post"} <= NEVER_NAMED


def test_no_sentence_says_another_word():
    breaches = [
        f"{place}: {sentence!r} says {', '.join(said)}"
        for sentence, place in texts(extracted())
        if (said := said_in(sentence, NEVER_SAID))
    ]

    assert not breaches, "\n".join(["", *breaches])


def test_no_table_or_column_bears_another_word(app):
    names = {mapper.class_.__name__ for mapper in Model.registry.mappers}
    for table in Model.metadata.tables.values():
        names |= {table.name, *(column.name for column in table.columns)}

    assert {name: found for name in names if (found := named_in(name, NEVER_NAMED))} == {}


def test_no_address_bears_another_word(app):
    fixed = {
        segment
        for rule in app.url_map.iter_rules()
        for segment in rule.rule.split("/")
        if segment and not segment.startswith("<")
    }

    assert {part: found for part in fixed if (found := named_in(part, NEVER_NAMED))} == {}


@pytest.mark.parametrize(
    "sentence", ["Your proposal is in.", "Upvote it", "Log in to vote", "Invalid address"]
)
def test_another_word_in_a_sentence_is_noticed(sentence):
    assert said_in(sentence, NEVER_SAID) != []


def test_the_right_words_are_left_alone():
    assert said_in("Your idea has %(user)s supporters, sign in to vote.", NEVER_SAID) == []
    assert named_in("ideas_count", NEVER_NAMED) == named_in("posted_at", NEVER_NAMED) == []


@pytest.mark.parametrize("name", ["Proposal", "proposal_id", "BlogPost", "log/login", "upvote"])
def test_another_word_in_a_name_is_noticed(name):
    assert named_in(name.replace("/", "-"), NEVER_NAMED) != []
