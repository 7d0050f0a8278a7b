"""What must hold for a health insurance claim (form CMS-1500).

Source: NUCC, 1500 Health Insurance Claim Form Reference Instruction Manual for form version 02/12.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from expectations.facts import (
    cell,
    column,
    common_facts,
    gap,
    listed,
    money,
    number_cell,
    rounding,
    text,
    wrong_lines,
)
from expectations.rules import (
    EARLIEST,
    LATEST,
    Cell,
    Fact,
    Suite,
    between,
    common_rules,
    matches,
    none,
    not_less,
    one_of,
    parameter,
)
from schemas.claim import CLAIM
from schemas.extraction import Extraction, LineItem
from values import check_digits
from values.us_states import POSTAL_CODES

ICD_10 = re.compile(r"[A-Z]\d[0-9AB](\.?[0-9A-Z]{1,4})?")
"""Letter, digit, digit (or A, B), then up to four characters. Source: ICD-10-CM Official Guidelines, section I.A."""

PROCEDURE = re.compile(r"\d{4}[0-9AFTUM]|[A-V]\d{4}")
"""CPT categories I to III and its PLA and MAAA codes, else a HCPCS level II code."""

OLDEST_BIRTH = datetime(1900, 1, 1)
_MODIFIERS = re.compile(r"[A-Z0-9]{2}([ ,]*[A-Z0-9]{2}){0,3}")
_POINTERS = re.compile(r"[A-L]{1,4}")
_LETTERS = "abcdefghijkl"


def _charges_gap(extraction: Extraction) -> Cell:
    # Box 24F is the charge of the whole line: its units are counted already.
    charges = column(extraction, "charge")
    return None if charges is None else gap(money(extraction, "total_charge"), sum(charges, Decimal(0)))


def _wrong_provider_npi(extraction: Extraction) -> Cell:
    number = text(extraction, "billing_provider_npi")
    return number if number is not None and not check_digits.npi_is_valid(number) else None


def _wrong_tax_id(extraction: Extraction) -> Cell:
    number = text(extraction, "federal_tax_id")
    kind = text(extraction, "federal_tax_id_type")
    return number if number is not None and not check_digits.tax_id_is_plausible(number, kind) else None


def _wrong_diagnoses(extraction: Extraction) -> Cell:
    codes = {f"diagnosis_code_{letter}": text(extraction, f"diagnosis_code_{letter}") for letter in _LETTERS}
    return listed(f"{name}: {code}" for name, code in codes.items() if code and not ICD_10.fullmatch(code))


def _skipped_diagnoses(extraction: Extraction) -> Cell:
    filled = [extraction.field(f"diagnosis_code_{letter}") is not None for letter in _LETTERS]
    first_empty = filled.index(False) if False in filled else len(filled)
    return listed(f"diagnosis_code_{_LETTERS[i]}" for i in range(first_empty, len(filled)) if filled[i])


def _cells_without(name: str, pattern: re.Pattern[str]) -> Fact:
    def is_wrong(item: LineItem) -> bool:
        value = cell(item, name)
        return isinstance(value, str) and not pattern.fullmatch(value)

    def has_cells(extraction: Extraction) -> bool:
        return any(cell(item, name) is not None for item in extraction.line_items)

    return Fact(f"wrong_{name}", "text", lambda extraction: wrong_lines(extraction, is_wrong), has_cells)


def _wrong_line_npi(extraction: Extraction) -> Cell:
    def is_wrong(item: LineItem) -> bool:
        number = cell(item, "rendering_provider_npi")
        return isinstance(number, str) and not check_digits.npi_is_valid(number)

    return wrong_lines(extraction, is_wrong)


def _dangling_pointers(extraction: Extraction) -> Cell:
    coded = {letter.upper() for letter in _LETTERS if extraction.field(f"diagnosis_code_{letter}")}

    def is_wrong(item: LineItem) -> bool:
        pointer = cell(item, "diagnosis_pointer")
        return isinstance(pointer, str) and bool(set(re.findall(r"[A-L]", pointer)) - coded)

    return wrong_lines(extraction, is_wrong)


def _reversed_lines(extraction: Extraction) -> Cell:
    def is_wrong(item: LineItem) -> bool:
        start, end = cell(item, "date_from"), cell(item, "date_to")
        return isinstance(start, date) and isinstance(end, date) and end < start

    return wrong_lines(extraction, is_wrong)


def _lines_without_units(extraction: Extraction) -> Cell:
    def is_wrong(item: LineItem) -> bool:
        units = number_cell(item, "units")
        return units is not None and units <= 0

    return wrong_lines(extraction, is_wrong)


def _service_days(extraction: Extraction) -> list[date]:
    values = [cell(item, name) for item in extraction.line_items for name in ("date_from", "date_to")]
    return [value for value in values if isinstance(value, date)]


def _first_service(extraction: Extraction) -> Cell:
    return min(_service_days(extraction), default=None)


def _last_service(extraction: Extraction) -> Cell:
    return max(_service_days(extraction), default=None)


def _line_count(extraction: Extraction) -> Cell:
    return Decimal(len(extraction.line_items))


_FACTS = (
    Fact("charges_gap", "number", _charges_gap),
    Fact("rounding", "number", rounding),
    Fact("line_count", "number", _line_count),
    Fact("wrong_billing_provider_npi", "text", _wrong_provider_npi),
    Fact("wrong_line_npi", "text", _wrong_line_npi),
    Fact("wrong_federal_tax_id", "text", _wrong_tax_id),
    Fact("wrong_diagnoses", "text", _wrong_diagnoses),
    Fact("skipped_diagnoses", "text", _skipped_diagnoses),
    Fact("dangling_pointers", "text", _dangling_pointers),
    Fact("reversed_lines", "text", _reversed_lines),
    Fact("lines_without_units", "text", _lines_without_units),
    Fact("first_service", "date", _first_service),
    Fact("last_service", "date", _last_service),
    _cells_without("procedure_code", PROCEDURE),
    _cells_without("place_of_service", re.compile(r"\d{2}")),
    _cells_without("modifier", _MODIFIERS),
    _cells_without("diagnosis_pointer", _POINTERS),
)

_LINES = ("line_items",)

# fmt: off
RULES = (
    *common_rules(CLAIM),
    none("wrong_billing_provider_npi", "billing_provider_npi_checksum", "error", ("billing_provider_npi",),
         "The billing provider's NPI does not have ten digits with a right check digit."),
    none("wrong_line_npi", "rendering_provider_npi_checksum", "warning", _LINES,
         "On some lines, the rendering provider's NPI does not have ten digits with a right check digit."),
    none("wrong_federal_tax_id", "federal_tax_id_plausible", "warning", ("federal_tax_id", "federal_tax_id_type"),
         "The federal tax id cannot have been issued as the kind that is ticked."),
    one_of("federal_tax_id_type", ["EIN", "SSN"], "federal_tax_id_type_known", "warning",
           "The kind of the federal tax id is neither EIN nor SSN."),
    none("wrong_diagnoses", "diagnosis_codes_are_icd_10", "warning", (),
         "A diagnosis code does not have the form of ICD-10."),
    none("skipped_diagnoses", "diagnosis_codes_in_order", "warning", ("diagnosis_code_a",),
         "Diagnosis boxes are filled behind an empty one: a code may have been missed."),
    between("line_count", 1, None, "service_lines_present", "error", "No service line was found.", fields=_LINES),
    none("wrong_procedure_code", "procedure_codes_well_formed", "warning", _LINES,
         "On some lines, the procedure code has the form of neither CPT nor HCPCS."),
    none("wrong_place_of_service", "place_of_service_well_formed", "warning", _LINES,
         "On some lines, the place of service does not have two digits."),
    none("wrong_modifier", "modifiers_well_formed", "warning", _LINES,
         "On some lines, a modifier does not have two characters."),
    none("wrong_diagnosis_pointer", "diagnosis_pointers_well_formed", "warning", _LINES,
         "On some lines, the diagnosis pointer is not one to four letters from A to L."),
    none("dangling_pointers", "diagnosis_pointers_point_somewhere", "warning", _LINES,
         "On some lines, the diagnosis pointer names a diagnosis that the claim does not have."),
    none("lines_without_units", "units_positive", "warning", _LINES, "On some lines, the units are not positive."),
    not_less("rounding", "charges_gap", "charges_add_up", "error",
             "The charges of the lines do not add up to the total charge.", fields=("total_charge", "line_items")),
    between("total_charge", 0, None, "total_charge_not_negative", "warning", "The total charge is negative."),
    not_less("total_charge", "amount_paid", "paid_at_most_total", "error",
             "The amount paid is more than the total charge."),
    none("reversed_lines", "service_dates_in_order", "error", _LINES,
         "On some lines, the service ends before it begins."),
    between("first_service", EARLIEST, None, "service_not_too_early", "error",
            "A service date lies before 1990.", fields=_LINES),
    between("last_service", None, parameter(LATEST), "service_not_in_future", "error",
            "A service date lies in the future.", fields=_LINES),
    between("patient_birth_date", OLDEST_BIRTH, parameter(LATEST), "patient_birth_date_plausible", "error",
            "The patient's birth date lies in the future or before 1900."),
    between("insured_birth_date", OLDEST_BIRTH, parameter(LATEST), "insured_birth_date_plausible", "warning",
            "The insured's birth date lies in the future or before 1900."),
    not_less("first_service", "patient_birth_date", "born_before_service", "error",
             "The patient was born after the first service.", fields=("patient_birth_date", "line_items")),
    between("patient_signature_date", EARLIEST, parameter(LATEST), "signature_date_plausible", "warning",
            "The signature date lies in the future or before 1990."),
    # Signatures on file are dated when the form is made out: later visits on the same form are common.
    not_less("patient_signature_date", "last_service", "signed_after_service", "info",
             "The form was signed before the last service.", fields=("patient_signature_date", "line_items")),
    matches("insured_id", r"^(?=.*\d)[A-Za-z0-9][A-Za-z0-9 -]{3,}$", "insured_id_well_formed", "warning",
            "The insured's id is short, has no digit or holds other signs than letters and digits."),
    matches("patient_zip", r"^\d{5}(?:[- ]?\d{4})?$", "patient_zip_well_formed", "warning",
            "The patient's ZIP code does not have five or nine digits."),
    one_of("patient_state", list(POSTAL_CODES), "patient_state_known", "warning",
           "The patient's state is no US state code."),
    one_of("patient_sex", ["M", "F"], "patient_sex_known", "warning", "The patient's sex is neither M nor F."),
    one_of("patient_relationship", ["Self", "Spouse", "Child", "Other"], "patient_relationship_known", "warning",
           "The relationship to the insured is none that the form offers."),
    matches("patient_name", r"[^\W\d_]{2}", "patient_name_has_letters", "warning",
            "The patient's name has no letters."),
)
# fmt: on

CLAIM_SUITE = Suite(CLAIM, RULES, (*common_facts(CLAIM), *_FACTS))
