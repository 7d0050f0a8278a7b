"""The type of a document is read from its heading."""

from __future__ import annotations

import pytest

from values.document_type import DOCUMENT_TYPES, document_type
from values.normalize import normalize


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Tax Invoice", "invoice"),
        ("R E C H N U N G", "invoice"),
        ("RECHNUNG Nr. 4711", "invoice"),
        ("Credit Memo", "credit_note"),
        ("Gutschrift zur Rechnung", "credit_note"),
        ("Nota di credito", "credit_note"),
        ("Facture d'avoir", "credit_note"),
        ("Rechnungskorrektur", "corrected_invoice"),
        ("Proforma-Rechnung", "pro_forma"),
        ("Auftragsbestätigung", "order_confirmation"),
        ("Sales Order", "order_confirmation"),
        ("PURCHASE ORDER", "purchase_order"),
        ("Bon de commande", "purchase_order"),
        ("Kostenvoranschlag", "quote"),
        ("Árajánlat", "quote"),
        ("Følgeseddel", "delivery_note"),
        ("Receipt", "receipt"),
        ("Faktura", "invoice"),
        ("Handelsrechnung", "invoice"),
        ("LASKU", "invoice"),
        ("Myyntilasku", "invoice"),
        ("FAKTURA - DAŇOVÝ DOKLAD", "invoice"),
        ("Daňový doklad", "invoice"),
        ("SZÁMLA", "invoice"),
        ("FACTURĂ FISCALĂ", "invoice"),
        ("Opravný daňový doklad", "corrected_invoice"),
        ("Sztornó számla", "credit_note"),
        ("Factură storno", "credit_note"),
        ("Hyvityslasku", "credit_note"),
        ("Ordrebekreftelse", "order_confirmation"),
        ("Potvrzení objednávky", "order_confirmation"),
        ("Ostotilaus", "purchase_order"),
        ("Notă de comandă", "purchase_order"),
        ("Szállítólevél", "delivery_note"),
        ("Lähete", "delivery_note"),
        ("Upomínka", "statement"),
        ("Chitanță", "receipt"),
        ("Recurring payments", None),
        ("Acme Trading", None),
        ("", None),
    ],
)
def test_heading_names_the_type(heading: str, wanted: str | None) -> None:
    assert document_type(heading) == wanted


def test_field_takes_the_type_as_its_value() -> None:
    assert normalize("code", "Gutschrift", name="document_type", role="document_type").value == "credit_note"
    assert normalize("code", "Acme", name="document_type", role="document_type").problem is not None
    assert "credit_note" in DOCUMENT_TYPES
