import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from extractors.classify.classifier import BUCKETS, SHARES, WEIGHTS_FILE, Classifier, PageWords, bags, tokens_of, vector
from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from schemas.settings import Settings
from tests.builders import page, read_document

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Settings(_env_file=None).models / "classifier"


@pytest.fixture(scope="module")
def classifier():
    return Classifier(FOLDER)


def weights(**changes):
    parts = {
        "classes": np.array(["invoice", "other"]),
        "weights": np.zeros((BUCKETS, 2), dtype=np.float16),
        "bias": np.zeros(2, dtype=np.float32),
        "idf": np.ones(BUCKETS, dtype=np.float16),
        "temperature": np.float32(1.0),
        "version": np.array("9"),
    }
    return parts | changes


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Rechnungs-Nr.: 4711", ["rechnungs", "nr", "0000"]),
        ("RÉFÉRENCE façade", ["reference", "facade"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("€ 12,50 USD", ["€", "00", "00", "usd"]),
        ("A1B2", ["a0b0"]),
        ("合計 ¥4,500", ["合計", "¥", "0", "000"]),
        ("--- ___ ...", []),
        ("", []),
    ],
)
def test_tokens_have_no_case_accents_or_digit_values(text, tokens):
    assert tokens_of(text) == tokens


def test_a_long_word_is_cut_and_loses_nothing_else():
    assert tokens_of("a" * 500) == ["a" * 30]


def test_a_word_on_a_later_page_counts_less():
    first = bags([PageWords(("total",)), PageWords(("date",))])
    (heavy, light) = sorted(first.words.values(), reverse=True)
    assert heavy == pytest.approx(1.0)
    assert light == pytest.approx(0.3)


def test_pairs_of_words_do_not_cross_lines():
    apart, together = bags([PageWords(("amount", "due"))]), bags([PageWords(("amount due",))])
    assert set(together.words) - set(apart.words)
    assert not set(apart.words) - set(together.words)


def test_every_view_has_its_share_of_the_vector():
    idf = np.ones(BUCKETS, dtype=np.float32)
    for lines in (("Invoice number 17",), ("Invoice number 17",) * 300):
        _, values = vector(bags([PageWords(lines, 0.7)]), idf)
        assert float((values**2).sum()) == pytest.approx(sum(share**2 for share in SHARES), rel=1e-4)


def test_unknown_words_take_their_part_of_the_vector():
    idf = np.ones(BUCKETS, dtype=np.float32)
    known = next(iter(bags([PageWords(("invoice",))]).words))

    def say(*lines):
        buckets, values = vector(bags([PageWords(lines)]), idf)
        return float(values[buckets == known][0])

    assert say("invoice") > say("invoice qwrtz") > say("invoice qwrtz plk vbnm")


def test_a_document_of_no_pages_has_nothing_to_say():
    buckets, values = vector(bags([]), np.ones(BUCKETS, dtype=np.float32))
    assert len(buckets) == len(values) == 0


