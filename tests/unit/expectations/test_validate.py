import gc
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas
import pytest

from expectations.rules import between
from expectations.validate import SUITES, validate
from schemas.classes import SHIPPED
from schemas.extraction import Extraction, LineItem
from tests.builders import extraction, field

TODAY = date(2025, 6, 15)
ROOT = Path(__file__).resolve().parents[3]

INVOICE = {
    "invoice_number": "R-17",
    "issue_date": "2025-03-01",
    "due_date": "2025-03-31",
    "seller_name": "Acme GmbH",
    "buyer_name": "Beta AG",
    "seller_vat_id": "DE136695976",
    "currency": "EUR",
    "net_amount": "100.00",
    "tax_amount": "19.00",
    "total_amount": "119.00",
    "iban": "DE89370400440532013000",
}
INVOICE_LINES = [
    {"description": "Screws", "quantity": "10", "unit_price": "4.00", "line_amount": "40.00"},
    {"description": "Nuts", "quantity": "6", "unit_price": "10.00", "line_amount": "60.00"},
]
CLAIM = {
    "payer_name": "Blue",
    "insured_id": "DGP726363572",
    "patient_name": "HERNANDEZ, GRACE",
    "patient_birth_date": "1956-07-15",
    "patient_sex": "F",
    "patient_state": "OR",
    "patient_zip": "97348",
    "patient_relationship": "Self",
    "patient_signature_date": "2025-01-10",
    "diagnosis_code_a": "I10",
    "diagnosis_code_b": "S93.401A",
    "federal_tax_id": "91-1144442",
    "federal_tax_id_type": "EIN",
    "total_charge": "140.50",
    "amount_paid": "20.00",
    "billing_provider_name": "CLINIC",
    "billing_provider_npi": "1234567893",
}
CLAIM_LINES = [
    {
        "date_from": "2025-01-08",
        "date_to": "2025-01-08",
        "place_of_service": "11",
        "procedure_code": "99213",
        "modifier": "25",
        "diagnosis_pointer": "AB",
        "charge": "100.00",
        "units": "2",
        "rendering_provider_npi": "1234567893",
    },
    {"date_from": "2025-01-09", "procedure_code": "G0439", "diagnosis_pointer": "B", "charge": "40.50", "units": "1"},
]
RECEIPT = {"seller_name": "Corner Shop", "issue_date": "2025-06-14", "total_amount": "9.90"}
AD_BUY = {
    "contract_number": "14086",
    "advertiser": "Committee",
    "gross_amount": "600.00",
    "flight_from": "2025-10-03",
    "flight_to": "2025-10-03",
}
REGISTRATION = {
    "registration_number": "1833",
    "registrant_name": "JETRO",
    "document_type": "Amendment",
    "stamped_date": "1962-03-05",
}
ORDER = {k: v for k, v in INVOICE.items() if k not in ("invoice_number", "due_date")} | {"purchase_order": "PO 7"}
GOOD = {
    "invoice": (INVOICE, INVOICE_LINES),
    "purchase_order": (ORDER, INVOICE_LINES),
    "claim": (CLAIM, CLAIM_LINES),
    "receipt": (RECEIPT, []),
    "ad_buy": (AD_BUY, []),
    "registration_form": (REGISTRATION, []),
    "other": ({"issue_date": "2025-03-01", "sender_name": "Acme GmbH", "currency": "EUR"}, []),
}


def make(class_name, changes=None, lines=None, *, seed="document") -> Extraction:
    """A document of the class without a fault, with the given values instead; None leaves a field out."""
    values, good_lines = GOOD[class_name]
    spec = SHIPPED.require(class_name)
    changed = values | (changes or {})
    fields = [field(n, v, kind=spec.field(n).kind) for n, v in changed.items() if v is not None]
    items = [
        LineItem(cells={n: field(n, v, kind=spec.column(n).kind) for n, v in line.items()})
        for line in (good_lines if lines is None else lines)
    ]
    made = extraction(*fields, document_class=class_name, seed=seed)
    return made.model_copy(update={"line_items": tuple(items)})


def failed(*documents, currencies=("EUR", "USD")):
    return [
        {f.expectation for f in r.failures} for r in validate(documents, SHIPPED, currencies=currencies, today=TODAY)
    ]


