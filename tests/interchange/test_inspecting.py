import pytest

from idealab.interchange.inspecting import Inspection
from idealab.interchange.package import open_package
from tests.interchange.packages import IDEA, files_with, folder_with


def inspect(tmp_path, files, kind):
    """The findings as (file, line, code), and the lines of `kind` that can be used."""
    path = folder_with(tmp_path / "p", files)
    with open_package(path) as package, Inspection(package) as inspection:
        found = [(finding.file, finding.line, finding.code) for finding in inspection.findings()]
        return found, [number for number, _record in inspection.usable(kind)]


def comment(name, *, parent=None, idea="i1"):
    told = {"id": name, "idea": idea, "body": "Good."}
    return told | {"parent": parent} if parent else told


def test_a_whole_package_has_no_findings(tmp_path):
    vote = {"idea": "i1", "person": "ana", "value": 1}
    files = files_with(votes=[vote, vote], comments=[comment("m2", parent="m1"), comment("m1")])

    assert inspect(tmp_path, files, "votes") == ([], [1, 2])


def test_a_reference_that_leads_nowhere_takes_everything_that_hangs_from_it(tmp_path):
    files = files_with(
        ideas=[IDEA, IDEA | {"id": "i2", "author": "nobody"}],
        comments=[comment("m1", idea="i2"), comment("m2")],
        reactions=[
            {"comment": "m1", "person": "ana", "kind": "like"},
            {"comment": "m2", "person": "ana", "kind": "like"},
        ],
    )

    found, usable = inspect(tmp_path, files, "reactions")

    assert found == [
        ("ideas.jsonl", 2, "E201"),
        ("comments.jsonl", 1, "E201"),
        ("reactions.jsonl", 1, "E201"),
    ]
    assert usable == [2]


def test_a_thread_without_a_beginning_is_left_out(tmp_path):
    thread = [
        comment("m1", parent="m2"),
        comment("m2", parent="m1"),
        comment("m3", parent="m2"),
        comment("m4", parent="gone"),
        comment("m5"),
    ]

    found, usable = inspect(tmp_path, files_with(comments=thread), "comments")

    assert [code for _file, _line, code in found] == ["E202", "E202", "E202", "E201"]
    assert usable == [5]


def test_answers_to_a_broken_comment_go_with_it(tmp_path):
    thread = [comment("m1", idea="gone"), comment("m2", parent="m1"), comment("m3", parent="m2")]

    found, usable = inspect(tmp_path, files_with(comments=thread), "comments")

    assert len(found) == 3
    assert usable == []


def test_the_second_of_two_equal_ids_is_left_out(tmp_path):
    found, usable = inspect(tmp_path, files_with(ideas=[IDEA, IDEA]), "ideas")

    assert found == [("ideas.jsonl", 2, "E107")]
    assert usable == [1]


def test_a_broken_campaign_leaves_nothing(tmp_path):
    found, usable = inspect(tmp_path, files_with(campaigns=[{"id": "c1"}]), "ideas")

    assert found == [("campaigns.jsonl", 1, "E103"), ("ideas.jsonl", 1, "E201")]
    assert usable == []


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({"file": "media/ab/" + "ab" * 32 + ".png"}, ["E301"]),
        ({"file": "media/ab/" + "ab" * 32 + ".png", "missing": True}, []),
        ({"file": "../secret"}, ["E105"]),
        ({"target_type": "comment"}, ["E201"]),
        ({"url": "https://example.org/a.png"}, []),
    ],
)
def test_a_picture_must_be_in_the_package(tmp_path, told, codes):
    attachment = {"id": "a1", "target_type": "idea", "target": "i1", "kind": "photo", **told}

    found, _usable = inspect(tmp_path, files_with(attachments=[attachment]), "attachments")

    assert [code for _file, _line, code in found] == codes
