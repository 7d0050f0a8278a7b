"""Countries: currency, tax rates, how numbers, dates, addresses and companies are written there."""

from __future__ import annotations

from dataclasses import dataclass

NumberStyle = tuple[str, str]
"""Group mark and decimal mark: ``(".", ",")`` writes 1.234,56."""

_DOT_COMMA, _COMMA_DOT, _SPACE_COMMA, _NONE_COMMA, _NONE_DOT, _QUOTE_DOT = (
    (".", ","),
    (",", "."),
    (" ", ","),
    ("", ","),
    ("", "."),
    ("'", "."),
)


@dataclass(frozen=True)
class Country:
    """How documents are written in one country.

    Attributes:
        postcode: ``#`` is a digit, ``@`` a letter.
        city: Template with ``{zip}``, ``{city}`` and ``{state}``; ``{CITY}`` is upper case.
        street: Template with ``{street}`` and ``{no}``.
        symbols: Ways to print the currency besides its code.
    """

    code: str
    languages: tuple[str, ...]
    faker: str
    currency: str
    symbols: tuple[str, ...]
    rates: tuple[float, ...]
    numbers: tuple[NumberStyle, ...]
    postcode: str
    city: str
    street: str
    legal: tuple[str, ...]
    phone: str
    vat: str = ""
    iban: str = ""
    month_first: bool = False


