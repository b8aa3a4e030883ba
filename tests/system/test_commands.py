"""Commands with what is not there: a sentence and an exit code, never a traceback."""

import os
import subprocess

import pytest

from idealab import HOME
from tests.support.sites import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path):
    """An installation that was never started."""
    return Site(tmp_path)


def said(site, *arguments, **environ):
    ended = subprocess.run(
        site.command(*arguments), cwd=HOME, env=site.environ | environ, text=True,
        capture_output=True, timeout=60,
    )  # fmt: skip
    words = ended.stdout + ended.stderr
    assert ended.returncode in (1, 2)
    assert "Traceback" not in words
    return words


def test_before_the_tables_are_made_a_command_says_how_to_make_them(site):
    assert "idealab migrate" in said(site, "recount", "--check")
    assert "idealab migrate" in said(site, "stats")


def test_before_the_tables_are_made_on_postgresql_too(site, postgres):
    assert "idealab migrate" in said(site, "recount", "--check", IDEALAB_DATABASE_URL=postgres)


def test_what_is_not_there_is_named(site):
    site.cli("migrate")

    for arguments, words in (
        (("stats", "nowhere"), "no campaign"),
        (("export", "nowhere", str(site.instance / "out")), "no campaign"),
        (("user", "role", "nobody@example.org", "admin"), "Nobody has an account"),
        (("user", "add", "Ana", "no address"), "does not look like"),
        (("user", "link", "ana@example.org", "invitation"), "--campaign"),
        (("import", str(site.instance / "nowhere")), "nowhere"),
        (
            ("convert", "decidim", str(site.instance / "nowhere"), str(site.instance / "out")),
            "nowhere",
        ),
        (("jobs",), "queue server is away"),
        (("jobs", "retry"), "--all"),
        (("nonsense",), "idealab --help"),
    ):
        assert words in said(site, *arguments), arguments


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"{}", os.urandom(999)])
def test_a_broken_package_is_refused_in_a_sentence(site, tmp_path, content):
    site.cli("migrate")
    package = tmp_path / "package.zip"
    package.write_bytes(content)

    assert "package.zip" in said(site, "import", str(package), "--check")
    assert "package.zip" in said(site, "import", str(package))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://a/b"),
        ("DATABASE_URL", "postgresql://127.0.0.1:1/nowhere"),
        ("DATABASE_URL", "sqlite:////proc/nowhere/a.db"),
        ("REDIS_URL", "nonsense"),
        ("PORT", "99999"),
        ("PORT", "abc"),
        ("LOG_LEVEL", "loud"),
        ("INSTANCE", "/proc/nowhere"),
        ("SECRET_KEY", "secret"),
    ],
)
def test_a_setting_that_cannot_be_is_told(site, name, value):
    assert len(said(site, "stats", **{f"IDEALAB_{name}": value}).splitlines()) <= 4


def test_a_database_that_is_none_is_told(site, tmp_path):
    (tmp_path / "ideas.db").write_bytes(os.urandom(5_000))

    words = said(site, "stats", IDEALAB_DATABASE_URL=f"sqlite:///{tmp_path}/ideas.db")

    assert "not a database" in words
