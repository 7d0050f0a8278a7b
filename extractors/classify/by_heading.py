"""The class of a document by its heading: "CREDIT NOTE" over captioned sums is an invoice's kind.

The classifier knows the words of the documents that it was trained on. A heading is evidence of its own, where the
document also has the sums that such a document must have.
"""

from __future__ import annotations

from collections.abc import Mapping

from extractors.fields.decoding.amount_captions import amount_kind
from extractors.fields.decoding.amounts import printed_amounts
from extractors.fields.decoding.caption_places import caption_beside
from extractors.fields.decoding.captioned import dates
from extractors.fields.decoding.cells import Cell, PageGrid, grid_of
from extractors.fields.decoding.date_captions import date_kind
from extractors.fields.decoding.headings import TALLER, heading
from schemas.document import ReadDocument
from schemas.extraction import Classification
from schemas.general import OTHER
from values.locale_hints import hints_of

INVOICE, ORDER = "invoice", "purchase_order"

CLASS_OF: Mapping[str, str] = {
    "invoice": INVOICE, "credit_note": INVOICE, "corrected_invoice": INVOICE, "pro_forma": INVOICE, "quote": INVOICE,
    "purchase_order": ORDER, "order_confirmation": ORDER,
}  # fmt: skip
"""Classes of the types that headings name; receipts and statements are left to the classifier."""

REPLACEABLE = frozenset({OTHER.name, INVOICE, ORDER})
"""Guesses that a heading may overrule: every other class is recognized by more than its heading."""

PAYABLE = "payable"
PARTS, WHOLES = frozenset({"net", "tax"}), frozenset({"total", PAYABLE})
"""Captions of the sums that such a document has: parts, and what they make."""

VERSION = "headings 2"

SURE, LIKELY, UNSURE = 0.95, 0.85, 0.6
"""Confidence in a class by heading and sums together; by sums of which one is due at a stated day; by sums alone."""

WITHOUT_PAYMENT = frozenset({"delivery_note", "statement"})
"""Types of documents that may print sums and are no invoices."""


def with_heading(read: ReadDocument, guess: Classification) -> Classification:
    """Returns the classification, changed where heading and captioned sums show another class."""
    if guess.fixed or guess.document_class not in REPLACEABLE:
        return guess
    grid = grid_of(read)
    head = heading(grid)
    kind = head[1] if head is not None else None
    named = CLASS_OF.get(kind or "") if head is not None and not _may_be_caption(read, head[0]) else None
    is_lost = guess.document_class == OTHER.name and kind not in WITHOUT_PAYMENT
    if guess.document_class == ORDER and guess.confidence < SURE and named is None:
        is_lost = _states_due_date(read, grid)
    if named == guess.document_class or not (named or is_lost):
        return guess
    sums = _captioned_sums(read, grid)
    if not (sums & PARTS and sums & WHOLES):
        return guess
    by_sums = LIKELY if named is None and PAYABLE in sums and _states_due_date(read, grid) else UNSURE
    return guess.model_copy(
        update={"document_class": named or INVOICE, "confidence": SURE if named is not None else by_sums}
    )


def _may_be_caption(read: ReadDocument, cell: Cell) -> bool:
    """Whether a cell holds a number and is set no taller than most words: "Purchase Order 86089" on an invoice."""
    heights = sorted(word.box.height for word in read.words_of_page(cell.words[0].page_number))
    is_tall = cell.box.height >= TALLER * heights[len(heights) // 2]
    return any(c.isdigit() for c in cell.text) and not is_tall


def _states_due_date(read: ReadDocument, grid: PageGrid) -> bool:
    """Whether a document states until when it has to be paid, which no order does."""
    return any(date.kind == "due" for date in dates(grid, date_kind, hints_of(read.text)))


def _captioned_sums(read: ReadDocument, grid: PageGrid) -> set[str]:
    """Returns the kinds of the sums that a document prints with captions."""
    amounts = [amount for amount in printed_amounts(read, hints_of(read.text)) if amount.has_cents]
    is_value = frozenset(i for amount in amounts for i in amount.word_ids)
    captions = (caption_beside(grid, amount.word_ids, is_value) for amount in amounts)
    return {kind for caption in captions if caption and (kind := amount_kind(caption))}
