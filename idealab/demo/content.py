"""What the demo tells: its people, campaigns, ideas and conversations, read from content/."""

import random
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

FIELDS = ("problem", "idea", "gains")


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    town: str = ""
    about: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Staff:
    key: str
    name: str
    department: str


@dataclass(frozen=True)
class Account:
    """Somebody of the people or the staff who can sign in, and as what."""

    key: str
    role: str
    address: str


@dataclass(frozen=True)
class Phase:
    """Days are counted from the day of installation."""

    name: str
    opens: float
    closes: float
    allows: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    key: str
    label: str
    help: str


@dataclass(frozen=True)
class Topic:
    key: str
    name: str
    colour: str


@dataclass(frozen=True)
class Move:
    stage: str
    day: float
    by: str
    reason: str


@dataclass(frozen=True)
class Remark:
    """A comment; answers is the place of the comment it answers, in the list of its idea."""

    by: str
    day: float
    text: str
    official: bool = False
    answers: int | None = None


@dataclass(frozen=True)
class Earlier:
    """How an idea read until a day; what is not named here read as it does now."""

    until: float
    texts: dict[str, str]
    title: str | None = None


@dataclass(frozen=True)
class Idea:
    """Days are counted from the phase in which ideas opened. No author: it came from a meeting."""

    key: str
    title: str
    topic: str
    tags: tuple[str, ...]
    day: float
    votes: int
    language: str
    texts: dict[str, str]
    author: str | None = None
    via: str = "web"
    place: str = ""
    sketch: str | None = None
    alt: str = ""
    builds_on: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    comments: tuple[Remark, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    @property
    def stage(self) -> str:
        return self.moves[-1].stage if self.moves else "New"


@dataclass(frozen=True)
class Update:
    """An entry of the campaign's journal; its days count as those of ideas do."""

    by: str
    day: float
    language: str
    title: str
    text: str
    sketch: str | None = None
    alt: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the company says at the end."""

    by: str
    day: float
    statement: str
    promise: str


@dataclass(frozen=True)
class Campaign:
    key: str
    title: str
    question: str
    story: str
    rules: str
    language: str
    languages: tuple[str, ...]
    time_zone: str
    licence: str
    cover: str
    brand: str
    votes_per_person: int  # 0 is without limit
    ideas_from: str
    phases: tuple[Phase, ...]
    fields: tuple[Field, ...]
    topics: tuple[Topic, ...]
    verdict: Verdict | None
    updates: tuple[Update, ...] = field(repr=False)
    ideas: tuple[Idea, ...] = field(repr=False)

    @property
    def idea_phase(self) -> Phase:
        return next(phase for phase in self.phases if phase.name == self.ideas_from)


@dataclass(frozen=True)
class Ballot:
    idea: str
    voter: str
    day: float


@dataclass(frozen=True)
class Demo:
    people: tuple[Person, ...]
    staff: tuple[Staff, ...]
    accounts: tuple[Account, ...]
    voters: tuple[Person, ...]
    campaigns: tuple[Campaign, ...]


@cache
def demo() -> Demo:
    people = _read("people")
    return Demo(
        people=tuple(Person(**person) for person in people["person"]),
        staff=tuple(Staff(**person) for person in people["staff"]),
        accounts=tuple(Account(**account) for account in people["account"]),
        voters=_voters(**people["voters"]),
        campaigns=tuple(_campaign(**campaign) for campaign in _read("campaigns")["campaign"]),
    )


def ballots(campaign: Campaign) -> list[Ballot]:
    """Who supports what, and when: the same on every installation, and nobody votes for an idea
    of their own or beyond the budget."""
    chance = random.Random(campaign.key)
    keys = [person.key for person in (*demo().people, *demo().voters)]
    zeal = {key: chance.paretovariate(1.6) for key in keys}
    left = dict.fromkeys(keys, campaign.votes_per_person or len(campaign.ideas))
    end = min(campaign.idea_phase.closes, 0) - campaign.idea_phase.opens
    found = []
    for idea in sorted(campaign.ideas, key=lambda idea: -idea.votes):
        may = [key for key in keys if left[key] and key != idea.author]
        ranked = sorted(may, key=lambda key: chance.random() ** (1 / zeal[key]), reverse=True)
        for voter in ranked[: idea.votes]:
            left[voter] -= 1
            share = min(chance.expovariate(3), chance.random())
            day = idea.day + (end - idea.day) * share
            found.append(Ballot(idea.key, voter, round(day, 3)))
    return sorted(found, key=lambda ballot: (ballot.day, ballot.idea, ballot.voter))


def _campaign(
    *,
    phases: list[dict],
    fields: list[dict],
    topics: list[dict],
    updates: list[dict],
    verdict: dict | None = None,
    ideas: list[str],
    **told,
) -> Campaign:
    told["story"], told["rules"] = told["story"].strip(), told["rules"].strip()
    told["languages"] = tuple(told["languages"])
    return Campaign(
        phases=tuple(Phase(**{**phase, "allows": tuple(phase["allows"])}) for phase in phases),
        fields=tuple(Field(**field) for field in fields),
        topics=tuple(Topic(**topic) for topic in topics),
        updates=tuple(Update(**{**update, "text": update["text"].strip()}) for update in updates),
        verdict=Verdict(**verdict) if verdict else None,
        ideas=tuple(idea for file in ideas for idea in _ideas(file)),
        **told,
    )


def _ideas(file: str) -> list[Idea]:
    content = _read(file)
    return [_idea({"language": content["language"], **idea}) for idea in content["idea"]]


def _idea(told: dict) -> Idea:
    told["texts"] = _texts(told)
    told["tags"] = tuple(told["tags"])
    told["builds_on"] = tuple(told.get("builds_on", ()))
    told["moves"] = tuple(Move(*move) for move in told.get("moves", ()))
    told["comments"] = _remarks(told.get("comments", ()))
    told["earlier"] = tuple(
        Earlier(until=before["until"], title=before.get("title"), texts=_texts(before))
        for before in told.get("earlier", ())
    )
    return Idea(**told)


def _texts(told: dict) -> dict[str, str]:
    return {name: told.pop(name).strip() for name in FIELDS if name in told}


def _remarks(lines: list[list]) -> tuple[Remark, ...]:
    remarks: list[Remark] = []
    root = None
    for by, day, text in lines:
        sign, who = by[0], by.lstrip("!> ")
        if sign != ">":
            root = len(remarks)
        remarks.append(
            Remark(
                by=who,
                day=day,
                text=text,
                official=sign == "!",
                answers=root if sign == ">" else None,
            )
        )
    return tuple(remarks)


def _voters(*, count: int, first_names: list[str], last_names: list[str]) -> tuple[Person, ...]:
    """Every third shows only the first letter of the family name."""
    voters = []
    for number in range(count):
        first = first_names[number % len(first_names)]
        last = last_names[(number * 7 + number // len(first_names)) % len(last_names)]
        name = f"{first} {last[0]}." if number % 3 == 1 else f"{first} {last}"
        voters.append(Person(key=f"voter-{number + 1:03}", name=name))
    return tuple(voters)


def _read(name: str) -> dict:
    path = files("idealab.demo").joinpath("content", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
