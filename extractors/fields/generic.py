"""General fields of a document of no known class, from captions and places alone: no model knows its layout.

In: words. Out: its number, date, sender and total, each with the confidence that such a place deserves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np

from extractors.fields.decoding.caption_text import last_words, names_any
from extractors.fields.decoding.captioned import Captioned, dates, field_of, numbers
from extractors.fields.decoding.cells import grid_of
from extractors.fields.decoding.date_captions import DateKind, date_kind
from extractors.fields.decoding.decode import CURRENCY, currency_beside_amounts
from extractors.fields.decoding.number_captions import NumberKind, number_kind
from extractors.fields.decoding.parties.blocks import blocks_of
from extractors.fields.decoding.parties.entities import entities_of
from extractors.fields.decoding.parties.names import name_of
from extractors.fields.decoding.parties.roles import role_marginals, role_model
from extractors.fields.decoding.total_candidates import candidates_of
from extractors.fields.extractor import FieldInput
from extractors.fields.token_scores import LabelledWords
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction
from schemas.vocabulary import DocumentClass, FieldSpec
from values.locale_hints import hints_of
from values.normalize import Hints, normalize

VERSION = "generic 1"

CAPTIONED_DATE, ONLY_DATE, FIRST_DATE = 0.85, 0.8, 0.25
CAPTIONED_NUMBER = 0.6
SENDER = 0.8
CAPTIONED_TOTAL, PAYABLE = 0.75, 0.5
"""Confidences by what speaks for a value, below the shares of right values that were measured.

Measured on 323 invoices, orders and advertising purchases without their class. Right were 89 of 89 captioned dates, 11
of 11 only dates, 10 of 45 first dates and 202 of 282 numbers. So were 118 of 127 senders and 284 of 308 totals. Other
documents are harder. The probability that a party issues the document scales ``SENDER``.
"""

HEAD = 0.5
"""A date without a caption is the document's own in this upper share of the first page."""

_OWN: Final = (
    "reference", "ref", "our ref", "our reference", "unser zeichen", "aktenzeichen", "vorgangsnummer", "contract no",
    "contract number", "vertragsnummer", "vertrags nr", "policy no", "policy number", "versicherungsnummer", "case no",
    "case number", "file no", "file number", "claim no", "claim number", "certificate no", "certificate number",
    "quote no", "quote number", "quotation no", "estimate no", "angebotsnummer", "angebots nr", "angebot nr",
    "devis no", "devis n", "numero de devis", "offerte", "offertenummer", "preventivo n", "presupuesto n", "permit no",
    "statement no", "delivery note no", "lieferscheinnummer", "lieferschein nr", "notre reference", "n ref", "dossier",
    "nuestra referencia", "vostra", "expediente", "protocollo", "pratica", "kenmerk", "ons kenmerk", "diarienummer",
)  # fmt: skip
"""Captions of a document's own number beside those of invoices and orders."""


