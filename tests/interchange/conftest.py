import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of published data sets, which is no part of this repository."""
    told = os.environ.get("IDEALAB_REAL_DATA")
    if not told:
        pytest.skip("IDEALAB_REAL_DATA is not set: it names the folder of published data sets")
    if not Path(told).is_dir():
        pytest.skip(f"IDEALAB_REAL_DATA names {told}, which is not there")
    return Path(told)
