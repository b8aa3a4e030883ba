"""Atom feeds (RFC 4287), written with the standard library, whatever the texts hold."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree import ElementTree as Tree

NAMESPACE = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Entry(NamedTuple):
    """Addresses are whole ones; `html` is safe already, an entry without one has a summary."""

    title: str
    address: str
    published: datetime
    updated: datetime
    author: str = ""
    language: str = ""
    summary: str = ""
    html: str = ""


class Feed(NamedTuple):
    title: str
    address: str  # of the feed itself, and its id
    page: str  # what people read instead
    author: str
    updated: datetime  # if there is no entry yet
    entries: Sequence[Entry]

    @property
    def changed_at(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=self.updated)


def atom_of(feed: Feed) -> bytes:
    root = Tree.Element("feed", {"xmlns": NAMESPACE})
    _add(root, "id", feed.address)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.changed_at))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(_add(root, "author"), "name", feed.author)
    for entry in feed.entries:
        _add_entry(root, entry)
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)


def text_for_xml(text: str) -> str:
    """`text` without the characters that no XML document can hold."""
    return NOT_XML.sub("", text)


def _add_entry(root: Tree.Element, entry: Entry) -> None:
    node = _add(root, "entry")
    if entry.language:
        node.set(LANGUAGE, text_for_xml(entry.language))
    _add(node, "id", entry.address)
    _add(node, "title", entry.title)
    _add(node, "published", _moment(entry.published))
    _add(node, "updated", _moment(entry.updated))
    _add(node, "link", rel="alternate", type="text/html", href=entry.address)
    if entry.author:
        _add(_add(node, "author"), "name", entry.author)
    if entry.html:
        _add(node, "content", entry.html, type="html")
    elif entry.summary:
        _add(node, "summary", entry.summary, type="text")


def _add(parent: Tree.Element, name: str, text: str = "", **attributes: str) -> Tree.Element:
    node = Tree.SubElement(parent, name, {k: text_for_xml(v) for k, v in attributes.items()})
    if text:
        node.text = text_for_xml(text)
    return node


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
