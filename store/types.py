"""The small types that only the store hands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from schemas.document import DocumentId, SourceDocument

DocumentStatus = Literal["waiting", "accepted", "needs_review", "rejected"]
"""The status of a document: waiting for its outcome, or the status of the outcome it has."""

DocumentFilter = DocumentStatus | Literal["stopped"]
"""What a list of documents may be narrowed to. ``stopped``: waiting ones on which processing stopped before."""

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True)
class Added:
    """A stored document, and whether its bytes were new to the store."""

    document: SourceDocument
    is_new: bool


@dataclass(frozen=True)
class Made:
    """A stage's result before it is saved; see `DocumentStore.save`."""

    document_id: DocumentId
    stage: str
    version: str
    result: BaseModel | Sequence[BaseModel]
    timing_s: float
    made_from: int | None = None


@dataclass(frozen=True)
class StageRecord:
    """Who made a saved stage result, how long it took and when it was saved.

    ``revision`` counts what was saved for the document; ``made_from`` is the newest revision that the stage had read.
    Both are of the store: a clock may jump back.
    """

    version: str
    timing_s: float
    saved_at: datetime
    revision: int
    made_from: int


@dataclass(frozen=True)
class Event:
    """One line of the audit log. ``sequence`` counts from 1 without gaps over the whole store."""

    sequence: int
    document_id: str | None
    at: datetime
    actor: str
    kind: str
    data: Mapping[str, Json]
    hash: str


@dataclass(frozen=True)
class Chain:
    """What checking the event log found.

    ``head`` is the hash of the last event. A copy kept outside the database proves later that nothing before it
    changed. That holds even against someone who rewrites the whole database. ``broken_at`` is the sequence number of
    the first event that doesn't fit, or None.
    """

    events: int
    head: str
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """Whether every event is as it was written."""
        return self.broken_at is None
