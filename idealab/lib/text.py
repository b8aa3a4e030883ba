"""Text that people wrote, made safe to show: one function, used once, when the text is saved."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape, unescape
from importlib import import_module
from typing import Any, NamedTuple

import bleach
import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "hr", "i", "li", "ol",
    "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}}
SCHEMES = {"http", "https", "mailto"}
MOST_MARKS = 12  # upon one letter; no language needs half of them
MOST_EMPTY_CELLS = 1_000  # of a table: its shorter rows are filled up to the width of its head
REL = "nofollow ugc noopener"
# Where a word ends although no space follows: “<li>one</li><li>two</li>”, but not “<b>one</b>,”.
BLOCK_ENDS = re.compile(r"<br|</(?:blockquote|h[1-6]|li|ol|p|pre|t[dhr]|table|tbody|thead|ul)>")


class Named(NamedTuple):
    """Whom `@name` in a text means: where it leads, and what the person is called now."""

    address: str
    now_called: str


def html_of(
    source: str, *, format: str = "markdown", names: Mapping[str, Named] | None = None
) -> str:
    """Return safe HTML of `source` (markdown, text or html). Links carry rel="nofollow ugc
    noopener"; scripts, styles, pictures, frames and event handlers are gone. In markdown
    `@name` leads to whom `names` says."""
    if not source.strip():
        return ""
    if format == "text":
        raw = _paragraphs(source)
    elif format == "html":
        raw = source
    else:
        raw = _markdown().render(source, {"names": names or {}})
    # bleach is no longer maintained, so it is the first barrier and nh3 the last.
    raw = bleach.clean(raw, tags=TAGS, attributes={"a": ["href", "title"]}, strip=True)
    return nh3.clean(
        raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL
    ).strip()


def plain_of(html: str) -> str:
    """The words of safe HTML, for excerpts, search and mail."""
    return unescape(nh3.clean(BLOCK_ENDS.sub(r" \g<0>", html), tags=set())).strip()


def excerpt_of(text: str, *, length: int = 180) -> str:
    """The beginning of a plain text on one line, cut at a word, with an ellipsis if cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:.") + "…"


def cleaned(text: str) -> str:
    """Composed form (NFC), line ends as LF, no control characters, no blank edges, no towers of
    marks upon one letter."""
    text = text if text.isascii() else unicodedata.normalize("NFC", _without_towers(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def folded(text: str) -> str:
    """Lower case without accents, for search: “Größe” and “grosse” meet as “grosse”."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _without_towers(text: str) -> str:
    """At most MOST_MARKS marks in a row: to put 100,000 of them in order takes minutes."""
    kept, height = [], 0
    for letter in text:
        height = height + 1 if unicodedata.combining(letter) else 0
        if height <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def _paragraphs(source: str) -> str:
    parts = escape(source, quote=False).replace("\r\n", "\n").split("\n\n")
    return "".join(f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in parts if part)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    # By its own limit of 65,536 a comment of 3,000 characters became a megabyte of cells. (The
    # package hides this module behind a function of the same name.)
    tables: Any = import_module("markdown_it.rules_block.table")
    tables.MAX_AUTOCOMPLETED_CELLS = MOST_EMPTY_CELLS
    reader = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    reader.enable(["table", "strikethrough", "linkify"]).disable(["image", "html_block"])
    reader.core.ruler.push("headings", _lower_headings)
    reader.core.ruler.push("names", _link_names)
    return reader


def _lower_headings(state: StateCore) -> None:
    """The page has the first two levels of headings to itself."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 5)}"


def _link_names(state: StateCore) -> None:
    """`@Ana Duarte` becomes a link where it is a word of its own, and no code or link already."""
    names: Mapping[str, Named] = state.env.get("names") or {}
    if not names:
        return
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    wanted = re.compile(rf"(?<![\w@])@({longest_first})(?!\w)")
    for block in state.tokens:
        if block.type == "inline":
            block.children = _with_names(block.children or [], wanted, names)


def _with_names(
    tokens: Sequence[Token], wanted: re.Pattern[str], names: Mapping[str, Named]
) -> list[Token]:
    found, depth = [], 0
    for token in tokens:
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type != "text" or depth:
            found.append(token)
            continue
        for place, part in enumerate(wanted.split(token.content)):
            found += _link_to(names[part]) if place % 2 else [_text(part)] if part else []
    return found


def _link_to(person: Named) -> list[Token]:
    begin = Token("link_open", "a", 1, attrs={"href": person.address})
    return [begin, _text(f"@{person.now_called}"), Token("link_close", "a", -1)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
