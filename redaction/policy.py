"""What may stay visible on each class of paper, and which of its fields are personal by their nature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from redaction.entities import POSSIBLE, THRESHOLD, Entity
from schemas.classes import document_class

VERSION = 1
"""Changes with every change of what is redacted: stored results name the policy they were made under."""

_CLAIM: Mapping[str, Entity] = {
    "insured_id": Entity.MEMBER_ID,
    "patient_name": Entity.PERSON,
    "patient_birth_date": Entity.BIRTH_DATE,
    "insured_name": Entity.PERSON,
    "patient_street": Entity.STREET_ADDRESS,
    "patient_city": Entity.LOCATION,
    "patient_state": Entity.LOCATION,
    "patient_zip": Entity.STREET_ADDRESS,
    "patient_phone": Entity.PHONE_NUMBER,
    "insured_policy_group": Entity.POLICY_NUMBER,
    "insured_birth_date": Entity.BIRTH_DATE,
    "prior_authorization_number": Entity.CLAIM_NUMBER,
    "federal_tax_id": Entity.TAX_ID,
    "patient_account_number": Entity.MEDICAL_RECORD_NUMBER,
    "billing_provider_street": Entity.STREET_ADDRESS,
    "billing_provider_city_state_zip": Entity.STREET_ADDRESS,
    "billing_provider_phone": Entity.PHONE_NUMBER,
    "billing_provider_npi": Entity.US_NPI,
    "rendering_provider_npi": Entity.US_NPI,
}

_BUSINESS: Mapping[str, Entity] = {"iban": Entity.IBAN_CODE}

_UNPERSONAL_FIELDS: frozenset[str] = frozenset({"patient_signature"})
"""Neither personal nor safe: what detectors find in them counts ("SIGNATURE ON FILE" stays, a name does not)."""


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
    business = bool(paper.public_fields) and class_name != "claim"
    personal = _CLAIM if class_name == "claim" else _BUSINESS
    names = {f.name for f in (*paper.fields, *paper.columns)}
    personal = {name: entity for name, entity in personal.items() if name in names}
    public = frozenset(paper.public_fields)
    return Policy(
        name=f"{class_name}-{VERSION}",
        public=public,
        personal=personal,
        neutral=frozenset(names) - public - set(personal) - _UNPERSONAL_FIELDS,
        allowed=frozenset({Entity.LOCATION}) if business else frozenset(),
        threshold=POSSIBLE if business else THRESHOLD,
    )
