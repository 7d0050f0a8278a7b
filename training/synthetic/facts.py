"""What an invoice or order says, before anybody thinks of how it looks."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from training.synthetic.countries import COUNTRIES, Country
from training.synthetic.languages import Language, language
from training.synthetic.parties import Party, digits, make_party, pattern

_WEIGHTS = {
    "DE": 30,
    "AT": 3,
    "CH": 4,
    "FR": 12,
    "BE": 3,
    "NL": 5,
    "ES": 6,
    "IT": 6,
    "PT": 4,
    "PL": 4,
    "SE": 3,
    "DK": 3,
    "NO": 3,
    "FI": 3,
    "CZ": 3,
    "HU": 3,
    "RO": 3,
    "GB": 8,
    "IE": 2,
    "US": 16,
    "CA": 2,
    "AU": 2,
    "IN": 3,
    "SG": 1,
    "BR": 2,
    "MX": 1,
}
ALL_COUNTRIES = tuple(_WEIGHTS)
CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Returns the amount rounded half up to cents."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Item:
    """A line: `amount` is quantity times price less the discount, without tax."""

    description: str
    detail: str
    sku: str
    quantity: Decimal
    unit: str
    price: Decimal
    discount: Decimal
    rate: Decimal
    amount: Decimal
    day: date


@dataclass(frozen=True)
class TaxLine:
    """One rate's base and tax."""

    rate: Decimal
    base: Decimal
    tax: Decimal


