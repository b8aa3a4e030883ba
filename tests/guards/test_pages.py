"""Templates choose and show; views say who may open them; addresses are nouns in kebab-case."""

import re

import pytest

from tests.guards.modules import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted(
    (ROOT / "templates").rglob("*.txt")
)
LONGEST = 120
FORBIDDEN = {
    "an unescaped value": re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+false"),
    "a style attribute": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an inline script": re.compile(
        # Linked data never runs, and its filter lets nothing end the element.
        r"<script\b(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">{{ thing\|as_json }}<)[^>]*>"
    ),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "an address of javascript": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
    "a foreign host": re.compile(r"(?:src|href|action|srcset)\s*=\s*[\"']\s*(?:https?:)?//"),
    "a query": re.compile(r"\.query\.|\bdb\.session\b"),
}
FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)
# Language and theme: asking for a token would give every visitor a cookie. The Origin is checked.
WITHOUT_TOKEN = 'action="/preferences"'
TOKEN = re.compile(r"csrf_token|hidden_tag\(|\btoken\(\)")
PART = re.compile(r"""{%-?\s*include\s+["']([^"']+)["'][^%]*%}""")
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.(css|json|svg|xml|txt|ics|webmanifest))?")
PLACE = re.compile(r"<[^>]+>")
ACTS = {
    "add", "create", "delete", "destroy", "do", "get", "list", "make", "post", "remove", "save",
    "set", "show", "submit", "update", "view",
}  # fmt: skip


def breaches_in(source: str) -> list[str]:
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(source)]
    if len(source.splitlines()) > LONGEST:
        found.append(f"more than {LONGEST} lines")
    forms = map(_with_parts, FORM.findall(source))
    bare = [form for form in forms if not TOKEN.search(form) and WITHOUT_TOKEN not in form]
    found += ["a form without a token" for _form in bare]
    return found


def _with_parts(source: str) -> str:
    """The source with the templates it includes put in their places."""
    return PART.sub(lambda part: (ROOT / "templates" / part.group(1)).read_text(), source)


def breaches_of(address: str) -> list[str]:
    found = ["a slash at the end"] if address != "/" and address.endswith("/") else []
    for segment in filter(None, address.split("/")):
        fixed = PLACE.sub("", segment)
        if fixed and not SEGMENT.fullmatch(fixed):
            found.append(f"{segment} is not kebab-case")
        if segment in ACTS:
            found.append(f"{segment} is an act, not a thing")
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_chooses_and_shows(app, path):
    source = path.read_text()

    app.jinja_env.parse(source)

    assert breaches_in(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ idea.html|safe }}",
        "{{ idea.html | safe }}",
        "{% autoescape false %}",
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<script type="application/ld+json">{{ thing }}</script>',
        '<script type="text/javascript">{{ thing|as_json }}</script>',
        '<script type="module">alert(1)</script>',
        '<button onclick="go()">',
        "<a href='javascript:go()'>",
        '<img src="https://pictures.example.com/x.png">',
        '<script src="//cdn.example.com/x.js"></script>',
        '<form method="post"><button>Go</button></form>',
        "line\n" * 121,
    ],
)
def test_the_rules_for_templates_bite(source):
    assert breaches_in(source) != []


def test_the_rules_for_templates_leave_good_ones_alone():
    source = (
        '<script type="module" src="{{ static(\'js/app.js\') }}"></script>'
        '<form method="post">{{ form.csrf_token }}<button>Go</button></form>'
        '<script type="application/ld+json">{{ thing|as_json }}</script>'
        '<form method="get"><input name="q"></form><a href="/ideas/7">'
    )

    assert breaches_in(source) == []


def test_every_view_says_who_may_open_it(app):
    bare = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]

    assert bare == []


def test_what_changes_something_is_a_post(app):
    odd = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.methods - {"GET", "HEAD", "OPTIONS", "POST"}
    ]

    assert odd == []


def test_addresses_are_nouns_in_kebab_case(app):
    breaches = {
        rule.rule: breaches_of(rule.rule)
        for rule in app.url_map.iter_rules()
        if breaches_of(rule.rule)
    }

    assert breaches == {}


@pytest.mark.parametrize(
    "address", ["/ideas/", "/newIdea", "/new_idea", "/ideas/<int:id>/delete", "/Ideas"]
)
def test_the_rules_for_addresses_bite(address):
    assert breaches_of(address) != []


def test_the_rules_for_addresses_leave_good_ones_alone():
    for address in ("/", "/campaigns/<slug>/theme.css", "/sign-in", "/ideas/<int:idea_id>/vote"):
        assert breaches_of(address) == []
