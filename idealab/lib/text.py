"""Text that people wrote, made safe to show: one function, used once, when the text is saved."""

import unicodedata
from functools import lru_cache
from html import escape, unescape

import bleach
import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

SANITISER = 1  # Raise it when the rules below change: saved HTML is then made again.
TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "hr", "i", "li", "ol",
    "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow ugc noopener"


def html_of(source: str, *, format: str = "markdown") -> str:
    """Return safe HTML of `source` (markdown, text or html). Links carry rel="nofollow ugc
    noopener"; scripts, styles, pictures, frames and event handlers are gone."""
    if not source.strip():
        return ""
    if format == "text":
        raw = _paragraphs(source)
    elif format == "html":
        raw = source
    else:
        raw = _markdown().render(source)
    # bleach is no longer maintained, so it is the first barrier and nh3 the last.
    raw = bleach.clean(raw, tags=TAGS, attributes={"a": ["href", "title"]}, strip=True)
    return nh3.clean(
        raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL
    ).strip()


def plain_of(html: str) -> str:
    """The words of safe HTML, for excerpts, search and mail."""
    spaced = html.replace("</", " </").replace("<br", " <br")
    return unescape(nh3.clean(spaced, tags=set())).strip()


def excerpt_of(text: str, *, length: int = 180) -> str:
    """The beginning of a plain text on one line, cut at a word, with an ellipsis if cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:.") + "…"


def cleaned(text: str) -> str:
    """Composed form (NFC), line ends as LF, no control characters, no blank edges."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def folded(text: str) -> str:
    """Lower case without accents, for search: “Größe” and “grosse” meet as “grosse”."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _paragraphs(source: str) -> str:
    parts = escape(source, quote=False).replace("\r\n", "\n").split("\n\n")
    return "".join(f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in parts if part)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    reader.enable(["table", "strikethrough", "linkify"]).disable(["image", "html_block"])
    reader.core.ruler.push("headings", _lower_headings)
    return reader


def _lower_headings(state: StateCore) -> None:
    """The page has the first two levels of headings to itself."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 5)}"
