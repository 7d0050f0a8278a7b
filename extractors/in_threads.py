"""Work on several pages at once: OpenCV and most of numpy let other threads run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def in_threads(threads: int, make: Callable[[T], U], items: Sequence[T]) -> list[U]:
    """Returns what is made of each item, in their order; so many at once.

    Raises:
        Exception: What `make` raised for the first item that failed.
    """
    if min(threads, len(items)) < 2:
        return [make(item) for item in items]
    with ThreadPoolExecutor(min(threads, len(items)), thread_name_prefix="pages") as pool:
        return list(pool.map(make, items))
