"""From label probabilities to one value a field: candidates that follow lines, agree with each other and normalize."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial

import numpy as np

from extractors.fields.decoding.amounts import DASHES
from extractors.fields.decoding.candidates import Candidate, field_candidates
from extractors.fields.decoding.captioned import Captioned, dates, field_of, made_field, numbers
from extractors.fields.decoding.cells import grid_of
from extractors.fields.decoding.clock_stamps import STAMPED, with_clock_stamp
from extractors.fields.decoding.commission import before_commission
from extractors.fields.decoding.date_captions import DateKind, date_kind
from extractors.fields.decoding.date_years import with_years
from extractors.fields.decoding.document_dates import ISSUE, in_order, settle_dates
from extractors.fields.decoding.document_numbers import ORDER as PURCHASE_ORDER
from extractors.fields.decoding.document_numbers import settle_numbers
from extractors.fields.decoding.headings import heading
from extractors.fields.decoding.number_captions import NumberKind, number_kind
from extractors.fields.decoding.parties.address_owner import of_own_party
from extractors.fields.decoding.payment_terms import with_payment_terms
from extractors.fields.decoding.proven import with_proven_iban
from extractors.fields.decoding.tax_lines import with_tax_lines
from extractors.fields.decoding.totals import reconcile
from extractors.fields.decoding.whole_names import with_whole_names
from extractors.fields.token_scores import HIGHEST_CONFIDENCE, LabelledWords
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, evidence_boxes
from schemas.vocabulary import DocumentClass, FieldSpec
from values.document_type import document_type
from values.folding import folded_words
from values.legal_forms import FOLDED_FORM
from values.normalize import LONE_DATE, RANGE_END, RANGE_START, Hints, date_range, normalize

CURRENCY = "currency"
PARTY_ROLES = ("party", "counterparty", "address", "vat_id")
ONLY_DATE = 0.5
"""Confidence in the only date that a document shows."""

UNSURE_START = 0.5
"""Below this confidence the beginning of a range is looked for before its end."""

DOCUMENT_TYPE = "document_type"
HEADING = 0.9
"""Confidence in the type that a heading names."""

ALIKE = 0.05
"""Names and texts whose probabilities differ by less are about as likely: then the longer one is the whole."""

CAPTION_WORDS = 3
"""A name of more words is no caption."""

AMOUNTS = ("total_amount", "net_amount", "tax_amount")
"""Fields whose words tell the currency first, where the document has no word for it."""


def decode_fields(words: LabelledWords, document_class: DocumentClass, hints: Hints) -> tuple[ExtractedField, ...]:
    """Returns at most one value for each field of the class, each with the words it was read from."""
    best = words.best()
    found: dict[str, ExtractedField] = {}
    # Names before addresses: whose an address is, the name above it tells.
    for spec in sorted(document_class.fields, key=lambda spec: spec.kind == "text"):
        if spec.name in words.inside:
            candidates = of_own_party(words.read, spec, field_candidates(words, spec, hints, best), found)
            if spec.kind == "name":
                candidates = [c for c in candidates if not _is_caption(c.raw)] or candidates
            if candidates:
                found[spec.name] = _with_party_reason(words, spec, _chosen(words.read, spec, candidates))
            elif spec.kind == "date" and spec.required and (only := _only_date(words.read, spec, hints)):
                found[spec.name] = only
    found = with_whole_names(words.read, found)
    found = _with_range_ends(_without_borrowed(found, best), document_class, hints)
    found = _with_range_starts(words.read, found, document_class, hints)
    found = with_years(words.read, found, hints)
    if any(spec.name == STAMPED for spec in document_class.fields):
        found = with_clock_stamp(words.read, found)
    found = with_proven_iban(words, _settled(words, document_class, found, hints))
    found = with_payment_terms(words, document_class, reconcile(words, found, hints))
    found = before_commission(words, document_class, found, hints)
    found = with_tax_lines(words, document_class, found, hints)
    unread = CURRENCY not in found or found[CURRENCY].value is None
    if unread and any(spec.name == CURRENCY for spec in document_class.fields):
        found |= currency_beside_amounts(words.read, document_class, found, hints)
    return tuple(found[spec.name] for spec in document_class.fields if spec.name in found)


def _is_caption(text: str) -> bool:
    """Whether the few words of a name are rather a heading, or the caption of a date or number."""
    is_other = len(text.split()) > CAPTION_WORDS or any(c.isdigit() for c in text)
    if is_other or FOLDED_FORM.search(folded_words(text)):
        return False
    return document_type(text) is not None or date_kind(text) is not None or number_kind(text) is not None


def _with_party_reason(words: LabelledWords, spec: FieldSpec, field: ExtractedField) -> ExtractedField:
    """Returns a field of a party with the reason why its block was taken for that party's."""
    reason = words.why.get(field.word_ids[0]) if spec.role in PARTY_ROLES else None
    return field if reason is None else field.model_copy(update={"why": (*field.why, reason)})


def _settled(
    words: LabelledWords, document_class: DocumentClass, found: dict[str, ExtractedField], hints: Hints
) -> dict[str, ExtractedField]:
    """Returns the fields of a business document with type, dates and numbers as heading and captions say."""
    names = {spec.name for spec in document_class.fields}
    if not {DOCUMENT_TYPE, PURCHASE_ORDER, ISSUE} <= names:
        return found
    grid = grid_of(words.read)
    head = heading(grid)
    is_order = document_class.with_role("number")[0].name == PURCHASE_ORDER
    dated: list[Captioned[DateKind]] = list(dates(grid, partial(date_kind, is_order=is_order), hints))
    numbered: list[Captioned[NumberKind]] = list(numbers(grid, number_kind, {i for d in dated for i in d.word_ids}))
    found = in_order(settle_dates(words, document_class, found, dated), hints)
    found = settle_numbers(words, document_class, found, numbered, head[1] if head else None)
    if head is not None and DOCUMENT_TYPE not in found:
        cell, kind = head
        named: Captioned[str] = Captioned(tuple(word.id for word in cell.words), kind, None)
        found[DOCUMENT_TYPE] = field_of(words, DOCUMENT_TYPE, "code", named, HEADING, "the heading of the document")
    return found


