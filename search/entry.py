"""What the index knows about a document: redacted pages, listed fields, and nothing else."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal

from pydantic import Field

from schemas.document import DocumentId, SourceDocument
from schemas.extraction import Extraction, typed
from schemas.geometry import Frozen
from schemas.outcome import Outcome, Status
from schemas.redacted import RedactedDocument, RedactedPage
from schemas.vocabulary import DocumentClass, FieldRole


class EntrySummary(Frozen):
    """The facts of a document that filters, facets and result tables use.

    ``fields`` maps a field's name to its normal form. ``seller``, ``amount`` and ``date`` are the class's fields of
    that role, so one query searches documents of all classes.
    """

    document_id: DocumentId
    name: str
    document_class: str
    status: Status
    reasons: tuple[str, ...] = ()
    received_at: datetime.datetime
    fields: dict[str, str] = Field(default_factory=dict)
    seller: str | None = None
    amount: Decimal | None = None
    date: datetime.date | None = None

    @property
    def received_utc(self) -> datetime.datetime:
        """When the document came in, in UTC; a time without a zone is UTC already."""
        if self.received_at.tzinfo is None:
            return self.received_at.replace(tzinfo=datetime.UTC)
        return self.received_at.astimezone(datetime.UTC)


class IndexEntry(EntrySummary):
    """A document as the index gets it: its facts and its pages without personal data."""

    pages: tuple[RedactedPage, ...] = ()


def make_entry(
    source: SourceDocument,
    redacted: RedactedDocument,
    extraction: Extraction,
    outcome: Outcome,
    document_class: DocumentClass,
) -> IndexEntry:
    """Returns what may be searched of a document.

    A field is indexed only if the class lists it as indexed and not personal. It must also have a normal form, and none
    of its words may be redacted.

    Raises:
        ValueError: The four belong to different documents.
    """
    if len({source.id, redacted.document_id, extraction.document_id, outcome.document_id}) != 1:
        raise ValueError("an entry is made of the results of one document")
    fields = _listed_fields(extraction, document_class, hidden=frozenset(redacted.redacted_fields))
    amount = _first(fields, document_class, "amount")
    date = _first(fields, document_class, "date")
    return IndexEntry(
        document_id=source.id,
        name=source.name,
        document_class=extraction.document_class,
        status=outcome.status,
        reasons=tuple(dict.fromkeys(reason.code for reason in outcome.reasons)),
        received_at=source.received_at,
        fields=fields,
        seller=_first(fields, document_class, "party"),
        amount=None if amount is None else Decimal(amount),
        date=None if date is None else datetime.date.fromisoformat(date),
        pages=redacted.pages,
    )


def _listed_fields(extraction: Extraction, document_class: DocumentClass, *, hidden: frozenset[str]) -> dict[str, str]:
    listed: dict[str, str] = {}
    for spec in document_class.fields:
        field = extraction.field(spec.name)
        if (
            not spec.indexed
            or spec.privacy == "personal"
            or spec.name in hidden
            or field is None
            or field.value is None
        ):
            continue
        # The vocabulary decides on the type, and a number must fit a double to be compared.
        try:
            value = typed(spec.kind, field.value)
        except ValueError:
            continue
        if not isinstance(value, Decimal) or math.isfinite(float(value)):
            listed[spec.name] = field.value
    return listed


def _first(fields: dict[str, str], document_class: DocumentClass, role: FieldRole) -> str | None:
    return next((fields[spec.name] for spec in document_class.with_role(role) if spec.name in fields), None)
