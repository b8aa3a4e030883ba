from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as Tree

import pytest

from idealab.lib.atom import Entry, Feed, atom_of
from idealab.lib.calendars import Event, calendar_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ODD = ("]]> & <b> \"'", "\x00\x0b\ufffe\uffff", "\u202eabc\u0301", "🚗" * 60, "a\nb;c,d\\e")


def feed(*entries):
    return Feed("Ideas", "https://x.example/f.xml", "https://x.example/", "Idealab", NOON, entries)


def entry(**told):
    given = {"title": "One", "address": "https://x.example/1", "published": NOON, "updated": NOON}
    return Entry(**(given | told))


def find(root, path):
    return root.find(path, {"": "http://www.w3.org/2005/Atom"})


def test_a_feed_has_what_the_law_asks_for():
    root = Tree.fromstring(atom_of(feed(entry(author="Ana", language="de", summary="Words."))))

    assert find(root, "id").text == "https://x.example/f.xml"
    assert find(root, "updated").text == "2026-11-23T12:00:00Z"
    assert find(root, "author/name").text == "Idealab"
    assert find(root, "entry/author/name").text == "Ana"
    assert find(root, "entry/summary").text == "Words."
    assert find(root, "entry").get("{http://www.w3.org/XML/1998/namespace}lang") == "de"


def test_a_feed_without_entries_is_a_feed():
    assert find(Tree.fromstring(atom_of(feed())), "updated").text == "2026-11-23T12:00:00Z"


@pytest.mark.parametrize("text", ODD)
def test_no_text_breaks_a_feed(text):
    root = Tree.fromstring(atom_of(feed(entry(title=text, html=text, author=text))))

    kept = "".join(letter for letter in text if letter not in "\x00\x0b\ufffe\uffff")
    assert (find(root, "entry/title").text or "") == kept


def event(**told):
    given = {
        "id": "phase-1@x.example",
        "title": "Ideas",
        "text": "",
        "address": "https://x.example/",
        "starts_at": NOON,
        "ends_at": NOON + timedelta(days=3),
        "changed_at": NOON,
        "edition": 2,
    }
    return Event(**(given | told))


def unfolded(calendar):
    return calendar.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_tells_times_in_utc_and_ends_its_lines_as_the_law_says():
    lines = unfolded(calendar_of("City car", [event()]))

    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART:20261123T120000Z" in lines
    assert "DTEND:20261126T120000Z" in lines
    assert "SEQUENCE:2" in lines
    assert lines[-2:] == ["END:VCALENDAR", ""]


@pytest.mark.parametrize("text", ODD)
def test_no_text_breaks_a_calendar(text):
    calendar = calendar_of(text, [event(title=text, text=text)])

    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    assert len(unfolded(calendar)) == len(unfolded(calendar_of("x", [event(text="x")])))


def test_what_separates_is_escaped():
    assert r"SUMMARY:a\nb\;c\,d\\e" in unfolded(calendar_of("x", [event(title="a\nb;c,d\\e")]))