# fmt: off
COUNTRIES = {
    c.code: c
    for c in (
        Country("DE", ("de",), "de_DE", "EUR", ("€",), (19, 7), (_DOT_COMMA, _DOT_COMMA, _NONE_COMMA), "#####",
                "{zip} {city}", "{street} {no}",
                ("GmbH", "GmbH & Co. KG", "AG", "KG", "e.K.", "OHG", "GbR", "UG (haftungsbeschränkt)", "mbH", "SE", "eG", ""),
                "+49 {a3} {n6}", "DE#########", "DE18"),
        Country("AT", ("de",), "de_AT", "EUR", ("€",), (20, 10, 13), (_DOT_COMMA, _NONE_COMMA), "1##0", "{zip} {city}",
                "{street} {no}", ("GmbH", "GesmbH", "AG", "KG", "e.U.", "OG"), "+43 {a3} {n6}", "ATU########", "AT16"),
        Country("CH", ("de", "fr"), "de_CH", "CHF", ("Fr.", "SFr."), (8.1, 2.6, 7.7), (_QUOTE_DOT, _NONE_DOT), "8##0",
                "{zip} {city}", "{street} {no}", ("AG", "GmbH", "SA", "Sàrl", "& Co."), "+41 {a2} {n7}", "CHE", "CH17"),
        Country("FR", ("fr",), "fr_FR", "EUR", ("€",), (20, 10, 5.5), (_SPACE_COMMA, _SPACE_COMMA, _NONE_COMMA, _DOT_COMMA),
                "##0##", "{zip} {CITY}", "{no} {street}", ("SARL", "SAS", "SA", "EURL", "SASU", "SNC", "& Fils", ""),
                "0{d1} {p4}", "FR###########", "FR23"),
        Country("BE", ("fr", "nl"), "fr_BE", "EUR", ("€",), (21, 6, 12), (_DOT_COMMA, _NONE_COMMA), "1##0", "{zip} {city}",
                "{street} {no}", ("SRL", "BV", "NV", "SA", "BVBA", "SPRL"), "+32 2 {n6}", "BE0#########", "BE12"),
        Country("NL", ("nl",), "nl_NL", "EUR", ("€",), (21, 9), (_DOT_COMMA, _NONE_COMMA), "##1# @@", "{zip} {city}",
                "{street} {no}", ("B.V.", "BV", "N.V.", "V.O.F.", "VOF", ""), "0{a2} {n6}", "NL#########B01", "NL14"),
        Country("ES", ("es",), "es_ES", "EUR", ("€",), (21, 10, 4), (_DOT_COMMA, _NONE_COMMA), "2####", "{zip} {city}",
                "{street}, {no}", ("S.L.", "S.A.", "S.L.U.", "SL", "SA", "S.C.P."), "9{n2} {n3} {n3}", "ES", "ES20"),
        Country("IT", ("it",), "it_IT", "EUR", ("€",), (22, 10, 4), (_DOT_COMMA, _NONE_COMMA), "2#1##", "{zip} {city} ({state})",
                "{street}, {no}", ("S.r.l.", "S.p.A.", "SRL", "S.n.c.", "S.a.s.", "Srl"), "0{a2} {n6}", "IT###########", "IT"),
        Country("PT", ("pt",), "pt_PT", "EUR", ("€",), (23, 13, 6), (_DOT_COMMA, _SPACE_COMMA, _NONE_COMMA), "1###-###",
                "{zip} {city}", "{street}, {no}", ("Lda.", "Lda", "S.A.", "Unipessoal Lda"), "21 {n3} {n4}", "PT#########", "PT21"),
        Country("PL", ("pl",), "pl_PL", "PLN", ("zł",), (23, 8, 5), (_SPACE_COMMA, _NONE_COMMA), "0#-###", "{zip} {city}",
                "ul. {street} {no}", ("Sp. z o.o.", "S.A.", "sp.k.", "s.c.", "sp. j."), "+48 {n3} {n3} {n3}", "PL##########", "PL24"),
        Country("SE", ("sv",), "sv_SE", "SEK", ("kr", "kr"), (25, 12, 6), (_SPACE_COMMA, _NONE_COMMA), "1## ##", "{zip} {city}",
                "{street} {no}", ("AB", "HB", "KB", "AB (publ)"), "0{a2}-{n6}", "SE##########01", "SE20"),
        Country("DK", ("da",), "da_DK", "DKK", ("kr.", "kr"), (25,), (_DOT_COMMA, _NONE_COMMA), "2##0", "{zip} {city}",
                "{street} {no}", ("A/S", "ApS", "I/S", "K/S"), "{n2} {n2} {n2} {n2}", "DK########", "DK14"),
        Country("NO", ("nb",), "no_NO", "NOK", ("kr", "kr"), (25, 15, 12), (_SPACE_COMMA, _SPACE_COMMA, _NONE_COMMA, _DOT_COMMA), "####",
                "{zip} {city}", "{street} {no}", ("AS", "AS", "ASA", "ANS", "DA", "ENK"), "{n2} {n2} {n2} {n2}", "NO#########", "NO11"),
        Country("FI", ("fi",), "fi_FI", "EUR", ("€",), (25.5, 24, 14, 10), (_SPACE_COMMA, _SPACE_COMMA, _NONE_COMMA), "####0", "{zip} {city}",
                "{street} {no}", ("Oy", "Oy", "Oyj", "Ky", "Tmi", "Oy Ab"), "0{a2} {n3} {n4}", "FI########", "FI14"),
        Country("CZ", ("cs",), "cs_CZ", "CZK", ("Kč", "Kč"), (21, 12, 15), (_SPACE_COMMA, _SPACE_COMMA, _NONE_COMMA), "1## ##", "{zip} {city}",
                "{street} {no}", ("s.r.o.", "s.r.o.", "spol. s r.o.", "a.s.", "v.o.s.", "k.s."), "+420 {n3} {n3} {n3}", "CZ########", "CZ20"),
        Country("HU", ("hu",), "hu_HU", "HUF", ("Ft", "Ft"), (27, 18, 5), (_SPACE_COMMA, _SPACE_COMMA, _DOT_COMMA), "6###", "{zip} {city}",
                "{street} {no}.", ("Kft.", "Kft.", "Zrt.", "Bt.", "Nyrt.", "Kkt."), "+36 {n2} {n3} {n4}", "HU########", "HU24"),
        Country("RO", ("ro",), "ro_RO", "RON", ("lei", "Lei"), (19, 9, 5, 21), (_DOT_COMMA, _DOT_COMMA, _NONE_COMMA, _COMMA_DOT), "4#####",
                "{zip} {city}, jud. {state}", "{street} nr. {no}", ("SRL", "S.R.L.", "S.R.L.", "S.A.", "SA", "PFA"), "+40 7{n2} {n3} {n3}",
                "RO########", "RO20"),
        Country("GB", ("en",), "en_GB", "GBP", ("£",), (20, 5), (_COMMA_DOT, _COMMA_DOT, _NONE_DOT), "@@## #@@", "{city} {zip}",
                "{no} {street}", ("Ltd", "Limited", "Ltd.", "PLC", "LLP", "& Sons", "& Co", ""), "0{n4} {n6}", "GB#########", "GB18"),
        Country("IE", ("en",), "en_IE", "EUR", ("€",), (23, 13.5), (_COMMA_DOT,), "@## @##@", "{city} {zip}",
                "{no} {street}", ("Ltd", "Limited", "DAC", "PLC"), "01 {n3} {n4}", "IE#######@", "IE18"),
        Country("US", ("en",), "en_US", "USD", ("$", "$", "US$"), (8.25, 7, 6.5, 10, 8.875, 5), (_COMMA_DOT, _COMMA_DOT, _NONE_DOT),
                "#####", "{city}, {state} {zip}", "{no} {street}",
                ("Inc.", "LLC", "Corp.", "Inc", "Co.", "LLP", "Company", "Group", ""), "({n3}) {n3}-{n4}", month_first=True),
        Country("CA", ("en",), "en_CA", "CAD", ("$", "C$"), (5, 13, 15), (_COMMA_DOT,), "M#@ #@#", "{city}, {state} {zip}",
                "{no} {street}", ("Inc.", "Ltd.", "Corp."), "{n3}-{n3}-{n4}", month_first=True),
        Country("AU", ("en",), "en_AU", "AUD", ("$", "A$"), (10,), (_COMMA_DOT,), "2###", "{city} {state} {zip}",
                "{no} {street}", ("Pty Ltd", "Pty. Ltd.", "Ltd"), "(0{d1}) {n4} {n4}", "## ### ### ###"),
        Country("IN", ("en",), "en_IN", "INR", ("Rs.", "₹"), (18, 12, 5), (_COMMA_DOT,), "4#####", "{city} - {zip}",
                "{no}, {street}", ("Pvt. Ltd.", "Private Limited", "LLP", "Pvt Ltd", "Enterprises"), "+91 {n5} {n5}", "GSTIN"),
        Country("SG", ("en",), "en_GB", "SGD", ("S$", "$"), (9, 8, 7), (_COMMA_DOT,), "######", "Singapore {zip}",
                "{no} {street}", ("Pte Ltd", "Pte. Ltd.", "LLP"), "+65 {n4} {n4}", "GST"),
        Country("BR", ("pt",), "pt_BR", "BRL", ("R$",), (18, 12, 7), (_DOT_COMMA,), "0####-###", "{zip} {city} - {state}",
                "{street}, {no}", ("Ltda.", "Ltda", "S.A.", "ME", "EIRELI"), "({n2}) {n4}-{n4}"),
        Country("MX", ("es",), "es_MX", "MXN", ("$", "MX$"), (16, 8), (_COMMA_DOT,), "0####", "C.P. {zip} {city}",
                "{street} {no}", ("S.A. de C.V.", "S. de R.L.", "S.C."), "55 {n4} {n4}"),
    )
}
# fmt: on

NAMES = {
    "DE": "Deutschland",
    "AT": "Österreich",
    "CH": "Schweiz",
    "FR": "France",
    "BE": "Belgique",
    "NL": "Nederland",
    "ES": "España",
    "IT": "Italia",
    "PT": "Portugal",
    "PL": "Polska",
    "SE": "Sverige",
    "DK": "Danmark",
    "NO": "Norge",
    "FI": "Suomi",
    "CZ": "Česká republika",
    "HU": "Magyarország",
    "RO": "România",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "US": "USA",
    "CA": "Canada",
    "AU": "Australia",
    "IN": "India",
    "SG": "Singapore",
    "BR": "Brasil",
    "MX": "México",
}
