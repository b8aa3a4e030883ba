"""What a person fills in: the answer to a campaign's question, and what makes it complete."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from idealab.campaigns.models import Campaign, Field, Topic
from idealab.campaigns.queries import fields_of, topics_of
from idealab.lib.errors import Refused, too_long
from idealab.lib.languages import _
from idealab.lib.text import cleaned

SHORTEST_TITLE, LONGEST_TITLE = 4, 140
MOST_TAGS, LONGEST_TAG = 8, 40
LONGEST_PLACE = 120
LONGEST_NOTE = 200  # of what is new in a revision


class Incomplete(Refused):
    """The answer breaks a rule of the form. `problems` maps the name of a field (`title`, `tags`,
    `topic`, `place`, `field-<id>`) to a sentence."""

    status = 422

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(next(iter(problems.values())))
        self.problems = problems


@dataclass
class Place:
    label: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass
class Answer:
    """`texts` holds Markdown by field id."""

    title: str
    texts: dict[int, str] = field(default_factory=dict)
    topic_id: int | None = None
    tags: list[str] = field(default_factory=list)
    language: str = "en"
    place: Place | None = None

    def __post_init__(self) -> None:
        self.title = " ".join(cleaned(self.title).split())
        self.texts = {key: cleaned(text) for key, text in self.texts.items()}
        self.tags = tags_of(self.tags)


def tags_of(names: Sequence[str]) -> list[str]:
    """Lower case, without # and doubles, in the order given."""
    tidy = (" ".join(cleaned(name).lower().lstrip("#").split()) for name in names)
    return list(dict.fromkeys(name for name in tidy if name))


def require_complete(answer: Answer, campaign: Campaign) -> None:
    """Raise Incomplete with a sentence for each field that is missing or too long."""
    problems = problems_of(answer, fields_of(campaign), topics_of(campaign))
    if problems:
        raise Incomplete(problems)


def problems_of(answer: Answer, fields: Sequence[Field], topics: Sequence[Topic]) -> dict[str, str]:
    """A sentence by field name for all that keeps the answer from being published."""
    problems = {}
    if len(answer.title) < SHORTEST_TITLE:
        problems["title"] = _("Give your idea a title of a few words.")
    elif len(answer.title) > LONGEST_TITLE:
        problems["title"] = too_long(answer.title, LONGEST_TITLE)
    for question in fields:
        text = answer.texts.get(question.id, "")
        if question.required and not text:
            problems[f"field-{question.id}"] = _(
                "“%(label)s” is still empty.", label=question.label
            )
        elif len(text) > question.longest:
            problems[f"field-{question.id}"] = too_long(text, question.longest)
    if fields and not any(answer.texts.values()) and not problems:
        problems[f"field-{fields[0].id}"] = _("Describe your idea in a sentence or two.")
    if answer.topic_id is not None and answer.topic_id not in {topic.id for topic in topics}:
        problems["topic"] = _("Choose one of the topics of this campaign.")
    return problems | _of_tags(answer.tags) | _of_place(answer.place)


def _of_tags(tags: list[str]) -> dict[str, str]:
    if len(tags) > MOST_TAGS:
        return {"tags": _("Up to %(most)s tags, please choose.", most=MOST_TAGS)}
    longest = max(tags, key=len, default="")
    return {"tags": too_long(longest, LONGEST_TAG)} if len(longest) > LONGEST_TAG else {}


def _of_place(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    if place.label and len(place.label) > LONGEST_PLACE:
        return {"place": too_long(place.label, LONGEST_PLACE)}
    latitude, longitude = place.latitude, place.longitude
    known = (latitude is None) == (longitude is None)
    inside = (
        latitude is None or longitude is None or (abs(latitude) <= 90 and abs(longitude) <= 180)
    )
    return {} if known and inside else {"place": _("This place is not on the map.")}
