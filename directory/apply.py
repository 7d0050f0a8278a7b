"""Puts the directory's values into the fields of a document: canonical values with the page's words as evidence.

A value changes only where the directory is sure. Its raw text and words stay those of the page, and ``why`` names the
reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from directory.compare import compare_names
from directory.directory import Directory
from directory.forms import identifier_key
from directory.matching import Candidate, Matcher, Party
from schemas.document import PageFinding, ReadDocument
from schemas.extraction import ExtractedField, Extraction, evidence_boxes, raw_text
from schemas.parties import BankAccount, IdentifierKind, MatchedBy, PartyMatch
from schemas.vocabulary import DocumentClass, FieldRole, FieldSpec
from values.check_digits import iban_is_valid

BANK_DETAILS_CHANGED = "bank_details_changed"

CHANGED_ACCOUNT = PageFinding(
    code=BANK_DETAILS_CHANGED,
    message="The bank account is none of those that the directory knows of this supplier: ask the supplier before"
    " you pay.",
)

WORDING: dict[MatchedBy, str] = {
    "vat_id": "VAT id", "iban": "IBAN", "registration_number": "registration number", "tax_id": "tax id",
    "phone": "telephone", "email": "e-mail address", "domain": "domain", "name": "name", "address": "address",
}  # fmt: skip

_NUMBERS: dict[FieldRole, tuple[IdentifierKind, ...]] = {"vat_id": ("vat_id",), "tax_id": ("tax_id", "vat_id")}
"""Fields that the directory fills where they are missing and their number is on the page."""


def with_known_parties(
    directory: Directory, read: ReadDocument, extraction: Extraction, document_class: DocumentClass
) -> Extraction:
    """Returns the fields of a document with what the directory surely knows of its parties.

    Args:
        directory: Who is known.
        read: The document's words: the evidence.
        extraction: Its fields, as read without the directory.
        document_class: Its class.
    """
    if not document_class.parties:
        return extraction
    work = _Work(read, extraction, document_class)
    for party in Matcher(directory, read, extraction, document_class).parties():
        work.take(party)
    return work.result()


@dataclass
class _Work:
    read: ReadDocument
    extraction: Extraction
    document_class: DocumentClass
    fields: dict[str, ExtractedField] = field(default_factory=dict)
    matches: list[PartyMatch] = field(default_factory=list)
    findings: list[PageFinding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fields = {f.name: f for f in self.extraction.fields}

    def take(self, party: Party) -> None:
        """Takes over what is known of one party."""
        spec, best = party.spec, party.best
        why = f"known {_called(spec)}: {_listed(best.by)}"
        before = self.fields.get(spec.name)
        agrees = before is not None and before.value is not None and _is_one_of(best, before.value)
        evidence = best.at or next((words for _, words in best.ids), ())
        self._put(spec, best.entry.name, evidence, best.score, why)
        self._take_address(party, why)
        self._take_numbers(party, why)
        account = self._account(party)
        if account == "changed":
            self.findings.append(CHANGED_ACCOUNT)
        self.matches.append(
            PartyMatch(
                role="party" if spec.role == "party" else "counterparty",
                field=spec.name,
                entry=best.entry.id,
                by=best.by,
                score=best.score,
                runner_up_score=min(party.runner_up, best.score),
                agrees=agrees,
                only_names=not best.entry.addresses and not best.entry.identifiers,
                bank_account=account,
                documents=best.entry.documents,
            )
        )

    def result(self) -> Extraction:
        """Returns the document's fields in the order of its class, with matches and findings."""
        order = {spec.name: n for n, spec in enumerate(self.document_class.fields)}
        fields = sorted(self.fields.values(), key=lambda f: order.get(f.name, len(order)))
        update = {
            "fields": tuple(fields),
            "matches": tuple(self.matches),
            "findings": (*self.extraction.findings, *self.findings),
        }
        return self.extraction.model_copy(update=update)

    def _take_address(self, party: Party, why: str) -> None:
        place = party.best.address
        specs = [spec for spec in self._owned(party.spec, "address") if spec.kind == "text"]
        if place is None or len(specs) != 1 or not party.best.exactly:
            return
        before = self.fields.get(specs[0].name)
        mine = set(before.word_ids) if before is not None else set()
        if before is not None and mine.isdisjoint(place.word_ids):
            return
        # What a branch prints around the company's address stays.
        above = [i for i in sorted(mine) if i < place.word_ids[0]]
        below = [i for i in sorted(mine) if i > place.word_ids[-1]]
        parts = (self._noted(above), place.text, self._noted(below))
        value = ", ".join(part for part in parts if part)
        self._put(specs[0], value, (*above, *place.word_ids, *below), party.best.score, why)

    def _noted(self, word_ids: Sequence[int]) -> str:
        text = raw_text(self.read, word_ids).replace("\n", ", ").strip(" ,.")
        return text if any(c.isalnum() for c in text) else ""

    def _take_numbers(self, party: Party, why: str) -> None:
        for role, kinds in _NUMBERS.items():
            for spec in self._owned(party.spec, role):
                found = next(((kind, words) for kind, words in party.best.ids if kind in kinds), None)
                if found is None or spec.name in self.fields:
                    continue
                kind, words = found
                value = next(v for v in party.best.entry.values(kind) if self._says(kind, v, words))
                self._put(spec, identifier_text(value), words, party.best.score, why)

    def _says(self, kind: IdentifierKind, value: str, words: Sequence[int]) -> bool:
        said = identifier_key(kind, raw_text(self.read, words))
        return identifier_key(kind, value) in said

    def _account(self, party: Party) -> BankAccount:
        known = {identifier_key("iban", value) for value in party.best.entry.values("iban")}
        spec = next(iter(self._owned(party.spec, "bank_account")), None)
        stated = self.fields.get(spec.name) if spec else None
        if not known or stated is None or stated.value is None:
            return "unknown"
        if identifier_key("iban", stated.value) in known:
            return "known"
        # A number that fails its check digits was misread, or can be paid to nobody.
        return "changed" if iban_is_valid(stated.value) else "unknown"

    def _owned(self, party: FieldSpec, role: FieldRole) -> Iterator[FieldSpec]:
        for spec in self.document_class.with_role(role):
            if self.document_class.party_of(spec) == party:
                yield spec

    def _put(self, spec: FieldSpec, value: str, word_ids: Sequence[int], score: float, why: str) -> None:
        """Sets a value with the words that it rests on; a value that was read already keeps its own words."""
        before = self.fields.get(spec.name)
        stated = before is not None and before.source == "embedded_xml"
        if before is not None and (stated or (before.value == value and set(word_ids) <= set(before.word_ids))):
            update = {"confidence": max(before.confidence, score), "why": (*before.why, why)}
            self.fields[spec.name] = before.model_copy(update=update)
            return
        page_number, boxes = evidence_boxes(self.read, word_ids)
        self.fields[spec.name] = ExtractedField(
            name=spec.name,
            kind=spec.kind,
            raw=raw_text(self.read, word_ids),
            value=value,
            confidence=max(before.confidence, score) if before is not None and before.value == value else score,
            page_number=page_number,
            boxes=boxes,
            word_ids=tuple(word_ids),
            source=before.source if before is not None else "directory",
            why=(*(before.why if before is not None else ()), why),
        )


def identifier_text(value: str) -> str:
    """Returns an identifier in the normal form of a field: letters and digits, upper case."""
    return "".join(c for c in value.upper() if c.isalnum())


def _is_one_of(best: Candidate, value: str) -> bool:
    return any(compare_names(value, name).level == "exact" for name in best.entry.names)


def _called(spec: FieldSpec) -> str:
    """Returns what a reviewer calls a party: the issuer of the document is a supplier, others go by their title."""
    return "supplier" if spec.role == "party" else spec.title.lower()


def _listed(by: Sequence[MatchedBy]) -> str:
    words = [WORDING[kind] for kind in by]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
