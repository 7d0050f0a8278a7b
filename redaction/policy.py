"""What may stay visible on documents of each class, and which of its fields are personal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from redaction.entities import POSSIBLE, THRESHOLD, Entity
from schemas.vocabulary import DocumentClass, FieldRole

SURE_CLASS = 0.7
"""Below this confidence a class grants nothing: the document may be anything."""

SURE_FIELD = 0.8
"""Below this confidence a party field is not public: the words may be a person's."""

VERSION = 4
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

    Words of ``personal`` fields are redacted, here and wherever the same value occurs again. Words of ``organizations``
    stay where the party is an organization. Words of ``neutral`` fields (amounts, dates, document numbers) stay unless
    a checksum contradicts. Findings of the kinds in ``allowed``, and those below ``threshold``, stay everywhere.
    """

    name: str
    organizations: frozenset[str] = frozenset()
    issuers: frozenset[str] = frozenset()
    """Of the organizations, those that issue the document."""
    personal: Mapping[str, Entity] = field(default_factory=dict)
    neutral: frozenset[str] = frozenset()
    allowed: frozenset[Entity] = frozenset()
    threshold: float = THRESHOLD
    business: bool = False
    """Whether documents of the class are about business and hold more captions than names."""
    sure: float = SURE_FIELD
    hides_persons: bool = True
    """Whether parties that are persons are redacted on business documents."""


def policy_of(kind: DocumentClass, confidence: float = 1.0) -> Policy:
    """Returns the rules of a document class; the strictest ones where the class is unsure.

    Args:
        kind: The document's class.
        confidence: How sure the class is, in [0, 1].
    """
    specs = (*kind.fields, *kind.columns)
    organizations = frozenset(spec.name for spec in specs if spec.privacy == "organization")
    about_persons = any(spec.privacy == "personal" and spec.role != "bank_account" for spec in specs)
    sure = confidence >= SURE_CLASS
    # Towns and countries on business documents belong to organizations; elsewhere they belong to persons.
    business = sure and bool(organizations) and not about_persons
    return Policy(
        name=f"{kind.name}-{VERSION}{'' if sure else '-strict'}",
        organizations=organizations if sure else frozenset(),
        issuers=frozenset(spec.name for spec in specs if spec.role == "party"),
        personal={spec.name: _ENTITY_OF.get(spec.role, Entity.PERSON) for spec in specs if spec.privacy == "personal"},
        neutral=frozenset(spec.name for spec in specs if spec.privacy == "none"),
        allowed=frozenset({Entity.LOCATION, Entity.URL, Entity.AGE}) if business else frozenset(),
        threshold=POSSIBLE if business else THRESHOLD,
        business=business,
    )


def policy_without_class(name: str, fields: Iterable[str]) -> Policy:
    """Returns the rules where nothing is known of a class but its name: every field is personal."""
    return Policy(name=f"{name}-{VERSION}-unknown", personal=dict.fromkeys(fields, Entity.PERSON))
