"""Results that are made ahead in threads, while their reader works on earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def read_ahead(threads: int, make: Callable[[str], T], ids: Sequence[str]) -> Iterator[Callable[[str], T]]:
    """Yields a function that returns, or raises, what `make` does; so many of the next ids are made at once.

    Args:
        threads: How many are in work at one time, each in a thread; below 2 nothing is made ahead.
        make: Makes one result; several threads call it.
        ids: All that the function is called with, each once and in this order.
    """
    if min(threads, len(ids)) < 2:
        yield make
        return
    waiting = iter(ids)
    begun: dict[str, Future[T]] = {}
    pool = ThreadPoolExecutor(threads, thread_name_prefix="ahead")

    def result_of(wanted: str) -> T:
        while len(begun) < threads and (following := next(waiting, None)) is not None:
            begun[following] = pool.submit(make, following)
        try:
            return begun[wanted].result()
        finally:
            del begun[wanted]

    try:
        yield result_of
    finally:
        pool.shutdown(cancel_futures=True)
