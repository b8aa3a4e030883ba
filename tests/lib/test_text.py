import time

import pytest

from idealab.lib.text import cleaned, excerpt_of, html_of, plain_of

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://tracker.example/pixel.png)",
    "<iframe src=https://evil.example></iframe>",
    "<p style='position:fixed'>x</p>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=/sign-out><button>x</button></form>",
    "<a href='https://x.example' onclick=alert(1) target=_blank id=vote>x</a>",
]
FORBIDDEN = (
    "<script", "<img", "<svg", "<iframe", "<form", "<style", "<math", "<p style",
    "href=\"javascript",
    "href=\"data", "<p title", "onclick=\"", "id=\"",
)  # fmt: skip


@pytest.mark.parametrize("format", ["markdown", "html", "text"])
@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_hostile_survives(source, format):
    html = html_of(source, format=format)

    assert not [piece for piece in FORBIDDEN if piece in html.lower()]


def test_markdown_becomes_plain_html():
    html = html_of("**Roof** of *solar* cells\n\n- light\n- cheap")

    assert html.startswith("<p><strong>Roof</strong> of <em>solar</em> cells</p>")
    assert "<li>light</li>" in html


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_links_send_nobody_on_with_a_recommendation(format):
    source = {"markdown": "https://example.org", "html": '<a href="https://example.org">x</a>'}

    html = html_of(source[format], format=format)

    assert 'href="https://example.org"' in html
    assert 'rel="nofollow ugc noopener"' in html


def test_text_keeps_its_lines_and_shows_its_signs():
    assert html_of("a < b\nand c", format="text") == "<p>a &lt; b<br>and c</p>"


def test_nothing_stays_nothing():
    assert html_of("  \n ") == ""


@pytest.mark.parametrize(
    "source",
    ["[" * 20_000, "*" * 20_000, "`" * 20_000, "> " * 10_000, "a" * 200_000, "![" * 10_000,
     "(" * 20_000, "|a" * 5_000 + "\n" + "|-" * 5_000, "https://" * 5_000, "<" * 20_000],
    ids=lambda source: source[:4],
)  # fmt: skip
def test_no_text_takes_long(source):
    begun = time.process_time()

    html_of(source)

    assert time.process_time() - begun < 2


def test_words_are_taken_out_of_html():
    assert plain_of("<p>It is <b>flat</b>, and wide.</p>") == "It is flat, and wide."
    assert plain_of("<p>Roof &amp; door</p><p>Wheel</p>").split() == ["Roof", "&", "door", "Wheel"]


def test_an_excerpt_ends_at_a_word():
    text = "A roof that drinks the sun " * 20

    excerpt = excerpt_of(text, length=40)

    assert excerpt == "A roof that drinks the sun A roof that…"
    assert excerpt_of("short") == "short"


def test_a_tower_of_marks_is_cut_at_once():
    began = time.monotonic()

    text = cleaned("a" + "\u0316\u0301" * 100_000 + " b")

    assert time.monotonic() - began < 1
    assert len(text) < 20
    assert text.endswith(" b")


def test_a_short_table_does_not_become_a_megabyte():
    html = html_of("|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 900)

    assert len(html) < 60_000
