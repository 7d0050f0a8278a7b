"""Hits beside near misses, one table a kind. Each text is a page; what must go is marked with « »."""

import re

import pytest

from tests.builders import extraction, page, read_document


def redact(redactor, text, document_class="other"):
    read = read_document(page(*text.split("\n")))
    return read, redactor.redact([(read, extraction(document_class=document_class))])[0]


def check(redactor, marked, entity, document_class="other"):
    """Every marked word is redacted as this kind; no other word is redacted as this kind."""
    wanted = {word for part in re.findall(r"«([^»]*)»", marked) for word in part.split()}
    read, redacted = redact(redactor, re.sub("[«»]", "", marked), document_class)
    got = {
        read.words[i].text.strip(".,;:()") for span in redacted.spans if span.entity == entity for i in span.word_ids
    }
    assert got == {w.strip(".,;:()") for w in wanted}


SSN = [
    "SSN: «123-45-6789»",
    "Social Security No. «123 45 6789»",
    "SSN «123456789»",
    "SSN: «l23-4S-67B9»",
    "SSN «12 3-45-67 89»",
    "Employee «123-45-6789» started",
    "SSN XX «XXX-XX-6789»",
    "Part 123-456-789 is in stock",
    "Order 123456789 shipped",
    "Serial 000-45-6789 tested",
    "Total 1,234.56 USD and SSN",
    "Reference 2123-45-67890",
    "A second person gave «536-81-\n2295» as hers",
    "SSN «536-\n81-2299» of her son",
    "Rows 536-\n81 and 2299",
]


@pytest.mark.parametrize("text", SSN)
def test_social_security_numbers(redactor, text):
    check(redactor, text, "US_SSN")


IBAN = [
    "IBAN: «DE89 3704 0044 0532 0130 00»",
    "pay to «DE89370400440532013000» now",
    "IBAN «GB29 NWBK 6016 1331 9268 19»",
    "IBAN «DE89 37O4 0044 0S32 0130 00»",
    "IBAN «NL91 ABNA 0417 1643 00» BIC ABNANL2A",
    "IBAN «DE89 3704 0044\n0532 0130 00»",
    "IBAN «DE88 3704 0044 0532 0130 00»",
    "code DE88 3704 0044 0532 0130 00",
    "XX89 3704 0044 0532 0130 00",
    "Item DE89 3704 0044",
    "IBAN BIC SWIFT",
    "IBAN: «D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0»",
    "A to D E 8 9 and F",
]


@pytest.mark.parametrize("text", IBAN)
def test_ibans(redactor, text):
    check(redactor, text, "IBAN_CODE")


CARDS = [
    "«4111 1111 1111 1111»",
    "paid with «5500-0000-0000-0004»",
    "Amex «378282246310005»",
    "card «4111 1111 1111 1112» lost",
    "card «41l1 1111 1111 111I»",
    "Article 4111 1111 1111 1112",
    "EAN 8012345678901",
    "SIRET 57214188502180",
    "4111 1111 1111",
    "paid with «4111 1111\n1111 1111» today",
    "4111 1111\n1111 1112",
    "4111\n1111\n1111\n1111",
]


@pytest.mark.parametrize("text", CARDS)
def test_credit_cards(redactor, text):
    check(redactor, text, "CREDIT_CARD")


NPI = [
    "NPI «1054494426»",
    "NPI: «1054494427»",
    "a.«1054494426»".replace("a.«", "«a."),
    "«a1054494426»",
    "Provider ID «1O54494426»",
    "Order 1054494427",
    "NPI 3054494426",
    "NPI 105449442",
]


