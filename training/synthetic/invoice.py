"""Invoices: business letters in ever new arrangements, and prints of electronic invoices."""

from __future__ import annotations

import random
from collections.abc import Sequence

from training.synthetic.canvas import Text, plain, value
from training.synthetic.document import SyntheticDocument
from training.synthetic.einvoice import draw_einvoice
from training.synthetic.facts import ALL_COUNTRIES, make_facts
from training.synthetic.letter import Letter
from training.synthetic.paper import Roles
from training.synthetic.sheet import Row, Sheet
from training.synthetic.totals import Totals, tax_summary
from training.synthetic.truth import assemble


def make_invoice(rng: random.Random, *, countries: Sequence[str] = ALL_COUNTRIES) -> SyntheticDocument:
    """Returns an invented invoice of one of the countries; the same state of `rng` gives the same one."""
    facts = make_facts(rng, countries=countries)
    sheet = Sheet(rng, facts)
    prints = 0.35 if facts.lang.code == "de" else 0.07
    layout = draw_einvoice(sheet) if rng.random() < prints else InvoiceLetter(sheet).draw()
    return assemble(sheet, "invoice", layout)


class InvoiceLetter(Letter):
    """Composes one invoice on its seller's paper."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, Roles(sheet.facts.seller, "seller", "seller", sheet.facts.buyer, "buyer", "bill_to"))

    def running_head(self) -> Text:
        """Returns the invoice's number with its caption."""
        return [*plain(self.sheet.say("number")), *value(self.facts.number, "invoice_number")]

    def title_text(self) -> Text:
        """Returns the title, perhaps with the number."""
        sheet, facts = self.sheet, self.facts
        title = plain(sheet.say("title_credit" if facts.credit else "title"))
        if self.number_in != "title":
            return title
        mark = (
            self.rng.choice(["", "Nr.", "#", "No.", ":"])
            if facts.lang.code in ("de", "en")
            else self.rng.choice(["", "N°", "n.", ":"])
        )
        if mark == ":":
            title = plain(" ".join(t.text for t in title) + ":")
            mark = ""
        return [*title, *plain(mark), *value(facts.number, "invoice_number")]

    def meta_rows(self) -> list[Row]:
        """Returns the references that this invoice prints as captions with values."""
        sheet, facts, chance = self.sheet, self.facts, self.sheet.chance
        say, date = sheet.say, sheet.writing.date
        rows: list[Row] = []
        if self.number_in == "meta":
            rows.append((say("number"), value(facts.number, "invoice_number")))
        if self.number_in != "sentence" or chance(0.15):
            rows.append((say("date"), value(date(facts.issue_date), "issue_date")))
        if self.due_in == "meta":
            rows.append((say("due"), value(date(facts.due_date), "due_date")))
        if chance(0.5):
            rows.append((say("po"), self._po_value()))
        if chance(0.1):
            rows.append((say("po_date"), plain(date(facts.po_date))))
        for key, share in (
            ("customer_no", 0.45),
            ("order_no", 0.15),
            ("delivery_note", 0.15),
            ("project", 0.08),
            ("quote_no", 0.06),
        ):
            if chance(share):
                rows.append((say(key), plain(facts.references[key])))
        if chance(0.3):
            rows.append((say("delivery_date"), plain(date(facts.delivery_date))))
        if chance(0.1):
            rows.append((say("period"), plain(f"{date(facts.period[0])} - {date(facts.period[1])}")))
        if chance(0.18):
            rows.append((say("contact"), plain(facts.seller.contact)))
        if chance(0.1):
            rows.append((say("phone"), plain(facts.seller.phone)))
        if self.vat_in == "meta" and facts.seller.vat_id:
            rows.append((say("seller_vat"), value(self.spaced_vat(facts.seller.vat_id), "seller_vat_id")))
        if facts.buyer.vat_id and chance(0.2):
            rows.append((say("buyer_vat"), value(self.spaced_vat(facts.buyer.vat_id), "buyer_vat_id")))
        if chance(0.12):
            rows.append((say("currency"), value(facts.currency, "currency")))
        if chance(0.15):
            rows.append((say("terms_label"), plain(say("terms", days=facts.terms_days))))
        if chance(0.12):
            rows.append((self._page_caption(), plain("1")))
        if chance(0.06):
            rows.append(
                (say("total"), sheet.writing.money(facts.total, "total_amount", mode=sheet.writing.total_currency))
            )
        if chance(0.3):
            head, tail = rows[:2], rows[2:]
            self.rng.shuffle(tail)
            rows = [*head, *tail] if chance(0.6) else self.rng.sample(rows, len(rows))
        return rows

    def _page_caption(self) -> str:
        return self.sheet.say("page").split("{")[0].strip(" :-") or "#"

    def _po_value(self) -> Text:
        text = value(self.facts.po, "purchase_order")
        if self.sheet.chance(0.08):
            text += plain(f"({self.sheet.writing.date(self.facts.po_date)})")
        return text

    def opening(self, y: float) -> float:
        """Draws title, number as a sentence and words of courtesy, and returns the `y` below."""
        sheet, facts = self.sheet, self.facts
        width = sheet.right - sheet.left
        if self.title_at == "before_table" or (self.title_at == "head" and self.head in ("footer", "sender")):
            y = self.title_line(y)
        if self.number_in == "sentence":
            form = sheet.facts.lang.say(self.rng, "number_date")
            y = sheet.paragraph(sheet.left, y, width, self._fill(form), sheet.body.strong(sheet.chance(0.5))) + 2
        if sheet.chance(0.15):
            y = sheet.paragraph(sheet.left, y, width, self._fill(facts.lang.say(self.rng, "po_sentence")))
        if sheet.chance(0.35):
            y = sheet.paragraph(sheet.left, y, width, plain(facts.lang.say(self.rng, "intro"))) + sheet.row * 0.4
        return y + 3

    def _fill(self, form: str) -> Text:
        """Fills a sentence's ``{number}``, ``{date}``, ``{po}``, ``{total}`` and ``{due}`` with labeled words."""
        facts, writing = self.facts, self.sheet.writing
        filled: Text = []
        for word in form.split():
            key, start = word[word.find("{") + 1 : word.find("}")], word.find("{")
            if start < 0:
                filled += plain(word)
                continue
            values = {
                "number": lambda: value(facts.number, "invoice_number"),
                "date": lambda: value(writing.date(facts.issue_date), "issue_date"),
                "due": lambda: value(writing.date(facts.due_date), "due_date"),
                "po": lambda: value(facts.po, "purchase_order"),
                "total": lambda: writing.money(facts.total, "total_amount", mode=writing.total_currency),
                "days": lambda: plain(str(facts.terms_days)),
                "early": lambda: plain(writing.date(facts.early_date)),
            }
            text = values[key]()
            first, last = text[0], text[-1]
            text[0] = type(first)(word[:start] + first.text, first.label, first.item, first.begins)
            last = text[-1]
            text[-1] = type(last)(last.text + word[word.find("}") + 1 :], last.label, last.item, last.begins)
            filled += text
        return filled

    def closing(self, y: float) -> float:
        """Draws sums, taxes, terms, account and notes, and returns the `y` below."""
        sheet, facts, chance = self.sheet, self.facts, self.sheet.chance
        width = sheet.right - sheet.left
        totals = Totals(sheet)
        y = totals.draw(self.room(y, totals.height))
        if (len(facts.taxes) > 1 and chance(0.5)) or chance(0.12):
            y = tax_summary(sheet, self.room(y, sheet.row * (len(facts.taxes) + 2)))
        if facts.tax == 0 and chance(0.7):
            y = sheet.paragraph(
                sheet.left, self.room(y, sheet.row * 2), width, plain(facts.lang.say(self.rng, "exempt"))
            )
        if sheet.writing.total_currency == "none" and chance(0.3):
            text = facts.lang.say(self.rng, "all_amounts").split("{")[0]
            words = [*plain(text), *value(facts.currency, "currency")]
            y = sheet.paragraph(sheet.left, self.room(y, sheet.row), width, words)
        y += sheet.row * 0.6
        if self.due_in == "terms":
            form = facts.lang.say(self.rng, "due_sentence").replace("{date}", "{due}")
            y = sheet.paragraph(sheet.left, self.room(y, sheet.row * 2), width, self._fill(form)) + 2
        elif chance(0.5):
            y = (
                sheet.paragraph(
                    sheet.left, self.room(y, sheet.row * 2), width, self._fill(facts.lang.say(self.rng, "terms"))
                )
                + 2
            )
        if chance(0.15) and not facts.prepaid:
            y = (
                sheet.paragraph(
                    sheet.left,
                    self.room(y, sheet.row * 2),
                    width,
                    self._fill(facts.lang.say(self.rng, "pay_sentence")),
                )
                + 2
            )
        if self.bank_in in ("block", "sentence") and facts.seller.iban:
            y = self._bank(self.room(y, sheet.row * 7))
        if chance(0.35):
            notes = self.rng.sample(facts.lang.words["notes"], self.rng.randint(1, 3))
            y = sheet.paragraph(sheet.left, self.room(y, sheet.row * 6), width, plain(" ".join(notes)), sheet.small) + 3
        if chance(0.4):
            y = self.room(y + sheet.row * 0.5, sheet.row * 2)
            middle = chance(0.3)
            self.canvas.write(
                (sheet.left + sheet.right) / 2 if middle else sheet.left,
                y,
                plain(sheet.say("thanks")),
                sheet.body,
                "center" if middle else "left",
            )
        return y

    def _bank(self, y: float) -> float:
        sheet = self.sheet
        width = sheet.right - sheet.left
        rows = self.bank_rows()
        if self.bank_in == "sentence":
            joined = self.joined([[*plain(c + ":"), *t] for c, t in rows], self.rng.choice(["-", ",", "·", "/"]))
            return sheet.paragraph(sheet.left, y, width, joined) + 3
        style = self.rng.choice(["inline", "aligned", "aligned", "stacked", "table"])
        return sheet.pairs(sheet.left, y, min(width, 300.0) if style != "table" else width, rows, style) + 3
