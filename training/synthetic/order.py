"""Purchase orders, changes and responses: letters on the buyer's or seller's paper, and prints of electronic orders."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import timedelta

from training.synthetic.canvas import Text, plain, value
from training.synthetic.document import SyntheticDocument
from training.synthetic.eorder import draw_eorder
from training.synthetic.facts import ALL_COUNTRIES, make_facts
from training.synthetic.letter import Letter
from training.synthetic.paper import Roles
from training.synthetic.sheet import Row, Sheet
from training.synthetic.totals import Totals
from training.synthetic.truth import assemble

_OF_INVOICE = re.compile(r"(?i)inv|bill|tax point|rechnung|r[eg]\.|fa[ck]t|fatur|fattur|lask|száml")
"""Captions of dates that only an invoice has."""


def make_purchase_order(rng: random.Random, *, countries: Sequence[str] = ALL_COUNTRIES) -> SyntheticDocument:
    """Returns an invented order from one of the countries; the same state of `rng` gives the same one."""
    facts = make_facts(rng, countries=countries)
    while facts.credit or facts.prepaid:
        facts = make_facts(rng, countries=countries)
    sheet = Sheet(rng, facts)
    layout = draw_eorder(sheet) if rng.random() < 0.45 else OrderLetter(sheet).draw()
    return assemble(sheet, "purchase_order", layout)


class OrderLetter(Letter):
    """Composes an order on its buyer's paper, or the confirmation of one on its seller's."""

    def __init__(self, sheet: Sheet) -> None:
        facts = sheet.facts
        self.confirms = sheet.chance(0.25)
        roles = (
            Roles(facts.seller, "seller", "seller", facts.buyer, "buyer", "bill_to")
            if self.confirms
            else Roles(facts.buyer, "buyer", "buyer", facts.seller, "seller", "vendor")
        )
        super().__init__(sheet, roles, bank=False)

    @property
    def layout(self) -> str:
        """What it is, then the plan's name."""
        return f"{'confirmation' if self.confirms else 'order'}/{super().layout}"

    def _number(self) -> Text:
        return value(self.facts.po, "purchase_order")

    def running_head(self) -> Text:
        """Returns the order's number with its caption."""
        return [*plain(self.sheet.say("po")), *self._number()]

    def title_text(self) -> Text:
        """Returns the title, perhaps with the number."""
        title = plain(self.sheet.say("title_confirmation" if self.confirms else "title_order"))
        return (
            [*title, *plain(self.rng.choice(["", "#", ":"])), *self._number()] if self.number_in == "title" else title
        )

    def meta_rows(self) -> list[Row]:
        """Returns the references that this order prints as captions with values."""
        sheet, facts, chance = self.sheet, self.facts, self.sheet.chance
        say, date = sheet.say, sheet.writing.date
        rows: list[Row] = []
        if self.number_in != "title":
            rows.append((say("po"), self._number()))
        plain_dates = [caption for caption in facts.lang.words["date"] if not _OF_INVOICE.search(caption)]
        caption = say("po_date") if chance(0.5) and not self.confirms else self.rng.choice(plain_dates)
        rows.append((caption, value(date(facts.issue_date), "issue_date")))
        if self.confirms:
            rows.append((say("order_no"), plain(facts.references["order_no"])))
        for key, share in (("customer_no", 0.3), ("quote_no", 0.3), ("project", 0.2)):
            if chance(share):
                rows.append((say(key), plain(facts.references[key])))
        if chance(0.6):
            rows.append((say("delivery_date"), plain(date(facts.issue_date + timedelta(days=self.rng.randint(2, 40))))))
        if chance(0.35):
            rows.append((say("contact"), plain(self.roles.issuer.contact)))
        if chance(0.25):
            rows.append((say("terms_label"), plain(say("terms", days=facts.terms_days))))
        if chance(0.2):
            rows.append((say("currency"), value(facts.currency, "currency")))
        if self.vat_in == "meta" and self.roles.issuer.vat_id:
            vat = value(self.spaced_vat(self.roles.issuer.vat_id), f"{self.roles.issuer_role}_vat_id")
            rows.append((say("seller_vat"), vat))
        return self.rng.sample(rows, len(rows)) if chance(0.15) else rows

    def opening(self, y: float) -> float:
        """Draws title and words of courtesy, and returns the `y` below."""
        if self.title_at == "before_table" or (self.title_at == "head" and self.head in ("footer", "sender")):
            y = self.title_line(y)
        return y + 3

    def closing(self, y: float) -> float:
        """Draws sums and notes, and returns the `y` below."""
        sheet, facts, chance = self.sheet, self.facts, self.sheet.chance
        if chance(0.85):
            totals = Totals(sheet)
            y = totals.draw(self.room(y, totals.height)) + sheet.row
        if chance(0.4):
            notes = plain(" ".join(self.rng.sample(facts.lang.words["notes"], 2)))
            y = self.room(y, sheet.row * 5)
            y = sheet.paragraph(sheet.left, y, sheet.right - sheet.left, notes, sheet.small)
        return y
