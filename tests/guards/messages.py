"""The sentences of the site, as translators get them."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from tests.guards.modules import ROOT

KEYWORDS = {**DEFAULT_KEYWORDS, "lazy": None}
METHODS = [
    ("idealab/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
]
FOLDERS = ("idealab", "templates")


def extracted() -> Catalog:
    """All sentences of templates and code, gathered anew."""
    catalog = Catalog()
    for name, line, words, comments, context in _found():
        catalog.add(words, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def _found() -> Iterator[tuple]:
    for folder in FOLDERS:
        methods = [(pattern, how) for pattern, how in METHODS if pattern.startswith(folder)]
        within = [(pattern.removeprefix(f"{folder}/"), how) for pattern, how in methods]
        for name, *rest in extract_from_dir(ROOT / folder, within, keywords=KEYWORDS):
            yield (f"{folder}/{name}", *rest)


def translated(language: str) -> Catalog | None:
    path = catalogue_path(language)
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=language)


def catalogue_path(language: str) -> Path:
    return ROOT / f"idealab/translations/{language}/LC_MESSAGES/messages.po"


def texts(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Each sentence with the place it was found at; a plural gives both its forms."""
    for message in catalog:
        forms = message.id if isinstance(message.id, tuple | list) else (message.id,)
        place = ":".join(map(str, message.locations[0])) if message.locations else ""
        yield from ((form, place) for form in forms if form)
