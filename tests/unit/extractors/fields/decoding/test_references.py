"""Own numbers, earlier invoices, orders and dates are distinguished by captions in many languages."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.decoding.date_captions import DateKind, date_kind
from extractors.fields.decoding.decode import decode_fields
from extractors.fields.decoding.number_captions import NumberKind, number_kind
from extractors.fields.decoding.span_trimming import with_right_ends
from extractors.fields.token_scores import LabelledWords
from schemas.classes import SHIPPED
from schemas.document import Line, Page
from tests.builders import page, read_document, word
from values.locale_hints import hints_of


def values(read_page: Page, name: str = "invoice", **likely: tuple[str, float]) -> dict[str, str | None]:
    """The fields of a page; ``likely`` gives a word's text and its probability for each field that the model sees."""
    read = read_document(read_page)
    kind = SHIPPED.require(name)
    inside = {f.name: np.full(len(read.words), 1e-3, dtype=np.float32) for f in kind.fields}
    for field_name, (text, probability) in likely.items():
        for w in read.words:
            if w.text == text:
                inside[field_name][w.id] = probability
    outside = np.clip(1 - sum(inside.values()), 1e-3, 1).astype(np.float32)
    words = LabelledWords(read, outside, inside, {n: p.copy() for n, p in inside.items()})
    return {f.name: f.value for f in decode_fields(words, kind, hints_of(read.text))}


@pytest.mark.parametrize(
    ("heading", "own", "earlier"),
    [
        ("CREDIT MEMO", "Credit memo # CM-5120", "Applied to invoice # 20417"),
        ("Gutschrift", "Gutschriftnummer: GS-2024-118", "zur Rechnung Nr.: RE-2024-977"),
        ("AVOIR", "Avoir n° AV-0118", "Facture d’origine n° FA-0977"),
        ("Credit note", "Credit note number CN-3071", "Invoice number BF-20417"),
        ("NOTA DI CREDITO", "Nota di credito n. NC-77", "Rif. fattura n. FT-9412"),
        ("Factura rectificativa", "Factura rectificativa nº R-0021", "Factura original nº F-2210"),
        ("CREDITNOTA", "Creditnota nr. CR-0077", "Oorspronkelijke factuur 20240117"),
        ("KREDITFAKTURA", "Kreditfaktura nr 3312", "Avser faktura 3271"),
        ("Faktura korygująca", "Faktura korygująca nr FK/12/2024", "Dotyczy faktury nr FV/98/2024"),
        ("Stornorechnung", "Belegnummer: ST-2024-118", "zur Rechnung RE-2024-977"),
    ],
)
def test_a_credit_note_has_its_own_number(heading: str, own: str, earlier: str) -> None:
    """The model takes the earlier invoice for the document's own number, surely."""
    number, other = own.split()[-1], earlier.split()[-1]
    found = values(page(heading, own, "Date 17.09.2024", earlier), invoice_number=(other, 0.97))
    assert found["invoice_number"] == number
    assert found["preceding_invoice_number"] == other
    assert found["document_type"] in ("credit_note", "corrected_invoice")


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (("Lasku - #2015-148", "Viitteemme - #8097478"), "2015-148"),
        (("Faktura - #INV-DFEN1386", "Vår referens - #8097478"), "INV-DFEN1386"),
        (("Invoice - #2015-148", "Our ref. - #8097478"), "2015-148"),
        (("Our ref.: 8097478", "Your ref.: 33"), "8097478"),  # no other number is called the invoice's own
    ],
)
def test_a_reference_of_the_seller_is_the_number_only_where_no_other_is(lines: tuple[str, ...], number: str) -> None:
    likely = next(w for w in " ".join(lines).split() if "8097478" in w)
    assert values(page(*lines, "Date 07.08.2015"), invoice_number=(likely, 0.97))["invoice_number"] == number


def test_the_original_of_an_invoice_is_no_other_invoice() -> None:
    found = values(page("Rechnung Original Nr. RG-00075", "Datum 23.03.2015"), invoice_number=("RG-00075", 0.8))
    assert (found["invoice_number"], found.get("preceding_invoice_number")) == ("RG-00075", None)


