"""From label probabilities to one value a field: candidates that follow lines, agree with each other and normalise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from extractors.fields.candidates import Candidate, field_candidates, raw_text, spans_of
from extractors.fields.labelled import LabelledWords
from extractors.fields.totals import reconcile
from extractors.normalize import Hints, normalize
from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import ExtractedField, FieldSource, LineItem, evidence_boxes
from schemas.vocabulary import DocumentClass, FieldSpec

COLUMN_PREFIX = "line."
"""Labels of table columns are the column's name behind this."""

HIGHEST_CONFIDENCE = 0.999

CURRENCY = "currency"
AMOUNTS = ("total_amount", "net_amount", "tax_amount")
"""Fields whose words tell the currency first, where the document has no word for it."""


def decode_fields(
    words: LabelledWords, document_class: DocumentClass, hints: Hints, *, source: FieldSource = "layoutlm"
) -> tuple[ExtractedField, ...]:
    """Returns at most one value for each field of the class, each with the words it was read from."""
    best = words.best()
    found = {}
    for spec in document_class.fields:
        if spec.name in words.inside:
            candidates = field_candidates(words, spec, hints, best)
            if candidates:
                found[spec.name] = _chosen(words.read, spec, candidates, source)
    found = reconcile(words, _without_borrowed(found, best), hints, source=source)
    if CURRENCY not in found and any(spec.name == CURRENCY for spec in document_class.fields):
        found |= _currency_beside_amounts(words.read, document_class, found, hints)
    return tuple(found.values())


def _without_borrowed(found: dict[str, ExtractedField], best: Sequence[str | None]) -> dict[str, ExtractedField]:
    """Drops second choices that stand on another field's words: the seller's VAT id is not the buyer's as well."""
    owned = {i for name, field in found.items() for i in field.word_ids if best[i] == name}
    return {
        name: field
        for name, field in found.items()
        if any(best[i] == name for i in field.word_ids) or not owned.intersection(field.word_ids)
    }


def _currency_beside_amounts(
    read: ReadDocument, document_class: DocumentClass, found: dict[str, ExtractedField], hints: Hints
) -> dict[str, ExtractedField]:
    """Returns the currency of a document that prints it with its amounts only ("$12.50"), read off their words.

    The amount's own words count first; where they have no sign, the sign that most numbers of the document carry.
    """
    spec = document_class.field(CURRENCY)
    amounts = [f for name in (*AMOUNTS, *found) if (f := found.get(name)) is not None and f.kind == "money"]
    for amount in amounts:
        code = normalize("code", amount.raw, name=CURRENCY, hints=hints).value
        if code is not None:
            update = {"name": CURRENCY, "kind": spec.kind, "value": code, "why": ("read off an amount",)}
            return {CURRENCY: amount.model_copy(update=update)}
    signs = [(code, word) for word in read.words if (code := _sign_of_number(word.text, hints)) is not None]
    if not signs:
        return {}
    [(code, count)] = Counter(code for code, _ in signs).most_common(1)
    word = next(word for sign, word in signs if sign == code)
    return {
        CURRENCY: ExtractedField(
            name=CURRENCY,
            kind=spec.kind,
            raw=word.text,
            value=code,
            confidence=min(count / len(signs), HIGHEST_CONFIDENCE) * 0.9,
            page_number=word.page_number,
            boxes=(word.box,),
            word_ids=(word.id,),
            source="layoutlm",
            why=(f"{count} of {len(signs)} numbers with a sign carry it",),
        )
    }


def _sign_of_number(text: str, hints: Hints) -> str | None:
    has_sign = any(c in text for c in "€$£¥₹") or text.casefold() in ("eur", "usd", "gbp", "chf", "rm", "rs", "inr")
    return normalize("code", text, name=CURRENCY, hints=hints).value if has_sign else None


