"""A backup, made as docs/deploy.md says, on an empty machine."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.browser import scenes
from tests.support.sites import Site, await_that
from tests.system.windows import Window

pytestmark = pytest.mark.slow


def back_up(site, folder):
    """While the site runs: the database first, the pictures after it."""
    with (
        closing(sqlite3.connect(site.instance / "idealab.db")) as there,
        closing(sqlite3.connect(folder / "idealab.db")) as copy,
    ):
        there.backup(copy)
    shutil.copytree(site.environ["IDEALAB_STORAGE_URL"], folder / "uploads")
    shutil.copy(site.instance / "secret.key", folder)


def restored(backup, folder):
    folder.mkdir()
    site = Site(folder)
    site.instance.mkdir()
    shutil.copy(backup / "idealab.db", site.instance)
    shutil.copy(backup / "secret.key", site.instance)
    shutil.copytree(backup / "uploads", site.environ["IDEALAB_STORAGE_URL"])
    return site


def picture_of(site, idea):
    page = Window(site).get(f"/ideas/{idea}").text
    found = page.partition("/media/")[2][:32]
    return Window(site).get(f"/media/{found}/320.webp")


def test_a_backup_restored_on_an_empty_machine_is_the_same_site(own_site, tmp_path):
    own_site.start()
    place, ana = scenes.campaign(own_site), scenes.person(own_site, "Ana")
    idea = scenes.idea(own_site, place, ana)
    bruno = scenes.person(own_site, "Bruno")
    scenes.comment(own_site, idea, bruno, "What does it cost?")
    scenes.picture(own_site, idea, ana)
    await_that(lambda: picture_of(own_site, idea).status == 200, seconds=60)
    (tmp_path / "backup").mkdir()
    back_up(own_site, tmp_path / "backup")

    other = restored(tmp_path / "backup", tmp_path / "other")
    other.cli("migrate")
    assert "0 differences." in other.cli("recount", "--check")
    assert other.cli("stats", "--json") == own_site.cli("stats", "--json")
    other.start()
    try:
        assert picture_of(other, idea).body == picture_of(own_site, idea).body
        assert "What does it cost?" in Window(other).get(f"/ideas/{idea}").text
    finally:
        other.stop()
