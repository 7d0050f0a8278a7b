"""What speaks for and against a document as a whole, as numbers: the input of `review.decision`.

Every number grows with doubt, so that a fitted weight is never negative. Nothing here knows a class or a field.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from review import date_ranges
from review.known_accounts import open_errors
from review.places import Place, is_open, table_check
from schemas.document import ReadDocument
from schemas.extraction import Extraction
from schemas.parties import PartyMatch
from schemas.validation import ValidationReport
from schemas.vocabulary import DocumentClass, FieldRole
from values.locale_hints import hints_of
from values.normalize import parse_amount
from values.sums import ADJUSTMENTS, NET, TAX, TOTAL, total_gap
from values.tables import ROUNDING

NAMES = (
    "doubt", "weakest", "not_understood", "missing_required", "may_be_missing", "captioned", "errors", "warnings",
    "unsure_reading",
    "weakest_word", "unsure_words", "ink_beside", "unsupported_total", "larger_amount", "unconfirmed_sum", "repairs",
    "class_doubt", "pages", "party_by_blocks", "party_by_labels", "party_by_place", "second_differs", "second_missing",
    "layout_differs", "doubtful_range",
)  # fmt: skip
"""``doubt`` and ``weakest`` are logarithms: of the expected number of wrong critical fields, and of the least sure one.

``captioned`` counts missing fields whose caption is on the document. ``unsure_reading`` is the share of words that were
read unsurely, ``unsure_words`` that of words with an unsure label. ``ink_beside`` is unread ink beside a critical
value. ``unsupported_total`` is whether neither another amount nor a sum confirms the total. The names of `SIGNS` are
signs of the extraction. ``layout_differs`` counts critical values that are not where a known layout has them.
``doubtful_range`` is whether the document may mean another range of dates, see `review.date_ranges`.
"""

SIGNS = (
    "party_by_blocks", "party_by_labels", "party_by_place", "second_differs", "second_missing", "layout_differs",
)  # fmt: skip
"""Signs of an extraction that are evidence as they are."""

Evidence = Mapping[str, float]

CAPTIONS: Mapping[FieldRole, re.Pattern[str]] = {
    "reference": re.compile(
        r"\b(?:purchase order|order (?:no|number|ref|#)|p\.?o\.? ?(?:no|number|#|:)|your (?:ref|order)"
        r"|votre (?:r[ée]f|commande)|ihre? (?:zeichen|bestell|auftrag)|bestell(?:ung|nummer|-?nr))"
    ),
    "bank_account": re.compile(r"\biban\b"),
    "other_date": re.compile(
        r"\b(?:due date|date due|due on|pay by|payment due|f[aä]llig (?:am|bis|zum)|f[aä]lligkeitsdatum|zahlbar bis"
        r"|date d['’][ée]ch[ée]ance|vencimiento|scadenza|vervaldatum)"
    ),
}
"""Captions of optional fields by role: the field may be missing where its caption is printed."""

LEAST = 1e-3
UNSURE = 0.9
"""Words read with less confidence are unsure."""

KNOWN_NAME = 0.15
"""What is left of the doubt about a name that the directory proves, see `_is_proven`.

Measured with a directory of the other documents of their set, on receipts, advertising contracts and registration
forms. None of 222 such names was wrong, where 12 were expected by their confidences.
"""

KNOWN_PARTY = 0.3
"""What is left of the doubt about who is who where the directory knows a party in its role."""

KNOWN_PLACE = 0.3
"""What is left of a doubt where the value is in the place that a reviewed document of its layout taught.

