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


@dataclass(frozen=True)
class Party:
    """A company or person as papers print it; empty where it has none."""

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
    """Draws names once a locale: Faker is too slow to ask for every word."""
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
    return Party(
        name=name,
        person=person,
        street=street,
        extra=extra,
        city=country.city.format(zip=postcode, city=city, CITY=city.upper(), state=state),
        city_name=city,
        country=country.code,
        vat_id="" if person else rng.choice(_vat_ids(country.code)) if country.vat else "",
        tax_no=_tax_no(rng, country),
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


def _extra(rng: random.Random, country: Country) -> str:
    n = rng.randint(1, 9)
    if "en" in country.languages:
        return rng.choice([f"Suite {n}00", f"Floor {n}", f"Unit {n}", f"Building {n}"])
    if "de" in country.languages:
        return rng.choice([f"Hof {n}", f"Gebäude {n}", f"{n}. Etage", f"Tor {n}"])
    return rng.choice([f"Bât. {n}", f"Zone {n}", f"P.B. {n}0"])


def _phone(rng: random.Random, country: Country) -> str:
    """Fills the country's template: ``{n3}`` is three digits, drawn anew each time it occurs."""
    form = re.sub(r"\{p4\}", "## ## ## ##", country.phone)
    return pattern(rng, re.sub(r"\{[and](\d)\}", lambda m: "#" * int(m[1]), form))


def _tax_no(rng: random.Random, country: Country) -> str:
    forms = {"DE": "###/###/#####", "FR": "### ### ### #####", "US": "##-#######", "GB": "########", "ES": "B########"}
    return pattern(rng, forms.get(country.code, "#########"))


def _bic(rng: random.Random, country: Country) -> str:
    return pattern(rng, "@@@@") + country.code + pattern(rng, "@#") + rng.choice(["", "XXX"])


def _bank(rng: random.Random, country: Country, city: str) -> str:
    kinds = {
        "de": "Sparkasse|Volksbank|Handelsbank|Kreditbank|Raiffeisenbank",
        "fr": "Banque|Crédit|Caisse",
        "es": "Banco|Caja",
        "it": "Banca|Cassa",
        "nl": "Bank",
        "pt": "Banco|Caixa",
        "pl": "Bank",
        "sv": "Banken|Sparbank",
        "da": "Bank|Sparekasse",
        "en": "Bank of|First Bank|Savings Bank|Trust Bank",
    }
    return f"{rng.choice(kinds[country.languages[0]].split('|'))} {city.split()[0]}"


def make_iban(rng: random.Random, form: str) -> str:
    """Returns an IBAN with valid check digits; `form` is the country and the count of its BBAN's digits."""
    country, length = form[:2], form[2:]
    letters = {"GB": 4, "IE": 4, "NL": 4}.get(country, 0)
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
        body = f"{rng.randint(10, 35)}{pattern(rng, '@@@@@####@')}1Z"
        return f"{body}{luhn.calc_check_digit(body, string.digits + string.ascii_uppercase)}"
    if code == "SG":
        return pattern(rng, "M2-#######-#")
    form = "ES" + rng.choice("AB") + "########" if code == "ES" else country.vat
    stem = pattern(rng, form[:-2] if code == "NL" else form[:-1])
    if code == "NL":
        stem = stem[:-2]
        tails = [f"{d}B01" for d in string.digits]
    else:
        tails = list(string.ascii_uppercase if code == "IE" else string.digits)
    return next((stem + tail for tail in tails if eu_vat.is_valid(stem + tail)), "")


def luhn_number(rng: random.Random, length: int) -> str:
    """Returns digits with a Luhn check digit at the end."""
    from stdnum import luhn

    body = digits(rng, length - 1)
    return body + str(luhn.calc_check_digit(body))