def _chosen(
    read: ReadDocument, spec: FieldSpec, candidates: Sequence[Candidate], source: FieldSource
) -> ExtractedField:
    """Returns the value with the most evidence: places that give the same value count together."""
    groups: dict[str | None, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[_key(candidate)].append(candidate)
    key, group = max(groups.items(), key=lambda item: (item[0] is not None, _together(item[1])))
    best = max(group, key=lambda c: c.score)
    why = (f"{len(group)} places on the document agree",) if len(group) > 1 else ()
    page_number, boxes = evidence_boxes(read, best.word_ids)
    return ExtractedField(
        name=spec.name,
        kind=spec.kind,
        raw=best.raw,
        value=best.normalized.value,
        problem=best.normalized.problem,
        confidence=_together(group) if key is not None else best.score / 2,
        page_number=page_number,
        boxes=boxes,
        word_ids=best.word_ids,
        source=source,
        why=why,
    )


def _key(candidate: Candidate) -> str | None:
    value = candidate.normalized.value
    return None if value is None else "".join(c for c in value.casefold() if c.isalnum() or c in ".-")


def _together(group: Sequence[Candidate]) -> float:
    doubt = float(np.prod([1 - c.score for c in group]))
    return min(1 - doubt, HIGHEST_CONFIDENCE)


# ----------------------------------------------------------------------------------------------------------------------
# Tables


@dataclass
class _Row:
    page_number: int
    top: float
    middle: float
    height: float
    cells: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def decode_lines(
    words: LabelledWords, document_class: DocumentClass, hints: Hints, *, source: FieldSource = "layoutlm"
) -> tuple[LineItem, ...]:
    """Returns the rows of the document's table, from top to bottom.

    A row is where a cell of the column with an amount stands (of another column where no amounts are); every other
    cell belongs to the row on whose line it stands, else to the nearest row above.
    """
    best = words.best()
    by_column = {
        spec.name: [i for i, name in enumerate(best) if name == COLUMN_PREFIX + spec.name]
        for spec in document_class.columns
    }
    anchor = _anchor_column(document_class, by_column)
    if anchor is None:
        return ()
    rows = _rows(words, COLUMN_PREFIX + anchor, by_column[anchor])
    for name, chosen in by_column.items():
        for span in spans_of(words, COLUMN_PREFIX + name, chosen):
            row = _row_of(rows, words.read.words[span[0]])
            if row is not None:
                row.cells[name].extend(span)
    make: Callable[[_Row], LineItem | None] = lambda row: _line_item(words, document_class, row, hints, source)  # noqa: E731
    return tuple(item for item in map(make, rows) if item is not None)


def _anchor_column(document_class: DocumentClass, by_column: dict[str, list[int]]) -> str | None:
    """Returns the money column with the most words, the rightmost of equals; else the column with the most words."""
    filled = [spec for spec in document_class.columns if by_column[spec.name]]
    if not filled:
        return None
    money = [spec for spec in filled if spec.kind == "money"]
    return max(reversed(money or filled), key=lambda spec: len(by_column[spec.name])).name


def _rows(words: LabelledWords, label: str, chosen: Sequence[int]) -> list[_Row]:
    rows: list[_Row] = []
    for span in spans_of(words, label, chosen):
        word = words.read.words[span[0]]
        middle = word.box.center[1]
        same = any(r.page_number == word.page_number and abs(r.middle - middle) < 0.5 * word.box.height for r in rows)
        if not same:
            rows.append(_Row(word.page_number, word.box.top, middle, word.box.height))
    return sorted(rows, key=lambda r: (r.page_number, r.middle))


def _row_of(rows: Sequence[_Row], word: PlacedWord) -> _Row | None:
    on_page = [row for row in rows if row.page_number == word.page_number]
    if not on_page:
        return None
    middle = word.box.center[1]
    nearest = min(on_page, key=lambda row: abs(row.middle - middle))
    if abs(nearest.middle - middle) < 0.8 * max(nearest.height, word.box.height):
        return nearest
    above = [row for row in on_page if row.middle < middle]
    return above[-1] if above else nearest


def _line_item(
    words: LabelledWords, document_class: DocumentClass, row: _Row, hints: Hints, source: FieldSource
) -> LineItem | None:
    cells = {}
    for spec in document_class.columns:
        word_ids = tuple(row.cells.get(spec.name, ()))
        if not word_ids:
            continue
        raw = raw_text(words.read, word_ids)
        normalized = normalize(spec.kind, raw.replace("\n", " "), name=spec.name, hints=hints)
        page_number, boxes = evidence_boxes(words.read, word_ids)
        cells[spec.name] = ExtractedField(
            name=spec.name,
            kind=spec.kind,
            raw=raw,
            value=normalized.value,
            problem=normalized.problem,
            confidence=min(float(words.inside[COLUMN_PREFIX + spec.name][list(word_ids)].mean()), HIGHEST_CONFIDENCE),
            page_number=page_number,
            boxes=boxes,
            word_ids=word_ids,
            source=source,
        )
    return LineItem(cells=cells) if cells else None
