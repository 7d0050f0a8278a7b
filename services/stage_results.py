"""The results that stages save: their names, their order, and when one is stale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from pydantic import BaseModel

from schemas.document import Page, QuarantinedPage
from schemas.einvoice import EInvoice
from schemas.errors import PermanentError
from schemas.geometry import Frozen
from schemas.outcome import Status
from schemas.parts import PARTS
from schemas.review import REVIEWED
from schemas.tiers import STANDARD, TIER, Tier, tier_of

if TYPE_CHECKING:
    from schemas.classes import ClassCatalog
    from store.types import StageRecord

T = TypeVar("T", bound=BaseModel)

PAGES, READ, CLASS, FIELDS, KNOWN, REPORT, REDACTED = (
    "pages", "read", "class", "fields", "known", "report", "redacted",
)  # fmt: skip
"""Names of the stage results in the store, in the order in which they are made from one another."""

ORDER = (PAGES, READ, PARTS, CLASS, FIELDS, KNOWN, REVIEWED, REPORT, REDACTED)

SHADOW, TRAITS = "shadow", "traits"
"""Results that nothing is made from: what a release on trial read, and what drift and slices are told by."""

ASIDE = {SHADOW: FIELDS, TRAITS: CLASS}
"""By a result beside the path, the stage that has the same inputs."""

INDEXED: tuple[Status, ...] = ("accepted", "needs_review")
"""Outcomes whose text can be searched; a rejected document has no text."""


class PagesResult(Frozen):
    """The pages of a document before recognition, and the e-invoice beside them; images lie in the store's files."""

    pages: tuple[Page, ...]
    quarantined: tuple[QuarantinedPage, ...] = ()
    einvoice: EInvoice | None = None


class Results(Protocol):
    """Where stage results are read: the store, or a `Batch` that keeps them in memory."""

    def load(self, document_id: str, stage: str, kind: type[T]) -> T | None:
        """Returns a stage's result, or None when there is none or it no longer fits."""
        ...

    def stages(self, document_id: str) -> Mapping[str, StageRecord]:
        """Returns version and timing of every saved stage, in the order in which they were saved."""
        ...


class Bench(Protocol):
    """What reading a document's results takes: a `Workbench`, or a `Batch`."""

    @property
    def catalog(self) -> ClassCatalog:
        """The document classes in use."""
        ...

    @property
    def results(self) -> Results:
        """Where the results are."""
        ...


class StageFailed(PermanentError):
    """A stage broke on one document in a way that nobody foresaw; the message names the kind of error only."""

    code = "stage_failed"


def is_stale(records: Mapping[str, StageRecord], stage: str) -> bool:
    """Whether an input of a stage's result was saved after the stage had read its inputs."""
    return newest_input(records, stage) > records[stage].made_from


def newest_input(records: Mapping[str, StageRecord], stage: str) -> int:
    """Returns the newest revision among the results that a stage is made from; 0 without any."""
    inputs = ORDER[: ORDER.index(ASIDE.get(stage, stage))]
    return max((records[name].revision for name in inputs if name in records), default=0)


def tier_read(records: Mapping[str, StageRecord]) -> Tier | None:
    """Returns the tier that a document was read at; None while it was not read."""
    return tier_of(records[READ].version) if READ in records else None


def versions_of(records: Mapping[str, StageRecord]) -> dict[str, str]:
    """Returns what made the results that an outcome comes from, by stage, and the tier where it is not `STANDARD`."""
    tier = tier_read(records)
    return {name: record.version for name, record in on_the_path(records).items()} | (
        {TIER: tier} if tier not in (None, STANDARD) else {}
    )


def on_the_path(records: Mapping[str, StageRecord]) -> dict[str, StageRecord]:
    """Returns the records of the stages that an outcome comes from: no shadow takes part in it."""
    return {name: record for name, record in records.items() if name not in ASIDE}
