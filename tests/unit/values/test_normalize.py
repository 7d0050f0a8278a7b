"""Normal forms of amounts, dates, currencies and names: hits beside near misses."""

from __future__ import annotations

import pytest

from values.locale_hints import hints_of
from values.normalize import Hints, currency_code, date_order, date_range, normalize, parse_amount, parse_date

COMMA = Hints(decimal_comma=True)
POINT = Hints(decimal_comma=False)
MONTH_FIRST = Hints(month_first=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,50 EUR", "1234.50"),
        ("RM 9.00", "9.00"),
        ("1'234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1.234.567,00", "1234567.00"),
        ("Rs. 1,00,000.00", "100000.00"),
        ("3.3333", "3.3333"),
        ("0.125", "0.125"),
        ("12,-", "12.00"),
        ("$1,234.50-", "-1234.50"),
        ("(12.00)", "-12.00"),
        ("-5,00 €", "-5.00"),
        ("€ -5,00", "-5.00"),
        ("100,000.00 CR", "-100000.00"),
        ("21.50CR", "-21.50"),
        ("$1,281.50 cr", "-1281.50"),
        ("256.30 Cr.", "-256.30"),
        ("1.537,80 H", "-1537.80"),
        ("<1,537.80>", "-1537.80"),
        ("1,537.80 DR", "1537.80"),
        ("Credenza 12.00", "12.00"),
        ("13‘970.00", "13970.00"),
        ("13´970.00", "13970.00"),
        ("-0.00", "0.00"),
        ("1O.5O", "10.50"),
        ("9.0O", "9.00"),
        ("007", "7"),
        ("CHF 1’234.50", "1234.50"),
        ("₹1,23,456.50", "123456.50"),
        ("12 000 Ft", "12000"),
        ("1.234,50 zł", "1234.50"),
        ("12 345,67 Ft", "12345.67"),
        ("12 345,67 Kč", "12345.67"),
        ("kr 1 234,50", "1234.50"),
        ("1.234,50 lei", "1234.50"),
        ("kr. 1.234,50", "1234.50"),
        ("12,– €", "12.00"),
        ("12,50 -", "-12.50"),
        ("− 12,50", "-12.50"),
        ("12.50 DR", "12.50"),
        ("$ .50", "0.50"),
        (",5", "0.5"),
        ("Rs.50", "50"),
        ("19,00 %", "19.00"),
        ("7 % MwSt", "7"),
        ("5,0000 Stück", "5.0000"),
    ],
)
def test_amounts(text: str, value: str) -> None:
    assert parse_amount(text) == value


