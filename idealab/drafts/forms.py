"""The form of a draft: filled from what is kept, and read into what is to be kept."""

import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import uuid4

from flask import current_app, request
from flask_login import current_user
from wtforms import FileField

from idealab.campaigns.models import Campaign
from idealab.campaigns.queries import fields_of, topics_of
from idealab.drafts.drafting import Keeper, Seen, Written
from idealab.drafts.models import Draft
from idealab.drafts.queries import Kept
from idealab.drafts.relating import PREFIX, relations_in
from idealab.ideas.forms import PICTURES, SubmitForm, idea_form
from idealab.lib.cookies import browser_secret
from idealab.lib.languages import _
from idealab.lib.limits import network_of
from idealab.media.keeping import token_of
from idealab.media.models import File
from idealab.media.queries import Picture, pictures_of
from idealab.sketches.choosing import choose_pictures
from idealab.sketches.strokes import (
    LARGEST_BYTES,
    UnreadableDrawing,
    document_from,
    has_strokes,
)

PICTURE_FIELDS = [f"picture{place}" for place in range(PICTURES)]
DRAWING_FIELDS = ["strokes0"]
NEW = "new"
NOT_FIELDS = ("rules", "continues")
UNTYPED = ("FileField", "CSRFTokenField", "HiddenField", "BooleanField", "FloatField")


class Sent(NamedTuple):
    """What a request wants kept, and what of it was refused: sentences by field."""

    written: Written
    refused: dict[str, str]


class Chosen(NamedTuple):
    """A kept file for its field of the form: `key` goes into a hidden field."""

    key: str
    name: str
    picture: Picture | None


class Difference(NamedTuple):
    """A field in which this page and the draft as another one has saved it say different things."""

    label: str
    here: str
    there: str


def keeper_here(*, make: bool = False) -> Keeper:
    """Whoever has signed in; else this browser, for which a secret is drawn at `make`."""
    if current_user.is_authenticated:
        return Keeper(current_user)
    key = current_app.config["SECRET_KEY"].encode()
    network = network_of(request.remote_addr or "")
    return Keeper(
        None, browser_secret(make=make), hmac.new(key, network.encode(), sha256).hexdigest()
    )


def place_of(keeper: Keeper) -> str:
    """Where what is written is kept, in words."""
    return _("Saved on this account") if keeper.person else _("Kept for this browser")


def seen_here() -> Seen:
    edition = request.form.get("edition", "")
    return Seen(int(edition) if _is_number(edition) else 0, request.form.get("page_key", ""))


def number_in(values: Mapping[str, str], name: str) -> int | None:
    text = values.get(name, "")
    return int(text) if _is_number(text) else None


def form_of(campaign: Campaign, draft: Draft | None) -> Any:
    """The idea form as it was sent, or else as the draft has it."""
    texts: dict[str, str] = draft.content if draft else {}
    fields = {name: text for name, text in texts.items() if name not in NOT_FIELDS}
    if texts.get("rules") != str(campaign.rules_version):
        fields.pop("accepted", None)  # other rules were accepted than these
    return idea_form(SubmitForm, campaign, fields_of(campaign), topics_of(campaign), **fields)


def sent_by(form: Any, campaign: Campaign, *, now: Any) -> Sent:
    """What was typed, chosen and drawn. New files are kept at once."""
    names = [field.name for field in form if not isinstance(field, FileField)]
    texts = {name: request.form.get(name, "") for name in names if name != "csrf_token"}
    texts |= {f"{PREFIX}{number}": said for number, said in relations_in(request.form).items()}
    texts["rules"] = str(campaign.rules_version)
    texts["continues"] = request.form.get("continues", "")[:40]
    choice = choose_pictures(request.files, request.form, names=PICTURE_FIELDS, now=now)
    pictures: dict[str, Any] = {name: chosen.file for name, chosen in choice.chosen.items()}
    drawings, refused = _drawings()
    taken_off = {
        name: None for name in (*PICTURE_FIELDS, *DRAWING_FIELDS) if request.form.get(f"{name}_off")
    }
    written = Written(texts.get("once", ""), texts, taken_off | pictures | drawings)
    return Sent(written, choice.refused | refused)


def chosen_by(sent: Sent) -> dict[str, Chosen]:
    """The files of a form of which no draft could be made, for that form."""
    files = {place: it for place, it in sent.written.pictures.items() if isinstance(it, File)}
    pictures = pictures_of(file.id for file in files.values())
    return {
        place: Chosen(token_of(file), file.original_name, pictures.get(file.id))
        for place, file in files.items()
    }


def chosen_in(kept: Sequence[Kept]) -> dict[str, Chosen]:
    """The files of a draft by the fields of the form."""
    return {
        picture.place: Chosen(token_of(picture.file), picture.file.original_name, picture.picture)
        for picture in kept
        if picture.file is not None
    }


def differences(form: Any, draft: Draft) -> list[Difference]:
    """In the order of the form, as it was typed."""
    compared = [
        (str(field.label.text), _words(field, _typed_in(field)), _words(field, there))
        for field in form
        if field.type not in UNTYPED
        for there in [draft.content.get(field.name, "")]
    ]
    return [Difference(*texts) for texts in compared if texts[1] != texts[2]]


def page_key() -> str:
    """Names the open page, which stays the same when a form comes back."""
    return request.form.get("page_key") or uuid4().hex


def _drawings() -> tuple[dict[str, Any], dict[str, str]]:
    drawings: dict[str, Any] = {}
    refused = {}
    for name in DRAWING_FIELDS:
        sent = request.files.get(name)
        content = sent.read(LARGEST_BYTES + 1) if sent else b""
        if not content:
            continue
        try:
            document = document_from(content)
            drawings[name] = document if has_strokes(document) else None
        except UnreadableDrawing as refusal:
            refused[name] = str(refusal)
    return drawings, refused


def _typed_in(field: Any) -> str:
    return str(field.raw_data[0]) if field.raw_data else ""


def _words(field: Any, text: str) -> str:
    """As a person reads it: of a choice its name."""
    names = {str(choice.value): str(choice.label) for choice in getattr(field, "choices", ())}
    return names.get(text, text).replace("\r\n", "\n").strip()


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19
