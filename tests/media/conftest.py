import pytest

from idealab.lib import storage
from idealab.media import seeing, sweeping


@pytest.fixture
def hooks(monkeypatch):
    """A test says itself who owns and who sees; what the site has wired comes back after it."""
    monkeypatch.setattr(sweeping, "_owned", [])
    monkeypatch.setattr(seeing, "_rules", [])


@pytest.fixture(autouse=True)
def empty_storage(context):
    yield
    for folder in ("raw", "media", "incoming"):
        for path in (storage._storage().root / folder).rglob("*"):
            if path.is_file():
                path.unlink()