def line(**changes):
    return [INVOICE_LINES[0] | changes, INVOICE_LINES[1]]


def claim_line(**changes):
    return [CLAIM_LINES[0] | changes, CLAIM_LINES[1]]


CASES = [
    # what is wrong (or nearly), the rules that fail
    ("invoice", {}, None, set()),
    ("purchase_order", {}, None, set()),
    ("claim", {}, None, set()),
    ("receipt", {}, None, set()),
    ("ad_buy", {}, None, set()),
    ("invoice", {"payment_days": "30", "discount_days": "10"}, None, set()),
    ("invoice", {"payment_days": "14"}, None, {"due_date_fits_terms"}),
    ("invoice", {"payment_days": "60", "discount_days": "30"}, None, set()),
    ("invoice", {"tax_breakdown": "19%: 100.00 -> 19.00"}, None, set()),
    ("invoice", {"tax_breakdown": "7%: 50.00 -> 3.50; 19%: 50.00 -> 9.50"}, None, {"tax_lines_add_up"}),
    ("invoice", {"tax_breakdown": "19 % of all"}, None, set()),
    ("registration_form", {}, None, set()),
    ("other", {}, None, set()),
    ("other", {"issue_date": "2031-03-01"}, None, {"issue_date_plausible"}),
    ("other", {"sender_name": "4711"}, None, {"sender_name_has_letters"}),
    ("other", {"currency": "XXX"}, None, {"currency_known"}),
    # optional fields that are absent are never a failure
    ("invoice", dict.fromkeys(("due_date", "net_amount", "tax_amount", "iban", "seller_vat_id")), [], set()),
    ("claim", dict.fromkeys(("payer_name", "patient_state", "amount_paid", "federal_tax_id")), None, set()),
    ("registration_form", {"stamped_date": None}, None, set()),
    # required ones are
    ("invoice", {"total_amount": None}, [], {"total_amount_present"}),
    ("invoice", {"currency": None, "seller_name": None}, None, {"currency_present", "seller_name_present"}),
    ("purchase_order", {"purchase_order": None}, None, {"purchase_order_present"}),
    ("purchase_order", {"total_amount": None}, None, set()),
    ("claim", {"billing_provider_npi": None}, None, {"billing_provider_npi_present"}),
    ("receipt", {"seller_name": None}, None, {"seller_name_present"}),
    ("ad_buy", {"flight_to": None}, None, {"flight_to_present"}),
    ("registration_form", {"registrant_name": None}, None, {"registrant_name_present"}),
    # totals
    ("invoice", {"total_amount": "119.02"}, [], set()),
    ("invoice", {"total_amount": "119.03"}, [], {"total_is_net_plus_tax"}),
    ("invoice", {"tax_amount": None, "total_amount": "250.00"}, None, set()),  # nothing to add up: net fits the lines
    ("invoice", {"net_amount": "99.00", "tax_amount": "20.00"}, None, {"lines_add_up"}),
    ("invoice", {"net_amount": None, "tax_amount": None, "total_amount": "100.00"}, None, set()),
    ("invoice", {"net_amount": None, "tax_amount": None, "total_amount": "110.00"}, None, {"lines_add_up"}),
    ("invoice", {"net_amount": "84.03", "tax_amount": "15.97", "total_amount": "100.00"}, None, set()),  # gross lines
    ("invoice", {}, line(line_amount="41.00"), {"lines_add_up", "line_amount_is_quantity_times_price"}),
    ("invoice", {}, line(unit_price="4.40"), set()),  # a discount of 9 %
    ("invoice", {}, line(unit_price="400.00"), set()),  # priced by the hundred
    ("invoice", {}, line(unit_price="300.00"), {"line_amount_is_quantity_times_price"}),
    ("invoice", {}, line(unit_price="3.3613"), set()),  # lines with 19 % tax
    ("invoice", {}, line(unit_price="3.50"), {"line_amount_is_quantity_times_price"}),
    ("invoice", {}, [{"description": "Set", "quantity": "3"}], set()),  # no amounts, nothing to add
    ("invoice", {"tax_amount": "60.00", "total_amount": "160.00"}, None, {"tax_rate_plausible"}),
    ("invoice", {"net_amount": "0.00", "tax_amount": "0.00", "total_amount": "0.00"}, [], set()),
    # what is between net amount and payment explains a total, and nothing else does
    ("invoice", {"charge_amount": "5.00", "total_amount": "124.00"}, None, set()),
    ("invoice", {"charge_amount": "5.00", "total_amount": "119.00"}, None, set()),
    ("invoice", {"charge_amount": "5.00", "total_amount": "125.00"}, None, {"total_is_net_plus_tax"}),
    ("invoice", {"withheld_amount": "15.00", "total_amount": "104.00"}, None, set()),
    ("invoice", {"allowance_amount": "9.00", "rounding_amount": "-0.05", "total_amount": "109.95"}, None, set()),
    ("invoice", {"prepaid_amount": "19.00", "payable_amount": "100.00"}, None, set()),
    ("invoice", {"prepaid_amount": "19.00", "payable_amount": "101.00"}, None, {"payable_is_total_less_paid"}),
    ("invoice", {"net_amount": "95.00", "allowance_amount": "5.00", "tax_amount": "18.05", "total_amount": "113.05"}, None, set()),
    (  # a credit note
        "invoice",
        {"net_amount": "-100.00", "tax_amount": "-19.00", "total_amount": "-119.00"},
        [{"quantity": "-10", "unit_price": "4.00", "line_amount": "-40.00"}, {"line_amount": "-60.00"}],
        {"total_not_negative"},
    ),
    # dates
    ("invoice", {"issue_date": "2025-06-16", "due_date": None}, None, set()),
    ("invoice", {"issue_date": "2025-06-17", "due_date": None}, None, {"issue_date_plausible"}),
    ("invoice", {"issue_date": "1990-01-01"}, None, set()),
    ("invoice", {"issue_date": "1989-12-31"}, None, {"issue_date_plausible"}),
    ("invoice", {"issue_date": "0202-03-01"}, None, {"issue_date_plausible"}),
    ("invoice", {"due_date": "2025-03-01"}, None, set()),
    ("invoice", {"due_date": "2025-02-28"}, None, {"due_after_issue"}),
    ("invoice", {"due_date": "2026-03-01"}, None, set()),
    ("ad_buy", {"flight_from": "2025-10-04"}, None, {"flight_dates_in_order"}),
    ("ad_buy", {"flight_to": "2035-10-04"}, None, {"flight_to_plausible"}),
    ("registration_form", {"stamped_date": "1938-06-08"}, None, set()),
    ("registration_form", {"stamped_date": "1938-06-07"}, None, {"stamped_date_plausible"}),
    ("registration_form", {"stamped_date": "2025-06-17"}, None, {"stamped_date_plausible"}),
    ("receipt", {"issue_date": "2052-06-14"}, None, {"issue_date_plausible"}),
    # numbers and codes
    ("invoice", {"currency": "XXX"}, None, {"currency_allowed"}),
    ("invoice", {"iban": "DE88370400440532013000"}, None, {"iban_checksum"}),
    ("invoice", {"seller_vat_id": "DE123456789"}, None, {"seller_vat_id_checksum"}),
    ("invoice", {"buyer_vat_id": "GB980780685"}, None, {"buyer_vat_id_checksum"}),
    ("invoice", {"buyer_vat_id": "12-3456789"}, None, set()),
    ("invoice", {"buyer_name": "ACME GmbH"}, None, {"seller_is_not_buyer"}),
    ("invoice", {"invoice_number": "Nummer"}, None, {"invoice_number_has_digits"}),
    ("invoice", {"seller_name": "12-34"}, None, {"seller_name_has_letters"}),
    ("invoice", {"seller_name": "Ö"}, None, set()),
    ("receipt", {"total_amount": "990000.00"}, None, {"total_plausible"}),
    ("receipt", {"total_amount": "-9.90"}, None, {"total_not_negative"}),
    ("registration_form", {"registration_number": "18-33"}, None, {"registration_number_well_formed"}),
    ("registration_form", {"document_type": "Letter"}, None, {"document_type_known"}),
    ("registration_form", {"document_type": "Short-Form"}, None, {"short_form_has_filer"}),
    ("registration_form", {"document_type": "Short-Form", "short_form_name": "Jane Roe"}, None, set()),
    # claims
    ("claim", {"total_charge": "240.50"}, None, {"charges_add_up"}),  # 2 units x 100.00: each charge is the line's
    ("claim", {"amount_paid": "140.50"}, None, set()),
    ("claim", {"amount_paid": "140.51"}, None, {"paid_at_most_total"}),
    ("claim", {"billing_provider_npi": "1234567890"}, None, {"billing_provider_npi_checksum"}),
    ("claim", {"federal_tax_id": "07-1144442"}, None, {"federal_tax_id_plausible"}),
    ("claim", {"diagnosis_code_b": "1I0"}, None, {"diagnosis_codes_are_icd_10"}),
    ("claim", {"diagnosis_code_b": "M5450"}, None, set()),
    ("claim", {"diagnosis_code_b": None, "diagnosis_code_c": "L20.9"}, [CLAIM_LINES[0] | {"diagnosis_pointer": "A"}],
     {"diagnosis_codes_in_order", "charges_add_up"}),
    ("claim", {}, [], {"service_lines_present"}),
    ("claim", {}, claim_line(procedure_code="9921"), {"procedure_codes_well_formed"}),
    ("claim", {}, claim_line(procedure_code="0001F"), set()),
    ("claim", {}, claim_line(procedure_code="Z9921"), {"procedure_codes_well_formed"}),
    ("claim", {}, claim_line(place_of_service="1"), {"place_of_service_well_formed"}),
    ("claim", {}, claim_line(modifier="255"), {"modifiers_well_formed"}),
    ("claim", {}, claim_line(modifier="25 59"), set()),
    ("claim", {}, claim_line(diagnosis_pointer="AC"), {"diagnosis_pointers_point_somewhere"}),
    ("claim", {}, claim_line(diagnosis_pointer="1"), {"diagnosis_pointers_well_formed"}),
    ("claim", {}, claim_line(units="0"), {"units_positive"}),
    ("claim", {}, claim_line(rendering_provider_npi="1234567890"), {"rendering_provider_npi_checksum"}),
    ("claim", {}, claim_line(date_to="2025-01-07"), {"service_dates_in_order"}),
    ("claim", {}, claim_line(date_to="2025-01-11"), {"signed_after_service"}),
    ("claim", {}, claim_line(date_to="2025-06-20"), {"signed_after_service", "service_not_in_future"}),
    ("claim", {"patient_birth_date": "2025-01-08"}, None, set()),
    ("claim", {"patient_birth_date": "2025-01-09"}, None, {"born_before_service"}),
    ("claim", {"patient_birth_date": "1899-01-09"}, None, {"patient_birth_date_plausible"}),
    ("claim", {"patient_zip": "97348-1234"}, None, set()),
    ("claim", {"patient_zip": "9734"}, None, {"patient_zip_well_formed"}),
    ("claim", {"patient_state": "ZZ"}, None, {"patient_state_known"}),
    ("claim", {"patient_sex": "X"}, None, {"patient_sex_known"}),
    ("claim", {"insured_id": "A-1"}, None, {"insured_id_well_formed"}),
    ("claim", {"patient_name": "8, 9"}, None, {"patient_name_has_letters"}),
    ("claim", {"patient_relationship": "Cousin"}, None, {"patient_relationship_known"}),
    ("claim", {"federal_tax_id_type": "TIN"}, None, {"federal_tax_id_type_known"}),
    ("claim", {"insured_birth_date": "2025-06-20"}, None, {"insured_birth_date_plausible"}),
    ("claim", {"patient_signature_date": "2025-06-20"}, None, {"signature_date_plausible"}),
    ("claim", {"amount_paid": None, "total_charge": "-140.50"}, [{"charge": "-140.50"}], {"total_charge_not_negative"}),
    ("claim", {"patient_birth_date": "1956-07-15"}, claim_line(date_from="1965-01-08"), {"service_not_too_early"}),
    ("invoice", {"due_date": "1925-03-31"}, None, {"due_date_plausible", "due_after_issue"}),
    ("receipt", {"seller_name": "**"}, None, {"seller_name_has_letters"}),
    ("receipt", {"seller_address": "27, 13"}, None, {"seller_address_has_letters"}),
    ("ad_buy", {"contract_number": "WFAA"}, None, {"contract_number_has_digits"}),
    ("ad_buy", {"advertiser": "14"}, None, {"advertiser_has_letters"}),
    ("ad_buy", {"gross_amount": "-600.00"}, None, {"gross_amount_not_negative"}),
    ("ad_buy", {"flight_from": "1902-10-03"}, None, {"flight_from_plausible"}),
    ("registration_form", {"registrant_name": "1833"}, None, {"registrant_name_has_letters"}),
    ("purchase_order", {"purchase_order": "Bestellung"}, None, {"purchase_order_has_digits"}),
]  # fmt: skip