# Nobody else's text: written for this test, in the words that such documents use.
DOCUMENTS = {
    "invoice": [
        ("ACME Tools Ltd", "Tax Invoice", "Invoice No. 2024-17", "Invoice date 3 March 2024", "Bill to: Beta Works",
         "Description Qty Unit price Amount", "Drill bits 4 12.00 48.00", "Subtotal 48.00", "VAT 20% 9.60",
         "Amount due 57.60", "Please pay within 30 days", "IBAN GB82WEST12345698765432"),
        ("Muster GmbH", "Rechnung", "Rechnungsnummer: R-100", "Rechnungsdatum: 01.02.2024", "Kundennummer 77",
         "Pos. Bezeichnung Menge Einzelpreis Gesamt", "1 Beratung 8 Std. 100,00 800,00", "Nettobetrag 800,00",
         "zzgl. 19% MwSt. 152,00", "Rechnungsbetrag 952,00 EUR", "Zahlbar innerhalb von 14 Tagen"),
        ("Dupont SARL", "FACTURE", "Facture n° 2024-55", "Date de facture 12/03/2024", "Désignation Qté P.U. HT Montant",
         "Peinture 3 20,00 60,00", "Total HT 60,00", "TVA 20% 12,00", "Net à payer 72,00 €", "Échéance 12/04/2024"),
        ("Rossi S.r.l.", "Fattura n. 12 del 03/04/2024", "Spett.le Bianchi", "Descrizione Quantità Prezzo Importo",
         "Consulenza 1 500,00 500,00", "Imponibile 500,00", "IVA 22% 110,00", "Totale fattura 610,00", "Scadenza 30 giorni"),
    ],
    "purchase_order": [
        ("Beta Works", "PURCHASE ORDER", "PO Number 45001234", "Order date 02/05/2024", "Vendor: ACME Tools",
         "Ship to: Plant 2", "Item Description Qty Unit price Total", "10 Drill bits 4 12.00 48.00",
         "Requested delivery date 02/20/2024", "Order total 48.00", "Please confirm this order"),
        ("Muster GmbH Einkauf", "Bestellung", "Bestellnummer 4500123", "Bestelldatum 05.02.2024", "Lieferant Nr. 88",
         "Pos. Artikel Menge Preis", "1 Schrauben 100 Stk 4,00", "Liefertermin 20.02.2024",
         "Bitte bestätigen Sie den Auftrag", "Bestellwert 400,00 EUR"),
    ],
    "receipt": [
        ("CORNER CAFE", "12 High Street", "Table 4 Server Ann", "2 Latte 7.00", "1 Bagel 3.50", "Subtotal 10.50",
         "Tax 0.90", "TOTAL 11.40", "Cash 20.00", "Change 8.60", "Thank you, come again!"),
        ("Bäckerei Korn", "Hauptstr. 1", "Brötchen 1,20 B", "Kaffee 2,50 A", "SUMME EUR 3,70", "Gegeben Bar 5,00",
         "Rückgeld 1,30", "MwSt A 19% B 7%", "Es bediente Sie Eva", "Vielen Dank für Ihren Einkauf"),
        ("KEDAI RUNCIT SDN BHD", "NO 5 JALAN BESAR", "CASHIER: 01", "MILO 1KG 1 18.90 18.90 S", "ROUNDING 0.00",
         "TOTAL RM 18.90", "CASH 20.00", "CHANGE 1.10", "GST SUMMARY", "GOODS SOLD ARE NOT RETURNABLE", "THANK YOU"),
    ],
    "claim": [
        ("HEALTH INSURANCE CLAIM FORM", "APPROVED BY NATIONAL UNIFORM CLAIM COMMITTEE (NUCC) 02/12", "PICA",
         "1a. INSURED'S I.D. NUMBER", "2. PATIENT'S NAME (Last Name, First Name, Middle Initial)", "3. PATIENT'S BIRTH DATE",
         "21. DIAGNOSIS OR NATURE OF ILLNESS OR INJURY", "24. A. DATE(S) OF SERVICE", "28. TOTAL CHARGE", "29. AMOUNT PAID",
         "33. BILLING PROVIDER INFO & PH #"),
    ],
    "ad_buy": [
        ("Contract Agreement Between:", "Print Date 02/10/20", "Contract / Revision 1234567", "Advertiser Committee to Elect Roe",
         "Station WXYZ-TV", "Flight 02/12/20 - 02/18/20", "Product Political Candidate", "Demographic Adults 35+",
         "Line Start Date End Date Description Days Length Rate Spots Amount", "Agency Commission", "Gross Amount $4,500.00",
         "Net Amount", "Billing Cycle EOM/EOC Broadcast Cash", "Account Executive"),
    ],
    "registration_form": [
        ("U.S. Department of Justice", "Washington, DC 20530", "Short Form Registration Statement",
         "Pursuant to the Foreign Agents Registration Act of 1938, as amended", "1. Name", "2. Registration No.",
         "8. What is the name and address of the primary registrant?", "10. List every foreign principal"),
        ("UNITED STATES DEPARTMENT OF JUSTICE", "AMENDMENT TO REGISTRATION STATEMENT",
         "Pursuant to the Foreign Agents Registration Act of 1938", "1. Name of Registrant", "2. Registration No.",
         "3. This amendment is filed to accomplish the following purpose", "Notary Public"),
    ],
    "other": [
        ("Dear Ms Miller,", "thank you for your letter of 3 May about the garden fence.", "We would like to inform you that the",
         "work will begin next week. Please do not hesitate to contact us.", "Yours sincerely,", "Tom Brown"),
        ("Muster GmbH", "Angebot", "Angebotsnummer A-55", "gültig bis 31.03.2024", "Wir bieten Ihnen freibleibend an:",
         "Pos. Bezeichnung Menge Einzelpreis Gesamt", "1 Beratung 8 Std. 100,00 800,00", "Angebotssumme 800,00 EUR"),
        ("Bank of Somewhere", "Account statement", "Statement period 1 May to 31 May", "Opening balance 1,200.00",
         "05 May Direct debit 40.00", "07 May Standing order 300.00", "Closing balance 860.00", "Withdrawals Deposits"),
        ("Curriculum Vitae", "Jane Roe", "Work experience", "2015 to 2020 Engineer", "Education", "University of Somewhere",
         "Skills", "Languages: English, French", "References on request"),
        ("PASSPORT", "UTOPIA", "Surname ERIKSSON", "Given names ANNA MARIA", "Nationality UTOPIAN", "Date of birth 12 AUG 74",
         "Sex F", "Date of expiry 15 APR 12", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"),
        ("LEASE AGREEMENT", "This agreement is made between the Landlord and the Tenant.", "Whereas the parties agree:",
         "1. Term. 2. Rent. 3. Governing law.", "In witness whereof the parties have signed.", "Signature"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "lines"), [(name, lines) for name, documents in DOCUMENTS.items() for lines in documents]
)
def test_papers_that_nobody_trained_on(classifier, name, lines):
    (found,) = classifier.classify([read_document(page(*lines))])
    assert found.document_class == name, f"{found.confidence:.2f}"


def test_near_misses_of_an_invoice_are_never_surely_one(classifier):
    for lines in DOCUMENTS["other"]:
        shares = classifier.probabilities([PageWords(lines)])
        assert shares[classifier.classes.index("invoice")] < 0.9, lines[0]


@pytest.mark.parametrize(
    "lines",
    [
        ("lorem ipsum dolor sit amet consectetur", "adipiscing elit sed do eiusmod tempor incididunt"),
        ("qwx vbn plk jhg zzt rrq", "wwx kkj ppl mmz ttr vvc"),
        ("Ω Ж ש ع 한", "Ω Ж ש ع 한", "Ω Ж ש ع 한"),
    ],
)
def test_what_says_nothing_is_not_surely_anything_but_other(classifier, lines):
    (found,) = classifier.classify([read_document(page(*lines))])
    assert found.document_class == "other" or found.confidence < 0.7


@pytest.mark.parametrize(
    "pages",
    [(), (page(),), (page("Invoice"),), (page("Invoice Nr 17 EUR"),), (page("1 2 3 4 5 6 7 8 9 10", "Invoice"),)],
)
def test_next_to_no_words_are_other_without_confidence(classifier, pages):
    (found,) = classifier.classify([read_document(*pages)])
    assert (found.document_class, found.confidence) == ("other", 0.0)


def test_the_first_page_decides(classifier):
    invoice, letter = DOCUMENTS["invoice"][0], DOCUMENTS["other"][0]
    (found,) = classifier.classify([read_document(page(*invoice), page(*letter, number=2))])
    assert found.document_class == "invoice"


def test_a_batch_keeps_its_order_and_a_document_does_not_hang_on_its_neighbours(classifier):
    reads = [read_document(page(*documents[0]), seed=name) for name, documents in DOCUMENTS.items()]
    batch = classifier.classify(reads)
    assert [found.document_id for found in batch] == [read.document_id for read in reads]
    assert batch == [classifier.classify([read])[0] for read in reads]
    assert classifier.classify([]) == []
    assert {found.model for found in batch} == {f"classifier {classifier.version}"}


def test_probabilities_add_up_and_name_the_vocabulary(classifier):
    assert set(classifier.classes) == set(SHIPPED.names)
    shares = classifier.probabilities([PageWords(DOCUMENTS["receipt"][0])])
    assert float(shares.sum()) == pytest.approx(1.0, abs=1e-5)
    assert float(shares.min()) >= 0.0


def test_the_answer_does_not_hang_on_the_process(classifier):
    lines = DOCUMENTS["invoice"][1]
    expected = classifier.probabilities([PageWords(lines)]).tolist()
    program = (
        "import sys, json; from pathlib import Path; from extractors.classify.classifier import Classifier, PageWords;"
        f"print(json.dumps(Classifier(Path({str(FOLDER)!r})).probabilities([PageWords({lines!r})]).tolist()));"
        "assert not {'sklearn', 'scipy', 'torch'} & set(sys.modules)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "123", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(expected)


def test_the_weights_are_small():
    assert (FOLDER / WEIGHTS_FILE).stat().st_size < 2_000_000


def test_weights_decide(tmp_path):
    bucket = next(iter(bags([PageWords(("aardvark",))]).words))
    matrix = np.zeros((BUCKETS, 2), dtype=np.float16)
    matrix[bucket, 0] = 20.0
    np.savez(tmp_path / WEIGHTS_FILE, **weights(weights=matrix))
    mine = Classifier(tmp_path)
    found = mine.classify([read_document(page("aardvark aardvark a b c d")), read_document(page("q r s t u v"))])
    assert [(f.document_class, f.confidence > 0.9) for f in found] == [("invoice", True), ("invoice", False)]
    assert found[1].confidence == pytest.approx(0.5)


@pytest.mark.parametrize(
    "changes",
    [
        {"weights": np.zeros((BUCKETS // 2, 2), dtype=np.float16)},
        {"weights": np.zeros((BUCKETS, 3), dtype=np.float16)},
        {"idf": np.ones(7, dtype=np.float16)},
        {"version": np.array(["x"], dtype=object)},
        {"temperature": None},
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path, changes):
    parts = {name: value for name, value in weights(**changes).items() if value is not None}
    np.savez(tmp_path / WEIGHTS_FILE, **parts)
    with pytest.raises(ConfigurationError, match="classifier"):
        Classifier(tmp_path)


@pytest.mark.parametrize("content", [None, b"", b"no zip at all", b"PK\x03\x04 broken"])
def test_missing_or_damaged_weights_are_refused(tmp_path, content):
    if content is not None:
        (tmp_path / WEIGHTS_FILE).write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"training\.classifier"):
        Classifier(tmp_path)