@dataclass
class Facts:
    """All there is to print. Amounts hold: lines + charges = net, net + tax = total, total - prepaid = due."""

    country: Country
    lang: Language
    seller: Party
    buyer: Party
    ship_to: Party | None
    number: str
    issue_date: date
    due_date: date
    terms_days: int
    po: str
    po_date: date
    currency: str
    items: list[Item]
    charges: list[tuple[str, Decimal]]
    taxes: list[TaxLine]
    prepaid: Decimal
    credit: bool
    references: dict[str, str] = field(default_factory=dict)
    delivery_date: date = date.min
    period: tuple[date, date] = (date.min, date.min)

    @property
    def early_date(self) -> date:
        """Until when a discount for early payment holds."""
        return self.issue_date + timedelta(days=min(10, self.terms_days))

    @property
    def lines_total(self) -> Decimal:
        """Sum of the lines."""
        return sum((i.amount for i in self.items), Decimal(0))

    @property
    def net(self) -> Decimal:
        """Lines with charges and allowances, without tax."""
        return self.lines_total + sum((amount for _, amount in self.charges), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """Tax of all rates."""
        return sum((t.tax for t in self.taxes), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Net and tax."""
        return self.net + self.tax


def make_facts(
    rng: random.Random,
    *,
    country: Country | None = None,
    credit: bool | None = None,
    countries: Sequence[str] = ALL_COUNTRIES,
) -> Facts:
    """Returns a coherent invoice's facts.

    Args:
        rng: Decides what is not given.
        country: The seller's; drawn by weight where it is None.
        credit: Whether amounts are those of a credit note; rarely so where it is None.
        countries: Codes of the countries that sellers and buyers are drawn from.
    """
    drawn = COUNTRIES[rng.choices(countries, [_WEIGHTS[code] for code in countries])[0]]
    country = country or drawn
    lang = language(rng.choice(country.languages) if rng.random() < 0.94 else "en")
    abroad = rng.random() < 0.12
    home = COUNTRIES[rng.choice([code for code in countries if COUNTRIES[code].vat])] if abroad else country
    seller = make_party(rng, country, person=rng.random() < 0.05)
    buyer = make_party(rng, home, person=rng.random() < 0.15)
    rarely = rng.random() < 0.05
    credit = rarely if credit is None else credit
    items = make_items(rng, country, lang, sign=-1 if credit else 1, free=abroad and rng.random() < 0.6)
    charges = _charges(rng, items)
    issue = date(2010, 1, 1) + timedelta(days=rng.randrange(6200))
    days = rng.choice([0, 7, 10, 14, 14, 15, 20, 21, 30, 30, 30, 45, 60, 90])
    facts = Facts(
        country,
        lang,
        seller,
        buyer,
        _ship_to(rng, home, buyer),
        _number(rng, issue, country),
        issue,
        issue + timedelta(days=days),
        days,
        _po(rng, issue),
        issue - timedelta(days=rng.randint(3, 60)),
        country.currency if rng.random() < 0.93 else rng.choice(["EUR", "USD", "GBP", "CHF"]),
        items,
        charges,
        taxes_of(items, charges),
        Decimal(0),
        credit,
    )
    if rng.random() < 0.1 and facts.total > 20:
        facts.prepaid = cents(facts.total * Decimal(rng.choice(["0.1", "0.3", "0.5", "0.33"])))
    facts.references = _references(rng)
    facts.delivery_date = issue - timedelta(days=rng.randint(0, 12))
    facts.period = (issue - timedelta(days=rng.choice([30, 31, 92])), issue - timedelta(days=1))
    return facts


def _ship_to(rng: random.Random, country: Country, buyer: Party) -> Party | None:
    if rng.random() > 0.3:
        return None
    return buyer if rng.random() < 0.35 else make_party(rng, country, person=rng.random() < 0.2)


def _number(rng: random.Random, day: date, country: Country) -> str:
    y, yy, n = day.year, f"{day.year % 100:02d}", digits(rng, rng.randint(2, 5))
    prefix = {
        "de": "RE RG R AR",
        "fr": "FA F FC FAC",
        "en": "INV SI IN I",
        "es": "F FV FRA",
        "it": "FT FAT",
        "nl": "F VF",
        "cs": "FV F VF",
        "hu": "SZ SZLA E",
        "ro": "F FCT",
    }
    p = rng.choice(prefix.get(country.languages[0], "F INV FV").split())
    return rng.choice(
        [
            digits(rng, rng.randint(4, 10)),
            digits(rng, rng.randint(5, 7)),
            f"{y}-{n}",
            f"{p}-{y}-{n.zfill(4)}",
            f"{p}{yy}{n.zfill(5)}",
            f"{p}-{n.zfill(5)}",
            f"{n}/{y}",
            f"{y}/{n.zfill(4)}",
            f"{p}/{y}/{day.month:02d}/{n.zfill(4)}",
            f"{p}{digits(rng, 8)}",
            f"{y}{day.month:02d}{n.zfill(3)}",
            f"#{digits(rng, 5)}",
            f"{pattern(rng, '@@#######')}",
            f"{p}-{pattern(rng, '@@@@####')}",
            f"{yy}-{digits(rng, 3)}-{digits(rng, 4)}",
            f"{p}-{y}{day.month:02d}{day.day:02d}/{digits(rng, 3)}",
            f"{y}.{n.zfill(4)}",
            f"{digits(rng, 2)}.{digits(rng, 3)}.{digits(rng, 3)}.{rng.randint(1, 9)}-{y}",
            str(rng.randint(1, 99)).zfill(3),
        ]
    )


def _po(rng: random.Random, day: date) -> str:
    y = day.year
    return rng.choice(
        [
            digits(rng, rng.randint(4, 10)),
            f"PO-{digits(rng, rng.randint(4, 6))}",
            f"PO{digits(rng, rng.randint(3, 9))}",
            f"{y}-{digits(rng, rng.randint(4, 6))}",
            f"45000{digits(rng, 5)}",
            f"B{digits(rng, 9)}",
            pattern(rng, "@@-######"),
            f"{pattern(rng, '@@')}{y}{digits(rng, 4)}",
            f"{digits(rng, 4)}/{y % 100:02d}",
            f"BC{digits(rng, 3)}",
            f"{pattern(rng, '@')}{digits(rng, 5)}",
        ]
    )


def _references(rng: random.Random) -> dict[str, str]:
    return {
        "customer_no": rng.choice(
            [
                digits(rng, rng.randint(4, 6)),
                digits(rng, rng.randint(7, 10)),
                pattern(rng, "@#####"),
                f"C-{digits(rng, 4)}",
            ]
        ),
        "order_no": rng.choice([digits(rng, rng.randint(5, 8)), f"AB-{digits(rng, 5)}", f"SO{digits(rng, 5)}"]),
        "quote_no": f"{rng.choice(['AN', 'Q', 'D', 'AG'])}-{digits(rng, 4)}",
        "delivery_note": rng.choice([digits(rng, 6), f"LS-{digits(rng, 5)}", f"L{digits(rng, 8)}", digits(rng, 10)]),
        "project": rng.choice(
            [f"P-{digits(rng, 4)}", pattern(rng, "####-##"), f"04011000-{digits(rng, 5)}-{digits(rng, 2)}"]
        ),
    }


def make_items(
    rng: random.Random, country: Country, lang: Language, *, sign: int = 1, free: bool = False
) -> list[Item]:
    """Returns one to about thirty lines in the language; `free` of tax, `sign` -1 for a credit note's."""
    count = rng.choice([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 8, 10, 12])
    if rng.random() < 0.04:
        count = rng.randint(15, 36)
    rates = [Decimal(str(r)) for r in country.rates]
    main = Decimal(0) if free or rng.random() < 0.06 else rates[0] if rng.random() < 0.75 else rng.choice(rates)
    mixed = main and len(rates) > 1 and not country.month_first and rng.random() < 0.25
    services = rng.random()
    has_discount, priced = rng.random() < 0.15, rng.choice([2, 2, 2, 2, 3, 4])
    whole_prices, details = rng.random() < 0.15, rng.random() * 0.6
    items = []
    for _ in range(count):
        service = rng.random() < services
        name = _item_name(rng, lang, service=service)
        quantity = _quantity(rng, service=service)
        exponent = rng.uniform(0.0, 3.4) if service else rng.uniform(-0.6, 2.9)
        price = Decimal(f"{10**exponent:.{0 if whole_prices else priced if rng.random() < 0.4 else 2}f}") or Decimal(1)
        discount = Decimal(rng.choice([0, 0, 5, 10, 15, 20])) if has_discount else Decimal(0)
        amount = sign * cents(quantity * price * (100 - discount) / 100)
        items.append(
            Item(
                name,
                rng.choice(lang.details) if rng.random() < details else "",
                _sku(rng),
                sign * quantity,
                rng.choice(lang.words["units"]),
                price,
                discount,
                rng.choice(rates) if mixed else main,
                amount,
                date(2010, 1, 1) + timedelta(days=rng.randrange(6200)),
            )
        )
    return items


def _item_name(rng: random.Random, lang: Language, *, service: bool) -> str:
    name = rng.choice(lang.services if service else lang.products)
    if service:
        tail = rng.choice(
            [
                f"{rng.randint(1, 12):02d}/{rng.randint(2015, 2026)}",
                f"({rng.choice(lang.months)})",
                rng.choice(lang.words["trade"]),
            ]
        )
        return f"{name} {tail}" if rng.random() < 0.2 else name
    tails = [
        f"{rng.randint(2, 90)} x {rng.randint(2, 90)} cm",
        f"{rng.choice([100, 250, 500, 750])} ml",
        f"M{rng.choice([4, 5, 6, 8, 10, 12])}x{rng.randint(16, 120)}",
        f"{rng.choice([250, 500])}g",
        f"{pattern(rng, '@@-###')}",
        f"{rng.choice([5, 10, 25, 100])} kg",
        f"Typ {rng.choice('ABCD')}",
        f"{pattern(rng, '@@@')} {rng.randint(100, 9000)}",
        f"{rng.choice([6, 12, 20])} x {rng.choice(['0,5', '0,7', '1,0'])} l",
        "XL",
        "PRO",
        "Set",
    ]
    name = f"{name} {rng.choice(tails)}" if rng.random() < 0.45 else name
    return f"{name}, {rng.choice(lang.products)}" if rng.random() < 0.05 else name


def _quantity(rng: random.Random, *, service: bool) -> Decimal:
    if service and rng.random() < 0.35:
        return Decimal(rng.randint(1, 160)) / 4
    if rng.random() < 0.06:
        return Decimal(rng.randint(100, 90000)) / 1000
    return Decimal(
        rng.choice([1, 1, 1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 10, 12, 15, 20, 25, 30, 50, 100, 120, 200, 500, 1000])
    )


def _sku(rng: random.Random) -> str:
    return pattern(
        rng, rng.choice(["######", "@@-###", "####-##", "@###", "@@####", "##.###", "40#########", "########"])
    )


def _charges(rng: random.Random, items: list[Item]) -> list[tuple[str, Decimal]]:
    made: list[tuple[str, Decimal]] = []
    base = sum((i.amount for i in items), Decimal(0))
    if base < 10:
        return made
    if rng.random() < 0.15:
        made.append(("shipping", Decimal(rng.choice(["4.90", "5.80", "6.50", "9.95", "12.00", "25.00", "49.00"]))))
    if rng.random() < 0.1:
        made.append(("rebate", -cents(base * Decimal(rng.choice([2, 3, 5, 10])) / 100)))
    return made


def taxes_of(items: list[Item], charges: Sequence[tuple[str, Decimal]] = ()) -> list[TaxLine]:
    """Returns base and tax by rate, the highest first. Charges are taxed at the first line's rate."""
    bases: dict[Decimal, Decimal] = {}
    for item in items:
        bases[item.rate] = bases.get(item.rate, Decimal(0)) + item.amount
    bases[items[0].rate] += sum((amount for _, amount in charges), Decimal(0))
    return [TaxLine(rate, base, cents(base * rate / 100)) for rate, base in sorted(bases.items(), reverse=True)]
