"""Invented companies and persons with addresses and identifiers whose check digits are right."""

from __future__ import annotations

import random
import re
import string
import unicodedata
from dataclasses import dataclass
from functools import cache

from training.synthetic.countries import COUNTRIES, Country
from training.synthetic.languages import language

_POOL = 400
HUNGARIAN_FORM = 0.6
"""Share of Hungarian companies that print their tax number in the form of the country: 12345676-2-41."""


@dataclass(frozen=True)
class Party:
    """A company or person as documents print it; empty where it has none."""

    name: str
    person: bool
    street: str
    extra: str
    city: str
    city_name: str
    country: str
    vat_id: str
    tax_no: str
    phone: str
    fax: str
    email: str
    web: str
    contact: str
    registry_no: str
    iban: str
    bic: str
    bank: str


@dataclass(frozen=True)
class _Pool:
    surnames: tuple[str, ...]
    first_names: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[str, ...]
    states: tuple[str, ...]


@cache
def _pool(locale: str) -> _Pool:
    """Draws names once for each locale: Faker is too slow for every word."""
    from faker import Faker

    fake = Faker(locale)
    fake.seed_instance(7)

    def street() -> str:
        # Some locales bring a prefix or number of their own; the country's template adds one.
        return re.sub(
            r"^(ul\.|ulica|aleja|al\.|plac|pl\.)\s+|[\s,]*\d+\w*$", "", fake.street_name(), flags=re.I
        ).strip()

    listed = sorted(set(getattr(fake.city.__self__, "cities", ())))

    def city() -> str:
        # The Italian list comes out of a set, whose order is another in every process.
        return str(fake.random_element(listed) if listed else fake.city())

    def state() -> str:
        return str(fake.state_abbr()) if hasattr(fake, "state_abbr") else "".join(fake.random_letters(2)).upper()

    return _Pool(
        tuple(fake.last_name() for _ in range(_POOL)),
        tuple(fake.first_name() for _ in range(_POOL)),
        tuple(street() for _ in range(_POOL)),
        tuple(re.sub(r"\s*\(.*?\)", "", city()) for _ in range(_POOL)),
        tuple(state() for _ in range(40)),
    )


def digits(rng: random.Random, count: int) -> str:
    """Returns that many digits, the first not 0."""
    return str(rng.randint(1, 9)) + "".join(rng.choice(string.digits) for _ in range(count - 1)) if count else ""


def pattern(rng: random.Random, form: str) -> str:
    """Fills ``#`` with digits and ``@`` with capital letters."""
    return "".join(
        rng.choice(string.digits) if c == "#" else rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") if c == "@" else c
        for c in form
    )


def make_party(rng: random.Random, country: Country, *, person: bool = False) -> Party:
    """Returns an invented company of the country, or a person."""
    pool = _pool(country.faker)
    name = f"{rng.choice(pool.first_names)} {rng.choice(pool.surnames)}" if person else company_name(rng, country)
    domain = _domain(name) + "." + rng.choice([country.code.lower().replace("gb", "co.uk").replace("us", "com"), "com"])
    city = rng.choice(pool.cities)
    postcode, state = pattern(rng, country.postcode), rng.choice(pool.states)
    first = rng.randint(1, 180)
    number = f"{first}{rng.choice(['', '', '', '', 'a', 'b', f'-{first + 2 * rng.randint(1, 4)}'])}"
    street = country.street.format(street=rng.choice(pool.streets), no=number)
    extra = _extra(rng, country) if rng.random() < 0.1 else ""
    mail = rng.choice(["info", "office", "contact", "sales", "mail", "hello", "billing"])
    vat_id = "" if person else rng.choice(_vat_ids(country.code)) if country.vat else ""
    return Party(
        name=name,
        person=person,
        street=street,
        extra=extra,
        city=country.city.format(zip=postcode, city=city, CITY=city.upper(), state=state),
        city_name=city,
        country=country.code,
        vat_id=vat_id,
        tax_no=_tax_no(rng, country, vat_id),
        phone=_phone(rng, country),
        fax=_phone(rng, country),
        email=f"{mail}@{domain}",
        web=f"www.{domain}",
        contact=f"{rng.choice(pool.first_names)} {rng.choice(pool.surnames)}",
        registry_no=digits(rng, rng.randint(4, 6)),
        iban=make_iban(rng, country.iban) if country.iban else "",
        bic=_bic(rng, country),
        bank=_bank(rng, country, city),
    )


