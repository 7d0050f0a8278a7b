"""Invoices: letterheads, address windows, references, tables, sums and bank details put together in ever new ways."""

from __future__ import annotations

import random

from training.synthetic.canvas import Text, plain, value, wrap
from training.synthetic.document import SyntheticDocument
from training.synthetic.einvoice import draw_einvoice
from training.synthetic.facts import make_facts
from training.synthetic.parties import Party
from training.synthetic.sheet import KV_STYLES, Row, Sheet
from training.synthetic.table import ItemTable
from training.synthetic.totals import Totals, tax_summary
from training.synthetic.truth import assemble


def make_invoice(rng: random.Random) -> SyntheticDocument:
    """Returns an invented invoice; the same state of `rng` gives the same one."""
    facts = make_facts(rng)
    sheet = Sheet(rng, facts)
    prints = 0.35 if facts.lang.code == "de" else 0.07
    layout = draw_einvoice(sheet) if rng.random() < prints else InvoicePage(sheet).draw()
    return assemble(sheet, "invoice", layout)


class InvoicePage:
    """Composes one invoice on a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.facts, self.rng = sheet, sheet.facts, sheet.rng
        self.canvas = sheet.canvas
        chance = sheet.chance
        self.head = self.rng.choice(
            ["left", "left", "right", "right", "center", "footer", "columns", "boxes", "sender"]
        )
        self.number_in = self.rng.choice(["meta"] * 7 + ["title", "title", "sentence"])
        self.due_in = self.rng.choice(["meta", "meta", "meta", "terms", "terms", "none", "none"])
        self.bank_in = self.rng.choice(["footer", "footer", "block", "block", "sentence", "none"])
        self.vat_in = self.rng.choice(["head", "head", "footer", "footer", "meta", "none"])
        self.footer = self._footer_columns() if chance(0.65) or self.head == "footer" else []
        self.kv_style = self.rng.choice(KV_STYLES)
        self.title_at = self.rng.choice(["before_table", "before_table", "head", "head", "before_meta"])
        self.bottom = sheet.bottom - self._footer_height()

    # ------------------------------------------------------------------------------------------------------------------
    # The page from top to bottom

    def draw(self) -> str:
        """Draws all pages and returns the layout's name."""
        sheet = self.sheet
        self._draw_footer()
        y = self._header(sheet.top)
        y = self._upper(y + sheet.row * self.rng.uniform(0.3, 2.5))
        y = self._opening(y + sheet.row * self.rng.uniform(0.3, 1.5))
        y = ItemTable(sheet).draw(y, self.bottom - 4, self._next_page) + sheet.row * 0.6
        y = self._closing(y)
        return f"{self.head}/{self.kv_style}/{self.title_at}/{self.number_in}/{self.bank_in}"

    def _next_page(self) -> float:
        self.canvas.new_page()
        self._draw_footer()
        sheet = self.sheet
        y = sheet.top
        if sheet.chance(0.6):
            facts = self.facts
            head = [*plain(sheet.say("number")), *value(facts.number, "invoice_number")]
            self.canvas.write(sheet.left, y, head, sheet.body)
            page = sheet.say("page").split("{")[0]
            self.canvas.write(sheet.right, y, plain(f"{page} {len(self.canvas.pages)}"), sheet.body, "right")
            y += 2 * sheet.row
        return y

    def _room(self, y: float, height: float) -> float:
        """Returns `y`, or the top of the next page where the height does not fit."""
        return y if y + height <= self.bottom else self._next_page()

    # ------------------------------------------------------------------------------------------------------------------
    # Head

    def _header(self, y: float) -> float:
        sheet, seller = self.sheet, self.facts.seller
        name_font = sheet.heading if sheet.chance(0.8) else sheet.body.strong()
        width = sheet.right - sheet.left
        if self.head in ("footer", "sender"):
            return self._logo(y, sheet.right if sheet.chance(0.6) else sheet.left)
        if self.head in ("columns", "boxes"):
            return self._title_line(y) if self.title_at == "head" else y
        place, align = {
            "left": (sheet.left, "left"),
            "right": (sheet.right, "right"),
            "center": (sheet.left + width / 2, "center"),
        }[self.head]
        share = width if self.head == "center" else width * 0.6
        rows = sheet.party_rows(seller, "seller", country=sheet.chance(0.15))
        start = y
        if self.head != "center" and sheet.chance(0.35):
            self._logo(y, sheet.left if self.head == "right" else sheet.right, limit=width * 0.3)
            start = y
        elif self.title_at == "head" and self.head != "center":
            self._corner_title(y, sheet.left if self.head == "right" else sheet.right, width * 0.38)
        for part in wrap(rows[0], name_font, share):
            self.canvas.write(place, start, part, name_font, align)
            start += name_font.size * 1.25
        font = sheet.small if sheet.chance(0.5) else sheet.body
        if sheet.chance(0.3):
            joined = self._joined(rows[1:], self.rng.choice(["·", "-", "|", "•", ","]))
            start = sheet.address(place, start, share, [joined], font, align)
        else:
            start = sheet.address(place, start, share, rows[1:], font, align)
        start = self._contact_rows(place, start, share, font, align)
        if sheet.chance(0.3):
            start += 3
            self.canvas.line(sheet.left, start, sheet.right, start, sheet.line_width, sheet.accent)
        y = max(start, y + sheet.row * 3)
        return y if self.title_at != "head" or self.head != "center" else self._title_line(y + sheet.row * 0.5)

    def _joined(self, rows: list[Text], mark: str) -> Text:
        """Joins address rows on one line; the marks inside the address belong to it, so that it stays one value."""
        joined: Text = []
        for k, row in enumerate(rows):
            label = joined[-1].label if joined and row[0].label == joined[-1].label else None
            if k and mark == ",":
                last = joined[-1]
                joined[-1] = type(last)(last.text + ",", last.label, last.item, last.begins)
            elif k:
                joined += value(mark, label, begins=False)
            joined += row
        return joined

    def _contact_rows(self, x: float, y: float, width: float, font: object, align: str) -> float:
        sheet, seller = self.sheet, self.facts.seller
        rows: list[Text] = []
        if sheet.chance(0.6):
            rows.append(plain(f"{sheet.say('phone')}{sheet.writing.colon} {seller.phone}"))
        if sheet.chance(0.3):
            rows.append(plain(f"{sheet.say('fax')}{sheet.writing.colon} {seller.fax}"))
        if sheet.chance(0.5):
            rows.append(
                plain(f"{sheet.say('email')}{sheet.writing.colon} {seller.email}")
                if sheet.chance(0.6)
                else plain(seller.email)
            )
        if sheet.chance(0.3):
            rows.append(plain(seller.web))
        if self.vat_in == "head":
            rows += self._tax_rows()
        if len(rows) > 1 and sheet.chance(0.25):
            rows = [self._joined(rows, self.rng.choice(["·", "-", "|"]))]
        return sheet.address(x, y, width, rows, font, align)  # type: ignore[arg-type]

    def _tax_rows(self) -> list[Text]:
        sheet, seller = self.sheet, self.facts.seller
        rows: list[Text] = []
        if seller.vat_id:
            rows.append(
                [
                    *plain(f"{sheet.say('seller_vat')}{sheet.writing.colon}"),
                    *value(self._spaced_vat(seller.vat_id), "seller_vat_id"),
                ]
            )
        if not seller.vat_id or sheet.chance(0.35):
            rows.append(plain(f"{sheet.say('tax_no')}{sheet.writing.colon} {seller.tax_no}"))
        return rows

    def _spaced_vat(self, vat: str) -> str:
        if self.sheet.chance(0.85) or " " in vat or "-" in vat:
            return vat
        return (
            f"{vat[:2]} {vat[2:]}" if self.sheet.chance(0.6) else f"{vat[:2]} {vat[2:5]} {vat[5:8]} {vat[8:]}".strip()
        )

    def _logo(self, y: float, x: float, limit: float = 160.0) -> float:
        """Draws an emblem that hangs from `x` into the page, perhaps with the firm's first word."""
        sheet, rng = self.sheet, self.rng
        side = rng.uniform(22, 50)
        left = x if x < sheet.width / 2 else x - side
        colour = sheet.accent if sum(sheet.accent) else (0.3, 0.3, 0.5)
        for _ in range(rng.randint(1, 3)):
            a, b = sorted(rng.uniform(0, side) for _ in range(2))
            self.canvas.box(
                left + a * 0.5,
                y + a * 0.4,
                left + max(b, a + 8),
                y + max(b, a + 8),
                None,
                colour,
                kind=rng.choice(["rect", "ellipse"]),
            )
        word = plain(self.facts.seller.name.split()[0])
        font = sheet.heading.scaled(0.8)
        if sheet.chance(0.4) and font.measure(word) < limit - side:
            if x < sheet.width / 2:
                self.canvas.write(left + side + 6, y + side / 3, word, font)
            else:
                self.canvas.write(left - 6, y + side / 3, word, font, "right")
        return y + side + 6

    # ------------------------------------------------------------------------------------------------------------------
    # Title

    def _title_text(self) -> Text:
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

    def _title_line(self, y: float) -> float:
        sheet = self.sheet
        align = self.rng.choice(["left", "left", "right", "center"])
        x = {"left": sheet.left, "right": sheet.right, "center": (sheet.left + sheet.right) / 2}[align]
        font = sheet.heading.scaled(self.rng.uniform(0.7, 1.2))
        rows = wrap(self._title_text(), font, sheet.right - sheet.left)
        return self.canvas.write_rows(x, y, rows, font, 1.3, align) + 2

    def _corner_title(self, y: float, x: float, width: float) -> None:
        font, text = self.sheet.heading, self._title_text()
        while font.measure(text) > width and font.size > self.sheet.body.size:
            font = font.scaled(0.9)
        font = font.fitting([text], width)
        rows = wrap(text, font, width)
        self.canvas.write_rows(x, y, rows, font, 1.3, "right" if x > self.sheet.width / 2 else "left")

    # ------------------------------------------------------------------------------------------------------------------
    # Buyer and references

    def _upper(self, y: float) -> float:
        """Draws the band with buyer, references and perhaps seller and delivery address."""
        sheet = self.sheet
        width = sheet.right - sheet.left
        gap = 14.0
        if self.head in ("columns", "boxes"):
            y = self._columns(y, width, gap) + sheet.row
        else:
            y = self._windows(y, width, gap) + sheet.row * 0.5
        if self._wide_meta:
            if self.title_at == "before_meta":
                y = self._title_line(y)
            y = sheet.pairs(sheet.left, y, width, self._meta_rows(), self.kv_style) + 3
        return y

    @property
    def _wide_meta(self) -> bool:
        return self.kv_style in ("table", "grid") or self.sheet.width < 450

    def _windows(self, y: float, width: float, gap: float) -> float:
        """Address window on one side, references on the other."""
        sheet = self.sheet
        share = self.rng.uniform(0.44, 0.58)
        buyer_left = sheet.chance(0.8)
        buyer_x = sheet.left if buyer_left else sheet.left + width * (1 - share) + gap
        buyer_w = width * share - gap
        other_x = sheet.left + width * share if buyer_left else sheet.left
        other_w = width * (1 - share) - (0 if buyer_left else gap)
        low = self._buyer_window(buyer_x, y, buyer_w)
        other = y + sheet.row * self.rng.choice([0, 0, 1, 3])
        if not self._wide_meta:
            if self.title_at == "before_meta":
                font = sheet.heading
                while font.measure(self._title_text()) > other_w and font.size > sheet.body.size:
                    font = font.scaled(0.9)
                other = self.canvas.write_rows(other_x, other, wrap(self._title_text(), font, other_w), font, 1.3) + 3
            other = sheet.pairs(other_x, other, other_w, self._meta_rows(), self.kv_style)
            if sheet.chance(0.12):
                self.canvas.box(other_x - 4, y - 3, other_x + other_w + 2, other + 2, width=sheet.line_width)
        ship = self.facts.ship_to
        if ship:
            under_buyer = sheet.chance(0.5)
            x, w = (buyer_x, buyer_w) if under_buyer else (other_x, other_w)
            start = (low if under_buyer else other) + sheet.row * 0.7
            end = self._party(x, start, w, ship, "", sheet.say("ship_to"))
            low, other = (end, other) if under_buyer else (low, end)
        return max(low, other)

    def _buyer_window(self, x: float, y: float, width: float) -> float:
        sheet = self.sheet
        if self.head in ("sender", "footer") or sheet.chance(0.35 if sheet.facts.lang.code == "de" else 0.08):
            font = sheet.body.scaled(0.68)
            mark = self.rng.choice(["·", "-", "•", ",", "*", "|"])
            line = self._joined(sheet.party_rows(self.facts.seller, "seller"), mark)
            rows = wrap(line, font, width)
            wide = max(font.measure(r) for r in rows)
            y = self.canvas.write_rows(x, y, rows, font, 1.25)
            if sheet.chance(0.5):
                self.canvas.line(x, y, x + wide, y, 0.4)
            y += sheet.row * self.rng.uniform(0.3, 1.2)
        caption = sheet.say("bill_to") if sheet.chance(0.25 if sheet.facts.lang.code == "de" else 0.65) else ""
        return self._party(x, y, width, self.facts.buyer, "buyer", caption)

    def _party(self, x: float, y: float, width: float, party: Party, role: str, caption: str) -> float:
        sheet = self.sheet
        rows = sheet.party_rows(party, role, country=sheet.chance(0.25))
        if role == "buyer" and party.person and sheet.chance(0.35):
            rows = (
                [plain(sheet.say("salutation")), *rows]
                if sheet.chance(0.5)
                else [[*plain(sheet.say("salutation")), *rows[0]], *rows[1:]]
            )
        elif role == "buyer" and sheet.facts.lang.code == "de" and sheet.chance(0.12):
            rows = [plain("Firma"), *rows]
        if caption and sheet.chance(0.15) and sheet.caption.measure(plain(caption)) < width * 0.4:
            indent = sheet.caption.measure(plain(caption + ":")) + sheet.body.size
            self.canvas.write(x, y, plain(caption + sheet.writing.colon), sheet.caption)
            return self._vat_under(
                x + indent, sheet.address(x + indent, y, width - indent, rows, sheet.body), width - indent, party, role
            )
        if caption:
            text = plain(caption + (sheet.writing.colon if sheet.chance(0.6) else ""))
            y = self.canvas.write_rows(x, y, wrap(text, sheet.caption, width), sheet.caption, sheet.leading) + 1
        font = sheet.body
        y = sheet.address(x, y, width, rows[:1], font.strong(sheet.chance(0.2)))
        y = sheet.address(x, y, width, rows[1:], font)
        return self._vat_under(x, y, width, party, role)

    def _vat_under(self, x: float, y: float, width: float, party: Party, role: str) -> float:
        sheet = self.sheet
        if not party.vat_id or not role:
            return y
        if role == "buyer" and sheet.chance(0.25):
            caption = sheet.say(self.rng.choice(["buyer_vat", "seller_vat"]))
            text = [*plain(caption + sheet.writing.colon), *value(self._spaced_vat(party.vat_id), "buyer_vat_id")]
            return sheet.address(x, y, width, [text], sheet.body)
        return y

    def _columns(self, y: float, width: float, gap: float) -> float:
        """Seller, buyer and perhaps delivery address or references side by side."""
        sheet, facts = self.sheet, self.facts
        blocks = ["seller", "buyer"]
        if facts.ship_to and width > 400:
            blocks.append("ship")
        if not self._wide_meta and (len(blocks) == 2 and width > 400):
            blocks.append("meta")
        if sheet.chance(0.25):
            blocks[0], blocks[1] = blocks[1], blocks[0]
        cell = (width - gap * (len(blocks) - 1)) / len(blocks)
        lows = []
        for k, block in enumerate(blocks):
            lows.append(self._column_block(block, sheet.left + k * (cell + gap), y + 3, cell))
        low = max(lows)
        if self.head == "boxes":
            for k in range(len(blocks)):
                left = sheet.left + k * (cell + gap)
                self.canvas.box(left - 4, y, left + cell + 4, low + 3, width=sheet.line_width)
        if not self._wide_meta and "meta" not in blocks:
            low = sheet.pairs(sheet.left, low + sheet.row * 0.8, width * 0.6, self._meta_rows(), self.kv_style)
        return low

    def _column_block(self, block: str, x: float, y: float, width: float) -> float:
        sheet, facts = self.sheet, self.facts
        if block == "meta":
            return sheet.pairs(x, y, width, self._meta_rows(), self.kv_style)
        if block == "ship" and facts.ship_to:
            return self._party(x, y, width, facts.ship_to, "", sheet.say("ship_to"))
        if block == "buyer":
            return self._party(x, y, width, facts.buyer, "buyer", sheet.say("bill_to"))
        y = self._party(x, y, width, facts.seller, "seller", sheet.say("seller") if sheet.chance(0.8) else "")
        return self._contact_rows(x, y, width, sheet.body, "left")

    def _meta_rows(self) -> list[Row]:
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
            rows.append((say("seller_vat"), value(self._spaced_vat(facts.seller.vat_id), "seller_vat_id")))
        if facts.buyer.vat_id and chance(0.2):
            rows.append((say("buyer_vat"), value(self._spaced_vat(facts.buyer.vat_id), "buyer_vat_id")))
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

    # ------------------------------------------------------------------------------------------------------------------
    # Words before and after the lines

    def _opening(self, y: float) -> float:
        sheet, facts = self.sheet, self.facts
        width = sheet.right - sheet.left
        if self.title_at == "before_table" or (self.title_at == "head" and self.head in ("footer", "sender")):
            y = self._title_line(y)
        if self.number_in == "sentence":
            form = sheet.facts.lang.say(self.rng, "number_date")
            y = sheet.paragraph(sheet.left, y, width, self._fill(form), sheet.body.strong(sheet.chance(0.5))) + 2
        if sheet.chance(0.15):
            y = sheet.paragraph(sheet.left, y, width, self._fill(facts.lang.say(self.rng, "po_sentence")))
        if sheet.chance(0.35):
            y = sheet.paragraph(sheet.left, y, width, plain(facts.lang.say(self.rng, "intro"))) + sheet.row * 0.4
        return y + 3

    def _fill(self, form: str) -> Text:
        """Fills a sentence's ``{number}``, ``{date}``, ``{po}``, ``{total}`` and ``{due}`` with labelled words."""
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
            }
            text = values[key]()
            first, last = text[0], text[-1]
            text[0] = type(first)(word[:start] + first.text, first.label, first.item, first.begins)
            last = text[-1]
            text[-1] = type(last)(last.text + word[word.find("}") + 1 :], last.label, last.item, last.begins)
            filled += text
        return filled

    def _closing(self, y: float) -> float:
        sheet, facts, chance = self.sheet, self.facts, self.sheet.chance
        width = sheet.right - sheet.left
        totals = Totals(sheet)
        y = totals.draw(self._room(y, totals.height))
        if (len(facts.taxes) > 1 and chance(0.5)) or chance(0.12):
            y = tax_summary(sheet, self._room(y, sheet.row * (len(facts.taxes) + 2)))
        if facts.tax == 0 and chance(0.7):
            y = sheet.paragraph(
                sheet.left, self._room(y, sheet.row * 2), width, plain(facts.lang.say(self.rng, "exempt"))
            )
        if sheet.writing.total_currency == "none" and chance(0.3):
            text = facts.lang.say(self.rng, "all_amounts").split("{")[0]
            words = [*plain(text), *value(facts.currency, "currency")]
            y = sheet.paragraph(sheet.left, self._room(y, sheet.row), width, words)
        y += sheet.row * 0.6
        if self.due_in == "terms":
            form = facts.lang.say(self.rng, "due_sentence").replace("{date}", "{due}")
            y = sheet.paragraph(sheet.left, self._room(y, sheet.row * 2), width, self._fill(form)) + 2
        elif chance(0.5):
            y = (
                sheet.paragraph(
                    sheet.left, self._room(y, sheet.row * 2), width, self._fill(facts.lang.say(self.rng, "terms"))
                )
                + 2
            )
        if chance(0.15) and not facts.prepaid:
            y = (
                sheet.paragraph(
                    sheet.left,
                    self._room(y, sheet.row * 2),
                    width,
                    self._fill(facts.lang.say(self.rng, "pay_sentence")),
                )
                + 2
            )
        if self.bank_in in ("block", "sentence") and facts.seller.iban:
            y = self._bank(self._room(y, sheet.row * 7))
        if chance(0.35):
            notes = self.rng.sample(facts.lang.words["notes"], self.rng.randint(1, 3))
            y = (
                sheet.paragraph(sheet.left, self._room(y, sheet.row * 6), width, plain(" ".join(notes)), sheet.small)
                + 3
            )
        if chance(0.4):
            y = self._room(y + sheet.row * 0.5, sheet.row * 2)
            middle = chance(0.3)
            self.canvas.write(
                (sheet.left + sheet.right) / 2 if middle else sheet.left,
                y,
                plain(sheet.say("thanks")),
                sheet.body,
                "center" if middle else "left",
            )
        return y

    def iban_text(self) -> Text:
        """Returns the IBAN, mostly in groups of four."""
        iban = self.facts.seller.iban
        if self.sheet.chance(0.65):
            iban = " ".join(iban[k : k + 4] for k in range(0, len(iban), 4))
        return value(iban, "iban")

    def _bank_rows(self) -> list[Row]:
        sheet, seller, chance = self.sheet, self.facts.seller, self.sheet.chance
        rows: list[Row] = []
        if chance(0.7):
            rows.append((sheet.say("bank"), plain(seller.bank)))
        if chance(0.35):
            rows.append((sheet.say("account_holder"), value(seller.name, "seller_name")))
        rows.append((sheet.say("iban"), self.iban_text()))
        if chance(0.75):
            rows.append((sheet.say("bic"), plain(seller.bic)))
        if chance(0.15):
            rows.append((sheet.say("payment_ref"), value(self.facts.number, "invoice_number")))
        return rows

    def _bank(self, y: float) -> float:
        sheet = self.sheet
        width = sheet.right - sheet.left
        rows = self._bank_rows()
        if self.bank_in == "sentence":
            joined = self._joined([[*plain(c + ":"), *t] for c, t in rows], self.rng.choice(["-", ",", "·", "/"]))
            return sheet.paragraph(sheet.left, y, width, joined) + 3
        style = self.rng.choice(["inline", "aligned", "aligned", "stacked", "table"])
        return sheet.pairs(sheet.left, y, min(width, 300.0) if style != "table" else width, rows, style) + 3

    # ------------------------------------------------------------------------------------------------------------------
    # Foot

    def _footer_columns(self) -> list[list[Text]]:
        """Returns the foot's columns of rows: address, contact, register and tax, bank."""
        sheet, seller, chance = self.sheet, self.facts.seller, self.sheet.chance
        columns: list[list[Text]] = []
        if self.head == "footer" or chance(0.5):
            columns.append(sheet.party_rows(seller, "seller"))
        if chance(0.6):
            rows = [plain(f"{sheet.say('phone')} {seller.phone}"), plain(seller.email)]
            columns.append([*rows, plain(seller.web)] if chance(0.5) else rows)
        legal: list[Text] = []
        if chance(0.5):
            legal.append(plain(f"{sheet.say('manager')}: {seller.contact}"))
        if chance(0.5):
            legal.append(plain(sheet.say("registry", city=seller.city_name, n=seller.registry_no)))
        if self.vat_in == "footer":
            legal += self._tax_rows()
        if legal:
            columns.append(legal)
        if self.bank_in == "footer" and seller.iban:
            columns.append([[*plain(c + ":" * chance(0.5)), *t] for c, t in self._bank_rows()])
        return columns

    def _footer_layout(self) -> tuple[float, list[list[Text]]]:
        """Returns the width of a column and its wrapped rows."""
        sheet = self.sheet
        cell = (sheet.right - sheet.left) / max(1, len(self.footer)) - 8
        font = sheet.body.scaled(0.72)
        return cell, [[part for row in column for part in wrap(row, font, cell)] for column in self.footer]

    def _footer_height(self) -> float:
        rows = max((len(c) for c in self._footer_layout()[1]), default=0)
        return rows * self.sheet.body.size * 0.72 * 1.25 + 12

    def _draw_footer(self) -> None:
        sheet, y = self.sheet, self.bottom + 8
        cell, columns = self._footer_layout()
        if columns and self.sheet.line_width < 0.6:
            self.canvas.line(sheet.left, y - 3, sheet.right, y - 3, 0.4)
        for k, rows in enumerate(columns):
            self.canvas.write_rows(sheet.left + k * (cell + 8), y, rows, sheet.body.scaled(0.72), 1.25)
