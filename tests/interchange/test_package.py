import json
import stat
import zipfile

import pytest

from idealab.interchange import containers
from idealab.interchange.findings import PackageRefused
from idealab.interchange.package import LINE_LIMIT, open_package
from tests.interchange.packages import (
    IDEA,
    files_with,
    folder_with,
    lines,
    manifest_of,
    zip_with,
)


def refusal_of(path, *, kind=None):
    with pytest.raises(PackageRefused) as refused, open_package(path) as package:
        list(package.lines(kind))
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    return refused.value.finding.code


def codes_in(path, *, kind):
    with open_package(path) as package:
        return [finding.code for finding in package.findings(kind)]


def zip_of_entries(path, files, **extra):
    """A zip in which the manifest is right and further entries stand as they are given."""
    zip_with(path, files)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in extra.items():
            packed.writestr(name, raw)
    return path


@pytest.fixture
def whole(tmp_path):
    return folder_with(tmp_path / "whole", files_with())


@pytest.mark.parametrize("make", [folder_with, zip_with])
def test_a_folder_and_a_zip_are_read_alike(tmp_path, make):
    path = make(tmp_path / "small.oicx.zip", files_with())

    with open_package(path) as package:
        found = list(package.records("ideas"))
        oddities = list(package.oddities())

    assert found == [(1, IDEA)]
    assert oddities == []
    assert package.kinds == ["campaigns", "people", "ideas"]


def test_reading_goes_on_behind_a_line(tmp_path):
    ideas = [IDEA | {"id": f"i{n}"} for n in range(5)]
    path = folder_with(tmp_path / "p", files_with(ideas=ideas))

    with open_package(path) as package:
        found = [number for number, _idea in package.records("ideas", after=3)]

    assert found == [4, 5]


def test_a_path_that_is_not_there_is_refused(tmp_path):
    assert refusal_of(tmp_path / "nothing.oicx.zip") == "E110"


def test_a_text_file_named_zip_is_refused(tmp_path):
    (tmp_path / "a.oicx.zip").write_text("not a zip")

    assert refusal_of(tmp_path / "a.oicx.zip") == "E110"


def test_half_a_zip_is_refused(tmp_path):
    path = zip_with(tmp_path / "a.oicx.zip", files_with())
    path.write_bytes(path.read_bytes()[:-40])

    assert refusal_of(path) == "E110"


def test_a_package_without_manifest_is_refused(tmp_path):
    assert refusal_of(tmp_path) == "E109"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("{", "E101"),
        ("[]", "E102"),
        ('{"oicx":"2.0"}', "E112"),
        ('{"oicx":"1.0"}', "E103"),
        ("[" * 100_000, "E101"),
        ('{"oicx":"1.0","id":"\\ud800"}', "E101"),
    ],
)
def test_a_broken_manifest_is_refused(tmp_path, raw, code):
    (tmp_path / "manifest.json").write_text(raw)

    assert refusal_of(tmp_path) == code


@pytest.mark.parametrize(
    ("needs", "refused"),
    [("ideas", False), ("ideas.cost", False), ("budgets.jsonl", True), ("ideas.mood", True)],
)
def test_what_a_package_requires_must_be_known(tmp_path, needs, refused):
    path = folder_with(tmp_path / "p", files_with(), requires=[needs])

    if refused:
        assert refusal_of(path) == "E111"
    else:
        open_package(path)


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "media/../../evil", "a\\b", "c:/x", "media//x"]
)
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    path = zip_of_entries(tmp_path / "a.oicx.zip", files_with(), **{name: b"evil"})

    assert refusal_of(path) == "E405"


def test_a_manifest_that_lists_a_name_that_leads_out_is_refused(tmp_path):
    files = files_with()
    listed = manifest_of(files | {"media/../../x": b""})["files"]

    assert refusal_of(folder_with(tmp_path / "p", files, files=listed)) == "E405"


def test_a_link_in_a_zip_is_refused(tmp_path):
    path = zip_with(tmp_path / "a.oicx.zip", files_with())
    link = zipfile.ZipInfo("media")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(link, "/etc")

    assert refusal_of(path) == "E406"


def test_a_link_in_a_folder_is_refused(tmp_path, whole):
    (whole / "media").symlink_to("/etc")

    assert refusal_of(whole) == "E406"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(tmp_path):
    path = zip_of_entries(tmp_path / "a.oicx.zip", files_with(), **{"ideas.jsonl": b"{}"})

    assert refusal_of(path) == "E407"