def test_every_case_fails_exactly_its_rules():
    documents = [make(name, changes, lines, seed=str(i)) for i, (name, changes, lines, _) in enumerate(CASES)]
    found = failed(*documents)
    wrong = [(case[:3], got) for case, got in zip(CASES, found, strict=True) if got != case[3]]
    assert wrong == []


def test_every_rule_has_a_case_that_fails_it():
    shown = {(name, rule) for name, _, _, rules in CASES for rule in rules}
    shared = {rule for _, rule in shown}
    untested = {
        (suite.name, rule.name)
        for suite in SUITES.values()
        for rule in suite.rules
        if (suite.name, rule.name) not in shown and not (suite.name == "purchase_order" and rule.name in shared)
    }
    elsewhere = {"required_readable", "optional_readable", "cells_readable"}
    assert {pair for pair in untested if not pair[1].endswith("_present") and pair[1] not in elsewhere} == set()


def test_values_that_were_not_understood_fail_by_their_problem_not_as_absent():
    document = make("invoice", {"issue_date": None, "due_date": None})
    unreadable = (field("issue_date", None, kind="date"), field("due_date", None, kind="date"))
    document = document.model_copy(update={"fields": document.fields + unreadable})
    (report,) = validate([document], SHIPPED, currencies=["EUR"], today=TODAY)
    assert [(f.expectation, f.severity, f.fields, f.observed) for f in report.failures] == [
        ("required_readable", "error", ("issue_date",), "issue_date: not readable"),
        ("optional_readable", "warning", ("due_date",), "due_date: not readable"),
    ]


