"""What lies in the repository: nothing of one machine, no foreign host, nothing too large."""

import re
import subprocess

import pytest

from tests.guards.modules import ROOT

TEXTS = (".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".cfg", ".po", ".sh", ".svg", "")
LARGEST = 1_000_000  # bytes
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|Users|home/\w+|tmp/(?:venv|brief))(?=/|\b)")
HOST = re.compile(r"https?://((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})")
# Names that stand for nobody, this machine, and addresses that are names of things.
KNOWN = re.compile(
    r"(?:.*\.)?example(?:\.(?:org|com|net))?|.*\.example|.*\.test|.*\.invalid|localhost|127\.0\.0\.1"
    r"|www\.w3\.org|creativecommons\.org|www\.apache\.org|json-schema\.org|schema\.org|.*\."
    r"|openfontlicense\.org|scripts\.sil\.org|keepachangelog\.com|semver\.org|www\.sitemaps\.org"
)
# A converter says which platform a set of ideas was published on; nothing is fetched from there.
NAMING_SOURCES = ("idealab/interchange/converting/", "tests/interchange/", "docs/")


def repository() -> list[str]:
    asked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return [name for name in asked.stdout.split("\0") if name and (ROOT / name).is_file()]


def strange_in(source: str, *, names_sources: bool = False) -> list[str]:
    hosts = (
        []
        if names_sources
        else [host for host in HOST.findall(source) if not KNOWN.fullmatch(host)]
    )
    return sorted({*MACHINE.findall(source), *hosts})


@pytest.fixture(scope="module")
def names() -> list[str]:
    found = repository()
    if not found:
        pytest.skip("not a clone: there is no git here")
    return found


def test_nothing_speaks_of_one_machine_or_a_foreign_host(names):
    strange = {}
    for name in names:
        path = ROOT / name
        if path.suffix in TEXTS and name != "tests/guards/test_files.py":
            source = path.read_text(errors="replace")
            found = strange_in(source, names_sources=name.startswith(NAMING_SOURCES))
            strange |= {name: found} if found else {}

    assert strange == {}


def test_nothing_is_too_large(names):
    large = {name: (ROOT / name).stat().st_size for name in names}

    assert {name: size for name, size in large.items() if size > LARGEST} == {}


def test_nothing_made_is_kept(names):
    made = (".pyc", ".mo", ".db", ".sqlite", ".woff2", ".log", ".key")

    assert [name for name in names if name.endswith(made)] == []


@pytest.mark.parametrize(
    "source",
    ["open('/root/x')", "see /work/main", "cd /home/ana/x", "https://cdn.jsdelivr.net/x.js"],
)
def test_what_is_strange_is_noticed(source):
    assert strange_in(source) != []


@pytest.mark.parametrize(
    "source", ["https://ideas.example.org/x", "http://127.0.0.1:8000", "/workshop", "a/work/b"]
)
def test_what_is_ours_is_left_alone(source):
    assert strange_in(source) == []
