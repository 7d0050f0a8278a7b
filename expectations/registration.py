"""What must hold for a registration form."""

from __future__ import annotations

from datetime import datetime

from expectations.facts import common_facts, text
from expectations.rules import LATEST, Cell, Fact, Suite, between, common_rules, matches, none, one_of, parameter
from schemas.extraction import Extraction
from schemas.registration import REGISTRATION_FORM

FIRST_REGISTRATION = datetime(1938, 6, 8)
"""No form is older than the register. Source: Foreign Agents Registration Act of 1938."""

DOCUMENT_TYPES = (
    "Short-Form", "Amendment", "Dissemination Report", "Registration Statement", "Supplemental Statement",
    "Exhibit A", "Exhibit AB", "Exhibit B", "Exhibit C", "Exhibit D", "Informational Materials", "Conflict Provision",
)  # fmt: skip


def _short_form_without_filer(extraction: Extraction) -> Cell:
    is_short_form = text(extraction, "document_type") == "Short-Form"
    return "absent" if is_short_form and extraction.field("short_form_name") is None else None


# fmt: off
RULES = (
    *common_rules(REGISTRATION_FORM),
    matches("registration_number", r"^\d{1,5}$", "registration_number_well_formed", "warning",
            "The registration number is not one to five digits."),
    matches("registrant_name", r"[^\W\d_]{2}", "registrant_name_has_letters", "warning",
            "The registrant's name has no letters."),
    one_of("document_type", list(DOCUMENT_TYPES), "document_type_known", "warning",
           "The document type is none that the register knows."),
    none("short_form_without_filer", "short_form_has_filer", "warning", ("short_form_name", "document_type"),
         "A short form names the person who files it; no name was found."),
    between("stamped_date", FIRST_REGISTRATION, parameter(LATEST), "stamped_date_plausible", "warning",
            "The stamped date lies in the future or before the register existed."),
)
# fmt: on

REGISTRATION_SUITE = Suite(
    REGISTRATION_FORM,
    RULES,
    (*common_facts(REGISTRATION_FORM), Fact("short_form_without_filer", "text", _short_form_without_filer)),
)
