"""What a deployment states for a class of documents, and the checked documents by which it is judged."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from schemas.document import Confidence, DocumentId
from schemas.geometry import Frozen
from schemas.vocabulary import Importance


class StatedStandard(Frozen):
    """What an admin stated for a class, in place of the settings.

    ``promise`` is the share of right documents among the accepted; None leaves that of the settings. ``importance`` is
    by field name, ``line`` for all columns; only differences from the settings.
    """

    document_class: str
    promise: float | None = Field(default=None, gt=0, lt=1)
    importance: Mapping[str, Importance] = Field(default_factory=dict)


class Check(Frozen):
    """A document whose fields a person established, beside what the machine read.

    ``confidence`` is the machine's, 0 where a finding holds the document up. ``right`` is whether every critical field
    was right. ``audited`` documents were accepted and drawn for a blind second look; the others waited for a review.
    ``standard`` names the model and the critical fields that both figures belong to.
    """

    document_id: DocumentId
    document_class: str
    confidence: Confidence
    right: bool
    audited: bool
    standard: str
