"""Rebuilds the search index from the store without downtime: the old one answers until the new one is complete."""

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
    from search.index import EntriesRefused

    done: list[str] = []

    def entries() -> Iterator[IndexEntry]:
        for batch in finished(bench):
            for document_id, outcome in bench.store.outcomes(batch.ids).items():
                entry = stages.entry_of(batch, document_id, outcome)
                if entry is not None:
                    done.append(document_id)
                    on_entry()
                    yield entry

    try:
        return bench.index.rebuild(entries())
    except EntriesRefused as error:
        for document_id in error.document_ids:
            bench.store.append_event(document_id, "index_refused", {"code": error.code}, actor="fieldwright")
        raise
    except BaseException:
        # The old index stays, and with it what it lacks.
        done.clear()
        raise
    finally:
        # A refused entry would be refused again: it waits for a new version, not for the next run.
        bench.store.mark_indexed(done, bench.index_name, stages.INDEX_VERSION)


def finished(bench: Workbench) -> Iterator[stages.Batch]:
    """Yields the documents whose outcome puts them into the index."""
    for status in stages.INDEXED:
        offset = 0
        while page := bench.store.documents(status=status, limit=PAGE, offset=offset):
            yield stages.Batch(bench, [document.id for document in page])
            offset += PAGE
