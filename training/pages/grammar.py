"""Draws heads, attributes, tables, sums and feet that go together: layouts of no system, for training."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from training.pages.rows import Spec

if TYPE_CHECKING:
    from training.pages.draft import Draft
    from training.pages.parties import PartyView

LETTERHEADS: Final = (
    "left", "right", "right", "centre", "name", "window", "window", "columns", "columns", "columns", "stacked",
    "cells", "three",
)  # fmt: skip
"""Where the issuer is: on top, in the address window's line, or beside the addressee."""

UNCAPTIONED, ADDRESSEE_FIRST = 0.3, 0.4
"""Share of pairs of parties without captions, and share of these that begin with the addressee."""

_TABLES: Final[tuple[Spec, ...]] = (
    (("description", ""), ("qty", ""), ("price", ""), ("amount", "")),
    (("pos", ""), ("detailed", ""), ("qty_unit", ""), ("price", ""), ("rate", ""), ("amount", "")),
    (("sku", ""), ("description", ""), ("price", ""), ("qty", ""), ("discount", ""), ("amount", "")),
    (("qty", ""), ("detailed", ""), ("price", ""), ("amount", "")),
    (("description", ""), ("amount", "")),
    (("date", ""), ("description", ""), ("qty", ""), ("price", ""), ("amount", "")),
    (("pos", ""), ("sku", ""), ("detailed", ""), ("qty", ""), ("unit", ""), ("price", ""), ("amount", "")),
    (("description", ""), ("price", ""), ("rate", ""), ("price_gross", ""), ("qty", ""), ("gross", "")),
    (("coded", ""), ("qty", ""), ("price", ""), ("rate", ""), ("tax", ""), ("amount", ""), ("gross", "")),
)

_SUMS: Final[tuple[Spec, ...]] = (
    (("net", ""), ("taxes", ""), ("total", "")),
    (("lines", ""), ("charges", ""), ("net", ""), ("taxes", ""), ("withheld", ""), ("rounding", ""), ("total", "")),
    (("net", ""), ("tax", ""), ("total", ""), ("prepaid", ""), ("due", "")),
    (("lines", ""), ("charges", ""), ("taxes", ""), ("total", ""), ("prepaid", ""), ("due", "")),
    (("taxes", ""), ("total", "")),
    (("total", ""),),
)


@dataclass(frozen=True)
class Tables:
    """The columns of the line items, and the sums below them."""

    columns: Spec
    sums: Spec

    @property
    def names(self) -> set[str]:
        """What the columns and sums show."""
        return {name for name, _ in (*self.columns, *self.sums)}


def tables(rng: random.Random) -> Tables:
    """Returns columns and sums drawn at random."""
    return Tables(rng.choice(_TABLES), rng.choice(_SUMS))


class Grammar:
    """The choices of one document; a template reads them as ``g``."""

    def __init__(self, rng: random.Random, draft: Draft, shown: Tables) -> None:
        pick, chance = rng.choice, draft.chance
        self._rng = rng
        self.letterhead = pick(LETTERHEADS)
        self.has_logo, self.bold, self.swap = chance(0.5), chance(0.6), chance(0.5)
        self.ragged = pick(("", "", "r"))
        self.contact, self.contacts = chance(0.15), chance(0.4)
        self.colon, self.dot = pick((": ", ": ", "", " : ")), pick(("-", "·", "|", ","))
        self.number_sign = pick(("", "#", "№ "))
        self.vat_caption = pick(("VAT ID", "VAT No.", "Tax ID", "VAT"))
        self.issuer_vat, self.addressee_vat = pick(("head", "head", "foot")), chance(0.7)
        self.from_caption, self.to_caption = self._captions(draft)
        self.number_in = pick(("meta", "meta", "meta", "title"))
        self.meta = pick(("rows", "rows", "lines", "strip", "grid", "pairs"))
        self.meta_width, self.meta_align = pick(("50%", "70%", "100%")), pick(("", "", "r"))
        self.ship: PartyView | None = draft.ship_to
        self.shown_ship = self.ship is not None and chance(0.6)
        self.columns, self.sums = shown.columns, shown.sums
        self.sections = chance(0.15)
        self.head = pick(("border-bottom:2px solid #444", "background:#eee", "background:#333;color:white"))
        self.line = pick(("border-bottom:1px solid #ddd", "", "border:1px solid #999"))
        self.sums_across, self.sums_width = chance(0.15), pick(("38%", "45%", "60%", "100%"))
        self.terms, self.holder = chance(0.3), chance(0.4)
        self.bank_in = pick(("block", "foot", "none")) if draft.kind != "order" else "none"
        self.foot = chance(0.6) or self.issuer_vat == "foot" or self.letterhead == "window"
        self.foot_align = pick(("", "c"))
        self.named_foot = chance(0.6) or self.letterhead == "window"

    def _captions(self, draft: Draft) -> tuple[str, str]:
        """Returns the captions of issuer and addressee; often none, where the place tells who is who."""
        buys, facts = draft.kind == "order", draft.facts
        if self.letterhead in ("columns", "stacked", "cells", "three"):
            if draft.chance(UNCAPTIONED):
                self.swap = draft.chance(ADDRESSEE_FIRST)
                return "", ""
            if draft.chance(0.3):
                return draft.directions[0], draft.directions[1]
            if draft.chance(0.15) and not buys:
                return "", facts.lang.say(self._rng, "bill_to")
            first, second = ("buyer", "vendor") if buys else ("seller", self._rng.choice(("bill_to", "buyer")))
            return facts.lang.say(self._rng, first), facts.lang.say(self._rng, second)
        shown = self.letterhead != "window" and draft.chance(0.65)
        return "", facts.lang.say(self._rng, "vendor" if buys else "bill_to") if shown else ""

    def pairs(self, draft: Draft) -> list[tuple[str, Markup | str]]:
        """Returns captions with values of the document, such as its number and dates."""
        chance, say = draft.chance, draft.say
        rows: list[tuple[str, Markup | str]] = []
        if self.number_in == "meta":
            rows.append((draft.number_caption(), draft.number))
        if draft.credited_number:
            rows.append((draft.credited_caption, draft.credited))
        rows.append((draft.date_caption(""), draft.issued))
        if draft.kind == "invoice" and chance(0.7):
            rows.append((say("due"), draft.due))
        if draft.kind == "invoice" and chance(0.35):
            rows.append((say("po"), draft.po))
        for key, share in (("customer_no", 0.3), ("delivery_note", 0.15), ("project", 0.1)):
            if chance(share):
                rows.append((say(key), draft.reference(key)))
        if chance(0.15):
            rows.append((say("delivery_date"), draft.day(draft.facts.delivery_date)))
        if chance(0.2):
            rows.append((say("contact"), draft.issuer.contact))
        return rows[:5] if self.meta in ("strip", "grid") else rows
