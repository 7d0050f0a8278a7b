"""Net, tax, total and what is between them, chosen together by captions and sums in many languages."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.decoding.decode import decode_fields
from extractors.fields.token_scores import LabelledWords
from schemas.classes import SHIPPED
from schemas.document import Line, Page, Word
from schemas.extraction import ExtractedField
from tests.builders import line, page, read_document, word
from values.locale_hints import hints_of

INVOICE = SHIPPED.require("invoice")
AMOUNTS = ("net_amount", "tax_amount", "total_amount")


def decoded(*pages: Page, likely: dict[str, tuple[str, float]] | None = None) -> dict[str, ExtractedField]:
    """The amounts of an invoice; the model sees nothing but ``likely``: a word's text to field and probability."""
    read = read_document(*pages)
    inside = {f.name: np.full(len(read.words), 1e-3, dtype=np.float32) for f in INVOICE.fields}
    for w in read.words:
        if likely and w.text in likely:
            name, probability = likely[w.text]
            inside[name][w.id] = probability
    outside = np.clip(1 - sum(inside.values()), 1e-3, 1).astype(np.float32)
    words = LabelledWords(read, outside, inside, {name: p.copy() for name, p in inside.items()})
    return {f.name: f for f in decode_fields(words, INVOICE, hints_of(read.text)) if f.kind == "money"}


def values(*lines: str, **likely: tuple[str, float]) -> dict[str, str | None]:
    return {name: f.value for name, f in decoded(page(*lines)).items()}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Subtotal 482.00", "VAT 20% 96.40", "Total (GBP) 578.40"), ("482.00", "96.40", "578.40")),
        (("Nettobetrag 482,00 €", "zzgl. 20 % MwSt. 96,40 €", "Rechnungsbetrag 578,40 €"), ("482.00", "96.40", "578.40")),
        (("Total HT 2 181,06", "TVA 20 % 436,21", "Total TTC 2 617,27"), ("2181.06", "436.21", "2617.27")),
        (("Base imponible 400,00", "IVA 21 % 84,00", "Total factura 484,00"), ("400.00", "84.00", "484.00")),
        (("Imponibile 400,00", "IVA 22% 88,00", "Totale fattura 488,00"), ("400.00", "88.00", "488.00")),
        (("Subtotaal 400,00", "BTW 21% 84,00", "Totaal incl. btw 484,00"), ("400.00", "84.00", "484.00")),
        (("Netto 400,00", "Moms 25 % 100,00", "Att betala SEK 500,00"), ("400.00", "100.00", "500.00")),
        (("Razem netto 400,00", "Podatek VAT 23% 92,00", "Razem brutto 492,00"), ("400.00", "92.00", "492.00")),
        (("Veroton 400,00", "ALV 25,5 % 102,00", "Yhteensä 502,00"), ("400.00", "102.00", "502.00")),
        (("Základ daně 400,00", "DPH 21 % 84,00", "Celkem k úhradě 484,00"), ("400.00", "84.00", "484.00")),
        (("Taxable value 1,000.00", "CGST 9% 90.00", "SGST 9% 90.00", "Grand total 1,180.00"), ("1000.00", "180.00", "1180.00")),
        (("Subtotal 100.00", "GST 5% 5.00", "QST 9.975% 9.98", "Total CAD 114.98"), ("100.00", "14.98", "114.98")),
        (("Taxable Amount $8,115", "VAT 8.875% $720.21", "Total payable $8,835.21", "Total due $8,835.21"),
         ("8115", "720.21", "8835.21")),
        (("Netto 1.041,00", "USt 7 % 10,50", "USt 19 % 137,00", "Summe 1.188,50"), ("1041.00", "147.50", "1188.50")),
    ],
)  # fmt: skip
def test_captions_in_many_languages(lines: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    found = values(*lines)
    assert tuple(found.get(name) for name in AMOUNTS) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Base imponible 1.000,00", "IVA 21 % 210,00", "Retención IRPF -15 % -150,00", "Total a pagar 1.060,00"),
         {"tax_amount": "210.00", "withheld_amount": "150.00"}),
        (("Imponibile 1.000,00", "IVA 22% 220,00", "Ritenuta d'acconto 20% -200,00", "Totale 1.020,00"),
         {"tax_amount": "220.00", "withheld_amount": "200.00", "total_amount": "1020.00"}),
        (("Zwischentotal 95.30", "MWST 8.1 % 7.72", "Rundung -0.02", "Total CHF 103.00"),
         {"tax_amount": "7.72", "rounding_amount": "-0.02", "total_amount": "103.00"}),
        (("Zwischentotal 95.30", "MWST 8.1 % 7.72", "Rundungsdifferenz 0.02", "Total CHF 103.00"),
         {"tax_amount": "7.72", "rounding_amount": "-0.02"}),
        (("Netto 955,30", "Moms 25 % 238,83", "Öresavrundning -0,13", "Att betala SEK 1 194,00"),
         {"tax_amount": "238.83", "total_amount": "1194.00", "rounding_amount": "-0.13"}),
        (("Subtotal 464.00", "Sales tax 7.5% 34.80", "Shipping 25.00", "Total 523.80"),
         {"net_amount": "464.00", "charge_amount": "25.00", "total_amount": "523.80"}),
        (("Subtotal 688,95", "IVA 144,68", "Total 833,63", "Pagado - 208,41", "Pendiente 625,22"),
         {"total_amount": "833.63", "prepaid_amount": "208.41", "payable_amount": "625.22"}),
        (("Subtotal 482.00", "VAT 20% 96.40", "Total 578.40", "Amount paid 578.40", "Balance due 0.00"),
         {"tax_amount": "96.40", "total_amount": "578.40", "prepaid_amount": "578.40", "payable_amount": "0.00"}),
        (("Subtotal 482.00", "VAT 20% 96.40", "Total charges 578.40", "Payments received 700.00 CR", "Balance in credit 121.60 CR"),
         {"total_amount": "578.40", "prepaid_amount": "700.00"}),
        (("Zwischensumme 4.543,52", "Versand 7,02", "Gesamt 4.550,54 (inkl. 726,56 MwSt.)"),
         {"net_amount": None, "tax_amount": "726.56", "total_amount": "4550.54", "charge_amount": "7.02"}),
        (("Subtotal 482.00 CR", "VAT 20% 96.40 CR", "Total 578.40 CR"),
         {"net_amount": "-482.00", "tax_amount": "-96.40", "total_amount": "-578.40"}),
    ],
)  # fmt: skip
def test_what_stands_between_net_amount_and_payment(lines: tuple[str, ...], expected: dict[str, str | None]) -> None:
    found = values(*lines)
    assert {name: found.get(name) for name in expected} == expected


