"""The pictures chosen on a form: kept at once, so that they survive whatever the form says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from idealab.lib.images import PictureRefused
from idealab.media.keeping import file_of, keep_upload, token_of
from idealab.media.models import File


class Chosen(NamedTuple):
    """A kept file for the form: `key` goes into a hidden field."""

    key: str
    name: str
    file: File
    alt: str


class Choice(NamedTuple):
    chosen: dict[str, Chosen]  # by the name of the form's file field
    refused: dict[str, str]  # sentences by the same name


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
