"""The eighteen kinds of records of a package, as one table."""

from collections.abc import Mapping

from idealab.interchange.values import (
    ANYTHING,
    BOOLEAN,
    EXTENSION,
    LANGUAGE_VALUE,
    MEDIA_PATH,
    MOMENT_VALUE,
    SHA256,
    Value,
    identifier,
    integer,
    list_of,
    mapping,
    number,
    one_of,
    required,
    text,
)

TEXT_LIMIT = 100_000
FORMAT = one_of("text", "markdown", "html")
CAMPAIGN, IDEA, PERSON = identifier("campaigns"), identifier("ideas"), identifier("people")

SOURCE = mapping(system=required(text()), id=required(text()), url=text(), raw=ANYTHING)
PLACE = mapping(lat=required(number(-90, 90)), lon=required(number(-180, 180)), label=text())
COST = mapping(amount=required(number()), currency=text())
ANSWER = mapping(body=text(TEXT_LIMIT), body_format=FORMAT, by=PERSON, at=MOMENT_VALUE)
VOTING = mapping(
    method=required(
        one_of(
            *("support", "updown", "agree_disagree_pass", "stars", "points"),
            *("approval", "ranking", "none"),
        )
    ),
    min=number(),
    max=number(),
    per_person=integer(),
    budget=number(),
    revote=one_of("replace", "forbid"),
    anonymous=BOOLEAN,
)
STAGE_KINDS = (
    *("intake", "screening", "refinement", "voting", "evaluation", "shortlist", "pilot"),
    *("implementation", "done", "rejected", "archived"),
)
EVENT_TYPES = (
    *("stage_changed", "status_changed", "merged", "unmerged", "assigned", "answered", "flagged"),
    *("flag_resolved", "shortlisted", "exported", "deadline_changed", "note"),
)
TOTAL_KINDS = (
    *("support", "up", "down", "agree", "disagree", "pass", "mixed", "stars_sum", "points"),
    "ballots",
)


def _record(**keys: Value) -> dict[str, Value]:
    return {"id": identifier(), "source": SOURCE, "ext": EXTENSION, **keys}


def _identified(**keys: Value) -> dict[str, Value]:
    return _record(**keys) | {"id": required(identifier())}


