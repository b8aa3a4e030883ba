import json
from collections import Counter

import pytest

from idealab.interchange.converting.catalogue import CONVERTERS
from idealab.interchange.converting.conversion import NotConverted
from idealab.interchange.converting.decidim import EXTENSION
from tests.interchange.converting.conftest import NOW

AUTHOR = {"id": 1, "name": "participant-1", "official": False, "role": None}
PROPOSAL = {
    "id": 7,
    "code": "X-7",
    "url": "https://example.org/7",
    "title": "Trees",
    "summary": "More of them.",
    "source": "citizen",
    "status": "accepted",
    "author": AUTHOR,
    "category": {"id": 3, "name": "City"},
    "subcategory": {"id": 4, "name": "Parks", "position": 2},
    "district": {"id": 3, "name": "North"},
    "created_at": "28/03/2016",
    "total_votes": 12,
    "total_comments": 0,
    "total_positive_comments": 0,
    "total_neutral_comments": 0,
    "total_negative_comments": 0,
}
COMMENT = {
    "id": 70,
    "commentable_type": "Proposal",
    "commentable_id": 7,
    "author": AUTHOR | {"id": 2, "name": "participant-2"},
    "body": "<p>Yes!</p>",
    "alignment": 1,
    "ancestry": None,
    "created_at": "26/03/2016 23:00:00",
    "total_likes": 3,
    "total_dislikes": 1,
}


def folder_of(tmp_path, *, proposals, comments=()):
    for name, rows in (("proposals", proposals), ("comments", comments)):
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
    return tmp_path


def test_a_proposal_becomes_an_idea_with_its_day_its_stage_and_its_total(tmp_path, converted):
    found = converted("decidim", folder_of(tmp_path, proposals=[PROPOSAL]))

    (idea,) = found.ideas
    assert idea["created_at"] == "2016-03-28"
    assert idea["stage"] == "accepted"
    assert idea["via"] == "web"
    assert idea["categories"] == ["category:3", "subcategory:4", "district:3"]
    assert idea["source"] == {
        "system": "decidim.barcelona",
        "id": "X-7",
        "url": "https://example.org/7",
    }
    assert found.vote_totals == [{"idea": "7", "kind": "support", "count": 12}]
    assert [category.get("parent") for category in found.categories] == [None, "category:3", None]


def test_what_comes_from_a_meeting_has_no_author(tmp_path, converted):
    meeting = PROPOSAL | {"source": "meeting", "author": None, "status": "rejected"}

    (idea,) = converted("decidim", folder_of(tmp_path, proposals=[meeting])).ideas

    assert "author" not in idea
    assert idea["via"] == "meeting"
    assert idea["stage"] == "rejected"


def test_clock_time_in_barcelona_gets_the_offset_of_its_day(tmp_path, converted):
    summer = COMMENT | {"id": 71, "created_at": "27/03/2016 03:30:00"}
    folder = folder_of(tmp_path, proposals=[PROPOSAL], comments=[COMMENT, summer])

    before, after = converted("decidim", folder).comments

    assert before["created_at"] == "2016-03-26T23:00:00+01:00"
    assert after["created_at"] == "2016-03-27T03:30:00+02:00"


def test_a_reply_stands_below_its_parent_and_an_official_one_is_marked(tmp_path, converted):
    official = {"id": 9, "name": "official-9", "official": True, "role": "organization"}
    reply = COMMENT | {"id": 72, "ancestry": "70", "alignment": None, "author": official}
    last = COMMENT | {"id": 73, "ancestry": "70/72", "alignment": -1}
    folder = folder_of(tmp_path, proposals=[PROPOSAL], comments=[COMMENT, last, reply])

    found = converted("decidim", folder)

    by_id = {comment["id"]: comment for comment in found.comments}
    assert by_id["70"]["stance"] == "pro"
    assert by_id["70"]["kind"] == "comment"
    assert by_id["70"]["body_format"] == "html"
    assert (by_id["70"]["likes"], by_id["70"]["dislikes"]) == (3, 1)
    assert by_id["72"]["kind"] == "official_reply"
    assert "stance" not in by_id["72"]
    assert by_id["73"]["parent"] == "72"
    assert {person["id"]: person["kind"] for person in found.people}["9"] == "official"


def test_an_erased_account_keeps_its_id_and_loses_its_name(tmp_path, converted):
    erased = PROPOSAL | {"author": AUTHOR | {"erased": True}}

    (person,) = converted("decidim", folder_of(tmp_path, proposals=[erased])).people

    assert person["deleted"] is True
    assert "display_name" not in person


def test_what_cannot_be_taken_over_is_reported(tmp_path, converted):
    orphan = COMMENT | {"id": 80, "ancestry": "79"}
    astray = COMMENT | {"id": 81, "commentable_id": 8}
    proposals = [PROPOSAL, "not json", {"id": 9}, PROPOSAL | {"id": 10, "status": "lost"}]
    folder = folder_of(tmp_path, proposals=proposals, comments=[orphan, astray])

    found = converted("decidim", folder)

    told = [(finding.file, finding.line, finding.code) for finding in found.findings]
    assert told[:5] == [
        ("proposals.jsonl", 2, "E101"),
        ("proposals.jsonl", 3, "E104"),
        ("proposals.jsonl", 4, "W402"),
        ("comments.jsonl", 1, "W402"),
        ("comments.jsonl", 2, "E201"),
    ]
    assert [finding.code for finding in found.findings[5:]] == ["W202", "W202", "I901"]
    assert [comment["id"] for comment in found.comments] == ["80"]


def test_another_folder_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(NotConverted, match=r"There is no proposals\.jsonl"):
        CONVERTERS["decidim"](tmp_path, tmp_path / "out", now=NOW)


def test_barcelona_comes_over_whole(real_data, converted, expected):
    name = "decidim-barcelona-pam-2016"
    known = expected(name)

    found = converted("decidim", real_data / name)

    authors = {idea["author"] for idea in found.ideas if "author" in idea}
    stances = Counter(comment.get("stance") for comment in found.comments)
    totals = {total["idea"]: total["count"] for total in found.vote_totals}
    kinds = Counter(comment["kind"] for comment in found.comments)
    assert len(found.ideas) == known["ideas"]
    assert len(authors) == known["authors"]
    assert sum("author" not in idea for idea in found.ideas) == known["ideas_without_author"]
    assert Counter(idea["stage"] for idea in found.ideas) == known["by_status"]
    told = Counter(idea["ext"][EXTENSION]["source"] for idea in found.ideas)
    assert told == known["by_source"]
    assert sum(totals.values()) == known["votes_aggregate_total"]
    assert [totals[str(top[0])] for top in known["top10_by_votes"]] == [
        top[1] for top in known["top10_by_votes"]
    ]
    assert len(found.comments) == known["comments"]
    assert sum("parent" not in comment for comment in found.comments) == known["comments_root"]
    assert len({comment["author"] for comment in found.comments}) == known["commenters"]
    assert kinds["official_reply"] == known["comments_by_official_accounts"] == 2244
    told = {"pro": "1", "neutral": "0", "contra": "-1", None: "None"}
    assert stances == {stance: known["alignment"][name] for stance, name in told.items()}
    assert sum(comment["likes"] for comment in found.comments) == known["likes"]
    assert sum(comment["dislikes"] for comment in found.comments) == known["dislikes"]
    assert len(found.people) == 1734
    assert [finding.code for finding in found.findings] == ["I901"]