@pytest.mark.parametrize(
    ("lines", "taken"),
    [
        (("Order number: SO-1182", "Invoice number: INV-5515"), "SO-1182"),
        (("Delivery note no. LS-88123", "Invoice number BF-20417"), "LS-88123"),
        (("Kundennummer: 10233", "Rechnungsnummer: RE-4711"), "10233"),
        (("N° client : 10233", "Facture n° FA-4711"), "10233"),
        (("Contract no. C-10233", "Invoice no. 4711"), "C-10233"),
    ],
)
def test_numbers_with_other_captions_are_not_the_invoice_number(lines: tuple[str, ...], taken: str) -> None:
    found = values(page("Invoice", *lines), invoice_number=(taken, 0.6))
    assert found["invoice_number"] == lines[1].split()[-1]


@pytest.mark.parametrize(
    "line",
    ["Purchase order: PO-66120", "Your order no. PO-66120", "Ihre Bestellung PO-66120", "Bestell-Nr. PO-66120",
     "Bon de commande n° PO-66120", "Nº de pedido: PO-66120", "Ordine n. PO-66120", "Ordernummer PO-66120",
     "Nr zamówienia: PO-66120", "Customer PO PO-66120"],
)  # fmt: skip
def test_an_order_number_is_found_by_its_caption(line: str) -> None:
    assert values(page("Invoice", "Invoice no. 4711", line))["purchase_order"] == "PO-66120"


def test_the_buyers_reference_is_its_order_number_where_nothing_else_is() -> None:
    lines = ("Invoice", "Invoice no. 4711", "Your reference: COMPRA0832")
    assert values(page(*lines))["purchase_order"] == "COMPRA0832"
    assert values(page(*lines, "Your order no. PO-66120"))["purchase_order"] == "PO-66120"


def test_an_amount_behind_the_word_order_is_no_number_of_an_order() -> None:
    assert "purchase_order" not in values(
        page("Invoice", "Invoice no. 4711", "Free shipping of every order over 300 €")
    )


def test_a_number_over_the_document_is_its_own_where_nothing_captions_one() -> None:
    assert values(page("SINV-0604", "Acme Ltd", "12 Mill Lane"))["invoice_number"] == "SINV-0604"


@pytest.mark.parametrize("line", ["84110 Séguret", "12 Mill Lane", "2024", "GB747048812 9981"])
def test_what_looks_like_no_title_is_no_number(line: str) -> None:
    assert "invoice_number" not in values(page("Acme Ltd", line))


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Invoice #", "invoice"), ("Factuurnummer", "invoice"), ("Číslo faktury", "invoice"), ("Laskun numero", "invoice"),
     ("VAT number", "other"), ("Réf. client", "other"), ("Lieferschein zur Bestellung", "other"), ("Reference", None),
     ("Rechnung gemäß Bestellung Nr.", "order"), ("Order invoice no.", "invoice"), ("Votre référence", "reference"),
     ("Belegnummer", "invoice"), ("Original invoice", "preceding"), ("Abschlagsrechnung", "other"),
     ("Számla sorszáma", "invoice"), ("Seria și numărul", "invoice"), ("Bilagsnr.", "invoice"), ("Daňový doklad č.", "invoice"),
     ("Viitenumero", "other"), ("KID", "other"), ("Variabilní symbol", "other"), ("IČO", "other"), ("Adószám", "other"),
     ("K faktuře č.", "preceding"), ("Factura inițială", "preceding"), ("Rekvisisjonsnr.", "order"), ("Tilauksenne", "order"),
     ("Rendelésszám", "order"), ("Comanda nr.", "order"), ("Bankszámlaszám", "other")],
)  # fmt: skip
def test_number_captions(text: str, kind: NumberKind | None) -> None:
    assert number_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Invoice due date", "due"), ("Zahlbar bis", "due"), ("Date d'échéance", "due"), ("Förfallodatum", "due"),
     ("Termin płatności", "due"), ("Invoice date", "issue"), ("Fecha", "issue"), ("Päiväys", "issue"),
     ("Forfallsdato", "due"), ("Eräpvm", "due"), ("Splatno dne", "due"), ("Fizetési határidő", "due"), ("Termen de plată", "due"),
     ("Fakturadato", "issue"), ("Vystaveno dne", "issue"), ("Számla kelte", "issue"), ("Data emiterii", "issue"),
     ("Leveringsdag", "other"), ("Toimituspäivä", "other"), ("DUZP", "other"), ("Teljesítés dátuma", "other"),
     ("Szállítási határidő", "other"), ("Data livrării", "other"),
     ("Order date", "other"), ("Leistungsdatum", "other"), ("Date paid", "other"), ("Valid until", "other"),
     ("We thank you for the order that you gave us", None)],
)  # fmt: skip
def test_date_captions(text: str, kind: DateKind | None) -> None:
    assert date_kind(text) == kind


