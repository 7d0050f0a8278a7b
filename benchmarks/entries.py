"""Invented documents as the index takes them: thousands a second, without files, recognition or a store."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from schemas.classes import SHIPPED
from schemas.geometry import Box
from schemas.redacted import RedactedPage, RedactedWord
from search.entry import IndexEntry
from search.vocabulary import SearchVocabulary

VOCABULARY = SearchVocabulary.of(SHIPPED)
"""What the benchmarks search by: the shipped classes."""


def entry(number: int, lines: Sequence[str], **facts: Any) -> IndexEntry:
    """Returns an entry with one page of these lines, its words side by side."""
    words = [
        RedactedWord(text=text, box=_box(row, column), word_id=row * 100 + column, line_index=row)
        for row, line in enumerate(lines)
        for column, text in enumerate(line.split())
    ]
    return IndexEntry(
        document_id=sha256(str(number).encode()).hexdigest(),
        name=f"{number}.pdf",
        document_class=facts.pop("document_class", "receipt"),
        status=facts.pop("status", "accepted"),
        received_at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        pages=(RedactedPage(number=1, width=1654, height=2339, words=tuple(words)),),
        **facts,
    )


@cache
def _box(row: int, column: int) -> Box:
    left, top = min(0.02 + 0.06 * column, 0.9), min(0.01 + 0.012 * row, 0.98)
    return Box(left=left, top=top, right=left + 0.05, bottom=top + 0.01)


def invented(count: int, chance: random.Random) -> Iterator[IndexEntry]:
    """Yields invoices of one page with 120 words from a vocabulary that is as uneven as a language."""
    vocabulary = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 10))) for _ in range(20_000)]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    sellers = [" ".join(chance.sample(vocabulary, 2)).title() for _ in range(300)]
    for number in range(count):
        words = chance.choices(vocabulary, weights, k=120)
        seller, amount = chance.choice(sellers), Decimal(chance.randint(100, 5_000_000)) / 100
        day = date(2023, 1, 1) + timedelta(days=chance.randint(0, 700))
        fields = {
            "invoice_number": f"INV-{number:07d}",
            "seller_name": seller,
            "issue_date": day.isoformat(),
            "total_amount": str(amount),
            "currency": chance.choice(("EUR", "USD", "GBP")),
        }
        lines = [seller, *(" ".join(words[i : i + 8]) for i in range(0, len(words), 8))]
        status = chance.choice(("accepted", "needs_review"))
        yield entry(
            number,
            lines,
            document_class="invoice",
            status=status,
            fields=fields,
            seller=seller,
            amount=amount,
            date=day,
        )