def test_cells_that_were_not_understood_are_named_by_line():
    lines = make("invoice").line_items
    broken = LineItem(cells={"quantity": field("quantity", None, kind="number")})
    document = make("invoice").model_copy(update={"line_items": (lines[0], broken)})
    (report,) = validate([document], SHIPPED, currencies=["EUR"], today=TODAY)
    assert [(f.expectation, f.observed) for f in report.failures] == [
        ("cells_readable", "line 2, quantity: not readable")
    ]


def test_reports_keep_the_order_and_belong_to_their_documents():
    documents = [
        make("invoice", {"iban": "DE88370400440532013000", "currency": "XXX"}, seed="a"),
        make("receipt", {"total_amount": None}, seed="b"),
        make("invoice", seed="c"),
        extraction(document_class="other", seed="d"),
    ]
    reports = validate(documents, SHIPPED, currencies=["EUR"], today=TODAY)
    assert [r.document_id for r in reports] == [d.document_id for d in documents]
    assert [[f.expectation for f in r.failures] for r in reports] == [
        ["currency_allowed", "iban_checksum"],  # the order of the suite's table
        ["total_amount_present"],
        [],
        [],
    ]
    assert reports[0].failures[1].observed == "DE88370400440532013000"
    assert reports[0].suite == "invoice"
    assert reports[0].evaluated + len(reports[0].not_checked) == len(SUITES["invoice"].rules)
    assert reports[3].suite == "other"
    assert "error" in {failure.severity for failure in reports[0].failures}


