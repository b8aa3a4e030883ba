"""Names in addresses: readable, made of a title, and free."""

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import count

LONGEST = 60
SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l"}
)


def slug_of(title: str, *, otherwise: str) -> str:
    """“Größe & Öl” becomes groesse-oel; a title without a Latin letter becomes `otherwise`."""
    spelled = unicodedata.normalize("NFC", title).lower().translate(SPELLED_OUT)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rsplit("-", 1)[0][:LONGEST]
    return slug or otherwise


def candidates(slug: str) -> Iterator[str]:
    """`slug`, then slug-2, slug-3 and so on."""
    yield slug
    for number in count(2):
        yield f"{slug}-{number}"


def first_free(slug: str, taken: Container[str]) -> str:
    return next(candidate for candidate in candidates(slug) if candidate not in taken)
