"""What the parts of `SqlStore` stand on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.database import Database
from store.files import Files

BATCH = 500
"""Ids in one statement: far below the limit on parameters of both databases."""


class Part:
    """A group of the store's methods over the one database and the one folder."""

    _database: Database
    _files: Files


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Returns the ids in runs of at most `BATCH`."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
