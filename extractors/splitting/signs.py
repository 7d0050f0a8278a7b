"""Signs of a page for the boundaries of its document: numbers, heading, dates, sums, letterhead, page number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from extractors.fields.decoding.amount_captions import amount_kind
from extractors.fields.decoding.amounts import printed_amounts
from extractors.fields.decoding.caption_places import caption_beside
from extractors.fields.decoding.caption_text import last_words, names_any
from extractors.fields.decoding.captioned import dates, numbers
from extractors.fields.decoding.cells import PageGrid, grid_of
from extractors.fields.decoding.date_captions import date_kind
from extractors.fields.decoding.headings import heading
from extractors.fields.decoding.number_captions import number_kind
from extractors.fields.decoding.parties.blocks import blocks_of
from extractors.splitting.page_numbers import PageNumber, printed_number
from schemas.document import Page, ReadDocument
from schemas.geometry import Box
from values.folding import folded_words
from values.locale_hints import hints_of
from values.normalize import compact

TOP, FOOT = 0.18, 0.9
"""The letterhead is above the first, the foot below the second share of a page's height."""

UPPER = 0.45
"""Numbers, dates, parties and the heading of a document are above this share of the height, or in the foot."""

SHORTEST = 3
"""Characters of a document's number at the least."""

SEPARATOR_WORDS = 12
"""A separator page has at most so many words beside its code."""

_CONTRACT: Final = (
    "contract", "contract no", "vertrag", "vertragsnummer", "contrat", "contrato", "contratto", "policy", "claim",
    "quote", "quotation", "estimate", "angebot", "angebotsnummer", "devis", "offerte", "preventivo", "statement no",
)  # fmt: skip
"""Captions of numbers that documents of other kinds have as their own."""

_CARRIED: Final = (
    "carried forward", "brought forward", "continued", "continued from", "ubertrag", "fortsetzung", "a reporter",
    "report a nouveau", "suite", "riporto", "suma y sigue", "transport", "continuacion", "vervolg", "segue",
    "zwischensumme ubertrag",
)  # fmt: skip
_SEPARATOR: Final = (
    "separator", "separator page", "separator sheet", "document separator", "trennblatt", "trennseite", "patch t",
    "patch code", "batch separator", "page separatrice", "intercalaire",
)  # fmt: skip


@dataclass(frozen=True)
class PageSigns:
    """The signs of one page.

    Attributes:
        words: How many words it has.
        page_number: The page number that it prints.
        heading: The type of document that it names as a heading.
        numbers: Values of the document's own numbers, compact, by kind of caption.
        dates: Dates that are captioned as dates of issue.
        has_total: Whether it prints a captioned total.
        has_party: Whether a block with name and address is in its upper half.
        carries: Whether it continues a sum, or is marked as continued.
        top: Folded words of the letterhead, without digits.
        foot: Folded words of the foot, without digits.
        size: Width by height, rounded.
        is_separator: Whether it only parts documents.
    """

    words: int
    page_number: PageNumber | None
    heading: str | None
    numbers: Mapping[str, frozenset[str]]
    dates: frozenset[str]
    has_total: bool
    has_party: bool
    carries: bool
    top: frozenset[str]
    foot: frozenset[str]
    size: float
    is_separator: bool

    @classmethod
    def empty(cls, size: float) -> PageSigns:
        """Returns the signs of an empty page of this size."""
        nothing: frozenset[str] = frozenset()
        return cls(0, None, None, {}, nothing, False, False, False, nothing, nothing, size, False)


def signs_of(page: Page) -> PageSigns:
    """Returns the signs of a page."""
    read = _read((page,))
    edges = _read((page.model_copy(update={"lines": tuple(line for line in page.lines if _is_edge(line.box))}),))
    grid, upper = grid_of(read), grid_of(edges)
    dated = list(dates(upper, date_kind, hints_of(read.text)))
    found: dict[str, set[str]] = {}
    for number in numbers(upper, _own_number, {i for d in dated for i in d.word_ids}):
        value = compact(number.value)
        if number.kind is not None and len(value) >= SHORTEST:
            found.setdefault(number.kind, set()).add(value)
    head = heading(upper)
    return PageSigns(
        words=len(read.words),
        page_number=printed_number(grid),
        heading=head[1] if head is not None else None,
        numbers={kind: frozenset(values) for kind, values in found.items()},
        dates=frozenset(d.value for d in dated if d.kind == "issue"),
        has_total=_has_total(read, grid),
        has_party=any(b.has("town") and b.top < page.height / 2 for b in blocks_of(edges, page.number)),
        carries=any(
            names_any(folded_words(cell.text), _CARRIED) for row in grid.rows for cell in row if len(cell.words) < 6
        ),
        top=_edge(read, 0.0, TOP),
        foot=_edge(read, FOOT, 1.0),
        size=round(page.width / page.height, 2),
        is_separator=_is_separator(read),
    )


def _read(pages: tuple[Page, ...]) -> ReadDocument:
    return ReadDocument(document_id="0" * 64, engine="", pages=pages)


def _is_edge(box: Box) -> bool:
    return box.center[1] < UPPER or box.center[1] > FOOT


def _own_number(caption: str) -> str | None:
    kind = number_kind(caption)
    if kind in ("invoice", "credit", "order"):
        return kind
    return "contract" if names_any(last_words(caption), _CONTRACT) else None


def _has_total(read: ReadDocument, grid: PageGrid) -> bool:
    amounts = [amount for amount in printed_amounts(read, hints_of(read.text)) if amount.has_cents]
    is_value = frozenset(i for amount in amounts for i in amount.word_ids)
    captions = (caption_beside(grid, amount.word_ids, is_value) for amount in amounts)
    return any(amount_kind(caption) in ("total", "payable") for caption in captions if caption)


def _edge(read: ReadDocument, top: float, bottom: float) -> frozenset[str]:
    inside = [w.text for w in read.words if top <= w.box.center[1] < bottom and not any(c.isdigit() for c in w.text)]
    return frozenset(word for word in folded_words(" ".join(inside)).split() if len(word) > 1)


def _is_separator(read: ReadDocument) -> bool:
    printed = [word for word in read.words if word.word.source != "code"]
    if len(printed) > SEPARATOR_WORDS:
        return False
    text = folded_words(" ".join(word.text for word in read.words))
    has_code = len(printed) < len(read.words)
    return names_any(text, _SEPARATOR) or (has_code and not re.search(r"\d[.,]\d\d\b", text))
