"""Outcomes of documents whose file holds several documents."""

from __future__ import annotations

from review.parts import with_parts
from schemas.outcome import Outcome, Reason
from schemas.parts import FilePart, FileParts
from tests.builders import document_id

FILE, OTHER = document_id("file"), document_id("other")
DOUBT = Reason(code="field_uncertain", message="total_amount is uncertain.")


def divided(*, is_sure: bool, part: int = 1) -> FileParts:
    ids = (FILE, OTHER) if is_sure else (None, None)
    parts = tuple(FilePart(pages=p, document_id=i) for p, i in zip(((1, 2), (3,)), ids, strict=True))
    return FileParts(file_id=FILE, part=part, parts=parts, is_sure=is_sure)


def outcome(status: str = "accepted", *reasons: Reason) -> Outcome:
    return Outcome(document_id=FILE, document_class="invoice", status=status, reasons=reasons)


def test_a_document_of_a_divided_file_keeps_its_outcome_and_names_the_others() -> None:
    made = with_parts(outcome("accepted"), divided(is_sure=True))

    assert made.status == "accepted"
    assert made.reasons[0].message == (
        f"Document 1 of 2 of one file (pages 1 to 2 of {FILE[:12]}); the other is 2: {OTHER[:12]}."
    )


def test_a_file_that_is_not_divided_for_sure_goes_to_a_person_with_that_as_its_one_reason() -> None:
    made = with_parts(outcome("accepted", DOUBT), divided(is_sure=False))

    assert (made.status, [reason.code for reason in made.reasons]) == ("needs_review", ["several_documents"])


def test_pages_that_nobody_could_read_are_still_named() -> None:
    lost = Reason(code="page_quarantined", message="Page 2 could not be read.", severity="error")

    made = with_parts(outcome("needs_review", lost, DOUBT), divided(is_sure=False))

    assert [reason.code for reason in made.reasons] == ["page_quarantined", "several_documents"]


def test_one_document_in_a_file_changes_nothing() -> None:
    whole = FileParts(file_id=FILE, parts=(FilePart(pages=(1, 2)),))

    assert with_parts(outcome("accepted"), whole) == with_parts(outcome("accepted"), None) == outcome("accepted")