@pytest.mark.parametrize("text", NPI)
def test_provider_identifiers(redactor, text):
    check(redactor, text, "US_NPI", "claim")


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Policy No. «ABC-12345»", "POLICY_NUMBER"),
        ("Versicherungsschein-Nr. «VS 998877»".replace("VS ", "VS"), "POLICY_NUMBER"),
        ("N° de police : «P445566»", "POLICY_NUMBER"),
        ("Your policy is important", "POLICY_NUMBER"),
        ("Return policy 30 days", "POLICY_NUMBER"),
        ("Member ID: «W1234567»", "MEMBER_ID"),
        ("Insured's I.D. Number\n«XYZ123456789»", "MEMBER_ID"),
        ("Versichertennummer «A123456780»", "MEMBER_ID"),
        ("Member since 2019", "MEMBER_ID"),
        ("Claim Number: «CL-99881»", "CLAIM_NUMBER"),
        ("Schadennummer «2024-7781»", "CLAIM_NUMBER"),
        ("Claims are paid in 30 days", "CLAIM_NUMBER"),
        ("MRN: «00123456»", "MEDICAL_RECORD_NUMBER"),
        ("Patient's Account No.\n«A925795»", "MEDICAL_RECORD_NUMBER"),
        ("Record temperatures of 2024", "MEDICAL_RECORD_NUMBER"),
        ("Account number: «12345678»", "BANK_ACCOUNT"),
        ("Konto-Nr. «532013000» BLZ «37040044»", "BANK_ACCOUNT"),
        ("On account of 1,234,567.00 received", "BANK_ACCOUNT"),
        ("Kennzeichen: «B-AB 1234»", "LICENSE_PLATE"),
    ],
)
def test_numbers_by_caption(redactor, text, entity):
    check(redactor, text, entity)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("VAT «DE136695976»", "VAT_ID"),
        ("TVA intracom «FR 40 303 265 045»", "VAT_ID"),
        ("BTW «NL004495445B01»", "VAT_ID"),
        ("«ATU13585627»", "VAT_ID"),
        ("Part DE136695977 in stock", "VAT_ID"),
        ("EIN «56-8655281»", "TAX_ID"),
        ("Steuernummer: «12/345/67890»", "TAX_ID"),
        ("Date 56-86552812", "TAX_ID"),
    ],
)
def test_tax_numbers(redactor, text, entity):
    check(redactor, text, entity)


@pytest.mark.parametrize(
    "text",
    [
        "Call «+49 (0)30 123456» today",
        "Phone: «555-1255»",
        "«(639)555-1255»",
        "office «570 555-8994»",
        "Tel. «030/123 4567»",
        "Tél : «01 23 45 67 89»",
        "phone:\n«0393 1144137»",
        "«614 555 0149» before noon",
        "or «614-555-0148», or «6145550147»",
        "office «020 7946 0958»",
        "«0161 496 0123 ext. 7»",
        "They do not answer at «78 651 450»",
        "Reach me on «71-33-52-22» please",
        "«085 175 7641-Office, 3660170548-Fax»",
        "«(37) 788-063»",
        "Items 614 155 0149",
        "EUR 614 555 014",
        "Article 6145550147",
        "Quantity 12, 614 5550147",
        "Total 555 1255",
        "Invoice 2024-0012345",
        "Order 12-555-1255-9",
        "on 2024-05-12 at 10:30",
    ],
)
def test_phone_numbers(redactor, text):
    check(redactor, text, "PHONE_NUMBER")


@pytest.mark.parametrize(
    "text",
    [
        "Mail «ruth@example.com» now",
        "«r.m+x@mail.example.co.uk»",
        "e-mail: «ruth @ example.com»",
        "write to «ruth (dot) montez at example.com»",
        "«ruth [at] example [dot] com»",
        "Meet (at) noon, dot the i",
        "5 @ 3.50 EUR",
        "@home",
    ],
)
def test_email_addresses(redactor, text):
    check(redactor, text, "EMAIL_ADDRESS")


@pytest.mark.parametrize(
    "text",
    [
        "Date of birth: «07/15/1956» Date: 01/02/2024",
        "DOB «1956-07-15»",
        "geboren am «15.07.1956», Rechnung vom 01.02.2024",
        "née le «15 juillet 1956»",
        "Fecha de nacimiento: «15/07/1956»",
        "Born on «July 15, 1956»",
        "Date of birth: «07/15/\n1956» signed",
        "She was born on «15 July\n1956» there",
        "Invoice date 07/15/1956",
        "Date of birth unknown, signed 01/02/2024",
    ],
)
def test_birth_dates_and_no_other_dates(redactor, text):
    check(redactor, text, "BIRTH_DATE")


