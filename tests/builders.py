"""Tiny documents for tests: ``word``, ``page``, ``read_document``, ``field``, ``extraction``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from schemas.document import Line, Page, ReadDocument, Word
from schemas.extraction import ExtractedField, Extraction, FieldType
from schemas.geometry import Box
from schemas.outcome import Status
from schemas.redacted import RedactedPage, RedactedWord
from search.entry import IndexEntry


def document_id(seed: str = "document") -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


def box(left: float = 0.1, top: float = 0.1, right: float = 0.2, bottom: float = 0.12) -> Box:
    return Box(left=left, top=top, right=right, bottom=bottom)


def word(text: str, left: float = 0.1, top: float = 0.1, *, confidence: float = 0.99, height: float = 0.015) -> Word:
    """A word whose width follows its length: one hundredth of the page a character."""
    left, top = min(left, 0.98), min(top, 0.98)  # a long line piles up at the page's edge
    right = min(left + 0.01 * len(text), 1.0)
    return Word(text=text, box=box(left, top, right, min(top + height, 1.0)), confidence=confidence)


def line(text: str, left: float = 0.1, top: float = 0.1) -> Line:
    words = []
    for part in text.split():
        words.append(word(part, left, top))
        left += 0.01 * (len(part) + 1)
    return Line(words=tuple(words))


def page(*texts: str, number: int = 1) -> Page:
    """A page of 1654 x 2339 pixels at 200 dpi, its lines from top to bottom."""
    lines = tuple(line(text, top=0.05 + 0.02 * i) for i, text in enumerate(texts))
    return Page(number=number, width=1654, height=2339, dpi=200, text_source="ocr", lines=lines)


def read_document(*pages: Page, seed: str = "document") -> ReadDocument:
    return ReadDocument(document_id=document_id(seed), engine="null 1", pages=pages)


def field(
    name: str,
    value: str | None,
    *,
    kind: FieldType = "text",
    confidence: float = 0.99,
    word_ids: tuple[int, ...] = (0,),
    raw: str | None = None,
) -> ExtractedField:
    return ExtractedField(
        name=name,
        kind=kind,
        raw=raw if raw is not None else value or "?",
        value=value,
        problem=None if value is not None else "not readable",
        confidence=confidence,
        page_number=1,
        boxes=(box(),),
        word_ids=word_ids,
        source="layoutlm",
    )


def extraction(*fields: ExtractedField, document_class: str = "invoice", seed: str = "document") -> Extraction:
    return Extraction(
        document_id=document_id(seed),
        document_class=document_class,
        class_confidence=0.99,
        model="test",
        fields=fields,
    )


def redacted_page(*texts: str, number: int = 1, first_word_id: int = 0) -> RedactedPage:
    """A page of these lines; a word in square brackets is a redacted one."""
    words: list[RedactedWord] = []
    for line_index, placed in enumerate(page(*texts).lines):
        for w in placed.words:
            word_id = first_word_id + len(words)
            hidden = w.text.startswith("[") and w.text.endswith("]")
            words.append(RedactedWord(text=w.text, box=w.box, word_id=word_id, line_index=line_index, redacted=hidden))
    return RedactedPage(number=number, width=1654, height=2339, words=tuple(words))


def index_entry(
    *pages: Sequence[str],
    seed: str = "document",
    name: str = "scan.pdf",
    document_class: str = "invoice",
    status: Status = "accepted",
    received: str = "2024-05-01T12:00:00+00:00",
    reasons: Sequence[str] = (),
    **fields: str,
) -> IndexEntry:
    """An entry whose pages have these lines; seller, amount and date follow from the fields as in `make_entry`."""
    placed = tuple(redacted_page(*lines, number=i + 1, first_word_id=1000 * i) for i, lines in enumerate(pages))
    return IndexEntry(
        document_id=document_id(seed),
        name=name,
        document_class=document_class,
        status=status,
        reasons=tuple(reasons),
        received_at=datetime.fromisoformat(received),
        fields=fields,
        seller=fields.get("seller_name"),
        amount=Decimal(fields["total_amount"]) if "total_amount" in fields else None,
        date=date.fromisoformat(fields["issue_date"]) if "issue_date" in fields else None,
        pages=placed,
    )
