"""Prints of an electronic invoice's XML: every value is beside its explicit caption, in sections.

Two kinds: the full-width print with one caption column, and the print with two boxes of captions and values abreast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from training.synthetic.canvas import Font, Text, plain, value, wrap
from training.synthetic.countries import NAMES
from training.synthetic.facts import Item
from training.synthetic.lang_einvoice import CAPTIONS
from training.synthetic.parties import Party
from training.synthetic.sheet import Row, Sheet

_TINT = (0.82, 0.94, 1.0)
_GREY = (0.95, 0.95, 0.95)

_DUE = "\0"
"""Holds the place of the due date in a sentence until its words are labeled."""
_BT = {
    "number": 1,
    "date": 2,
    "type": 3,
    "currency": 5,
    "route": 10,
    "po": 13,
    "order": 14,
    "contract": 12,
    "due": 9,
    "iban": 84,
}
"""Business terms of EN 16931 that some prints put before the caption."""


class EInvoicePrint:
    """Draws the print of an electronic invoice's data."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.facts, self.rng, self.canvas = sheet, sheet.facts, sheet.rng, sheet.canvas
        code = sheet.facts.lang.code if sheet.facts.lang.code in CAPTIONS else "en"
        rows = (line.split(":", 1) for line in CAPTIONS[code].strip().splitlines())
        synonyms = {key.strip(): [s.strip() for s in text.split("|")] for key, text in rows}
        self.words = {key: self.rng.choice(options) for key, options in synonyms.items()}
        self.bt = sheet.chance(0.2)
        size = self.rng.uniform(6.2, 8.8)
        self.font = Font(
            self.rng.choice(["sans", "sans", "sans", "narrow", "dejavu", "condensed"]),
            size,
            stretch=self.rng.uniform(0.86, 1.0),
        )
        self.head = Font(self.font.family, size * self.rng.uniform(1.1, 1.4), True, stretch=self.font.stretch)
        self.step = size * self.rng.uniform(1.35, 2.1)
        self.value_at = sheet.left + (sheet.right - sheet.left) * self.rng.choice([0.28, 0.4, 0.5, 0.5, 0.5])
        self.zebra = sheet.chance(0.6)
        self.bold_names = sheet.chance(0.5)
        self.tint = self.rng.choice([_TINT, _TINT, (0.9, 0.9, 0.9), (0.85, 0.92, 0.85)])
        self.y = sheet.top
        self._count = 0

    # ------------------------------------------------------------------------------------------------------------------
    # Parts

    def _need(self, height: float) -> None:
        if self.y + height > self.sheet.bottom:
            self._page_end()
            self.canvas.new_page()
            self.y = self.sheet.top
            if self.sheet.chance(0.7):
                self.canvas.write(
                    self.sheet.left, self.y - self.step, plain(self.words["title"]), self.font.scaled(0.9)
                )

    def _page_end(self) -> None:
        text = self.words["page"].format(n=len(self.canvas.pages), m=max(2, len(self.canvas.pages)))
        self.canvas.write(self.sheet.right, self.sheet.bottom + 6, plain(text), self.font, "right")

    def _section(self, key: str) -> None:
        self.y += self.step * self.rng.uniform(0.6, 1.6)
        self._need(self.step * 4)
        if self.tint and self.sheet.line_width > 0.25:
            self.canvas.box(
                self.sheet.left, self.y - 1, self.sheet.right, self.y + self.head.size * 1.25, None, self.tint
            )
        self.canvas.write(self.sheet.left + 2, self.y, plain(self.words[key]), self.font.strong().scaled(1.05))
        self.y += self.head.size * 1.5
        self._count = 0

    def _caption(self, key: str) -> Text:
        text = self.words[key]
        if self.bt and key in _BT:
            text = f"BT-{_BT[key]} {text}"
        return plain(text if text.endswith(":") else text + ":")

    def _pair(self, key: str, rows: Sequence[Text], *, bold: bool = False) -> None:
        """Sets a caption on the left and its value's rows on the right."""
        font = self.font.strong(bold)
        parts = [p for row in rows for p in wrap(row, font, self.sheet.right - self.value_at - 4)]
        self._need(self.step * len(parts))
        if self.zebra and self._count % 2:
            self.canvas.box(
                self.sheet.left, self.y - 1, self.sheet.right, self.y + self.step * len(parts) - 1, None, _GREY
            )
        self._count += 1
        self.canvas.write_rows(
            self.sheet.left + 3, self.y, wrap(self._caption(key), font, self.value_at - self.sheet.left - 6), font, 1.15
        )
        for part in parts:
            self.canvas.write(self.value_at, self.y, part, font)
            self.y += self.step

    # ------------------------------------------------------------------------------------------------------------------

    def draw(self) -> str:
        """Draws all pages and returns the layout's name."""
        facts, date, chance = self.facts, self.sheet.writing.date, self.sheet.chance
        abreast = chance(0.3)
        self._top()
        if abreast:
            self._abreast()
        else:
            self._references()
            self._party("seller", facts.seller)
            self._party("buyer", facts.buyer)
            if facts.ship_to:
                self._party("ship", facts.ship_to)
            if chance(0.12):
                self._section("payee")
                self._pair("name", [plain(f"{facts.seller.name} Finance")])
        if chance(0.7) and not abreast:
            self._remarks()
        blocks = [self._lines_as_blocks if abreast and chance(0.6) else self._lines, self._taxes, self._sums]
        if abreast:
            blocks = [blocks[2], blocks[1], blocks[0]]
        for block in blocks:
            block()
        self._payment(date(facts.due_date))
        self._page_end()
        return "einvoice/abreast" if abreast else "einvoice/column"

    def _top(self) -> None:
        sheet = self.sheet
        if sheet.chance(0.85):
            self.canvas.write(sheet.left, self.y, plain(self.words["title"]), self.head)
            self.y += self.head.size * 2
        if sheet.chance(0.6):
            self._pair("version", [plain(f"{self.rng.randint(1, 3)}.{self.rng.randint(0, 9)}")])
            profile = self.rng.choice(["EN16931", "EXTENDED", "BASIC", "XRechnung 3.0", "COMFORT", "MINIMUM"])
            self._pair("standard", [plain(f"Factur-X 1.0 {profile}" if profile.isupper() else profile)])
            self._pair(
                "file",
                [plain(self.rng.choice(["factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "invoice.xml"]))],
            )
            self.y += self.step

    def _references(self) -> None:
        sheet, facts, chance = self.sheet, self.facts, self.sheet.chance
        date = sheet.writing.date
        if chance(0.8):
            kind = self.words["kind_credit" if facts.credit else "kind"]
            before, after = self.words["head"].split("{number}")
            code = self.rng.choice(["380", "380", "326", "204", "384"]) if not facts.credit else "381"
            middle, _ = after.split("{date}")
            text = [
                *plain(before.format(kind=kind, code=code)),
                *value(facts.number, "invoice_number"),
                *plain(middle),
                *value(date(facts.issue_date), "issue_date"),
            ]
            self.canvas.write_rows(sheet.left, self.y, wrap(text, self.head, sheet.right - sheet.left), self.head, 1.2)
            self.y += self.head.size * 1.9
        else:
            self._pair("number", [value(facts.number, "invoice_number")])
            self._pair("date", [value(date(facts.issue_date), "issue_date")])
        for key, rows in self._reference_rows():
            self._pair(key, [rows])

    def _reference_rows(self) -> list[Row]:
        sheet, facts, chance, date = self.sheet, self.facts, self.sheet.chance, self.sheet.writing.date
        rows: list[Row] = [("currency", value(facts.currency, "currency"))]
        if chance(0.7):
            rows.append(("delivery", plain(date(facts.delivery_date))))
        if chance(0.3):
            rows.append(("period", plain(f"{date(facts.period[0])} - {date(facts.period[1])}")))
        if chance(0.25):
            rows.append(("reference", plain(facts.references["order_no"])))
        if chance(0.3):
            rows.append(("route", plain(facts.references["project"])))
        if chance(0.15):
            rows.append(("account", plain(str(self.rng.randint(100, 9000)))))
        if chance(0.6):
            rows.append(("po", value(facts.po, "purchase_order")))
        if chance(0.15):
            rows.append(("order", plain(facts.references["order_no"])))
        if chance(0.15):
            rows.append(("contract", plain(facts.references["quote_no"])))
        if chance(0.15):
            rows.append(("other", plain(facts.references["delivery_note"])))
        if chance(0.1):
            rows.append(("type", plain("380")))
        if sheet.chance(0.1):
            self.rng.shuffle(rows)
        return rows

    def _party_pairs(self, role: str, party: Party) -> list[tuple[str, list[Text]]]:
        """Returns a party's captions with their values' rows."""
        chance = self.sheet.chance
        name = f"{role}_name" if role in ("seller", "buyer") else None
        where = "seller_address" if role == "seller" else None
        rows: list[tuple[str, list[Text]]] = []
        if chance(0.6):
            rows.append(
                (
                    "id",
                    [
                        plain(
                            self.facts.references["customer_no"]
                            if role != "seller"
                            else str(self.rng.randint(10000, 999999))
                        )
                    ],
                )
            )
        if chance(0.25):
            rows.append(("gln", [plain(f"40000{self.rng.randint(10**7, 10**8 - 1)} (GLN)")]))
        names = [value(party.name, name)]
        if party.person and chance(0.4) and role == "buyer":
            # The XML holds salutation and name in one element, so here both are the name.
            salutation = self.facts.lang.say(self.rng, "salutation")
            names = [value(salutation, name), value(party.name, name, begins=False)]
            self.facts.buyer = replace(party, name=f"{salutation} {party.name}")
        rows.append(("name", names))
        if chance(0.15):
            rows.append(("register", [plain(f"HRB {party.registry_no}")]))
        if chance(0.35):
            rows.append(("contact", [plain(party.contact)]))
        rows += self._address_pairs(party, where)
        if chance(0.35):
            rows.append(("phone", [plain(party.phone)]))
        if chance(0.35):
            rows.append(("mail", [plain(party.email)]))
        if role == "seller" and chance(0.5):
            rows.append(("tax_no", [plain(party.tax_no)]))
        if party.vat_id and chance(0.85 if role == "seller" else 0.5):
            rows.append(("vat", [value(party.vat_id, f"{role}_vat_id" if name else None)]))
        return rows

    def _address_pairs(self, party: Party, where: str | None) -> list[tuple[str, list[Text]]]:
        extra = [value(party.extra, where, begins=False)] if party.extra else []
        if self._split_address:
            zip_city = party.city.split(" ", 1) if party.city[:1].isdigit() and " " in party.city else ["", party.city]
            rows: list[tuple[str, list[Text]]] = [("street", [value(party.street, where), *extra])]
            if zip_city[0]:
                rows.append(("zip", [value(zip_city[0], where, begins=False)]))
            rows += [("city", [value(zip_city[1], where, begins=False)]), ("country", [plain(party.country)])]
            return rows
        city = value(party.city, where, begins=False)
        if self.sheet.chance(0.75):
            city = [*plain(party.country), *city]
        return [("address", [value(party.street, where), *extra, city])]

    @property
    def _split_address(self) -> bool:
        return self.sheet.leading > 1.38

    def _party(self, role: str, party: Party) -> None:
        self._section(role)
        for key, rows in self._party_pairs(role, party):
            self._pair(key, rows, bold=key == "name" and self.bold_names)

    def _abreast(self) -> None:
        """Sets buyer and seller in two boxes, then the references in two more."""
        facts, date = self.facts, self.sheet.writing.date
        self._two_boxes(
            ("buyer", self._party_pairs("buyer", facts.buyer)), ("seller", self._party_pairs("seller", facts.seller))
        )
        references: list[tuple[str, list[Text]]] = [
            ("number", [value(facts.number, "invoice_number")]),
            ("date", [value(date(facts.issue_date), "issue_date")]),
        ]
        rows: list[tuple[str, list[Text]]] = [(key, [text]) for key, text in self._reference_rows()]
        half = len(rows) // 2
        self._two_boxes(("number", references + rows[:half]), ("period", rows[half:]))

    def _two_boxes(self, *boxes: tuple[str, list[tuple[str, list[Text]]]]) -> None:
        sheet = self.sheet
        gap = 10.0
        cell = (sheet.right - sheet.left - gap) / 2
        self.y += self.step * 0.5
        top, lows = self.y, []
        for k, (title, rows) in enumerate(boxes):
            x, y = sheet.left + k * (cell + gap), top + 3
            self.canvas.write(x + 4, y, plain(self.words[title]), self.font.strong())
            y += self.step * 1.3
            for key, texts in rows:
                low = self.canvas.write_rows(
                    x + 4, y, wrap(self._caption(key), self.font, cell * 0.44), self.font, 1.15
                )
                for text in texts:
                    y = self.canvas.write_rows(x + cell * 0.48, y, wrap(text, self.font, cell * 0.5), self.font, 1.15)
                y = max(low, y) + self.step - self.font.size * 1.15
            lows.append(y)
        self.y = max(lows) + 3
        for k in range(2):
            x = sheet.left + k * (cell + gap)
            self.canvas.box(x, top, x + cell, self.y, (0.6, 0.6, 0.6), None, 0.5)
        self.y += self.step

    def _remarks(self) -> None:
        self._section("remarks")
        seller, lang = self.facts.seller, self.facts.lang
        for _ in range(self.rng.randint(0, 3)):
            self._pair("remark", [plain(lang.say(self.rng, "notes"))])
        if self.sheet.chance(0.6):
            self._pair("subject", [plain("REG Regulatory information")])
            rows = [value(seller.name, "seller_name"), value(seller.street, "seller_address")]
            rows += [value(seller.extra, "seller_address", begins=False)] if seller.extra else []
            rows.append(value(seller.city, "seller_address", begins=False))
            if self.sheet.chance(0.5):
                rows.append(plain(NAMES[seller.country]))
            rows.append(plain(f"{lang.say(self.rng, 'manager')}: {seller.contact}"))
            rows.append(plain(lang.say(self.rng, "registry").format(city=seller.city_name, n=seller.registry_no)))
            self._pair("content", rows)

    # ------------------------------------------------------------------------------------------------------------------
    # Lines and sums

    def _heads(self, columns: Sequence[tuple[str, float, str]]) -> None:
        """Sets a table's captions. A column is its key, its anchor as a share of the width, and its side."""
        sheet = self.sheet
        width = sheet.right - sheet.left
        self._need(self.step * 4)
        self.canvas.box(sheet.left, self.y - 2, sheet.right, self.y + self.step + 2, None, self.tint)
        for key, at, align in columns:
            self.canvas.write(sheet.left + width * at, self.y + 1, plain(self.words[key]), self.font.scaled(0.9), align)
        self.y += self.step * 1.4

    def _lines(self) -> None:
        sheet, writing = self.sheet, self.sheet.writing
        self._section("lines")
        width = sheet.right - sheet.left
        columns = [
            ("pos", 0.01, "left"),
            ("refs", 0.11, "left"),
            ("description", 0.25, "left"),
            ("price", 0.54, "right"),
            ("quantity", 0.63, "right"),
            ("unit", 0.64, "left"),
            ("rate", 0.84, "right"),
            ("amount", 0.99, "right"),
        ]
        self._heads(columns)
        places = (
            4
            if sheet.chance(0.4)
            else max(2, max(-int(i.price.normalize().as_tuple().exponent) for i in self.facts.items))
        )
        for k, item in enumerate(self.facts.items):
            names = wrap(value(item.description, "line.description", k), self.font, width * 0.17)
            detail = wrap(plain(item.detail), self.font, width * 0.5) if item.detail else []
            refs = wrap(plain(item.sku), self.font, width * 0.13) if sheet.chance(0.6) else []
            gross = (
                [plain(f"{self.words['gross_price']} :{writing.number(item.price, places)}")]
                if sheet.line_width > 0.4
                else []
            )
            high = (max(len(names), len(refs)) + len(detail) + len(gross)) * self.font.size * 1.25 + self.step
            if self.y + high > sheet.bottom:
                self._need(high)
                self._heads(columns)
            cells = {
                "price": writing.money(item.price, "line.unit_price", k, places=places),
                "unit": plain(item.unit.split()[0]),
                "quantity": value(writing.number(item.quantity, None), "line.quantity", k),
                "rate": plain(sheet.percent(item.rate)),
                "amount": writing.money(item.amount, "line.line_amount", k),
                "pos": plain(str(k + 1)),
            }
            for key, at, align in columns:
                if key in cells:
                    lower = self.font.size * 1.25 if key == "pos" and self.bold_names and (detail or gross) else 0.0
                    self.canvas.write(sheet.left + width * at, self.y + lower, cells[key], self.font, align)
            self.canvas.write_rows(sheet.left + width * 0.11, self.y, refs, self.font, 1.25)
            y = self.canvas.write_rows(sheet.left + width * 0.25, self.y, names, self.font, 1.25)
            y = max(y, self.y + len(refs) * self.font.size * 1.25)
            self.canvas.write_rows(sheet.left + width * 0.25, y, [*gross, *detail], self.font, 1.25)
            self.y += high
            self.canvas.line(
                sheet.left, self.y - self.step * 0.4, sheet.right, self.y - self.step * 0.4, 0.4, (0.5, 0.6, 0.8)
            )

    def _lines_as_blocks(self) -> None:
        """Sets every line as captions and values under one another."""
        for k, item in enumerate(self.facts.items):
            self._need(self.step * 9)
            self._section("lines")
            self._line_block(k, item)

    def _line_block(self, k: int, item: Item) -> None:
        writing = self.sheet.writing
        places = max(2, -int(item.price.normalize().as_tuple().exponent))
        self._pair("pos", [plain(str(k + 1))])
        self._pair("description", [value(item.description, "line.description", k)])
        self._pair("quantity", [value(writing.number(item.quantity, None), "line.quantity", k)])
        self._pair("unit", [plain(item.unit)])
        self._pair("price", [writing.money(item.price, "line.unit_price", k, places=places)])
        self._pair("rate", [plain(self.sheet.percent(item.rate))])
        self._pair("amount", [writing.money(item.amount, "line.line_amount", k)])

    def _taxes(self) -> None:
        sheet, writing = self.sheet, self.sheet.writing
        self._section("taxes")
        width = sheet.right - sheet.left
        columns = [
            ("kind_tax", 0.01, "left"),
            ("base", 0.6, "right"),
            ("rate_pct", 0.8, "right"),
            ("tax_amount", 0.99, "right"),
        ]
        self._heads(columns)
        for tax in self.facts.taxes:
            cells = [
                plain("S" if tax.rate else "E"),
                writing.money(tax.base, None),
                plain(writing.number(tax.rate, None)),
                writing.money(tax.tax, None),
            ]
            for (_, at, align), cell in zip(columns, cells, strict=True):
                self.canvas.write(sheet.left + width * at, self.y, cell, self.font, align)
            self.y += self.step * 1.2

    def _sums(self) -> None:
        facts, sheet = self.facts, self.sheet
        money = sheet.writing.money
        plus = sum((a for _, a in facts.charges if a > 0), start=facts.total * 0)
        minus = sum((a for _, a in facts.charges if a < 0), start=facts.total * 0)
        due = facts.total - facts.prepaid
        rows = [
            ("lines_total", money(facts.lines_total, None)),
            ("charges", money(plus, None) if plus else []),
            ("allowances", money(minus, None) if minus else []),
            ("net", money(facts.net, "net_amount")),
            ("tax", money(facts.tax, "tax_amount")),
            ("total", money(facts.total, "total_amount")),
            ("prepaid", money(facts.prepaid, None) if facts.prepaid else []),
            ("due_amount", money(due, None if facts.prepaid else "total_amount")),
        ]
        self._section("sums")
        left = sheet.left + (sheet.right - sheet.left) * self.rng.choice([0.0, 0.33, 0.33, 0.5])
        step = self.step * self.rng.choice([1.0, 1.5, 2.0])
        self._need(step * len(rows))
        always = sheet.chance(0.6)
        for key, amount in rows:
            if not amount and not always:
                continue
            font = self.font.strong(key in ("net", "total", "due_amount") and self.bold_names)
            self.canvas.write(left + 2, self.y, plain(self.words[key]), font)
            self.canvas.write(sheet.right - 4, self.y, amount, font, "right")
            self.y += step
            self.canvas.line(left, self.y - step * 0.3, sheet.right, self.y - step * 0.3, 0.3, (0.7, 0.7, 0.7))

    def _payment(self, due: str) -> None:
        sheet, facts, chance = self.sheet, self.facts, self.sheet.chance
        width = sheet.right - sheet.left
        if chance(0.75):
            self._section("terms")
            self._heads([("terms_text", 0.01, "left"), ("due", 0.36, "left"), ("partial", 0.68, "left")])
            in_words = chance(0.35)
            # A date of several words that wraps beside its twin in the next column would read as neither.
            with_date = chance(0.5) and not (in_words and " " in due)
            form = facts.lang.say(self.rng, "due_sentence" if in_words else "terms").format(
                date=_DUE, days=facts.terms_days, early=sheet.writing.date(facts.early_date)
            )
            text = _label_date(form, due)
            low = self.canvas.write_rows(sheet.left + 3, self.y, wrap(text, self.font, width * 0.33), self.font, 1.2)
            if with_date:
                self.canvas.write(sheet.left + width * 0.36, self.y, value(due, "due_date"), self.font)
            self.y = max(low, self.y + self.step) + self.step
        if not facts.seller.iban or chance(0.3):
            return
        self._section("means")
        iban = facts.seller.iban
        if chance(0.4):
            iban = " ".join(iban[k : k + 4] for k in range(0, len(iban), 4))
        if chance(0.7):
            self._pair("means_code", [plain(self.rng.choice(["58 - SEPA", "30", "58"]))])
        if chance(0.5):
            self._pair("holder", [value(facts.seller.name, "seller_name")])
        self._pair("iban", [value(iban, "iban")])
        if chance(0.5):
            self._pair("bic", [plain(facts.seller.bic)])


def _label_date(sentence: str, due: str) -> Text:
    """Returns the sentence's words with the due date inserted; a final period stays with its last word."""
    before, found, after = sentence.partition(_DUE)
    if not found:
        return plain(sentence)
    tail = after.split(" ", 1)
    return [*plain(before), *value(due + tail[0], "due_date"), *plain(tail[1] if len(tail) > 1 else "")]


def draw_einvoice(sheet: Sheet) -> str:
    """Draws the print of the sheet's facts and returns the layout's name."""
    return EInvoicePrint(sheet).draw()