@pytest.mark.parametrize(
    "text",
    [
        "ship to «12 Main Street, Springfield, IL 62704»",
        "«7939 LAKEVIEW DR»",
        "Anschrift: «Musterstraße 12a»",
        "«P.O. Box 93983»",
        "wohnt «Kerkstraat 12»".replace("wohnt ", ""),
        "«12 rue de la Paix»",
        "«Calle Mayor 5»",
        "During 2017 sales grew",
        "Sale of Bloomberg 2020 shares",
        "Version 12 Release 5",
        "10 Widget blue",
        "Total 12 345 EUR",
    ],
)
def test_street_addresses(redactor, text):
    check(redactor, text, "STREET_ADDRESS")


@pytest.mark.parametrize(
    "text",
    [
        "My name is «Ruth Montez» and I wait",
        "Sehr geehrte «Frau Müller»,".replace("«Frau ", "Frau «"),
        "Ansprechpartner: «Jürgen Klein»",
        "à l'attention de «Marie Dupont»",
        "Patient: «HERNANDEZ, GRACE, B»",
        "Patient's Name\n«HERNANDEZ, GRACE, B»",
        "Patient's Name",
        "Contact person: Sales Department",
        "TOTAL DUE SSN IBAN NPI VAT",
        "WIRELESS KEYBOARD BLACK",
        "Account holder: Muster GmbH",
        "Attention: Accounts Payable",
        "Rechnungsnummer: 17 vom 01.02.2024\nZahlungsreferenz: 18\nHandelsrechnung und die Bestellung",
        "Geschäftsführer: «Hans Mustermann» und die Rechnung",
    ],
)
def test_persons(redactor, text):
    check(redactor, text, "PERSON")


@pytest.mark.parametrize(
    "text",
    [
        "Employee: «Ruth Montez»",
        "employee: «ruth montez»",
        "Signed: «ruth montez»",
        "PREPARED BY: «RUTH MONTEZ»",
        "driver: «ruth montez»\ncashier: «jo klein»",
        "Zahlungspflichtiger: «Jürgen Klein»",
        "The driver was late",
        "Signature:\nDate",
        "Agent: Sales Department",
        "Medicare Beneficiary Identifier",
    ],
)
def test_persons_after_the_captions_of_their_roles(redactor, text):
    check(redactor, text, "PERSON")


@pytest.mark.parametrize(
    "text",
    [
        "I just turned «47»",
        "This «79» year old woman",
        "she is «31» y/o",
        "retired at the age of «61»",
        "I'll turn «23».",
        "when he was «78».",
        "Age: «54» Sex: F",
        "Sie ist «54» Jahre alt",
        "She turned 5 pages",
        "Wine aged 12 months",
        "at age 5% less",
        "Page 54 of 60",
        "I am 31 miles away",
        "Average: 54",
    ],
)
def test_ages(redactor, text):
    check(redactor, text, "AGE")


@pytest.mark.parametrize(
    "text",
    [
        "See «https://www.ruth-montez.example/page» now",
        "at «www.montez.de», open",
        "visit «montez.com» today",
        "Mail ruth@montez.com",
        "The end.In time",
        "version 2.0.de",
        "article A.B.C",
    ],
)
def test_web_addresses(redactor, text):
    check(redactor, text, "URL")


@pytest.mark.parametrize(
    "text",
    [
        "from «192.168.10.24» at noon",
        "host «2001:db8::8a2e:370:7334»",
        "version 1.2.3.4",
        "Section 3.1.2.4 of",
        "1.234.567.890 EUR",
        "at 12:30:45",
        "on 12.03.2020",
    ],
)
def test_ip_addresses(redactor, text):
    check(redactor, text, "IP_ADDRESS")


def test_web_addresses_of_companies_stay_on_business_documents(redactor):
    _, redacted = redact(redactor, "Muster GmbH\nwww.muster.de\nInvoice 17", "invoice")
    assert "www.muster.de" in redacted.text


def test_machine_readable_zone(redactor):
    lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    _, redacted = redact(redactor, lines)
    assert redacted.text == "[ID_DOCUMENT]\n[ID_DOCUMENT]"


@pytest.mark.parametrize(
    "text",
    ["Total 1,234.50 USD", "SSN IBAN NPI", "Invoice No. 2024-17", "12 x 3.50 = 42.00 EUR", "Net 30 days", "5 % VAT"],
)
def test_nothing_personal_stays_as_it_is(redactor, text):
    _, redacted = redact(redactor, text)
    assert redacted.text == text
    assert redacted.spans == ()
