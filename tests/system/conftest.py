from collections.abc import Iterator
from itertools import count

import pytest

from idealab.lib.db import db
from tests.support.postgres import create
from tests.support.sites import Site

_numbers = count(1)


@pytest.fixture(scope="session")
def _postgres_site(request, tmp_path_factory, worker_id) -> Iterator[Site]:
    server = request.getfixturevalue("postgres")
    url = create(server, f"idealab_system_{worker_id}")
    site = Site(tmp_path_factory.mktemp("system"), IDEALAB_DATABASE_URL=url)
    site.start()
    yield site
    if hasattr(site, "_app"):
        with site.inside():
            db.engine.dispose()
    site.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_site(request) -> Site:
    """The running product, once on each database."""
    if request.param == "postgresql":
        return request.getfixturevalue("_postgres_site")
    return request.getfixturevalue("live_site")
