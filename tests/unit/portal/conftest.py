from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.workbench import Workbench
from tests.workbenches import workbench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """A workbench on an empty embedded store."""
    with workbench(tmp_path / "home") as made:
        yield made
