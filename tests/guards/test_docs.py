"""What operators read is what the code does."""

import ast
import re

from idealab.lib.limits import LIMITS
from tests.guards.modules import ROOT

CONFIG = (ROOT / "idealab/config.py").read_text()
DEPLOY = (ROOT / "docs/deploy.md").read_text()
READERS = ("text", "number", "choice", "switch")


def settings_of(source: str) -> set[str]:
    """The names that config.py reads: the first argument of read.text("PORT", …)."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            reads = isinstance(node.func.value, ast.Name) and node.func.value.id == "read"
            if reads and node.func.attr in READERS and isinstance(node.args[0], ast.Constant):
                found.add(f"IDEALAB_{node.args[0].value}")
    return found


def rows_of(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    below = text.split(f"## {heading}\n", 1)[1]
    lines = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert lines, f"no table below {heading}"
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in lines[0].splitlines()[2:]
    ]


def test_every_setting_is_explained_and_no_other():
    explained = {row[0] for row in rows_of(DEPLOY, "Settings")}

    assert explained == settings_of(CONFIG)


def test_every_rate_limit_is_explained_as_it_is():
    told = {row[0]: (row[1], row[2]) for row in rows_of(DEPLOY, "Rate limits")}

    assert told == {name: (limit.each, limit.per_account) for name, limit in LIMITS.items()}


def test_a_setting_nobody_explains_is_noticed():
    assert settings_of('read.text("COLOUR", "")') == {"IDEALAB_COLOUR"}
