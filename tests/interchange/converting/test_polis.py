from collections import Counter

import pytest

from idealab.interchange.converting.catalogue import CONVERTERS
from idealab.interchange.converting.conversion import NotConverted
from idealab.interchange.values import moment_of
from tests.interchange.converting.conftest import NOW

SUMMARY = (
    'topic,Our street\nurl,https://pol.is/abc\ncomments,3\nconversation-description,"Two\nlines"\n'
)
STATEMENTS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    '1500000094558,x,0,5,2,0,1,"Trees, please"\n'
    f"1500000094559,x,1,6,0,0,-1,{'long ' * 60}\n"
    "1500000094560,x,2,6,0,0,0,New\n"
)
VOTES = (
    "timestamp,datetime,comment-id,voter-id,vote\n"
    "1500000095000,x,0,7,1\n"
    "1500000096000,x,0,7,-1\n"
    "1500000097000,x,0,8,0\n"
    "1500000097000,x,9,8,0\n"
)


def folder_of(tmp_path, *, statements=STATEMENTS, votes=VOTES):
    (tmp_path / "summary.csv").write_text(SUMMARY)
    (tmp_path / "comments.csv").write_text(statements)
    (tmp_path / "votes.csv").write_text(votes)
    return tmp_path


def test_a_statement_becomes_an_idea_with_the_status_of_its_moderation(tmp_path, converted):
    found = converted("polis", folder_of(tmp_path))

    assert [idea["status"] for idea in found.ideas] == ["published", "hidden", "pending"]
    assert found.ideas[0]["title"] == found.ideas[0]["body"] == "Trees, please"
    assert found.ideas[0]["created_at"] == "2017-07-14T02:41:34.558Z"
    assert len(found.ideas[1]["title"]) == 200


def test_every_vote_is_a_line_and_the_claimed_totals_stand_beside_them(tmp_path, converted):
    found = converted("polis", folder_of(tmp_path))

    assert [vote["value"] for vote in found.votes] == [1, -1, 0]
    assert found.vote_totals[:2] == [
        {"idea": "0", "kind": "agree", "count": 2},
        {"idea": "0", "kind": "disagree", "count": 0},
    ]
    assert {person["id"] for person in found.people} == {"5", "6", "7", "8"}


def test_the_campaign_lasts_from_the_first_to_the_last_event(tmp_path, converted):
    (campaign,) = converted("polis", folder_of(tmp_path)).campaigns

    assert campaign["title"] == "Our street"
    assert campaign["body"] == "Two\nlines"
    assert campaign["opens_at"] == "2017-07-14T02:41:34.558Z"
    assert campaign["closes_at"] == "2017-07-14T02:41:37.000Z"
    assert campaign["voting"]["method"] == "agree_disagree_pass"


def test_a_vote_for_nothing_is_reported(tmp_path, converted):
    found = converted("polis", folder_of(tmp_path))

    assert [(finding.line, finding.code) for finding in found.findings] == [(5, "E201")]


def test_a_row_that_no_reader_would_take_is_left_out_and_told(tmp_path, converted):
    statements = STATEMENTS + "1500000094561,x,3 b,6,0,0,1,Odd\nsoon,x,4,6,0,0,1,Odd\n"

    found = converted(
        "polis", folder_of(tmp_path, statements=statements, votes=VOTES.splitlines()[0])
    )

    assert [idea["id"] for idea in found.ideas] == ["0", "1", "2"]
    told = [(finding.file, finding.line, finding.code) for finding in found.findings]
    assert told == [("comments.csv", 5, "E105"), ("comments.csv", 6, "E104")]


@pytest.mark.parametrize("name", ["summary.csv", "comments.csv", "votes.csv"])
@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b'"' + b"x" * 200_000])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(tmp_path, name, raw):
    (folder_of(tmp_path) / name).write_bytes(b"comment-id\n" + raw)

    with pytest.raises(NotConverted, match="file"):
        CONVERTERS["polis"](tmp_path, tmp_path / "out", now=NOW)

    assert not (tmp_path / "out").exists()


def test_klimarat_comes_over_whole(real_data, converted, expected):
    name = "polis-klimarat-produktion-2022"
    known = expected(name)

    found = converted("polis", real_data / name)

    last = {}
    for vote in sorted(found.votes, key=lambda vote: moment_of(vote["at"])):
        last[vote["idea"], vote["person"]] = vote["value"]
    final = Counter(last.values())
    agreed = Counter(idea for (idea, _person), value in last.items() if value == 1)
    claimed = Counter()
    for total in found.vote_totals:
        claimed[total["kind"]] += total["count"]
    voters = {vote["person"] for vote in found.votes}
    authors = {idea["author"] for idea in found.ideas}
    assert len(found.ideas) == known["ideas"]
    assert Counter(idea["status"] for idea in found.ideas) == {"published": 277, "hidden": 245}
    assert len(found.votes) == known["vote_events"]
    assert len(last) == known["distinct_voter_idea_pairs"]
    assert (final[1], final[-1], final[0]) == (
        known["final_agree"],
        known["final_disagree"],
        known["final_pass"],
    )
    assert all(agreed[idea] == votes for idea, votes, *_rest in known["top10_by_final_agree"])
    assert claimed["agree"] == known["source_agrees_sum"]
    assert claimed["disagree"] == known["source_disagrees_sum"]
    assert len(authors) == known["idea_authors"]
    assert len(voters) == known["voters"]
    assert len(authors | voters) == len(found.people) == 1117
    assert found.findings == []
