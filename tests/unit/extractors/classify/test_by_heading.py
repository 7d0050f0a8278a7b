"""Headings and captioned sums tell a class that the classifier does not see."""

from __future__ import annotations

import pytest

from extractors.classify.by_heading import with_heading
from schemas.extraction import Classification
from tests.builders import document_id, page, read_document

SUMS = ("Subtotal 482.00", "VAT 20% 96.40", "Total 578.40")


def told(*lines: str, guess: str = "other", confidence: float = 0.9, fixed: bool = False) -> tuple[str, float]:
    seen = Classification(
        document_id=document_id(), document_class=guess, confidence=confidence, fixed=fixed, model="test"
    )
    made = with_heading(read_document(page(*lines)), seen)
    return made.document_class, made.confidence


@pytest.mark.parametrize(
    ("heading", "sums"),
    [
        ("CREDIT NOTE", SUMS),
        ("Gutschrift", ("Nettobetrag 482,00", "19 % MwSt. 91,58", "Gutschriftbetrag EUR 573,58")),
        ("AVOIR", ("Total HT 482,00", "TVA 20 % 96,40", "Total TTC 578,40")),
        ("Nota de crédito", ("Base imponible 400,00", "IVA 84,00", "Total 484,00")),
        ("Creditnota", ("Subtotaal 400,00", "BTW 84,00", "Totaal 484,00")),
        ("Kreditfaktura", ("Netto 400,00", "Moms 100,00", "Summa 500,00")),
        ("Kreditnota", ("Sum eks. mva 400,00", "MVA 25 % 100,00", "Å betale 500,00")),
        ("Hyvityslasku", ("Yhteensä (alv 0 %) 400,00", "ALV 25,5 % 102,00", "Maksettava yhteensä 502,00")),
        ("Opravný daňový doklad", ("Základ daně 400,00", "DPH 21 % 84,00", "Celkem s DPH 484,00")),
        ("Sztornó számla", ("Nettó összesen 400,00", "ÁFA 27 % 108,00", "Fizetendő 508,00")),
        ("Factură", ("TVA 19 %: lei 76,00", "Total plată: lei 476,00")),
        ("Számla", ("ÁFA 27 % Ft 108,00", "Fizetendő Ft 508,00")),
        ("Factură storno", ("Total fără TVA 400,00", "TVA 19 % 76,00", "Total cu TVA 476,00")),
    ],
)
def test_credit_notes_are_invoices(heading: str, sums: tuple[str, ...]) -> None:
    assert told(heading, "Acme Ltd", *sums) == ("invoice", 0.95)


def test_a_heading_overrules_a_guess_between_orders_and_invoices() -> None:
    assert told("Purchase Order", *SUMS, guess="invoice", confidence=0.7) == ("purchase_order", 0.95)
    assert told("TAX INVOICE", *SUMS, guess="purchase_order", confidence=0.7) == ("invoice", 0.95)


@pytest.mark.parametrize(
    ("lines", "guess"),
    [
        (("CREDIT NOTE", "We write to you about your account."), "other"),  # no sums
        (("TAX INVOICE", *SUMS), "receipt"),  # tills print it, too
        (("Delivery note", *SUMS), "other"),
        (("Purchase Order 86089", *SUMS), "invoice"),  # a caption of a number, no heading
        (("Your order", *SUMS), "invoice"),
    ],
)
def test_what_a_heading_does_not_overrule(lines: tuple[str, ...], guess: str) -> None:
    assert told(*lines, guess=guess)[0] == guess


def test_a_class_that_a_person_fixed_stays() -> None:
    assert told("Purchase Order", *SUMS, guess="invoice", fixed=True) == ("invoice", 0.9)


def test_sums_without_a_heading_are_an_invoice_that_somebody_looks_at() -> None:
    assert told("SINV-0604", *SUMS) == ("invoice", 0.6)


def test_what_has_to_be_paid_until_a_day_is_no_order() -> None:
    lines = ("Payment Due Date 17.08.2025", *SUMS)
    assert told(*lines, guess="purchase_order", confidence=0.69) == ("invoice", 0.6)
    assert told(*lines, guess="purchase_order", confidence=0.99) == ("purchase_order", 0.99)


def test_an_amount_that_is_due_on_a_stated_day_makes_an_invoice_likely() -> None:
    lines = ("Payment Due Date 17.08.2025", *SUMS[:2], "Total payable 578.40")
    assert told(*lines, guess="purchase_order", confidence=0.69) == ("invoice", 0.85)
    assert told(*lines) == ("invoice", 0.85)
    assert told(*lines[1:]) == ("invoice", 0.6)