On 33 documents of template_invoices with a layout taught by one other document, all of 154 such values were right.
"""

LAYOUT_KNOWN, AT_ITS_PLACE = "layout_known", "layout."
"""Signs: the layout is known; a field is at its place, or rightly missing."""

PARTIES_BY_PLACE = "parties_by_place"
"""Sign: nothing but their places on the page tells the two parties apart."""

KNOWN = 0.9
CENTS = 2


def document_evidence(
    extraction: Extraction, report: ValidationReport, read: ReadDocument, document_class: DocumentClass
) -> Evidence:
    """Returns the numbers of a document that no confirmation of a single field changes."""
    words = read.words
    total, adds_up = _support(extraction, read, document_class), _adds_up(extraction, document_class)
    return {
        "unsure_reading": sum(w.word.confidence < UNSURE for w in words) / len(words) if words else 1.0,
        "unsure_words": extraction.signs.get("unsure_words", 0.0) * _left_of_layout(extraction),
        "ink_beside": extraction.signs.get("ink_beside", 0.0),
        "unsupported_total": float(total == "unsupported" and not adds_up),
        "larger_amount": float(total == "larger"),
        "unconfirmed_sum": float(not adds_up),
        "class_doubt": 1.0 - extraction.class_confidence,
        **{name: extraction.signs.get(name, 0.0) * _left_of(extraction, name, document_class) for name in SIGNS},
        "pages": math.log(max(len(read.pages), 1)),
        "errors": float(open_errors(report, extraction, document_class)),
        "doubtful_range": float(date_ranges.is_doubtful(extraction, read)),
    }


def evidence(
    places: Sequence[Place], document: Evidence, extraction: Extraction, report: ValidationReport, read: ReadDocument
) -> Evidence:
    """Returns all numbers of a document; places that a person settled leave no doubt.

    Args:
        places: Its critical fields.
        document: What `document_evidence` returned.
        extraction: Its fields.
        report: What its suite found.
        read: Its words.
    """
    left = [place for place in places if is_open(place)]
    names = {place.spec.name for place in left}
    found = [place.found for place in left if place.state == "found" and place.found]
    doubts = [_doubt(f.confidence, extraction.match(f.name)) * _left_at_place(extraction, f.name) for f in found]
    words = [read.words[i].word.confidence for f in found for i in f.word_ids if i < len(read.words)]
    missing = [place for place in left if place.state == "missing"]
    return {
        **document,
        "doubt": math.log(sum(doubts) + LEAST),
        "weakest": math.log(max(doubts, default=0.0) + LEAST),
        "not_understood": float(sum(place.state == "not_understood" for place in left)),
        "missing_required": float(sum(place.spec.required for place in missing)),
        "may_be_missing": sum(
            extraction.signs.get(f"missing.{place.spec.name}", 0.0) * _left_at_place(extraction, place.spec.name)
            for place in missing
            if not place.spec.required
        ),
        "captioned": float(sum(_is_captioned(place, read) for place in missing)),
        "warnings": float(
            sum(f.severity == "warning" and (not f.fields or bool(names & set(f.fields))) for f in report.failures)
        ),
        "weakest_word": 1.0 - min(words, default=1.0),
        "repairs": float(sum(bool(f.why) for f in found)),
    }


def weakest_confidence(numbers: Evidence) -> float:
    """Returns the confidence of the least sure critical field; 1 where none was found."""
    return math.exp(LEAST - math.exp(numbers["weakest"]))


def _is_captioned(place: Place, read: ReadDocument) -> bool:
    caption = None if place.spec.required else CAPTIONS.get(place.spec.role)
    return caption is not None and caption.search(read.text.casefold()) is not None


def _doubt(confidence: float, match: PartyMatch | None) -> float:
    doubt = -math.log(max(confidence, LEAST))
    return doubt * KNOWN_NAME if match is not None and _is_proven(match) else doubt


def _left_at_place(extraction: Extraction, name: str) -> float:
    return KNOWN_PLACE if AT_ITS_PLACE + name in extraction.signs else 1.0


def _left_of_layout(extraction: Extraction) -> float:
    return KNOWN_PLACE if LAYOUT_KNOWN in extraction.signs else 1.0


def _left_of(extraction: Extraction, sign: str, document_class: DocumentClass) -> float:
    return _left_of_roles(extraction, document_class) if sign.startswith("party_") else 1.0


def are_told_by_place(extraction: Extraction, document_class: DocumentClass) -> bool:
    """Whether only their places tell the parties of a document apart, and neither they nor the layout are known.

    On generated layouts that nobody looked at, 9 of 26 such documents had a wrong party, and 2 of 93 others.
    """
    return extraction.signs.get(PARTIES_BY_PLACE, 0.0) > 0 and _left_of_roles(extraction, document_class) == 1.0


def _left_of_roles(extraction: Extraction, document_class: DocumentClass) -> float:
    """Returns what is left of the doubt about who is who: little where a party is known in its role, or the layout."""
    found = [spec.name for spec in document_class.parties if extraction.field(spec.name) is not None]
    if any(_is_known(extraction.match(name)) for name in found):
        return KNOWN_PARTY
    return max((_left_at_place(extraction, name) for name in found), default=1.0)


def _is_known(match: PartyMatch | None) -> bool:
    """Whether the directory knows the organization that was read, in this role.

    Where it names another organization of the document, what was read beside the name may be of the other party.
    """
    return match is not None and match.score >= KNOWN and match.agrees


def _is_proven(match: PartyMatch) -> bool:
    """Whether two things on the page name the same organization: an identifier or an address beside its name.

    An entry without either is proven by the name itself, read without the directory. Where an entry has an address and
    the page has another one, it may be another branch.
    """
    by = set(match.by)
    if match.score < KNOWN:
        return False
    return (match.agrees and match.only_names) or ((match.agrees or "name" in by) and bool(by - {"name"}))


def _support(extraction: Extraction, read: ReadDocument, document_class: DocumentClass) -> str:
    """Returns ``confirmed``, ``unsupported`` or ``larger``: what the other amounts of a document say of its total.

    A total is confirmed if it is printed twice, or if net and tax make it. Cash given less the change confirms it too.
    ``larger``: a larger amount is there and no change explains it.
    """
    total = next((extraction.value(spec.name) for spec in document_class.with_role("amount")), None)
    if not isinstance(total, Decimal):
        return "confirmed"
    hints, total = hints_of(read.text), abs(total)
    texts = (parse_amount(word.text, hints) for word in read.words)
    amounts = Counter(abs(Decimal(t)) for t in texts if t is not None and len(t.partition(".")[2]) == CENTS)
    if any(amount > total and (amount - total) in amounts for amount in amounts):
        return "confirmed"
    if any(amount > total for amount in amounts):
        return "larger"
    has_parts = any(0 < amount < total and (total - amount) in amounts for amount in amounts)
    return "confirmed" if has_parts or amounts[total] > 1 else "unsupported"


def _adds_up(extraction: Extraction, document_class: DocumentClass) -> bool:
    """Whether the amounts of a document confirm each other: net, tax and total, or the rows of the table."""
    amounts = {name: extraction.value(name) for name in (NET, TAX, TOTAL, *ADJUSTMENTS)}
    gap = total_gap({name: value for name, value in amounts.items() if isinstance(value, Decimal)})
    if gap is not None and gap <= ROUNDING:
        return True
    return table_check(extraction, document_class).state == "confirmed"
