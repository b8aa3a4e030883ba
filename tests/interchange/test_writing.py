import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import pytest

from idealab.interchange.inspecting import Inspection
from idealab.interchange.package import LINE_LIMIT, open_package
from idealab.interchange.writing import PackageNotWritten, write_package
from tests.interchange.packages import ANA, CAMPAIGN, IDEA

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
PICTURE = b"the bytes of a picture"


def write(path):
    with write_package(path, now=NOW, id="small", privacy="pseudonymous") as writer:
        writer.add("ideas", IDEA)
        writer.add("campaigns", CAMPAIGN)
        writer.add("people", ANA)
        for name in ("a1", "a2"):
            file = writer.add_media(io.BytesIO(PICTURE), suffix=".PNG")
            about = {"id": name, "target_type": "idea", "target": "i1", "kind": "photo"}
            writer.add("attachments", about | file)
        return writer.counts


@pytest.mark.parametrize("name", ["small", "small.oicx.zip"])
def test_what_is_written_can_be_read(tmp_path, name):
    counts = write(tmp_path / name)

    with open_package(tmp_path / name) as package, Inspection(package) as inspection:
        findings = list(inspection.findings())
        ideas = [idea for _number, idea in inspection.usable("ideas")]
        (file,) = [path for path in package.manifest.files if path.startswith("media/")]
        with package.open_media(file) as media:
            content = media.read()

    assert findings == []
    assert ideas == [IDEA]
    assert content == PICTURE
    assert counts == {"ideas": 1, "campaigns": 1, "people": 1, "attachments": 2}


def test_the_manifest_is_the_first_entry_of_a_zip_and_lists_the_rest_in_order(tmp_path):
    write(tmp_path / "small.oicx.zip")

    with zipfile.ZipFile(tmp_path / "small.oicx.zip") as packed:
        names = packed.namelist()
        manifest = json.loads(packed.read("manifest.json"))

    assert names[:4] == ["manifest.json", "campaigns.jsonl", "people.jsonl", "ideas.jsonl"]
    assert [entry["path"] for entry in manifest["files"]] == names[1:]
    assert manifest["created_at"] == "2026-05-01T08:00:00Z"


def test_the_same_content_gives_the_same_files(tmp_path):
    write(tmp_path / "one")
    write(tmp_path / "two")

    manifests = [(tmp_path / name / "manifest.json").read_bytes() for name in ("one", "two")]

    assert manifests[0] == manifests[1]


def test_an_exception_leaves_nothing_behind(tmp_path):
    with (
        pytest.raises(ZeroDivisionError),
        write_package(tmp_path / "small", now=NOW, id="small", privacy="full") as writer,
    ):
        writer.add("ideas", {"id": 1 // 0})

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_leaves_does_not_look_like_a_package(tmp_path):
    program = (
        "import os, sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from idealab.interchange.writing import write_package\n"
        "with write_package(Path(sys.argv[1]), now=datetime.now(UTC), id='x', privacy='full')"
        " as writer:\n"
        "    writer.add('ideas', {'id': 'i1'})\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "small")],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )

    assert not (tmp_path / "small").exists()
    assert list(tmp_path.rglob("manifest.json")) == []

    write(tmp_path / "small")


def test_nothing_is_written_over(tmp_path):
    write(tmp_path / "small")

    with pytest.raises(PackageNotWritten, match="is there already"):
        write(tmp_path / "small")


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "small").mkdir()

    write(tmp_path / "small")

    assert (tmp_path / "small" / "manifest.json").is_file()


def test_a_record_that_no_reader_would_take_is_not_written(tmp_path):
    with (
        pytest.raises(PackageNotWritten),
        write_package(tmp_path / "small", now=NOW, id="small", privacy="full") as writer,
    ):
        writer.add("ideas", IDEA | {"body": "x" * LINE_LIMIT})