class GenericExtractor:
    """Reads what every business document may have: its number, date, sender and total."""

    name = "generic"
    version = VERSION

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document, with the fields that its class has a role for."""
        return [
            Extraction(
                document_id=item.read.document_id,
                document_class=item.classification.document_class,
                class_confidence=item.classification.confidence,
                model=VERSION,
                fields=general_fields(item.read, item.document_class),
            )
            for item in batch
        ]


def general_fields(read: ReadDocument, kind: DocumentClass) -> tuple[ExtractedField, ...]:
    """Returns the general fields that a document shows, in the order of its class."""
    if not read.words:
        return ()
    hints, words, grid = hints_of(read.text), _unlabelled(read), grid_of(read)
    dated: list[Captioned[DateKind]] = list(dates(grid, date_kind, hints))
    taken = {i for one in dated for i in one.word_ids}
    makers: dict[str, Callable[[FieldSpec], ExtractedField | None]] = {
        "number": partial(_number, words, list(numbers(grid, _own_kind, taken))),
        "date": partial(_date, words, dated),
        "party": partial(_sender, words),
        "amount": partial(_total, words, hints),
    }
    made = ((spec, makers[spec.role](spec)) for spec in kind.fields if spec.role in makers)
    found = {spec.name: field for spec, field in made if field is not None}
    if found and any(spec.name == CURRENCY for spec in kind.fields):
        found |= currency_beside_amounts(read, kind, found, hints)
    return tuple(found[spec.name] for spec in kind.fields if spec.name in found)


def _unlabelled(read: ReadDocument) -> LabelledWords:
    return LabelledWords(read, np.ones(len(read.words), dtype=np.float32), {}, {})


def _own_kind(caption: str) -> NumberKind | None:
    """Returns what a caption calls a number; a reference of the document counts as its number."""
    kind = number_kind(caption)
    return "invoice" if kind in ("other", None) and names_any(last_words(caption), _OWN) else kind


def _number(words: LabelledWords, found: Sequence[Captioned[NumberKind]], spec: FieldSpec) -> ExtractedField | None:
    for kinds in (("credit",), ("invoice",), ("order",)):
        one = next((n for n in found if n.kind in kinds), None)
        if one is not None:
            return field_of(words, spec.name, spec.kind, one, CAPTIONED_NUMBER, "chosen because of its caption")
    return None


def _date(words: LabelledWords, found: Sequence[Captioned[DateKind]], spec: FieldSpec) -> ExtractedField | None:
    captioned = next((d for d in found if d.kind == "issue"), None)
    if captioned is not None:
        return field_of(words, spec.name, spec.kind, captioned, CAPTIONED_DATE, "chosen because of its caption")
    bare = [d for d in found if d.kind is None and _is_in_head(words.read, d)]
    if not bare:
        return None
    is_only = len({d.value for d in found}) == 1
    confidence, why = (ONLY_DATE, "the only date in the document") if is_only else (FIRST_DATE, "the first date")
    return field_of(words, spec.name, spec.kind, bare[0], confidence, why)


def _is_in_head(read: ReadDocument, date: Captioned[DateKind]) -> bool:
    word = read.words[date.word_ids[0]]
    return word.page_number == read.pages[0].number and word.box.bottom < HEAD


def _sender(words: LabelledWords, spec: FieldSpec) -> ExtractedField | None:
    """Returns the party that issues the document, as its letterhead, captions and places tell."""
    blocks = blocks_of(words.read, words.read.words[0].page_number)
    entities = entities_of(words, blocks, issuer="seller") if blocks else []
    if not entities:
        return None
    scores = role_model().log_probabilities(np.array([entity.features for entity in entities]))
    marginals = role_marginals(scores)
    if marginals.issuer is None:
        return None
    named = (name_of(words, block) for block in entities[marginals.issuer].blocks)
    ids = next((name for name in named if name is not None), None)
    if ids is None:
        return None
    value = normalize(spec.kind, " ".join(words.read.words[i].text for i in ids), name=spec.name, role=spec.role).value
    if value is None:
        return None
    confidence = SENDER * float(marginals.table[marginals.issuer, 0])
    party: Captioned[str] = Captioned(tuple(ids), value, None)
    return field_of(words, spec.name, spec.kind, party, confidence, "in the place of a document's issuer")


def _total(words: LabelledWords, hints: Hints, spec: FieldSpec) -> ExtractedField | None:
    """Returns the highest amount that a caption calls the total, else what is to pay."""
    candidates = candidates_of(words, hints)
    for kind, confidence in (("total", CAPTIONED_TOTAL), ("payable", PAYABLE)):
        named = [c for c in candidates if c.kind == kind]
        if named:
            best = max(named, key=lambda c: abs(c.value))
            total: Captioned[str] = Captioned(best.word_ids, str(best.value), None)
            return field_of(words, spec.name, spec.kind, total, confidence, "chosen because of its caption")
    return None
