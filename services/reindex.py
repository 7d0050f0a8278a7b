"""The search index anew from the store, without downtime: the old one answers until the new one is complete."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from services import stages
from services.workbench import Workbench

if TYPE_CHECKING:
    from search.entry import IndexEntry

PAGE = 200


def rebuild_index(bench: Workbench, *, on_entry: Callable[[], None] = lambda: None) -> int:
    """Fills a new index with every finished document, swaps it in, and returns how many it holds.

    What other processes index meanwhile is kept.

    Raises:
        IndexUnavailable: The index does not answer; the old one stays in place.
        EntriesRefused: Some entries cannot be indexed; the new index with all others is in place.
    """
    done: list[str] = []

    def entries() -> Iterator[IndexEntry]:
        for document_id in finished(bench):
            entry = stages.entry_of(bench, document_id)
            if entry is not None:
                done.append(document_id)
                on_entry()
                yield entry

    count = bench.index.rebuild(entries())
    bench.store.mark_indexed(done, bench.index_name, stages.INDEX_VERSION)
    return count


def finished(bench: Workbench) -> Iterator[str]:
    """Yields the ids of documents whose outcome puts them into the index."""
    for status in stages.INDEXED:
        offset = 0
        while page := bench.store.documents(status=status, limit=PAGE, offset=offset):
            yield from (document.id for document in page)
            offset += PAGE
