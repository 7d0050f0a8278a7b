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

if TYPE_CHECKING:
    from schemas.classes import ClassCatalog
    from store.types import StageRecord

T = TypeVar("T", bound=BaseModel)

PAGES, READ, CLASS, FIELDS, KNOWN, REPORT, REDACTED = (
    "pages", "read", "class", "fields", "known", "report", "redacted",
)  # fmt: skip
"""Names of the stage results in the store, in the order in which they are made from one another."""

ORDER = (PAGES, READ, PARTS, CLASS, FIELDS, KNOWN, REVIEWED, REPORT, REDACTED)

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
    return max((records[name].revision for name in ORDER[: ORDER.index(stage)] if name in records), default=0)
