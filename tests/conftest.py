"""The order of test files: what takes long comes first, so that no process is left alone with it at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

FIRST = ("gameday", "services", "flows", "faults", "golden", "training", "benchmarks", "fieldwright")
"""Folders with tests that start processes, servers or trainings."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Puts the files of slow folders before all others; the order within a file stays."""
    items.sort(key=lambda item: _rank(item.path.relative_to(config.rootpath)))


def _rank(path: Path) -> int:
    return next((rank for rank, name in enumerate(FIRST) if name in path.parts), len(FIRST))