@pytest.mark.parametrize("text", ["10.3.2018", "1.23.45", "12.50 13.50", "10 20", "no digits", "", "SOLO", "B"])
def test_what_is_not_one_amount(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "hints", "value"),
    [
        ("1,234", COMMA, "1.234"),
        ("1,234", POINT, "1234"),
        ("1,234", Hints(), "1234"),
        ("1.234", COMMA, "1234"),
        ("1.234", POINT, "1.234"),
        ("0,125", POINT, "0.125"),
        ("12,34", POINT, "12.34"),
    ],
)
def test_three_digits_behind_a_mark_follow_the_document(text: str, hints: Hints, value: str) -> None:
    assert parse_amount(text, hints) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25/12/2018 8:13:39PM", "2018-12-25"),
        ("25/12/20188:13:39", "2018-12-25"),
        ("12-Mar-24", "2024-03-12"),
        ("March 12, 2024", "2024-03-12"),
        ("12 mars 2024", "2024-03-12"),
        ("1er janvier 2024", "2024-01-01"),
        ("12. März 2024", "2024-03-12"),
        ("5. desember 2023", "2023-12-05"),
        ("15. tammikuuta 2024", "2024-01-15"),
        ("2. 3. 2024", "2024-03-02"),
        ("16. prosince 2012", "2012-12-16"),
        ("1. července 2024", "2024-07-01"),
        ("2024. március 5.", "2024-03-05"),
        ("2024. 03. 05.", "2024-03-05"),
        ("2024. okt. 31.", "2024-10-31"),
        ("3 iulie 2024", "2024-07-03"),
        ("03 ian. 2024", "2024-01-03"),
        ("31 DE DICIEMBRE DE 2019", "2019-12-31"),
        ("Mar25/20", "2020-03-25"),
        ("20180612", "2018-06-12"),
        ("95 DEC 30 AM 10:37", "1995-12-30"),
        ("95 JUL 10 11:46", "1995-07-10"),
        ("2009 APR 17 10:38", "2009-04-17"),
        ("17 APR 09 10:38", "2009-04-17"),
        ("2018-06-05T00:00", "2018-06-05"),
        ("2020. 12. 1", "2020-12-01"),
        ("O5/06/2018", "2018-06-05"),
        ("02/28/2020", "2020-02-28"),
        ("5.6.2018", "2018-06-05"),
        ("01.01.70", "1970-01-01"),
        ("01.01.69", "2069-01-01"),
        ("2024年3月1日", "2024-03-01"),
        ("1 maart 2024", "2024-03-01"),
        ("14 AOÛT 2024", "2024-08-14"),
        ("14 févr. 2024", "2024-02-14"),
        ("3 gen. 2024", "2024-01-03"),
        ("3 sierpnia 2024 r.", "2024-08-03"),
        ("3 lis 2024", "2024-11-03"),
        ("1 de março de 2024", "2024-03-01"),
        ("1 marzo 2024", "2024-03-01"),
        ("14 okt 2024", "2024-10-14"),
        ("1. maaliskuuta 2024", "2024-03-01"),
        ("1. března 2024", "2024-03-01"),
        ("2024. március 1.", "2024-03-01"),
        ("3. Jänner 2024", "2024-01-03"),
        ("1 мая 2024 г.", "2024-05-01"),
        ("1 Μαρτίου 2024", "2024-03-01"),
        ("1 ožujka 2024", "2024-03-01"),
        ("01MAR24", "2024-03-01"),
        ("Octob 3, 2024", "2024-10-03"),
        ("3 Octobar 2024", "2024-10-03"),
        ("01032024", "2024-03-01"),
        ("12 AUG/AOUT 83", "1983-08-12"),
        ("01 JAN / JAN 1980", "1980-01-01"),
    ],
)
def test_dates(text: str, value: str) -> None:
    assert parse_date(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "13/14/2018",
        "47110220",
        "1 Markt 2024",
        "12/2019",
        "1/2/3",
        "31.02.2020",
        "March",
        "2018",
        "00/00/0000",
        "145 MAR 12",
        "APR 17 10:38",
        "20/03/201",  # the year was cut off
        "FLIGHT IS 2/13-2/14",  # two days without a year
    ],
)
def test_what_is_not_a_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("01/28/20-02/02/20", ("2020-01-28", "2020-02-02")),
        ("28.1.2020 - 2.2.2020", ("2020-01-28", "2020-02-02")),
        ("02/02/20-01/28/20", None),
        ("01/28/20", None),
        ("1/28/20 2/2/20 3/3/20", None),
    ],
)
def test_ranges_of_dates(text: str, ends: tuple[str, str] | None) -> None:
    assert date_range(text) == ends


def test_a_field_that_is_the_end_of_a_range_is_its_second_date() -> None:
    assert normalize("date", "01/28/20-02/02/20", name="flight_to").value == "2020-02-02"
    assert normalize("date", "01/28/20-02/02/20", name="flight_from").value == "2020-01-28"


def test_an_ambiguous_date_follows_the_document() -> None:
    assert parse_date("03/04/24") == "2024-04-03"
    assert parse_date("03/04/24", MONTH_FIRST) == "2024-03-04"
    assert parse_date("03.04.24", MONTH_FIRST) == "2024-04-03"


def test_a_german_postcode_is_not_in_delaware() -> None:
    assert hints_of("DE 80333 München\nSumme 12,50").month_first is None
    assert hints_of("Lieferant\nDE 80333 München").month_first is None


