"""Payment terms and tax by rate are read from sentences and rows, in many languages."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.decoding.decode import decode_fields
from extractors.fields.token_scores import LabelledWords
from schemas.classes import SHIPPED
from schemas.document import Line, Page
from tests.builders import line, read_document
from values.locale_hints import hints_of

INVOICE = SHIPPED.require("invoice")
NAMES = ("payment_days", "discount_percent", "discount_days")


def fields_of(*lines: Line, **labelled: str) -> dict[str, str | None]:
    page = Page(number=1, width=1654, height=2339, dpi=200, text_source="text_layer", lines=lines)
    read = read_document(page)
    inside = {f.name: np.full(len(read.words), 1e-3, dtype=np.float32) for f in INVOICE.fields}
    for name, text in labelled.items():
        inside[name][[w.id for w in read.words if w.text == text]] = 0.9
    outside = np.clip(1 - sum(inside.values()), 1e-3, 1).astype(np.float32)
    words = LabelledWords(read, outside, inside, {n: p.copy() for n, p in inside.items()})
    return {f.name: f.value for f in decode_fields(words, INVOICE, hints_of(read.text))}


@pytest.mark.parametrize(
    ("text", "days", "percent", "discount_days"),
    [
        ("Payment within 30 days.", "30", None, None),
        ("Terms: net 45", "45", None, None),
        ("2/10 net 30", "30", "2", "10"),
        ("3% discount if paid within 10 days, net 30 days", "30", "3", "10"),
        (
            "Zahlbar innerhalb 30 Tagen netto bis 04.07.2018, 3% Skonto innerhalb 10 Tagen bis 15.06.2018",
            "30",
            "3",
            "10",
        ),
        ("Skontovereinbarung: 2% bei Zahlung innerhalb 10 Tagen", None, "2", "10"),
        ("Bis zum 06.09.2026 erhalten Sie 2,000 % Skonto", None, "2.000", None),
        ("Paiement à 30 jours, escompte 2 % sous 8 jours", "30", "2", "8"),
        ("Forma de pago: transferencia a 60 días", "60", None, None),
        ("Pagamento a 30 giorni", "30", None, None),
        ("Betaling binnen 14 dagen", "14", None, None),
        ("Betalningsvillkor: 30 dagar netto", "30", None, None),
        ("Termin płatności: 14 dni", "14", None, None),
        ("Maksuehto: 14 pv netto", "14", None, None),
        ("Betaling innen 14 dager", "14", None, None),
        ("Splatné do 14 dnů", "14", None, None),
        ("Splatnost 30 dní", "30", None, None),
        ("Átutalás 8 napon belül", "8", None, None),
        ("Termen de plată: 30 zile", "30", None, None),
    ],
)
def test_payment_terms(text: str, days: str | None, percent: str | None, discount_days: str | None) -> None:
    found = fields_of(line("Invoice 4711", top=0.05), line(text, left=0.05, top=0.8))
    assert tuple(found.get(name) for name in NAMES) == (days, percent, discount_days)
    assert found["payment_terms"] == text


@pytest.mark.parametrize(
    "text",
    [
        "Returns within 30 days with proof of payment",
        "Payment 30 days end of month",
        "Late payment: 1.5 % interest after 30 days",
        "Payable within 30 days, or within 14 days",
        "Terms of payment 14 days 3%, 30",
        "Delivery within 30 days",
        "Záruka 30 dní od zaplacení",
        "Huomautusaika 8 päivää laskun maksusta",
    ],
)
def test_what_is_no_plain_payment_term_gives_no_days(text: str) -> None:
    assert fields_of(line("Invoice 4711", top=0.05), line(text, left=0.05, top=0.8)).get("payment_days") is None


def rows(*texts: tuple[str, ...]) -> list[Line]:
    cells = ((at, k, text) for at, row in enumerate(texts) for k, text in enumerate(row) if text)
    return [line(text, left=0.1 + 0.2 * k, top=0.6 + 0.02 * at) for at, k, text in cells]


def breakdown(*texts: tuple[str, ...], tax: str = "21.31") -> str | None:
    sums = rows(*texts, ("Total tax", "", tax), ("Total", "", "215.14"))
    return fields_of(*sums, tax_amount=tax, total_amount="215.14").get("tax_breakdown")


def test_tax_by_rate_is_read_where_its_lines_are_the_tax() -> None:
    lines = (("VAT 7%", "129.37", "9.06"), ("VAT 19%", "64.46", "12.25"))
    assert breakdown(*lines) == "7%: 129.37 -> 9.06; 19%: 64.46 -> 12.25"
    assert breakdown(*lines[:1]) is None
    assert breakdown(("VAT", "129.37", "7", "9.06"), ("VAT", "64.46", "19", "12.25")) is not None
    assert breakdown(("VAT 7%", "129.37", "9.16"), ("VAT 19%", "64.46", "12.15")) is None
    assert breakdown(("VAT", "11.76", "19", "2.23"), tax="2.23") == "19%: 11.76 -> 2.23"
