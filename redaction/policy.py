"""What may stay visible on each class of paper, and which of its fields are personal by their nature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from redaction.entities import POSSIBLE, THRESHOLD, Entity
from schemas.classes import document_class
from schemas.vocabulary import FieldRole

VERSION = 2
"""Changes with every change of what is redacted: stored results name the policy they were made under."""

_ENTITY_OF: Mapping[FieldRole, Entity] = {
    "party": Entity.PERSON,
    "counterparty": Entity.PERSON,
    "person": Entity.PERSON,
    "address": Entity.STREET_ADDRESS,
    "place": Entity.LOCATION,
    "phone": Entity.PHONE_NUMBER,
    "number": Entity.ID_DOCUMENT,
    "reference": Entity.ID_DOCUMENT,
    "record_number": Entity.MEDICAL_RECORD_NUMBER,
    "member_id": Entity.MEMBER_ID,
    "policy_number": Entity.POLICY_NUMBER,
    "authorization": Entity.CLAIM_NUMBER,
    "tax_id": Entity.TAX_ID,
    "vat_id": Entity.VAT_ID,
    "provider_id": Entity.US_NPI,
    "bank_account": Entity.IBAN_CODE,
    "date": Entity.BIRTH_DATE,
    "other_date": Entity.BIRTH_DATE,
    "birth_date": Entity.BIRTH_DATE,
}
"""What a redacted word of a personal field reads; a role that is not here reads PERSON."""


@dataclass(frozen=True)
class Policy:
    """One class's rules.

    Words of ``public`` fields stay, whatever they look like. Words of ``personal`` fields go, here and wherever the
    same value stands again. Words of ``neutral`` fields (amounts, dates, document numbers) stay unless a checksum says
    otherwise. Findings of the kinds in ``allowed``, and those below ``threshold``, stay everywhere.
    """

    name: str
    public: frozenset[str] = frozenset()
    personal: Mapping[str, Entity] = field(default_factory=dict)
    neutral: frozenset[str] = frozenset()
    allowed: frozenset[Entity] = frozenset()
    threshold: float = THRESHOLD


def policy_for(class_name: str) -> Policy:
    """Returns the rules of a document class.

    Raises:
        ConfigurationError: There is no such class.
    """
    paper = document_class(class_name)
    # Towns and countries on trade papers say where a firm is; on claims and papers of no known kind, where a person is.
    specs = (*paper.fields, *paper.columns)
    business = bool(paper.public_fields) and not any(
        spec.role == "person" and spec.privacy == "personal" for spec in specs
    )
    return Policy(
        name=f"{class_name}-{VERSION}",
        public=frozenset(paper.public_fields),
        personal={spec.name: _ENTITY_OF.get(spec.role, Entity.PERSON) for spec in specs if spec.privacy == "personal"},
        neutral=frozenset(spec.name for spec in specs if spec.privacy == "none"),
        allowed=frozenset({Entity.LOCATION}) if business else frozenset(),
        threshold=POSSIBLE if business else THRESHOLD,
    )