@pytest.mark.parametrize(
    ("text", "order"),
    [("25/12/2018", "day_first"), ("12/25/2018", "month_first"), ("03/04/2018", None), ("2018-12-25", None)],
)
def test_only_a_date_that_can_be_read_one_way_proves_an_order(text: str, order: str | None) -> None:
    assert date_order(text) == order


@pytest.mark.parametrize(
    ("text", "code"),
    [("€", "EUR"), ("in EUR", "EUR"), ("Betrag (€)", "EUR"), ("1.234,00€", "EUR"), ("RM", "MYR"), ("US$ 12", "USD"),
     ("$", "USD"), ("CHF", "CHF"), ("3,50 lei", "RON"), ("990 Kc", "CZK"), ("1 500 Ft", "HUF"), ("RMB", "CNY"), ("1 000円", "JPY"), ("kr", None), ("all", None), ("try it", None), ("12.50", None)],
)  # fmt: skip
def test_currencies(text: str, code: str | None) -> None:
    assert currency_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Summa 12,00 kr\nwww.snickaren.se", "SEK"), ("NO 974 760 673 MVA", "NOK"), ("CVR-nr. 10150817", "DKK"),
     ("Summa 12,00 kr", None), ("Morsen 12", None)],
)  # fmt: skip
def test_crowns_are_those_of_the_country_that_the_document_names(text: str, code: str | None) -> None:
    assert normalize("code", "12,00 kr", name="currency", hints=hints_of(text)).value == code


def test_a_dollar_is_the_one_that_the_document_names() -> None:
    hints = hints_of("Total CAD 12.00\nThank you")
    assert normalize("code", "$", name="currency", hints=hints).value == "CAD"


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("id", "# INV/2023/03/0008.", "INV/2023/03/0008"),
        ("money", "1\u202f234,50 €", "1234.50"),
        ("number", "10 m²", "10"),
        ("name", " Acme\nTrading Sdn. Bhd. ", "Acme Trading Sdn. Bhd."),
        ("name", "99 Speed Mart 5/8", "99 Speed Mart S/B"),
        ("name", "Mart S/Butter", "Mart S/Butter"),
        ("name", "LANE PHARMACY SDN BHDI", "LANE PHARMACY SDN BHD"),
        ("name", "Acme Gmbl", "Acme GmbH"),
        ("name", "Acme Trading Sdn. Bhd.", "Acme Trading Sdn. Bhd."),
        ("name", "Acme gmbh", "Acme gmbh"),
        ("name", "Limiter", "Limiter"),
        ("text", "Street 1,\n12345 Town", "Street 1, 12345 Town"),
        ("money", "15.U0", "15.00"),
        ("money", "RM 52-00", "52.00"),
        ("money", "52-001", None),
        ("money", "RM 12. 15", "12.15"),
        ("money", "12. 150", None),
        ("date", "3003/2018", "2018-03-30"),
        ("date", "13707/2017", "2017-07-13"),
        ("date", "13707/20175", None),
        ("bool", "Yes", "true"),
        ("bool", "nein", "false"),
    ],
)
def test_words(kind: str, raw: str, value: str | None) -> None:
    assert normalize(kind, raw).value == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "raw"), [("id", "---"), ("name", "."), ("bool", "maybe"), ("money", "x"), ("date", " ")]
)
def test_a_problem_says_why_and_quotes_nothing(kind: str, raw: str) -> None:
    found = normalize(kind, raw)  # type: ignore[arg-type]
    assert found.value is None
    assert found.problem
    assert "maybe" not in found.problem


def test_hints_of_a_document() -> None:
    german = hints_of("Datum 25.12.2018\nSumme 1.234,50\nNetto 99,00")
    assert (german.month_first, german.decimal_comma) == (False, True)
    american = hints_of("Fremont, CA 94538\nTotal 1,234.50")
    assert (american.month_first, american.decimal_comma) == (True, False)
    assert hints_of("nothing here").month_first is None


@pytest.mark.parametrize("number", ["T03-18/199913", "SP-1-18/06/04-1016956", "11-18/06"])
def test_a_number_with_signs_in_it_is_no_date_that_proves_an_order(number: str) -> None:
    assert hints_of(f"No {number}\nDate 04/06/2018").month_first is None