# In the order in which the files of a package are read.
RECORDS: Mapping[str, Mapping[str, Value]] = {
    "campaigns": _identified(
        title=required(text(300)),
        slug=text(),
        summary=text(2000),
        body=text(TEXT_LIMIT),
        body_format=FORMAT,
        lang=LANGUAGE_VALUE,
        languages=list_of(LANGUAGE_VALUE),
        timezone=text(),
        opens_at=MOMENT_VALUE,
        submit_until=MOMENT_VALUE,
        vote_until=MOMENT_VALUE,
        closes_at=MOMENT_VALUE,
        visibility=one_of("public", "link", "members", "private"),
        status=one_of(
            *("draft", "scheduled", "open", "voting", "evaluating", "closed", "archived")
        ),
        licence=text(),
        terms_version=text(),
        voting=VOTING,
        created_at=MOMENT_VALUE,
        updated_at=MOMENT_VALUE,
    ),
    "stages": _identified(
        campaign=required(CAMPAIGN),
        name=required(text(120)),
        kind=required(one_of(*STAGE_KINDS)),
        order=required(integer()),
        outcome=one_of("open", "positive", "negative"),
        opens_at=MOMENT_VALUE,
        closes_at=MOMENT_VALUE,
        public=BOOLEAN,
    ),
    "categories": _identified(
        campaign=required(CAMPAIGN),
        name=required(text(200)),
        names=mapping(),
        parent=identifier("categories"),
        kind=one_of("category", "tag", "district", "label"),
        colour=text(),
        order=integer(),
    ),
    "fields": _identified(
        campaign=required(CAMPAIGN),
        label=required(text(500)),
        type=required(
            one_of(
                *("text", "longtext", "number", "date", "choice", "multichoice", "boolean", "url")
            )
        ),
        choices=list_of(),
        required=BOOLEAN,
        order=integer(),
    ),
    "criteria": _identified(
        campaign=required(CAMPAIGN),
        label=required(text(500)),
        min=required(number()),
        max=required(number()),
        weight=number(),
        higher_is_better=BOOLEAN,
        order=integer(),
    ),
    "people": _identified(
        display_name=text(200),
        kind=one_of("person", "organisation", "official", "bot"),
        email=text(),
        roles=list_of(one_of("participant", "moderator", "evaluator", "sponsor", "admin")),
        groups=list_of(text()),
        lang=LANGUAGE_VALUE,
        joined_at=MOMENT_VALUE,
        deleted=BOOLEAN,
    ),
    "ideas": _identified(
        campaign=required(CAMPAIGN),
        title=required(text(500)),
        body=text(TEXT_LIMIT),
        body_format=FORMAT,
        lang=LANGUAGE_VALUE,
        author=PERSON,
        coauthors=list_of(PERSON),
        anonymous=BOOLEAN,
        via=one_of("web", "api", "mail", "meeting", "paper", "import", "moderator"),
        status=required(
            one_of(*("draft", "pending", "published", "hidden", "withdrawn", "merged", "deleted"))
        ),
        stage=identifier("stages"),
        categories=list_of(identifier("categories")),
        tags=list_of(text(100)),
        location=PLACE,
        fields=mapping(),
        cost=COST,
        licence=text(),
        consent=mapping(),
        version=integer(1),
        created_at=MOMENT_VALUE,
        published_at=MOMENT_VALUE,
        updated_at=MOMENT_VALUE,
        answer=ANSWER,
        views=integer(0),
    ),
    "idea_versions": _identified(
        idea=required(IDEA),
        version=required(integer()),
        title=text(500),
        body=text(TEXT_LIMIT),
        body_format=FORMAT,
        by=PERSON,
        at=required(MOMENT_VALUE),
        note=text(2000),
    ),
    "idea_links": _record(
        **{"from": required(IDEA), "to": required(IDEA)},
        type=required(
            one_of(
                *("builds_on", "duplicate_of", "merged_into", "related", "split_from"),
                "copied_from",
            )
        ),
        by=PERSON,
        at=MOMENT_VALUE,
        note=text(2000),
    ),
    "votes": _record(
        idea=required(IDEA),
        person=required(PERSON),
        value=required(number()),
        at=MOMENT_VALUE,
        withdrawn=BOOLEAN,
        weight=number(),
        round=text(),
    ),
    "vote_totals": _record(
        idea=required(IDEA),
        kind=required(one_of(*TOTAL_KINDS)),
        count=required(number()),
        as_of=MOMENT_VALUE,
    ),
    "comments": _identified(
        idea=required(IDEA),
        parent=identifier("comments"),
        author=PERSON,
        anonymous=BOOLEAN,
        body=required(text(TEXT_LIMIT)),
        body_format=FORMAT,
        lang=LANGUAGE_VALUE,
        kind=one_of(
            *("comment", "official_reply", "internal_note", "review", "question", "argument"),
            "source",
        ),
        stance=one_of("pro", "contra", "neutral"),
        status=one_of("published", "pending", "hidden", "deleted"),
        created_at=MOMENT_VALUE,
        edited_at=MOMENT_VALUE,
        likes=integer(0),
        dislikes=integer(0),
    ),
    "reactions": _record(
        comment=required(identifier("comments")),
        person=required(PERSON),
        kind=required(one_of("like", "dislike", "emoji")),
        emoji=text(16),
        at=MOMENT_VALUE,
    ),
    "ratings": _record(
        idea=required(IDEA),
        person=required(PERSON),
        criterion=required(identifier("criteria")),
        value=required(number()),
        note=text(10_000),
        round=text(),
        at=MOMENT_VALUE,
    ),
    "follows": _record(person=required(PERSON), idea=IDEA, campaign=CAMPAIGN, at=MOMENT_VALUE),
    "events": _record(
        **{"from": text(), "to": text()},
        at=required(MOMENT_VALUE),
        type=required(one_of(*EVENT_TYPES)),
        actor=PERSON,
        campaign=CAMPAIGN,
        idea=IDEA,
        comment=identifier("comments"),
        reason=text(10_000),
        data=mapping(),
    ),
    "attachments": _identified(
        target_type=required(one_of("idea", "comment", "campaign", "answer")),
        target=required(identifier()),
        kind=required(one_of("sketch", "photo", "image", "document", "link", "strokes")),
        file=text(pattern=MEDIA_PATH),
        sha256=text(pattern=SHA256),
        bytes=integer(),
        media_type=text(),
        width=integer(),
        height=integer(),
        original_name=text(255),
        alt=text(2000),
        caption=text(2000),
        author=PERSON,
        created_at=MOMENT_VALUE,
        licence=text(),
        credit=text(1000),
        order=integer(),
        derived_from=identifier("attachments"),
        url=text(),
        missing=BOOLEAN,
    ),
}
READING_ORDER = tuple(RECORDS)
REQUIRED_FILES = ("campaigns", "ideas")

# What says "the same record" where an id is not required.
NATURAL_KEYS = {
    "idea_links": ("from", "to", "type"),
    "votes": ("idea", "person", "round"),
    "vote_totals": ("idea", "kind"),
    "reactions": ("comment", "person", "kind", "emoji"),
    "ratings": ("idea", "person", "criterion", "round"),
    "follows": ("person", "idea", "campaign"),
    "events": ("at", "type", "idea", "comment", "actor"),
}
TARGETS = {"idea": "ideas", "comment": "comments", "campaign": "campaigns", "answer": "ideas"}
