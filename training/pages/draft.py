"""What a layout prints: captions in the document's language, and values that carry their label as an attribute."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from training.pages.marking import mark
from training.pages.parties import PartyView
from training.pages.wording import (
    CREDITED,
    FROM_TO,
    LOCAL_TAX,
    LOCAL_TAX_ID,
    NUMBERS,
    ROUNDING,
    SECTIONS,
    TAX_NAMES,
    TERMS,
    TITLES,
    WITHHELD,
)
from training.synthetic.countries import COUNTRIES
from training.synthetic.facts import CENT, Facts, Item, cents, make_facts, taxes_of
from training.synthetic.parties import digits
from training.synthetic.writing import Writing, make_writing

ROUNDS, MORE_PREPAID = 0.3, 0.25
"""Among the layouts that show it: shares of documents with a rounded total, and paid in part or in full."""

KINDS = ("invoice", "credit", "refund", "quote", "receipt", "order")
"""Kinds of documents."""


def without_discount(item: Item) -> Item:
    """Returns the line item at its full price."""
    return replace(item, discount=Decimal(0), amount=cents(item.quantity * item.price))


class Draft:
    """A document before its layout: what a template may print.

    Args:
        rng: Decides everything about the document.
        kind: One of `KINDS`.
        country: Code of the seller's country; drawn where it is None.
        features: What the layout can print besides net, tax and total: ``charges``, ``discount``,
            ``prepaid``, ``withheld``, ``rounding``.
    """

    def __init__(
        self, rng: random.Random, kind: str, country: str | None = None, *, features: Collection[str] = ()
    ) -> None:
        code = country or rng.choice(sorted(COUNTRIES))
        negative = kind in ("credit", "refund")
        self.rng, self.kind = rng, kind
        self.facts: Facts = make_facts(rng, country=COUNTRIES[code], credit=negative)
        self.facts.number = self.facts.number.lstrip("#")  # layouts print a "#" of their own
        if "discount" not in features:
            self.facts.items = [without_discount(item) for item in self.facts.items]
        if "charges" not in features:
            self.facts.charges = []
        self.facts.taxes = taxes_of(self.facts.items, self.facts.charges)
        if "prepaid" not in features or kind not in ("invoice", "receipt"):
            self.facts.prepaid = Decimal(0)
        elif self.chance(MORE_PREPAID):
            self.facts.prepaid = cents(self.facts.total * Decimal(rng.choice(["0.2", "0.5", "1"])))
        self.sign = rng.choice([1, -1]) if negative else -1 if self.facts.credit else 1
        self.writing: Writing = make_writing(rng, self.facts.country, self.facts.lang, self.facts.currency)
        self._chosen: dict[tuple[str, str], str] = {}
        buys = kind == "order"
        self.seller = PartyView(self.facts, self.facts.seller, "seller")
        self.buyer = PartyView(self.facts, self.facts.buyer, "buyer")
        self.issuer, self.addressee = (self.buyer, self.seller) if buys else (self.seller, self.buyer)
        self.ship_to = PartyView(self.facts, self.facts.ship_to, "") if self.facts.ship_to else None
        self.credited_number = f"{rng.choice(['INV', 'RE', 'FA', 'F', ''])}{digits(rng, 6)}" if negative else ""
        self._settle(features)

    def _settle(self, features: Collection[str]) -> None:
        """Chooses what not every document has: withheld tax, rounding and tax halves."""
        code, chance = self.facts.country.code, self.chance
        withheld = WITHHELD.get(code)
        withholds = bool(withheld) and "withheld" in features and self.kind == "invoice" and chance(0.25)
        self.withheld_rate = withheld[1] if withheld and withholds else 0
        self.withheld = cents(self.facts.net * self.withheld_rate / 100)
        self.halved = code == "IN" and bool(self.facts.tax) and len(self.facts.taxes) == 1 and chance(0.6)
        rounded = self.facts.total.quantize(Decimal(1))
        rounds = "rounding" in features and chance(ROUNDS)
        self.rounding = rounded - self.facts.total if rounds else Decimal(0)
        self.payable = self.facts.total - self.withheld + self.rounding - self.facts.prepaid

    # ------------------------------------------------------------------------------------------------------------------
    # Choices and captions

    def chance(self, share: float) -> bool:
        """Whether a thing that so many documents have is on this one."""
        return self.rng.random() < share

    def pick(self, *choices: str) -> str:
        """Returns one of the choices."""
        return self.rng.choice(choices)

    @property
    def lang(self) -> str:
        """ISO 639 code of the language."""
        return self.facts.lang.code

    def say(self, key: str, english: str = "") -> str:
        """Returns the caption: the layout's own in English, else a synonym of the language, the same each time."""
        if self.lang == "en" and english:
            return english
        if (key, english) not in self._chosen:
            self._chosen[key, english] = self.facts.lang.say(self.rng, key)
        return self._chosen[key, english]

    def title(self, english: str = "") -> str:
        """Returns the heading of the kind of document."""
        if self.kind in TITLES:
            return TITLES[self.kind][self.lang]
        return self.say("title_order" if self.kind == "order" else "title", "" if self.kind == "order" else english)

    def number_caption(self, english: str = "") -> str:
        """Returns the caption of the document's number."""
        if self.kind in NUMBERS:
            return NUMBERS[self.kind][self.lang]
        return self.say("po", "Order #") if self.kind == "order" else self.say("number", english)

    def date_caption(self, english: str = "Date") -> str:
        """Returns the caption of the issue date."""
        if self.kind == "invoice":
            return self.say("date", english)
        return self.say("po_date", "Order Date") if self.kind == "order" else self.say("date_cell", "Date")

    @property
    def credited_caption(self) -> str:
        """Caption of the number of the invoice that this document corrects."""
        return CREDITED[self.lang]

    @property
    def sections(self) -> Sequence[str]:
        """Two headings of sections of a table."""
        return SECTIONS[self.lang]

    @property
    def tax_name(self) -> str:
        """Name of the tax."""
        return LOCAL_TAX.get(self.facts.country.code, TAX_NAMES[self.lang])

    def term(self, key: str) -> str:
        """Returns one of `TERMS` in the document's language."""
        return TERMS[key][self.lang]

    @property
    def directions(self) -> Sequence[str]:
        """Captions of the issuer and of the addressee: "From" and "To"."""
        return FROM_TO[self.lang]

    def tax_id_caption(self, english: str = "VAT ID") -> str:
        """Returns the caption of a party's tax identifier."""
        return LOCAL_TAX_ID.get(self.facts.country.code) or self.say("seller_vat", english)

    # ------------------------------------------------------------------------------------------------------------------
    # Values

    @property
    def number(self) -> Markup:
        """Number of the document."""
        buys = self.kind == "order"
        return mark(self.facts.po if buys else self.facts.number, "purchase_order" if buys else "invoice_number")

    @property
    def credited(self) -> Markup:
        """Number of the invoice that this document corrects, without a label."""
        return Markup.escape(self.credited_number)

    @property
    def issued(self) -> Markup:
        """Issue date."""
        return mark(self.writing.date(self.facts.issue_date), "issue_date")

    @property
    def due(self) -> Markup:
        """Due date; an order and a quote have a date of another meaning there."""
        label = "due_date" if self.kind in ("invoice", "receipt") else "other_date"
        return mark(self.writing.date(self.facts.due_date), label)

    @property
    def po(self) -> Markup:
        """The buyer's order number."""
        return mark(self.facts.po, "purchase_order")

    @property
    def iban(self) -> Markup:
        """The seller's account in groups of four."""
        plain = self.facts.seller.iban
        return mark(" ".join(plain[i : i + 4] for i in range(0, len(plain), 4)), "iban") if plain else Markup("")

    @property
    def currency(self) -> Markup:
        """Code of the currency."""
        return mark(self.facts.currency, "currency")

    def day(self, value: date) -> str:
        """Returns another date of the document."""
        return self.writing.date(value)

    def reference(self, name: str) -> str:
        """Returns a number that is no field, such as ``customer_no`` or ``delivery_note``."""
        return self.facts.references[name]

    def money(self, amount: Decimal, label: str = "", *, line: int | None = None, bare: bool = False) -> Markup:
        """Returns an amount as the document writes it, with or without its currency."""
        amount = amount * self.sign if self.kind in ("credit", "refund") else amount
        text = self.writing.number(amount, 2 if amount == amount.quantize(CENT) else None)
        mode = "none" if bare else self.writing.cell_currency if line is not None else self.writing.total_currency
        digits_of = mark(text, label, line) if label else Markup.escape(text)
        if mode == "none":
            return digits_of
        sign = mark(self.writing.currency_sign, "currency")
        gap = "" if mode.startswith("glued") else " "
        return Markup("{}{}{}").format(*((digits_of, gap, sign) if mode.endswith("after") else (sign, gap, digits_of)))

    def percent(self, rate: Decimal) -> str:
        """Returns a rate with its sign."""
        return self.writing.number(rate, None) + ("%" if self.lang in ("en", "nl", "it", "pt", "pl") else " %")

    @property
    def items(self) -> list[Item]:
        """The line items."""
        return self.facts.items

    @property
    def total(self) -> Markup:
        """Net and tax, rounded where the document rounds."""
        return self.money(self.facts.total + self.rounding, "total_amount")

    @property
    def rounding_caption(self) -> str:
        """Caption of the row that rounds the total."""
        return ROUNDING[self.lang]

    @property
    def withheld_caption(self) -> str:
        """Caption of the tax that the buyer withholds."""
        return f"{WITHHELD[self.facts.country.code][0]} {self.percent(Decimal(self.withheld_rate))}"

    @property
    def order_no(self) -> Markup:
        """Number of the order in the shop or system: not surely the buyer's own."""
        return mark(self.facts.references["order_no"], "order_no")

    def unlabelled(self, view: PartyView) -> PartyView:
        """Returns the same party without labels, such as for the address of delivery."""
        return PartyView(self.facts, view.party, "")