def test_the_date_of_an_order_is_its_own() -> None:
    captions = ("Order date", "Bestillingsdato", "Tilauspäivä", "Datum objednávky", "Rendelés dátuma", "Data comenzii")
    assert {date_kind(caption, is_order=True) for caption in captions} == {"issue"}
    assert {date_kind(caption) for caption in captions} == {"other"}


def test_a_payment_date_is_not_the_due_date() -> None:
    found = values(
        page("Receipt", "Date paid: July 22, 2025", "Invoice date: July 20, 2025"),
        due_date=("July", 0.6),
        issue_date=("2025", 0.9),
    )
    assert "due_date" not in found
    assert found["issue_date"] == "2025-07-20"


def test_captions_in_one_row_and_values_in_the_next() -> None:
    """The captions run together in one cell; the values below part them."""
    captions = ["Facture", "n°", "Date", "de", "facture", "Date", "de", "commande", "Échéance"]
    lefts = (0.10, 0.18, 0.28, 0.33, 0.36, 0.50, 0.55, 0.58, 0.72)
    rows = [
        Line(words=tuple(word(text, left, 0.20) for text, left in zip(captions, lefts, strict=True))),
        *(
            Line(words=(word(text, left, 0.225),))
            for text, left in (("FA-2884", 0.10), ("21/01/2024", 0.30), ("20/01/2024", 0.50), ("20/02/2024", 0.72))
        ),
    ]
    found = values(
        Page(number=1, width=1654, height=2339, dpi=200, text_source="ocr", lines=tuple(rows)),
        due_date=("20/01/2024", 0.7),
    )
    assert (found["invoice_number"], found["issue_date"], found["due_date"]) == ("FA-2884", "2024-01-21", "2024-02-20")


@pytest.mark.parametrize(
    ("lines", "iban"),
    [
        (("Bank GB24BARC01254253440152 please",), "GB24BARC01254253440152"),
        (("IE19 AIBK 0304 5650 1214 01",), "IE19AIBK03045650121401"),
        (("IE19 AIBK 0304 5650 1214 02",), None),  # the check digits are wrong
        (("IE19 AIBK 0304 5650 1214 01", "GB24BARC01254253440152"), None),  # two, and nothing tells which
    ],
)
def test_check_digits_prove_the_only_account_number(lines: tuple[str, ...], iban: str | None) -> None:
    assert values(page("Invoice", *lines)).get("iban") == iban


@pytest.mark.parametrize(
    "title",
    ["Avoir 82128 pour la facture n° 740365", "Credit note 82128 for invoice no. 740365", "Gutschrift 82128 zur Rechnung 740365"],
)  # fmt: skip
def test_a_heading_names_its_own_number_before_that_of_the_credited_invoice(title: str) -> None:
    found = values(page(title, "Commande 55619443"), invoice_number=("740365", 0.97))
    assert found["invoice_number"] == "82128"
    assert found["preceding_invoice_number"] == "740365"


def test_an_account_number_goes_on_in_the_next_line() -> None:
    found = values(page("Bank Nord IBAN DE89 3704 0044", "0532 0130 00 BIC COBADEFF"), iban=("3704", 0.9))
    assert (found["iban"] or "").replace(" ", "") == "DE89370400440532013000"


@pytest.mark.parametrize(("digits", "found"), [("51 824 753 556", "51 824 753 556"), ("52 824 753 556", "824 753 556")])
def test_an_australian_business_number_has_its_first_two_digits(digits: str, found: str) -> None:
    read = read_document(page(f"ABN: {digits}"))
    spec = SHIPPED.require("invoice").field("seller_vat_id")
    span = with_right_ends(read, spec, [2, 3, 4])
    assert " ".join(read.words[i].text for i in span) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("DLA Piper LLP (US)", "DLA Piper LLP (US)"),
        ("DLA Piper LLP (GST) 123", "DLA Piper LLP"),
        ("DLA Piper LLP (a firm)", "DLA Piper LLP"),
        ("DLA Piper LLP PARIS (US)", "DLA Piper LLP"),
    ],
)
def test_the_place_behind_a_legal_form_belongs_to_the_name(line: str, found: str) -> None:
    read = read_document(page(line))
    span = with_right_ends(read, SHIPPED.require("invoice").field("seller_name"), [0, 1, 2])
    assert " ".join(read.words[i].text for i in span) == found
