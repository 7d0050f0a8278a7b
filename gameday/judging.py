"""What drills check of documents: how many were accepted, and whether accepted values are true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gameday.documents import Drawn
from gameday.system import System
from schemas.document import DocumentId
from schemas.outcome import Outcome
from services import stages
from services.rollout.evidence import is_right


def wrong_fields(system: System, drawn: Drawn) -> list[str]:
    """Returns the critical fields of a document whose values are not the truth."""
    extraction = stages.extraction_of(system.bench, drawn.id)
    kind = system.bench.catalog.or_other(extraction.document_class)
    specs = [spec for spec in kind.fields if spec.importance == "critical"]
    return [s.name for s in specs if not is_right(extraction, s.name, drawn.truth.get(s.name), kind)]


def wrongly_accepted(system: System, documents: Iterable[Drawn]) -> list[Drawn]:
    """Returns the documents that were accepted although a critical value is wrong."""
    documents = list(documents)
    outcomes = system.bench.store.outcomes([drawn.id for drawn in documents])
    accepted = {i for i, outcome in outcomes.items() if outcome.status == "accepted"}
    return [drawn for drawn in documents if drawn.id in accepted and wrong_fields(system, drawn)]


def ended(
    system: System, outcomes: Mapping[DocumentId, Outcome], documents: Sequence[Drawn], *, least: float
) -> str | None:
    """Returns how many documents were accepted; None where it is less than a share, or one of them is wrong."""
    accepted = sum(outcome.status == "accepted" for outcome in outcomes.values())
    if len(outcomes) < len(documents) or accepted < least * len(documents) or wrongly_accepted(system, documents):
        return None
    return f"{accepted} of {len(documents)} new documents are accepted, none wrong"
