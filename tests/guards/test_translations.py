"""Every sentence of the site is there in German too."""

import re

from babel.messages.catalog import Catalog, Message

from tests.guards.messages import catalogue_path, extracted, translated

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return {found.group(0) for found in PLACEHOLDER.finditer(text)}


def flaw_of(message: Message, catalogue: Catalog) -> str | None:
    """What is wrong with the translation of one sentence, or None."""
    there = catalogue.get(message.id, message.context)
    if there is None or not all(forms(there.string)) or not there.string:
        return "is not translated"
    if there.fuzzy:
        return "is marked as fuzzy"
    wanted = set().union(*map(placeholders, forms(message.id)))
    for form in forms(there.string):
        if not placeholders(form) <= wanted:
            return f"names {placeholders(form) - wanted}, which the English does not"
    if wanted - set().union(*map(placeholders, forms(there.string))):
        return "lost a placeholder"
    return None


def test_every_sentence_is_there_in_german():
    catalogue = translated("de")
    assert catalogue is not None, f"{catalogue_path('de')} does not exist yet"

    flaws = [
        f"{message.id!r} {flaw}"
        for message in extracted()
        if message.id and (flaw := flaw_of(message, catalogue))
    ]

    assert not flaws, "\n".join([f"{len(flaws)} sentences:", *flaws])


def test_the_extraction_finds_templates_and_code():
    places = [place for message in extracted() for place, _line in message.locations]

    assert any(place.startswith("templates/") for place in places)
    assert any(place.startswith("idealab/") for place in places)


def test_a_missing_fuzzy_or_broken_translation_is_noticed():
    catalogue = Catalog(locale="de")
    catalogue.add("Good %(name)s", "Gut %(name)s")
    catalogue.add("Empty", "")
    catalogue.add("Unsure", "Unsicher", flags=["fuzzy"])
    catalogue.add("Lost %(name)s", "Verloren")
    catalogue.add("Made up", "Erfunden %(name)s")
    catalogue.add(("%(num)d idea", "%(num)d ideas"), ("%(num)d Idee", ""))

    flawed = {
        forms(message.id)[0] for message in catalogue if message.id and flaw_of(message, catalogue)
    }

    assert flawed == {
        "Empty", "Unsure", "Lost %(name)s", "Made up", "%(num)d idea",
    }  # fmt: skip
