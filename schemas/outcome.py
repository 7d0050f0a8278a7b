"""How a document ended."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.document import DocumentId
from schemas.geometry import Frozen
from schemas.validation import Severity

Status = Literal["accepted", "needs_review", "rejected"]


class Reason(Frozen):
    """Why a document got its status. ``message`` is a sentence without text of the document."""

    code: str
    message: str
    severity: Severity = "warning"
    field: str | None = None


class Outcome(Frozen):
    """The one end of a document: a status, the reasons, and who made it in which time.

    ``versions`` maps a stage to the engine or model that did it, ``timings_s`` a stage to seconds.
    """

    document_id: DocumentId
    document_class: str | None = None
    status: Status
    reasons: tuple[Reason, ...] = ()
    versions: dict[str, str] = Field(default_factory=dict)
    timings_s: dict[str, float] = Field(default_factory=dict)