def grid(*rows: tuple[tuple[float, str], ...]) -> Page:
    lines = [
        Line(
            words=tuple(
                word(w, left + 0.01 * sum(len(x) + 1 for x in text.split()[:k]), 0.5 + 0.02 * i)
                for k, w in enumerate(text.split())
            )
        )
        for i, row in enumerate(rows)
        for left, text in row
    ]
    return Page(number=1, width=1654, height=2339, dpi=200, text_source="ocr", lines=tuple(lines))


def test_captions_above_columns() -> None:
    found = decoded(grid(
        ((0.1, "VAT rate"), (0.3, "Tax"), (0.5, "Without VAT"), (0.75, "With VAT")),
        ((0.1, "19.00%"), (0.3, "433.57"), (0.5, "2,281.94"), (0.75, "2,715.51")),
    ))  # fmt: skip
    assert tuple(found[name].value for name in AMOUNTS) == ("2281.94", "433.57", "2715.51")


def test_a_discount_below_its_caption_in_a_row_of_totals() -> None:
    found = decoded(grid(
        ((0.1, "Subtotal"), (0.3, "Discount"), (0.5, "Sales tax"), (0.75, "Grand total")),
        ((0.1, "1,909.02"), (0.3, "-95.45"), (0.5, "131.48"), (0.75, "1,945.05")),
    ))  # fmt: skip
    assert tuple(found[name].value for name in AMOUNTS) == ("1909.02", "131.48", "1945.05")
    assert found["allowance_amount"].value == "95.45"


@pytest.mark.parametrize(
    ("lines", "net"),
    [
        (("Subtotal 3,584.65", "Total 3584.65 (including 622.13 VAT)"), None),
        (("Subtotal 6,033.78", "Total tax 963.38", "Grand total 6033.78"), None),
        (("Subtotal 3,584.65", "VAT 0.00", "Total 3584.65"), "3584.65"),
        (("Subtotal 100.00", "VAT 20.00", "Discount -20.00", "Total 100.00"), "100.00"),
    ],
)
def test_a_sum_that_equals_a_total_with_tax_is_no_net_amount(lines: tuple[str, ...], net: str | None) -> None:
    sure = {
        "net_amount": ("3,584.65", "6,033.78", "100.00"), "tax_amount": ("622.13", "963.38", "20.00"),
        "total_amount": ("3584.65", "6033.78"),
    }  # fmt: skip
    likely = {amount: (name, 0.9) for name, amounts in sure.items() for amount in amounts}
    found = decoded(page(*lines), likely=likely)
    assert (found["net_amount"].value if "net_amount" in found else None) == net


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        (("Balance due 8,375.71", "Total 16,751.43", "Deposit 8,375.72", "Balance due 8,375.71"), "16751.43"),
        (("Balance due 8,375.71", "Total 16,751.43", "Deposit 8,000.00", "Balance due 8,375.71"), "8375.71"),
    ],
)
def test_what_was_paid_and_what_is_left_make_the_total(lines: tuple[str, ...], total: str) -> None:
    """The model takes what is left for the total."""
    assert decoded(page(*lines), likely={"8,375.71": ("total_amount", 0.9)})["total_amount"].value == total