def company_name(rng: random.Random, country: Country) -> str:
    """Returns a company's name in the country's manner, mostly with its legal form."""
    pool = _pool(country.faker)
    trade = language(rng.choice(country.languages)).words["trade"]
    surname, coined = rng.choice(pool.surnames), coined_word(rng)
    city = rng.choice(pool.cities).split()[0]
    core = rng.choice(
        [
            f"{surname} {rng.choice(trade)}",
            f"{coined.title()} {rng.choice(trade)}",
            coined.title(),
            surname,
            f"{surname} & {rng.choice(pool.surnames)}",
            f"{rng.choice(trade)} {surname}",
            coined.upper(),
            f"{city} {rng.choice(trade)}",
            f"{pattern(rng, '@@@')} {rng.choice(trade)}",
            f"{coined.title()}-{rng.choice(trade)}",
            f"{rng.choice(trade)} {city}",
            f"{rng.choice(pool.first_names)} {surname}",
            f"{coined.title()} {rng.choice(trade)} {rng.choice(trade)}",
            f"{surname} {rng.choice(trade)} {city}",
        ]
    )
    legal = rng.choice(country.legal)
    name = f"{core} {legal}".strip() if rng.random() < 0.9 else core
    return name.upper() if rng.random() < 0.08 else name


def coined_word(rng: random.Random) -> str:
    """Returns a made-up word of two or three syllables."""
    syllables = [
        rng.choice("bdfgklmnprstvwxz") + rng.choice("aeiou") + rng.choice(["", "", "l", "n", "r", "s"]) for _ in "abc"
    ]
    return "".join(syllables[: rng.randint(2, 3)])


def _domain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:18].strip("-") or "firma"


_ADDITIONS = {
    "NO": ("Postboks {n}0", "{n}. etasje", "Bygg {n}"),
    "FI": ("PL {n}0", "{n}. krs", "A {n}"),
    "CZ": ("{n}. patro", "Hala {n}", "P. O. Box {n}0"),
    "HU": ("{n}. emelet", "Pf. {n}0", "{n}. épület"),
    "RO": ("Et. {n}", "Bl. A{n}, Sc. {n}", "Corp {n}"),
}
"""Second lines of addresses."""


def _extra(rng: random.Random, country: Country) -> str:
    n = rng.randint(1, 9)
    if "en" in country.languages:
        return rng.choice([f"Suite {n}00", f"Floor {n}", f"Unit {n}", f"Building {n}"])
    if "de" in country.languages:
        return rng.choice([f"Hof {n}", f"Gebäude {n}", f"{n}. Etage", f"Tor {n}"])
    if country.code in _ADDITIONS:
        return rng.choice(_ADDITIONS[country.code]).format(n=n)
    return rng.choice([f"Bât. {n}", f"Zone {n}", f"P.B. {n}0"])


def _phone(rng: random.Random, country: Country) -> str:
    """Fills the country's template: ``{n3}`` is three digits, drawn anew each time it occurs."""
    form = re.sub(r"\{p4\}", "## ## ## ##", country.phone)
    return pattern(rng, re.sub(r"\{[and](\d)\}", lambda m: "#" * int(m[1]), form))


def _tax_no(rng: random.Random, country: Country, vat_id: str) -> str:
    """Returns a number beside the VAT id; of Finns and Czechs it is the VAT id in another form."""
    if vat_id and country.code == "FI":
        return f"{vat_id[2:9]}-{vat_id[9]}"
    if vat_id and country.code == "CZ":
        return vat_id[2:]
    forms = {
        "DE": "###/###/#####", "FR": "### ### ### #####", "US": "##-#######", "GB": "########", "ES": "B########",
        "RO": "J##/####/20##",
    }  # fmt: skip
    return pattern(rng, forms.get(country.code, "#########"))


def _bic(rng: random.Random, country: Country) -> str:
    return pattern(rng, "@@@@") + country.code + pattern(rng, "@#") + rng.choice(["", "XXX"])


BANKS = {
    "de": "Sparkasse|Volksbank|Handelsbank|Kreditbank|Raiffeisenbank",
    "fr": "Banque|Crédit|Caisse",
    "es": "Banco|Caja",
    "it": "Banca|Cassa",
    "nl": "Bank",
    "pt": "Banco|Caixa",
    "pl": "Bank",
    "sv": "Banken|Sparbank",
    "da": "Bank|Sparekasse",
    "nb": "Sparebank|Bank",
    "fi": "Osuuspankki|Säästöpankki",
    "cs": "Banka|Spořitelna",
    "hu": "Bank|Takarékbank",
    "ro": "Banca|Banca Comercială",
    "en": "Bank of|First Bank|Savings Bank|Trust Bank",
}
"""Words of banks' names, by language."""


