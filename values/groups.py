"""Sequences in groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yields the items in lists of ``size``, the last one shorter; only one list is held at a time."""
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some