def test_the_sum_of_two_taxes_names_the_words_of_both_and_says_so() -> None:
    tax = decoded(page("Taxable value 1,000.00", "CGST 9% 90.00", "SGST 9% 90.00", "Grand total 1,180.00"))[
        "tax_amount"
    ]
    assert (tax.raw, len(tax.boxes)) == ("90.00\n90.00", 2)
    assert tax.why[0] == "the sum of 2 printed taxes"


def test_the_model_is_believed_where_captions_are_unknown() -> None:
    found = decoded(page("Xxx 10.00", "Yyy 2.00", "Zzz 12.00"), likely={"12.00": ("total_amount", 0.9)})
    assert found["total_amount"].value == "12.00"
    assert "net_amount" not in found


def test_a_surely_read_total_is_not_given_up_for_a_caption_elsewhere() -> None:
    found = decoded(
        page("Total 578.40", "Your order total of last month 33.10"), likely={"578.40": ("total_amount", 0.98)}
    )
    assert found["total_amount"].value == "578.40"


@pytest.mark.parametrize(
    ("lines", "net"),
    [
        (("Somma 15,00 €", "Importo totale 15,00€"), "15.00"),
        (("Summe 15,00 €", "Gesamtbetrag 15,00€"), "15.00"),
        (("Soma 15,00 €", "Total a pagar 15,00€"), "15.00"),
        (("Total 15,00 €", "VAT 20% 2,50 €", "Grand total 15,00€"), None),
        (("Soma 14,00 €", "Total 15,00€"), None),
    ],
)
def test_the_first_of_two_equal_sums_without_a_tax_is_the_net_amount(lines: tuple[str, ...], net: str | None) -> None:
    likely = {"15,00": ("net_amount", 0.5), "15,00€": ("total_amount", 0.9)}
    found = decoded(page(*lines), likely=likely)
    assert found["total_amount"].value == "15.00"
    assert (found["net_amount"].value if "net_amount" in found else None) == net


def test_a_total_before_an_amount_due_is_no_net_amount() -> None:
    found = decoded(page("Total 15,00 €", "Amount due 15,00€"), likely={"15,00": ("total_amount", 0.5)})
    assert "net_amount" not in found


def test_freight_is_no_tax_though_the_sum_fits() -> None:
    lines = ("Subtotal 2,280.00", "Shipping & Handling 49.00", "Grand Total 2,329.00")
    found = decoded(page(*lines), likely={"2,329.00": ("total_amount", 0.9), "49.00": ("tax_amount", 0.1)})
    assert found["total_amount"].value == "2329.00"
    assert "tax_amount" not in found


def _inked(one: Word, top: float, bottom: float) -> Word:
    box = one.box.model_copy(update={"top": one.box.top + top, "bottom": one.box.bottom + bottom})
    return one.model_copy(update={"box": box})


def test_a_dash_with_a_low_box_keeps_a_caption_in_its_row() -> None:
    """As text layers have it: boxes are as low as the ink, and the dash is between the middles of the other words."""
    made = grid(
        ((0.1, "Subtotal"), (0.6, "2,280.00")),
        ((0.1, "Shipping & Handling -"), (0.6, "49.00")),
        ((0.1, "Grand Total"), (0.6, "2,329.00")),
    )
    ink = {"Shipping": (0.0, 0.003), "Handling": (0.0, 0.003), "-": (0.008, -0.0065)}
    lines = [Line(words=tuple(_inked(w, *ink.get(w.text, (0.0, 0.0))) for w in one.words)) for one in made.lines]
    made = made.model_copy(update={"lines": tuple(lines)})
    likely = {"2,280.00": ("net_amount", 0.6), "49.00": ("tax_amount", 0.9), "2,329.00": ("total_amount", 0.9)}
    found = decoded(made, likely=likely)
    assert found["net_amount"].value == "2280.00"
    assert "tax_amount" not in found


def test_a_column_of_noughts_in_a_table_is_no_tax() -> None:
    lines = (
        line("Price", left=0.1, top=0.1), line("Tax", left=0.5, top=0.1),
        line("30.00", left=0.1, top=0.12), line("0.00", left=0.5, top=0.12),
        line("Subtotal", left=0.1, top=0.2), line("30.00", left=0.5, top=0.2),
        line("Grand total", left=0.1, top=0.22), line("30.00", left=0.5, top=0.22),
    )  # fmt: skip
    table = Page(number=1, width=1654, height=2339, dpi=200, text_source="ocr", lines=lines)
    assert "tax_amount" not in decoded(table, likely={"30.00": ("total_amount", 0.9)})
