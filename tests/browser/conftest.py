import pytest

from tests.browser import pages
from tests.interchange.conftest import real_data
from tests.support.sites import Site

__all__ = ["real_data", "world"]


@pytest.fixture(scope="session")
def world(_live_site: Site) -> pages.World:
    """What all tests of a process look at; none of them changes it."""
    return pages.world(_live_site)
