"""A batch of documents while its stages run. It loads the store's results once and keeps them in memory.

The result of a stage is saved at once and kept in memory for later stages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from schemas.document import SourceDocument
from schemas.extraction import Classification, Extraction
from schemas.outcome import Outcome
from schemas.tiers import Tier
from services.stage_results import CLASS, FIELDS, PAGES, PagesResult, StageFailed, tier_read
from services.workbench import Workbench

if TYPE_CHECKING:
    from extractors.page_image import Pixels
    from schemas.classes import ClassCatalog
    from store.types import Made, StageRecord

T = TypeVar("T", bound=BaseModel)

MOST_PIXELS = 20_000_000
"""Pixels of page images that wait in memory for recognition, 3 bytes each: five A4 pages at 200 dpi."""

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
        self._images: dict[tuple[str, int], Pixels] = {}
        self._room = MOST_PIXELS
        self._images_lock = Lock()

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
        """Returns a stage's result for the whole batch, or None where it is missing or stale."""
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
            self.bench.telemetry.stage_ended(
                one.document_id,
                one.stage,
                one.timing_s,
                document_class=self._class_of(one.document_id),
                tier=tier_read(records) or self.tier_of(one.document_id),
                version=one.version,
            )

    def keep_image(self, document_id: str, number: int, pixels: Pixels) -> None:
        """Keeps a page image for the stage that looks at it first, where there is room; the store has it anyway."""
        size = pixels.shape[0] * pixels.shape[1]
        with self._images_lock:
            if size <= self._room and (document_id, number) not in self._images:
                self._images[document_id, number] = pixels
                self._room -= size

    def take_image(self, document_id: str, number: int) -> Pixels | None:
        """Returns a page image that was kept, once; None where there is none."""
        with self._images_lock:
            pixels = self._images.pop((document_id, number), None)
            if pixels is not None:
                self._room += pixels.shape[0] * pixels.shape[1]
            return pixels

    def tier_of(self, document_id: str) -> Tier:
        """Returns the tier that a document is to be read at: its own, else that of its class, else that of all."""
        source = self.source(document_id)
        known = self.load(document_id, CLASS, Classification) if self.bench.settings.tiers else None
        document_class = source.document_class or (known.document_class if known else None)
        return source.tier or self.bench.settings.tier_of(document_class)

    def end(self, outcome: Outcome) -> None:
        """Records how a document ended; a rejected one leaves the batch, unless it had another outcome before."""
        if not self.bench.store.finish(outcome):
            return
        if outcome.status == "rejected":
            self._rejected.add(outcome.document_id)
        self._count(outcome)

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

    def _class_of(self, document_id: str) -> str | None:
        known = self._kept.get((document_id, CLASS))
        return known.document_class if isinstance(known, Classification) else self.source(document_id).document_class

    def _count(self, outcome: Outcome) -> None:
        document_id = outcome.document_id
        pages, extraction = self.load(document_id, PAGES, PagesResult), self.load(document_id, FIELDS, Extraction)
        self.bench.telemetry.document_ended(
            outcome,
            arrived=self.source(document_id).received_at,
            pages=len(pages.pages) + len(pages.quarantined) if pages else 0,
            model=extraction.model if extraction else None,
            tier=tier_read(self._records[document_id]) or self.tier_of(document_id),
            failed=any(reason.code == StageFailed.code for reason in outcome.reasons),
            findings=[finding.code for page in pages.pages for finding in page.findings] if pages else (),
        )

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
