"""A batch of documents while its stages run: what the store holds of it is asked for once and kept in memory.

What a stage makes is saved at once and kept beside it, so that a later stage does not load it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from schemas.document import SourceDocument
from schemas.outcome import Outcome
from services.workbench import Workbench

if TYPE_CHECKING:
    from schemas.classes import ClassCatalog
    from store.types import Made, StageRecord

T = TypeVar("T", bound=BaseModel)

MOST_PAGES = 100
"""Pages of one stage that are kept in memory: a page of 500 words takes 0.7 MB. Further documents are loaded again."""


class Batch:
    """Documents that are processed together by one process, which holds the leases on them.

    Args:
        bench: The store and the engines.
        ids: The documents.
    """

    def __init__(self, bench: Workbench, ids: Sequence[str]) -> None:
        self.bench = bench
        self._all = tuple(dict.fromkeys(ids))
        self._kept: dict[tuple[str, str], object] = {}
        self._pages: Counter[str] = Counter()
        self._too_large: set[tuple[str, str]] = set()

    def __repr__(self) -> str:
        return f"Batch of {len(self._all)}"  # never what its documents hold

    @property
    def ids(self) -> list[str]:
        """The documents that go on: those that were not rejected, in their order."""
        return [document_id for document_id in self._all if document_id not in self._rejected]

    @property
    def catalog(self) -> ClassCatalog:
        """The document classes in use."""
        return self.bench.catalog

    @property
    def results(self) -> Batch:
        """Where stage results are read; see `services.stage_results.Results`."""
        return self

    def source(self, document_id: str) -> SourceDocument:
        """Returns a document of the batch.

        Raises:
            UnknownDocument: There is none with this id.
        """
        return self._sources.get(document_id) or self.bench.store.get(document_id)

    def stages(self, document_id: str) -> Mapping[str, StageRecord]:
        """Returns version and timing of every saved stage of a document, in the order in which they were saved."""
        return self._records[document_id]

    def load(self, document_id: str, stage: str, kind: type[T]) -> T | None:
        """Returns a stage's result, or None when there is none or it no longer fits; loads it for the whole batch."""
        key = (document_id, stage)
        if stage not in self._records[document_id]:
            return None
        if key not in self._kept:
            found = None
            for one, result in self.bench.store.load_all(self._wanted(document_id, stage), stage, kind):
                self._keep(one, stage, result)
                found = result if one == document_id else found
            return found
        kept = self._kept[key]
        assert kept is None or isinstance(kept, kind)
        return kept

    def save(self, made: Sequence[Made]) -> None:
        """Saves what was made of documents of the batch, in one transaction."""
        if not made:
            return
        for one, record in zip(made, self.bench.store.save_all(made), strict=True):
            records = self._records[one.document_id]
            records.pop(one.stage, None)  # the order of the records is the order of saving
            records[one.stage] = record
            self._keep(one.document_id, one.stage, one.result)

    def end(self, outcome: Outcome) -> None:
        """Records how a document ended; a rejected one leaves the batch, unless it had another outcome before."""
        if self.bench.store.finish(outcome) and outcome.status == "rejected":
            self._rejected.add(outcome.document_id)

    def look_again(self) -> Batch:
        """Returns the documents that go on as a batch that knows nothing yet: others may have changed results."""
        return Batch(self.bench, self.ids)

    @cached_property
    def _sources(self) -> dict[str, SourceDocument]:
        return self.bench.store.sources(self._all)

    @cached_property
    def _records(self) -> dict[str, dict[str, StageRecord]]:
        return self.bench.store.stages_of(self._all)

    @cached_property
    def _rejected(self) -> set[str]:
        outcomes = self.bench.store.outcomes(self._all)
        return {document_id for document_id, outcome in outcomes.items() if outcome.status == "rejected"}

    def _wanted(self, document_id: str, stage: str) -> list[str]:
        """Returns the documents to load with this one: those of the batch that fit into memory."""
        if (document_id, stage) in self._too_large:
            return [document_id]
        unknown = (i for i in self.ids if stage in self._records[i] and (i, stage) not in self._kept)
        return list(dict.fromkeys([document_id, *(i for i in unknown if (i, stage) not in self._too_large)]))

    def _keep(self, document_id: str, stage: str, result: object) -> None:
        key = (document_id, stage)
        before = len(getattr(self._kept.pop(key, None), "pages", ()))
        pages = len(getattr(result, "pages", ()))
        self._pages[stage] += pages - before
        if self._pages[stage] > MOST_PAGES:
            self._pages[stage] -= pages
            self._too_large.add(key)
        else:
            self._too_large.discard(key)
            self._kept[key] = result
