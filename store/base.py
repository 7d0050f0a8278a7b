"""What the parts of `DocumentStore` share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Row

from store.database import Database
from store.file_store import FileStore

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")

BATCH = 500
"""Ids in one statement: far below the limit on parameters of both databases."""


class Part:
    """A group of the store's methods over the one database and the one folder."""

    _database: Database
    _files: FileStore


class ClockPart(Part):
    """A group whose moments can be checked.

    Args:
        database: Where the tables are.
        now: The clock; tests turn it.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self.now = now


def from_row(kind: type[R], row: Row[Any], **told: Any) -> R:
    """Returns a row as a domain type: each field from the column of its name, except those given."""
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind) if field.name not in told}, **told)


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Returns the ids in runs of at most `BATCH`."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