def _bank(rng: random.Random, country: Country, city: str) -> str:
    return f"{rng.choice(BANKS[country.languages[0]].split('|'))} {city.split()[0]}"


def make_iban(rng: random.Random, form: str) -> str:
    """Returns an IBAN with valid check digits; `form` is the country and the count of its BBAN's digits."""
    country, length = form[:2], form[2:]
    letters = {"GB": 4, "IE": 4, "NL": 4, "RO": 4}.get(country, 0)
    if country == "IT":
        bban = pattern(rng, "@" + "#" * 22)
    else:
        bban = pattern(rng, "@" * letters + "#" * (int(length) - letters))
    number = int("".join(str(int(c, 36)) for c in f"{bban}{country}00"))
    return f"{country}{98 - number % 97:02d}{bban}"


@cache
def _vat_ids(code: str) -> tuple[str, ...]:
    rng = random.Random(f"vat {code}")
    made: list[str] = []
    while len(made) < 150:
        candidate = _vat_candidate(rng, code)
        if candidate:
            made.append(candidate)
    return tuple(made)


def _vat_candidate(rng: random.Random, code: str) -> str:
    """Returns a VAT id with right check digits, or nothing where this draw has none."""
    from stdnum import luhn
    from stdnum.eu import vat as eu_vat

    country = COUNTRIES[code]
    if code == "FR":
        siren = luhn_number(rng, 9)
        return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
    if code == "BE":
        body = "0" + digits(rng, 7)
        return f"BE{body}{97 - int(body) % 97:02d}"
    if code == "GB":
        body = digits(rng, 7)
        check = -sum(int(d) * w for d, w in zip(body, range(8, 1, -1), strict=True)) % 97
        return f"GB{body}{check:02d}"
    if code == "SE":
        return f"SE{luhn_number(rng, 10)}01"
    if code == "CH":
        from stdnum.ch import uid

        body = digits(rng, 8)
        candidate = next((f"CHE{body}{d}" for d in range(10) if uid.is_valid(f"CHE{body}{d}")), "")
        return f"CHE-{body[:3]}.{body[3:6]}.{body[6:]}{candidate[-1]} MWST" if candidate else ""
    if code == "AU":
        from stdnum.au import abn

        number = abn.calc_check_digits(body := digits(rng, 9)) + body
        return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"
    if code == "IN":
        from stdnum.in_ import gstin

        state, holder = rng.randint(10, 35), pattern(rng, "@@@@@####@")
        kind = holder[3] if holder[3] in "CFHPT" else "C"  # of the holder: a company, firm, family, person or trust
        body = f"{state}{holder[:3]}{kind}{holder[4:]}1Z"
        number = f"{body}{luhn.calc_check_digit(body, string.digits + string.ascii_uppercase)}"
        return number if gstin.is_valid(number) else ""
    if code == "NO":
        from stdnum.no import orgnr

        body = digits(rng, 8)
        number = next((f"{body}{d}" for d in string.digits if orgnr.is_valid(f"{body}{d}")), "")
        grouped = f"{number[:3]} {number[3:6]} {number[6:]}"
        return rng.choice([f"NO {grouped} MVA", f"{grouped} MVA", f"NO{number}MVA"]) if number else ""
    if code == "SG":
        return pattern(rng, "M2-#######-#")
    form = "ES" + rng.choice("AB") + "########" if code == "ES" else country.vat
    stem = pattern(rng, form[:-2] if code == "NL" else form[:-1])
    if code in ("CZ", "HU", "RO"):
        stem = stem[:2] + digits(rng, 7)
    if code == "NL":
        stem = stem[:-2]
        tails = [f"{d}B01" for d in string.digits]
    else:
        tails = list(string.ascii_uppercase if code == "IE" else string.digits)
    valid = next((stem + tail for tail in tails if eu_vat.is_valid(stem + tail)), "")
    if code == "HU" and valid and rng.random() < HUNGARIAN_FORM:
        return f"{valid[2:]}-2-{rng.randint(2, 20):02d}"
    return valid


def luhn_number(rng: random.Random, length: int) -> str:
    """Returns digits with a Luhn check digit at the end."""
    from stdnum import luhn

    body = digits(rng, length - 1)
    return body + str(luhn.calc_check_digit(body))