def _only_date(read: ReadDocument, spec: FieldSpec, hints: Hints) -> ExtractedField | None:
    """Returns the only date on the document, for a date that it must have: "Date:11/03/18" in one word, for example."""
    dated = [
        (normalize("date", match[0], hints=hints).value, w) for w in read.words for match in LONE_DATE.finditer(w.text)
    ]
    values = {value for value, _ in dated if value is not None}
    if len(values) != 1:
        return None
    value, word = next((value, word) for value, word in dated if value is not None)
    return made_field(read, spec.name, spec.kind, [word.id], value, ONLY_DATE, "the only date in the document")


def _without_borrowed(found: dict[str, ExtractedField], best: Sequence[str | None]) -> dict[str, ExtractedField]:
    """Drops second choices that are on another field's words: the seller's VAT id is not the buyer's as well."""
    owned = {i for name, field in found.items() for i in field.word_ids if best[i] == name}
    return {
        name: field
        for name, field in found.items()
        if any(best[i] == name for i in field.word_ids) or not owned.intersection(field.word_ids)
    }


def _with_range_ends(
    found: dict[str, ExtractedField], document_class: DocumentClass, hints: Hints
) -> dict[str, ExtractedField]:
    """Adds the end of a range that is one word with its beginning: a word has one label only.

    Where both are read off two such words, the surer one gives both.
    """
    ends = {}
    for spec in document_class.fields:
        start = found.get(spec.name.removesuffix(RANGE_END) + RANGE_START)
        if start is None or not spec.name.endswith(RANGE_END) or (dates := date_range(start.raw, hints)) is None:
            continue
        end = found.get(spec.name)
        if end is None or end.confidence < start.confidence:
            why = ("the second date of a range",)
            ends[spec.name] = start.model_copy(update={"name": spec.name, "value": dates[1], "why": why})
        elif (own := date_range(end.raw, hints)) is not None:
            why = ("the first date of a range",)
            ends[start.name] = end.model_copy(update={"name": start.name, "value": own[0], "why": why})
    return found | ends


def _with_range_starts(
    read: ReadDocument, found: dict[str, ExtractedField], document_class: DocumentClass, hints: Hints
) -> dict[str, ExtractedField]:
    """Replaces an unsure beginning of a range by the date that a dash joins to the range's end: "3/9 - 3/15/2020"."""
    starts = {}
    for spec in document_class.fields:
        start, end = found.get(spec.name), found.get(spec.name.removesuffix(RANGE_START) + RANGE_END)
        if not spec.name.endswith(RANGE_START) or start is None or end is None or start.confidence >= UNSURE_START:
            continue
        first = end.word_ids[0]
        before = read.words[max(first - 2, 0) : first]
        is_joined = len(before) == 2 and before[1].text in DASHES and before[0].line == read.words[first].line
        value = normalize(spec.kind, before[0].text, name=spec.name, hints=hints).value if is_joined else None
        if value is not None and end.value is not None and value <= end.value:
            why = "a dash joins it to the range's end"
            starts[spec.name] = made_field(read, spec.name, spec.kind, [before[0].id], value, start.confidence, why)
    return found | starts


def currency_beside_amounts(
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
    why = f"{count} of {len(signs)} numbers with a sign carry it"
    confidence = min(count / len(signs), HIGHEST_CONFIDENCE) * 0.9
    return {CURRENCY: made_field(read, CURRENCY, spec.kind, [word.id], code, confidence, why)}


_SIGNS = frozenset({
    "eur", "usd", "gbp", "chf", "rm", "rs", "inr", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "kr", "kč", "lei",
    "zł",
})  # fmt: skip
"""Words that are signs of currencies where they are beside a number."""


def _sign_of_number(text: str, hints: Hints) -> str | None:
    word = text.strip("().:")
    # Feet are no forints: who counts in forints writes decimal commas.
    is_forint = word == "Ft" and bool(hints.decimal_comma)
    has_sign = any(c in text for c in "€$£¥₹") or word.casefold() in _SIGNS or is_forint
    return normalize("code", text, name=CURRENCY, hints=hints).value if has_sign else None


def _chosen(read: ReadDocument, spec: FieldSpec, candidates: Sequence[Candidate]) -> ExtractedField:
    """Returns the value with the most evidence: places that give the same value count together."""
    groups: dict[str | None, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[_key(candidate)].append(candidate)
    key, group = max(groups.items(), key=lambda item: (item[0] is not None, _rank(spec, item[1])))
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
        source="layoutlm",
        why=why,
    )


def _rank(spec: FieldSpec, group: Sequence[Candidate]) -> tuple[float, int, float]:
    """Returns what decides between values: how likely they are, and of names and texts about as likely the longest."""
    likely = _together(group)
    if spec.kind not in ("name", "text"):
        return likely, 0, 0.0
    return round(likely / ALIKE), max(len(c.word_ids) for c in group), likely


def _key(candidate: Candidate) -> str | None:
    value = candidate.normalized.value
    return None if value is None else "".join(c for c in value.casefold() if c.isalnum() or c in ".-")


def _together(group: Sequence[Candidate]) -> float:
    doubt = float(np.prod([1 - c.score for c in group]))
    return min(1 - doubt, HIGHEST_CONFIDENCE)
