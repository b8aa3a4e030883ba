"""Keeps the front end in its language: tokens, budgets, no foreign host, nothing inline."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from idealab.lib.assets import STYLESHEETS

ROOT = Path(__file__).parents[2]
CSS = sorted((ROOT / "static/css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b(?=[^{]*[;}])|\b(?:oklch|oklab|rgba?|hsla?|color-mix)\(", re.I
)
NUMBER_OF_MILLISECONDS = re.compile(r"\b\d+m?s\b(?!\))")
HOST = re.compile(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}""", re.I)
KNOWN_HOSTS = ("http://www.w3.org/",)  # the name of SVG, not an address to load from
OWN_COLOURS = {"avatar.css"}  # its hue is the variant; lightness and chroma stand beside it
UNLAYERED_WISHES = {
    "base.css",
    "print.css",
    "utilities.css",
}  # hidden, no motion, no ink, no script
# It never runs, and its filter lets nothing end the element.
LINKED_DATA = '<script type="application/ld+json">{{ thing|as_json }}</script>'
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=|javascript:|data:", re.I)
SPRITE = re.compile(r"""icon\(\s*["']([a-z]+)["']""")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


@pytest.mark.parametrize("path", CSS, ids=named)
def test_colours_and_durations_are_tokens(path):
    css = without_comments(path.read_text())
    if path.name == "tokens.css":
        return

    if path.name not in OWN_COLOURS:
        assert COLOUR.findall(css) == []
    raw = [found for found in NUMBER_OF_MILLISECONDS.findall(css) if found != "1ms"]
    assert raw == []


@pytest.mark.parametrize("path", CSS, ids=named)
def test_nothing_in_a_stylesheet_shouts(path):
    if path.name not in UNLAYERED_WISHES:
        assert "!important" not in path.read_text()


@pytest.mark.parametrize("path", CSS, ids=named)
def test_a_component_stands_in_a_layer(path):
    css = without_comments(path.read_text())

    if path.parent.name == "components":
        assert css.strip().startswith("@layer components {")


def test_every_stylesheet_is_imported_once():
    entries = [path for path in CSS if f"css/{path.name}" in STYLESHEETS]
    imports = re.findall(r'url\("([^"]+)"\)', "".join(path.read_text() for path in entries))
    parts = [str(path.relative_to(ROOT / "static/css")) for path in CSS if path not in entries]

    assert sorted(imports) == sorted(parts)


@pytest.mark.parametrize(
    ("paths", "most"),
    [(CSS, 250), (SCRIPTS, 150), (TEMPLATES, 120)],
    ids=["css", "js", "templates"],
)
def test_files_keep_their_line_budget(paths, most):
    long = {named(path): len(path.read_text().splitlines()) for path in paths}

    assert {name: lines for name, lines in long.items() if lines > most} == {}


@pytest.mark.parametrize("path", [*CSS, *SCRIPTS, *TEMPLATES], ids=named)
def test_nothing_names_a_foreign_host(path):
    text = path.read_text()

    assert [host for host in HOST.findall(text) if not host.startswith(KNOWN_HOSTS)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_hold_no_style_script_or_unsafe_text(path):
    text = path.read_text()

    assert [found for found in INLINE.findall(text) if found.strip()] == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", text.replace(LINKED_DATA, "")) == []
    assert "|safe" not in text.replace(" ", "")
    assert "autoescape false" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_compile(path):
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"), extensions=["jinja2.ext.i18n"]
    )
    source = path.read_text()

    environment.parse(source)


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.parent.name == "components"], ids=named
)
def test_a_component_tells_its_arguments_first(path):
    assert path.read_text().startswith("{#- ")


def test_every_part_and_variant_of_a_component_is_styled():
    styled = {name for path in CSS for name in re.findall(r"\.([a-z][\w-]*)", path.read_text())}
    worn = {name for path in TEMPLATES for name in parts_in(path.read_text())}

    assert worn - styled == set()


def test_a_part_that_no_stylesheet_knows_is_found():
    found = parts_in('<p class="panel like__{{ x }} like__idea{% if y %} like--near{% endif %}">')

    assert found == {"like__idea", "like--near"}


def parts_in(template: str) -> set[str]:
    """The classes named `block__part` or `block--variant`, but for those that are put together."""
    classes = " ".join(re.findall(r'class="([^"]*)"', template))
    words = re.sub(r"\{%.*?%\}", " ", re.sub(r"[\w-]*\{\{.*?\}\}[\w-]*", " ", classes)).split()
    return {word for word in words if re.fullmatch(r"[a-z][\w-]*?(?:__|--)[\w-]*\w", word)}


def test_every_icon_is_in_the_sprite():
    sprite = (ROOT / "static/img/icons.svg").read_text()
    asked = {name for path in TEMPLATES for name in SPRITE.findall(path.read_text())}

    assert {name for name in asked if f'id="{name}"' not in sprite} == set()


def test_every_behaviour_that_is_loaded_exists():
    loader = (ROOT / "static/js/app.js").read_text()
    loaded = {ROOT / "static/js" / name for name in re.findall(r'"(\./[a-z/-]+\.js)"', loader)}
    imported = {
        path.parent / name
        for path in SCRIPTS
        for name in re.findall(r'(?:from|import\() ?"(\.{1,2}/[a-z/-]+\.js)"', path.read_text())
    }

    assert {named(path) for path in loaded | imported if not path.is_file()} == set()


def test_scripts_write_html_through_one_door_only():
    doors = [
        path.name
        for path in SCRIPTS
        if re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", path.read_text()
        )
    ]

    assert doors == ["live.js"]
