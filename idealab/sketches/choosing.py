"""Pictures chosen and strokes drawn on a form: kept at once, whatever the form says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from idealab.lib.images import PictureRefused
from idealab.media.keeping import file_of, keep_upload, token_of
from idealab.media.models import File
from idealab.sketches.keeping import drawing_of, keep_drawing
from idealab.sketches.strokes import LARGEST_BYTES, UnreadableDrawing, document_from


class Chosen(NamedTuple):
    """A kept file for the form: `key` goes into a hidden field."""

    key: str
    name: str
    file: File
    alt: str


class Drawn(NamedTuple):
    """A kept drawing for the form: `key` goes into a hidden field."""

    key: str
    document: dict[str, Any]
    alt: str


class Choice(NamedTuple):
    chosen: dict[str, Chosen]  # by the name of the form's file field
    refused: dict[str, str]  # sentences by the same name
    drawn: dict[str, Drawn] = {}


def choose_pictures(
    files: Mapping[str, Any], texts: Mapping[str, str], *, names: list[str], now: datetime
) -> Choice:
    """Keep each new upload of the form, find again the ones kept before. `names` are the names of
    the file fields (`picture0`); the text of `alt0` and the token of `picture0_kept` go with it."""
    found: dict[str, File] = {}
    refused: dict[str, str] = {}
    for name in names:
        upload = files.get(name)
        kept = file_of(texts.get(f"{name}_kept", ""))
        if kept is not None:
            found[name] = kept
        if upload is not None and upload.filename:
            try:
                found[name] = keep_upload(upload.stream, name=upload.filename, now=now)
            except PictureRefused as refusal:
                refused[name] = str(refusal)
    chosen = {
        name: Chosen(
            token_of(file),
            file.original_name,
            file,
            texts.get(name.replace("picture", "alt"), ""),
        )
        for name, file in found.items()
    }
    return Choice(chosen, refused)


def choose_drawings(
    files: Mapping[str, Any], texts: Mapping[str, str], *, names: list[str]
) -> tuple[dict[str, Drawn], dict[str, str]]:
    """Keep the strokes of each pad of the form, and find again the ones kept before. With the file
    part `strokes0` go the text `strokes0_alt` and the token `strokes0_kept`."""
    drawn: dict[str, Drawn] = {}
    refused: dict[str, str] = {}
    for name in names:
        sent, key = files.get(name), texts.get(f"{name}_kept", "")
        document = drawing_of(key) if key else None
        if sent is not None and sent.filename:
            try:
                document = document_from(sent.stream.read(LARGEST_BYTES + 1))
                key = keep_drawing(document)
            except UnreadableDrawing as refusal:
                refused[name] = str(refusal)
            finally:
                sent.close()
        if document is not None:
            drawn[name] = Drawn(key, document, texts.get(f"{name}_alt", ""))
    return drawn, refused
