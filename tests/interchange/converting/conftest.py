import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from idealab.interchange.converting.catalogue import CONVERTERS
from idealab.interchange.inspecting import Inspection
from idealab.interchange.package import open_package

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.fixture
def converted(tmp_path) -> Callable[[str, Path], SimpleNamespace]:
    """`converted("polis", folder)` gives the records by kind and the findings of a conversion
    whose package has been looked through and found to be whole."""

    def convert(source: str, folder: Path) -> SimpleNamespace:
        counts = CONVERTERS[source](folder, tmp_path / "out", now=NOW)
        with open_package(tmp_path / "out") as package, Inspection(package) as inspection:
            assert list(inspection.findings()) == []
            records = {
                kind: [record for _number, record in package.records(kind)]
                for kind in package.kinds
            }
        assert counts.records == {kind: len(found) for kind, found in records.items()}
        return SimpleNamespace(findings=counts.findings, **records)

    return convert


@pytest.fixture
def expected(real_data) -> Callable[[str], dict]:
    """What is known of a published set, counted straight from its files."""
    return lambda name: json.loads((real_data / name / "expected.json").read_text())
