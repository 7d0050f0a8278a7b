"""Rejected documents as a dead-letter queue: what failed and why, and processing it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.document import DocumentId
from schemas.errors import UnknownDocument
from schemas.outcome import Outcome
from services.workbench import Workbench

PAGE = 500


def failed(bench: Workbench, reason: str | None = None, *, limit: int | None = None) -> list[Outcome]:
    """Returns the outcomes of rejected documents, the newest arrivals first.

    Args:
        bench: The store.
        reason: Only documents that were rejected for this code.
        limit: Documents at most.
    """
    found: list[Outcome] = []
    for outcome in _rejected(bench):
        if reason is None or reason in (one.code for one in outcome.reasons):
            found.append(outcome)
        if len(found) == limit:
            break
    return found


def requeue(bench: Workbench, ids: Sequence[DocumentId], *, actor: str) -> int:
    """Has rejected documents processed again, from their last saved stage and with all of their tries.

    Returns:
        How many of them wait now; others were not rejected.

    Raises:
        UnknownDocument: The store has no such document.
    """
    count = 0
    for document_id in ids:
        outcome = bench.store.outcome(document_id)
        if outcome is None:
            bench.store.get(document_id)  # says that there is none
        elif outcome.status == "rejected":
            count += bench.store.reopen(document_id, "an operator had it processed again", actor=actor)
    return count


def document_of(bench: Workbench, named: str) -> DocumentId:
    """Returns the id of the one document whose id begins so or that has this file name.

    Raises:
        UnknownDocument: There is none, or there are several.
    """
    found = bench.store.find(named)
    if len(found) != 1:
        what = "no document" if not found else f"{len(found)} documents"
        raise UnknownDocument(f"{what} with this name or beginning of an id: fieldwright failed shows the ids")
    return found[0].id


def _rejected(bench: Workbench) -> Iterator[Outcome]:
    offset = 0
    while page := bench.store.documents("rejected", limit=PAGE, offset=offset):
        yield from bench.store.outcomes([document.id for document in page]).values()
        offset += PAGE
