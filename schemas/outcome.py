"""How a document ended."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.document import Confidence, DocumentId
from schemas.geometry import Frozen
from schemas.tiers import STANDARD, TIER, Tier, tier_named
from schemas.validation import Severity

Status = Literal["accepted", "needs_review", "rejected"]

FIELD_UNCERTAIN = "field_uncertain"
MAY_BE_MISSING = "field_may_be_missing"
DOCUMENT_UNCERTAIN = "document_uncertain"
VALUE_DOUBTS = frozenset({FIELD_UNCERTAIN, MAY_BE_MISSING, DOCUMENT_UNCERTAIN})
"""Codes of reasons that answers about values end; they cannot be let pass."""

MOST_REASONS = 3
"""So many reasons are shown in a table or a line of JSON; the outcome keeps all."""

STATUS_TITLES: dict[Status, str] = {"accepted": "Accepted", "needs_review": "Needs review", "rejected": "Rejected"}
"""What people read for a status, in every page, list and search."""


class Reason(Frozen):
    """Why a document got its status. ``message`` is a sentence without text of the document."""

    code: str
    message: str
    severity: Severity = "warning"
    field: str | None = None


class Outcome(Frozen):
    """The one end of a document: a status, the reasons, and who made it in which time.

    ``versions`` maps a stage to the engine or model that did it, ``timings_s`` a stage to seconds. ``confidence`` is
    the probability that every critical field is right. ``promise`` is the share of right documents among the accepted
    that settings require, and ``threshold`` the confidence that keeps it; None where nothing was read.
    """

    document_id: DocumentId
    document_class: str | None = None
    status: Status
    confidence: Confidence | None = None
    promise: Confidence | None = None
    threshold: Confidence | None = None
    reasons: tuple[Reason, ...] = ()
    versions: dict[str, str] = Field(default_factory=dict)
    timings_s: dict[str, float] = Field(default_factory=dict)

    @property
    def tier(self) -> Tier:
        """The tier that the document was read at."""
        return tier_named(self.versions.get(TIER, STANDARD))

    @property
    def main_reasons(self) -> tuple[Reason, ...]:
        """At most three reasons, the gravest first: what holds the document up, else what is only shown."""
        held = tuple(reason for reason in self.reasons if reason.severity != "info")
        return (held or self.reasons)[:MOST_REASONS]
