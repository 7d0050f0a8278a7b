"""The kinds of personal data that are looked for, under Presidio's names where it has one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Entity(StrEnum):
    """A kind of personal data; its value is what a redacted word reads between brackets."""

    PERSON = "PERSON"
    STREET_ADDRESS = "STREET_ADDRESS"
    LOCATION = "LOCATION"
    """A bare place, such as a city or a country; with a street it is a STREET_ADDRESS."""
    PHONE_NUMBER = "PHONE_NUMBER"
    EMAIL_ADDRESS = "EMAIL_ADDRESS"
    BIRTH_DATE = "BIRTH_DATE"
    US_SSN = "US_SSN"
    IBAN_CODE = "IBAN_CODE"
    CREDIT_CARD = "CREDIT_CARD"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    US_NPI = "US_NPI"
    POLICY_NUMBER = "POLICY_NUMBER"
    MEMBER_ID = "MEMBER_ID"
    CLAIM_NUMBER = "CLAIM_NUMBER"
    MEDICAL_RECORD_NUMBER = "MEDICAL_RECORD_NUMBER"
    VAT_ID = "VAT_ID"
    TAX_ID = "TAX_ID"
    ID_DOCUMENT = "ID_DOCUMENT"
    """Passports, identity cards, driver licenses, national identity numbers and machine readable zones."""
    LICENSE_PLATE = "LICENSE_PLATE"
    AGE = "AGE"
    URL = "URL"
    """A web address or a bare domain name: it may be a person's."""
    IP_ADDRESS = "IP_ADDRESS"


CERTAIN = 0.95
"""From this score on, a finding rests on a checksum or a personal field; only a public field overrules it."""

LIKELY = 0.85
"""Score of a finding with a caption or an unmistakable form."""

LEARNED = 0.8
"""Our token classifier is sure: in any language, without a caption."""

POSSIBLE = 0.6
"""The form fits and nothing speaks against it."""

DOUBTFUL = 0.55
"""Score of a single word that only a language model found: trade documents are full of such words."""

THRESHOLD = 0.5
"""Findings below this score are dropped."""


@dataclass(frozen=True)
class Hit:
    """Personal data at ``text[start:end]`` of one page's text."""

    start: int
    end: int
    entity: Entity
    score: float


@dataclass(frozen=True)
class Finding:
    """A hit in a document's whole text, and the name of the recognizer that made it."""

    hit: Hit
    recognizer: str
