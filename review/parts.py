"""What it means for a document that its file holds several documents, or may hold them."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import DocumentId
from schemas.outcome import Outcome, Reason
from schemas.parts import FileParts

DIVIDED, PERHAPS_SEVERAL, JOINED = "part_of_file", "several_documents", "joined_to_document"

PAGE_REASONS = frozenset({"pages_missing", "page_quarantined", "no_text"})
"""Reasons that say what nobody could read; they stay beside the one that a file was not divided."""


def with_parts(outcome: Outcome, parts: FileParts | None) -> Outcome:
    """Returns the outcome of a document by its file's division.

    A document of a divided file names the others. A file that was not divided for sure needs a person, with that as its
    one reason: other reasons may only follow from it.
    """
    if parts is None or not parts.is_several:
        return outcome
    if parts.is_sure:
        reason = Reason(code=DIVIDED, message=_divided(parts), severity="info")
        return outcome.model_copy(update={"reasons": (*outcome.reasons, reason)})
    pages = "; ".join(numbers_of(part.pages) for part in parts.parts)
    message = f"The file may hold {len(parts.parts)} documents (pages {pages}): only the first was read for fields."
    reasons = tuple(r for r in outcome.reasons if r.code in PAGE_REASONS)
    one = Reason(code=PERHAPS_SEVERAL, message=message, severity="warning")
    return outcome.model_copy(update={"status": "needs_review", "reasons": (*reasons, one)})


def joined(outcome: Outcome, file_id: DocumentId, user: str) -> Outcome:
    """Returns the outcome of a document whose pages a person gave to another one of its file."""
    message = f"{user} said that its pages belong to another document of the file {file_id[:12]}."
    reason = Reason(code=JOINED, message=message, severity="error")
    return outcome.model_copy(update={"status": "rejected", "reasons": (reason,)})


def _divided(parts: FileParts) -> str:
    others = [
        f"{number}: {part.document_id[:12]}"
        for number, part in enumerate(parts.parts, start=1)
        if number != parts.part and part.document_id is not None
    ]
    pages = f"{'page' if len(parts.own.pages) == 1 else 'pages'} {numbers_of(parts.own.pages)}"
    named = f"the other is {others[0]}" if len(others) == 1 else f"the others are {', '.join(others)}"
    return f"Document {parts.part} of {len(parts.parts)} of one file ({pages} of {parts.file_id[:12]}); {named}."


def numbers_of(pages: Sequence[int]) -> str:
    """Returns page numbers as people write them: "3", "3 to 5"."""
    return str(pages[0]) if len(pages) == 1 else f"{pages[0]} to {pages[-1]}"