def test_a_bomb_is_refused_unopened(tmp_path):
    bomb = {"media/00/bomb.bin": b"\0" * 10_000_000}

    assert refusal_of(zip_with(tmp_path / "a.oicx.zip", files_with() | bomb)) == "E403"


def test_too_many_and_too_large_are_refused(tmp_path, monkeypatch, whole):
    monkeypatch.setattr(containers, "ENTRY_LIMIT", 3)

    assert refusal_of(whole) == "E401"

    monkeypatch.setattr(containers, "ENTRY_LIMIT", 30)
    monkeypatch.setattr(containers, "SIZE_LIMIT", 100)

    assert refusal_of(whole) == "E402"


def test_an_unusual_packing_is_refused(tmp_path):
    path = tmp_path / "a.oicx.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("manifest.json", json.dumps(manifest_of(files_with())))

    assert refusal_of(path) == "E408"


def test_another_content_than_the_manifest_describes_is_refused(whole):
    raw = (whole / "ideas.jsonl").read_bytes()
    (whole / "ideas.jsonl").write_bytes(raw.replace(b"Seats", b"Boats"))

    assert refusal_of(whole, kind="ideas") == "E303"


def test_a_file_that_is_listed_and_not_there_is_refused(whole):
    (whole / "people.jsonl").unlink()

    assert refusal_of(whole) == "E301"


def test_damage_inside_a_zip_is_refused(tmp_path):
    path = zip_with(tmp_path / "a.oicx.zip", files_with())
    raw = bytearray(path.read_bytes())
    middle = raw.index(b"ideas.jsonl") + len(b"ideas.jsonl") + 8
    raw[middle : middle + 8] = b"\xff" * 8
    path.write_bytes(raw)

    assert refusal_of(path, kind="ideas") in {"E302", "E303"}


def test_files_that_nobody_knows_are_ignored_with_a_warning(tmp_path):
    path = folder_with(tmp_path / "p", files_with(moods=[{"mood": "sunny"}]))
    (path / ".DS_Store").write_text("")

    with open_package(path) as package:
        found = [finding.code for finding in package.oddities()]

    assert sorted(found) == ["W101", "W103"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"not json", "E101"),
        (b"", "E101"),
        (b'{"id":"i2"', "E101"),
        (b"[1]", "E102"),
        (b"7", "E102"),
        (b"\xff\xfe", "E101"),
        (b'{"id":NaN}', "E101"),
        (b'{"id":1e999}', "E101"),
        (b'{"id":' + b"9" * 5000 + b"}", "E101"),
        (b'{"id":"\\ud800"}', "E101"),
        (b'{"id":"\\u0000"}', "E101"),
        (b'{"ext":' + b"[" * 50_000 + b"]" * 50_000 + b"}", "E101"),
        (b'{"ext":' + b"[" * 200 + b"]" * 200 + b"}", "E101"),
        (b'"' + b"x" * (LINE_LIMIT + 5) + b'"', "E404"),
    ],
    ids=range(14),
)
def test_a_line_that_is_no_record_is_named_and_the_next_one_read(tmp_path, line, code):
    raw = line + b"\n" + lines(IDEA)
    path = folder_with(tmp_path / "p", files_with(ideas=raw))

    with open_package(path) as package:
        found = list(package.lines("ideas"))

    assert [finding.code for _number, _record, finding in found if finding] == [code]
    assert found[-1] == (2, IDEA, None)


def test_a_wrong_type_is_found_with_its_line(tmp_path):
    path = folder_with(tmp_path / "p", files_with(ideas=[IDEA, IDEA | {"title": []}]))

    with open_package(path) as package:
        (finding,) = package.findings("ideas")

    assert json.loads(finding.as_json()) == {
        "file": "ideas.jsonl",
        "line": 2,
        "code": "E104",
        "severity": "error",
        "message": "“title” must be a text.",
        "action": "skipped the record",
    }


def test_media_are_handed_out_only_when_listed_and_whole(tmp_path):
    path = folder_with(tmp_path / "p", files_with() | {"media/ab/picture.png": b"picture"})

    with open_package(path) as package:
        with package.open_media("media/ab/picture.png") as file:
            assert file.read() == b"picture"
        with pytest.raises(PackageRefused):
            package.open_media("../../etc/passwd")
