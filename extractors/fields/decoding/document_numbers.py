"""The document's own number, distinguished by captions from numbers of orders, customers and earlier invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.decoding.captioned import Captioned, field_of
from extractors.fields.decoding.number_captions import NumberKind
from extractors.fields.token_scores import LabelledWords
from schemas.extraction import ExtractedField
from schemas.vocabulary import DocumentClass
from values.normalize import compact

INVOICE, ORDER, PRECEDING = "invoice_number", "purchase_order", "preceding_invoice_number"

CREDITS = frozenset({"credit_note", "corrected_invoice"})
"""Types of documents that name the invoice that they change: "Invoice no." is that one's number there."""

CAPTION = 0.6
"""Confidence in a value for its caption alone; the model's own probability adds to it."""

UNCAPTIONED = 0.2
"""A number without a caption is taken in the place of a wrong one from this probability on."""

TITLE_ROWS = 0.35
"""A number without a caption that is the document's title is in this upper share of the first page."""

TITLE = 0.3
"""Confidence in such a number."""

TITLE_LENGTH = 4
"""It has at least so many characters."""

SURE = 0.9
"""The model is believed against a caption of another kind from this probability on, where no other number fits."""

Number = Captioned[NumberKind]


def settle_numbers(
    words: LabelledWords,
    kind: DocumentClass,
    found: Mapping[str, ExtractedField],
    numbers: Sequence[Number],
    document_type: str | None,
) -> dict[str, ExtractedField]:
    """Returns the fields, the numbers changed that are beside the caption of another kind, and missing ones added.

    Args:
        words: The document.
        kind: Its class; numbers that it has no field for are left out.
        found: The fields so far.
        numbers: What may be a number, with captions.
        document_type: What the heading names.
    """
    names = {spec.name for spec in kind.fields}
    is_credit = document_type in CREDITS or any(n.kind == "credit" for n in numbers)
    changed = dict(found)
    wanted: list[tuple[str, tuple[NumberKind, ...]]] = []
    if INVOICE in names:
        own: tuple[NumberKind, ...] = ("credit", "invoice") if is_credit else ("invoice", "credit")
        wanted = [(INVOICE, own), (PRECEDING, ("preceding",)), (ORDER, ("order", "reference"))]
    elif ORDER in names:
        wanted = [(ORDER, ("order",))]
    seen = {name: changed.pop(name, None) for name, _ in wanted}
    for name, kinds in wanted:
        if name in names:
            changed |= _settled(words, name, kinds, seen[name], numbers, changed)
    if INVOICE not in changed and PRECEDING in changed and not is_credit:
        # "Rechnung Original Nr. 75" is no copy. Only what corrects another invoice names one.
        changed[INVOICE] = changed.pop(PRECEDING).model_copy(update={"name": INVOICE})
        return changed
    if INVOICE in names and INVOICE not in changed and (title := _title(words, numbers)) is not None:
        changed[INVOICE] = field_of(words, INVOICE, "id", title, TITLE, "a number without a caption over the document")
    return _with_preceding(words, changed, numbers, is_credit) if PRECEDING in names else changed


def _settled(
    words: LabelledWords,
    name: str,
    kinds: tuple[NumberKind, ...],
    seen: ExtractedField | None,
    numbers: Sequence[Number],
    others: Mapping[str, ExtractedField],
) -> dict[str, ExtractedField]:
    """Returns the field as it was where its caption agrees, with another number where it does not, or no field."""
    caption = _kind_of(seen, numbers)
    best = _best(words, name, kinds, numbers, others)
    is_taken = seen is not None and any(
        set(seen.word_ids) & set(field.word_ids) for field in others.values() if field.kind == "id"
    )
    if is_taken:
        seen = None
    if seen is not None and (caption in (None, kinds[0]) or (best is None and caption in kinds)):
        return {name: seen}
    if best is not None and seen is not None and best.kind == caption:
        return {name: seen}
    if best is not None:
        likely = best.likelihood(words, name)
        return {name: field_of(words, name, "id", best, CAPTION + likely * 0.35, "chosen because of its caption")}
    if seen is None or caption == "preceding":
        return {}
    bare = [n for n in numbers if n.kind is None and n.likelihood(words, name) >= UNCAPTIONED]
    if bare:
        likeliest = max(bare, key=lambda n: n.likelihood(words, name))
        likely = likeliest.likelihood(words, name)
        return {name: field_of(words, name, "id", likeliest, likely, "the number read first has another caption")}
    return {name: seen} if seen.confidence >= SURE or name == INVOICE else {}


def _kind_of(seen: ExtractedField | None, numbers: Sequence[Number]) -> NumberKind | None:
    """Returns what the caption of a field's words calls them; the same number elsewhere may have a caption, too."""
    if seen is None:
        return None
    here = [n for n in numbers if set(n.word_ids) & set(seen.word_ids)]
    kinds = {n.kind for n in here if n.kind is not None}
    return kinds.pop() if len(kinds) == 1 else None


def _best(
    words: LabelledWords,
    name: str,
    kinds: tuple[NumberKind, ...],
    numbers: Sequence[Number],
    others: Mapping[str, ExtractedField],
) -> Number | None:
    """Returns the likeliest number of the first kind that any number has, none that another field is on."""
    taken = {i for field in others.values() if field.kind == "id" for i in field.word_ids}
    for kind in kinds:
        of_kind = [n for n in numbers if n.kind == kind and not taken.intersection(n.word_ids)]
        if of_kind:
            return max(of_kind, key=lambda n: n.likelihood(words, name))
    return None


def _title(words: LabelledWords, numbers: Sequence[Number]) -> Number | None:
    """Returns the only number that may be the document's title: high on the first page, without a caption.

    It has letters or leading noughts, as numbers of documents do and postcodes and house numbers do not.
    """
    read = words.read
    first = read.pages[0].number if read.pages else 1
    found = [
        n
        for n in numbers
        if n.kind is None
        and len(n.word_ids) == 1
        and (word := read.words[n.word_ids[0]]).page_number == first
        and word.box.bottom < TITLE_ROWS
        and _looks_like_title(n.value)
        and _is_alone(words, n)
    ]
    values = {compact(n.value) for n in found}
    return found[0] if len(values) == 1 else None


def _looks_like_title(value: str) -> bool:
    digits, letters = sum(c.isdigit() for c in value), sum(c.isalpha() for c in value)
    return len(value) >= TITLE_LENGTH and digits >= TITLE_LENGTH - 1 and (letters > 0 or value.startswith(("0", "#")))


def _is_alone(words: LabelledWords, number: Number) -> bool:
    """Whether a number is all of its line: addresses and ids have words beside theirs."""
    word = words.read.words[number.word_ids[0]]
    return sum(w.line == word.line for w in words.read.words) == 1


def _with_preceding(
    words: LabelledWords, found: dict[str, ExtractedField], numbers: Sequence[Number], is_credit: bool
) -> dict[str, ExtractedField]:
    """Adds the invoice that a credit note changes, where it is captioned as an invoice only; never the own number."""
    own, preceding = found.get(INVOICE), found.get(PRECEDING)
    if preceding is not None and own is not None and compact(own.value or "") == compact(preceding.value or ""):
        found = {name: field for name, field in found.items() if name != PRECEDING}
        preceding = None
    if preceding is None and is_credit and own is not None and _kind_of(own, numbers) == "credit":
        others = [n for n in numbers if n.kind == "invoice" and compact(n.value) != compact(own.value or "")]
        if others:
            why = "the invoice that a credit note names"
            return {**found, PRECEDING: field_of(words, PRECEDING, "id", others[0], CAPTION, why)}
    return found