@pytest.mark.parametrize(
    ("changes", "lines", "rule", "state"),
    [
        ({}, INVOICE_LINES, "total_is_net_plus_tax", "passed"),
        ({"net_amount": None, "tax_amount": None}, [], "total_is_net_plus_tax", "not checked"),
        ({"tax_amount": None}, [], "total_is_net_plus_tax", "not checked"),
        ({"total_amount": "120.00"}, [], "total_is_net_plus_tax", "failed"),
        ({"due_date": None}, [], "due_after_issue", "not checked"),
        ({}, [], "due_after_issue", "passed"),
        ({}, [], "seller_vat_id_checksum", "passed"),
        ({"seller_vat_id": None}, [], "seller_vat_id_checksum", "not checked"),
        ({"buyer_name": None}, [], "seller_is_not_buyer", "not checked"),
        ({}, INVOICE_LINES, "line_amount_is_quantity_times_price", "passed"),
        ({}, [], "line_amount_is_quantity_times_price", "not checked"),
        ({}, [{"line_amount": "100.00"}], "line_amount_is_quantity_times_price", "not checked"),
        ({"total_amount": None}, [], "total_amount_present", "failed"),
    ],
)
def test_a_check_without_its_values_neither_passed_nor_failed(changes, lines, rule, state):
    assert rule in {r.name for r in SUITES["invoice"].rules}
    (report,) = validate([make("invoice", changes, lines=lines)], SHIPPED, currencies=["EUR"], today=TODAY)
    failed = {f.expectation for f in report.failures}
    found = "failed" if rule in failed else "not checked" if rule in report.not_checked else "passed"
    assert found == state
    assert not failed & set(report.not_checked)


