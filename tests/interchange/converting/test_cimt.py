import pytest

from idealab.interchange.converting.catalogue import CONVERTERS
from idealab.interchange.converting.conversion import NotConverted
from tests.interchange.converting.conftest import NOW

PLACES = (
    "document_id;title;text;url;lat;lon\n"
    "B1;Bänke für Müde;Mehr davon. Überall.;https://example.org/1;50,25;7,125\n"
    "B2;Ampel;Zu kurz;https://example.org/2;50,25;7125\n"
    "B3;Ohne Ort;Überall;https://example.org/3;;\n"
)
LABELS = (
    "id,title,content,Parks,Traffic,Remark,Year\n"
    '1,Green,"Two\nlines",1,0,loud,2017\n'
    "2,Both,Text,1,1,,2018\n"
)


def test_windows_1252_and_decimal_commas_are_read(tmp_path, converted):
    (tmp_path / "places.csv").write_bytes(PLACES.encode("cp1252"))

    found = converted("cimt", tmp_path)

    assert found.ideas[0]["title"] == "Bänke für Müde"
    assert found.ideas[0]["location"] == {"lat": 50.25, "lon": 7.125}
    assert found.ideas[0]["source"]["url"] == "https://example.org/1"


def test_a_place_that_is_nowhere_is_dropped_and_told(tmp_path, converted):
    (tmp_path / "places.csv").write_bytes(PLACES.encode("cp1252"))

    found = converted("cimt", tmp_path)

    assert ["location" in idea for idea in found.ideas] == [True, False, False]
    assert [(finding.line, finding.code) for finding in found.findings] == [(3, "W401")]


def test_columns_of_noughts_and_ones_are_labels_and_the_rest_is_kept(tmp_path, converted):
    (tmp_path / "labels.csv").write_text(LABELS)

    found = converted("cimt", tmp_path)

    assert [category["name"] for category in found.categories] == ["Parks", "Traffic"]
    assert [idea["categories"] for idea in found.ideas] == [
        ["label:Parks"],
        ["label:Parks", "label:Traffic"],
    ]
    assert found.ideas[0]["body"] == "Two\nlines"
    assert found.ideas[0]["ext"] == {"de.hhu.cimt": {"Remark": "loud", "Year": "2017"}}


def test_a_folder_without_a_table_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(NotConverted, match=r"must hold one \.csv file"):
        CONVERTERS["cimt"](tmp_path, tmp_path / "out", now=NOW)


def test_bonn_comes_over_whole(real_data, converted, expected):
    name = "raddialog-bonn-2017"
    known = expected(name)

    found = converted("cimt", real_data / name)

    south, west, north, _east = known["bbox"]
    places = [idea["location"] for idea in found.ideas if "location" in idea]
    assert len(found.ideas) == known["ideas"]
    assert found.ideas[0]["id"] == known["first_id"]
    assert found.ideas[0]["title"] == known["first_title"]
    assert max(len(idea["body"]) for idea in found.ideas) == known["max_text_chars"]
    assert len(places) == known["geo"] - 1
    assert min(place["lat"] for place in places) == south
    assert max(place["lat"] for place in places) == north
    assert min(place["lon"] for place in places) == west
    assert not hasattr(found, "people")
    assert [finding.code for finding in found.findings] == ["W401"]