def test_a_big_batch_reports_every_document():
    documents = [make("receipt", {"total_amount": None}, seed=str(i)) for i in range(200)]
    assert failed(*documents) == [{"total_amount_present"}] * 200


def test_currencies_and_today_are_those_of_the_call():
    document = make("invoice", {"currency": "USD"})
    assert failed(document, currencies=["EUR"]) == [{"currency_allowed"}]
    assert failed(document, currencies=["USD"]) == [set()]
    (report,) = validate([document], SHIPPED, currencies=["USD"], today=date(2025, 2, 1))
    assert [f.expectation for f in report.failures] == ["issue_date_plausible"]


def test_no_documents_no_reports():
    assert validate([], SHIPPED, currencies=["EUR"]) == []


def test_a_rule_that_cannot_be_evaluated_is_an_error_of_every_document(monkeypatch):
    broken = between("seller_name", 0, None, "name_is_a_number", "info", "The name is no number.")
    suite = SUITES["receipt"]
    monkeypatch.setitem(SUITES, "receipt", type(suite)(suite.document_class, (broken,), suite.facts))
    reports = validate([make("receipt", seed="a"), make("receipt", seed="b")], SHIPPED, currencies=["EUR"], today=TODAY)
    assert [[(f.expectation, f.severity) for f in r.failures] for r in reports] == [[("name_is_a_number", "error")]] * 2


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda s: s.name)
def test_a_suite_names_known_fields_and_writes_sentences(suite):
    names = {f.name for f in suite.document_class.fields} | {"line_items"}
    assert len({rule.name for rule in suite.rules}) == len(suite.rules)
    for rule in suite.rules:
        assert set(rule.fields) <= names, rule.name
        assert rule.message.endswith("."), rule.name
        assert rule.kwargs.get("column", rule.kwargs.get("column_A")) in suite.columns, rule.name


def test_a_version_changes_with_the_table_only():
    suite = SUITES["receipt"]
    assert suite.version == type(suite)(suite.document_class, suite.rules, suite.facts).version
    assert suite.version != type(suite)(suite.document_class, suite.rules[1:], suite.facts).version


def test_batches_do_not_pile_up_in_the_engine():
    def tables():
        gc.collect()
        return sum(isinstance(thing, pandas.DataFrame) for thing in gc.get_objects())

    failed(make("receipt"))
    before = tables()
    for i in range(5):
        failed(make("receipt", seed=str(i)))
    assert tables() == before


def test_importing_is_quick_and_validating_stays_at_home(tmp_path):
    """Great Expectations is loaded by the first validation only; it writes nothing and calls nobody."""
    program = """
import socket, sys
import expectations.validate as v
assert "great_expectations" not in sys.modules and "pandas" not in sys.modules
def refuse(*args, **kwargs): raise AssertionError("a network was called")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from schemas.classes import SHIPPED
from tests.builders import extraction
assert v.validate([extraction(document_class="receipt")], SHIPPED, currencies=["EUR"])[0].failures
"""
    environment = os.environ | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    subprocess.run([sys.executable, "-c", program], env=environment, cwd=tmp_path, check=True)
    assert list(tmp_path.rglob("*")) == []
