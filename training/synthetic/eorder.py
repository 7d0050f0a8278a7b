"""Prints of electronic orders: boxed parties with explicit captions, totals, and a wide table of lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from training.synthetic.canvas import Font, Text, plain, value, wrap
from training.synthetic.document import BLACK
from training.synthetic.parties import Party
from training.synthetic.sheet import Row, Sheet

_KINDS = ("ORDER", "ORDER CHANGE", "ORDER RESPONSE", "PURCHASE ORDER")
_STATUSES = ("38-Filed", "3-Conditionally Accepted", "29-Accepted", "42-Changed")


class EOrderPrint:
    """Draws the print of an electronic order's data; captions are English whatever the parties speak."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.facts, self.rng, self.canvas = sheet, sheet.facts, sheet.rng, sheet.canvas
        size = self.rng.uniform(6.5, 8.5)
        self.font = Font(
            self.rng.choice(["sans", "sans", "narrow", "condensed"]), size, stretch=self.rng.uniform(0.86, 1.0)
        )
        self.bold = self.font.strong()
        self.step = size * self.rng.uniform(1.25, 1.5)
        self.upper = self.rng.choice([str.upper, str.upper, str.title])
        self.kind = self.rng.choice(_KINDS)
        self.own_number = self.facts.references["order_no"]

    def draw(self) -> str:
        """Draws all pages and returns the layout's name."""
        sheet = self.sheet
        gap = 20.0
        half = (sheet.right - sheet.left - gap) / 2
        right = sheet.left + half + gap
        left_y = self._party("buyer", self.facts.buyer, sheet.left, sheet.top, half)
        right_y = self._head(right, sheet.top, half)
        right_y = self._party("seller", self.facts.seller, right, right_y + 8, half)
        if self.facts.ship_to:
            left_y = self._party("ship to", self.facts.ship_to, sheet.left, left_y + 8, half)
        y = max(left_y, right_y) + 10
        self._boxed("Delivery", sheet.left, y, half, self._delivery_rows())
        y = self._boxed("Totals", right, y, half, self._total_rows(), right_aligned=True)
        self._lines(y + 14)
        return f"eorder/{self.kind}"

    def _head(self, x: float, y: float, width: float) -> float:
        """Draws kind, numbers and date; a change or response has a number of its own beside the order's."""
        facts, font = self.facts, self.bold.scaled(1.2)
        plainly = self.kind in ("ORDER", "PURCHASE ORDER")
        number = value(facts.po, "purchase_order") if plainly else plain(self.own_number)
        rows: list[tuple[str, Text]] = [
            (f"{self.kind}:", number),
            (
                self.rng.choice(["Date :", "Issue date:"]),
                value(self.sheet.writing.date(facts.issue_date), "issue_date"),
            ),
        ]
        high = font.size * 1.6
        for caption, text in rows:
            self.canvas.box(x, y, x + width, y + high, BLACK, None, 0.8)
            self.canvas.write(x + 3, y + 2, plain(caption), font)
            self.canvas.write(x + width - 4, y + 2, text, font, "right")
            y += high
        y += 5
        if not plainly:
            self.canvas.write(x, y, [*plain("PURCHASE ORDER ID:"), *value(facts.po, "purchase_order")], font)
            y += high
        for caption, entry in (
            ("Profile:", self.rng.choice(["BASIC", "COMFORT", "EXTENDED"])),
            ("Document Status:", self.rng.choice(_STATUSES)),
            ("Purpose Code:", "9-Original"),
            ("Copy Indicator:", "false"),
            ("Effective Period Start:", self.sheet.writing.date(facts.period[1])),
        ):
            if self.sheet.chance(0.8):
                self.canvas.write(x + 2, y, plain(caption), self.font)
                self.canvas.write(x + width - 4, y, plain(entry), self.bold, "right")
                y += self.step
        return y

    def _party(self, role: str, party: Party, x: float, y: float, width: float) -> float:
        """Draws a party's box: caption and name on one line, address and identifiers below."""
        top, chance = y, self.sheet.chance
        label = f"{role}_name" if role != "ship to" else None
        where = "seller_address" if role == "seller" else None
        vat = f"{role}_vat_id" if role != "ship to" else None
        title = [*plain(self.upper(role) + ":"), *value(party.name, label)]
        y = self.canvas.write_rows(x + 2, y + 2, wrap(title, self.bold, width - 4), self.bold, 1.3)
        rows: list[Text] = [value(party.street, where)]
        rows += [value(party.extra, where, begins=False)] if party.extra else []
        rows += [value(party.city, where, begins=False), plain(party.country), []]
        if chance(0.6):
            rows.append(plain(f"Global ID_GLN: {self.rng.randint(10**12, 10**13 - 1)}"))
        if chance(0.6):
            rows.append(plain(f"Legal Registration ID: {party.registry_no}{self.rng.randint(100, 999)}"))
        if party.vat_id and chance(0.8):
            rows.append([*plain(f"{role.title()} VAT ID:"), *value(party.vat_id, vat)])
        if chance(0.6):
            rows.append(plain(f"{role.title()} Electronic Address: {party.email}"))
        if chance(0.6):
            rows += [plain("CONTACT:"), plain(f"Name, Dep: {party.contact}"), plain(f"Phone: {party.phone}")]
        for row in rows:
            y = self.canvas.write_rows(
                x + 14, y, wrap(row, self.font, width - 18), self.font, self.step / self.font.size
            )
            y += 0 if row else self.step * 0.7
        self.canvas.box(x, top, x + width, y + 4, BLACK, None, 0.6)
        return y + 4

    def _delivery_rows(self) -> list[Row]:
        day = self.sheet.writing.date(self.facts.issue_date + timedelta(days=self.rng.randint(3, 30)))
        rows: list[Row] = [("Delivery mode:", plain(self.rng.choice(["DELIVERY", "PICK_UP"])))]
        rows.append((self.rng.choice(["Requested delivery date:", "Delivery_start_date:"]), plain(day)))
        if self.sheet.chance(0.5):
            rows.append(("Delivery_Terms:", plain(self.rng.choice(["FCA", "DAP", "EXW", "CPT"]))))
        return rows

    def _total_rows(self) -> list[Row]:
        facts, chance, money = self.facts, self.sheet.chance, self.sheet.writing.money
        zero = facts.net * 0
        plus = sum((a for _, a in facts.charges if a > 0), start=zero)
        minus = sum((a for _, a in facts.charges if a < 0), start=zero)
        rows: list[Row] = [
            ("Currency:", value(facts.currency, "currency")),
            ("Total Amount of lines:", money(facts.lines_total, None)),
            ("Charges Amount:", money(plus, None) if plus else []),
            ("Allowances Amount:", money(minus, None) if minus else []),
            ("Total Amount Without VAT:", [*money(facts.net, "net_amount"), *value(facts.currency, "currency")]),
        ]
        if chance(0.6):
            rows.append(("Total VAT Amount:", money(facts.tax, "tax_amount")))
            rows.append(("Total Gross Amount:", money(facts.total, "total_amount")))
        return rows

    def _boxed(
        self, title: str, x: float, y: float, width: float, rows: list[Row], *, right_aligned: bool = False
    ) -> float:
        top = y
        self.canvas.write(x + 2, y + 2, plain(title), self.bold)
        y += self.step * 1.4
        for caption, text in rows:
            font = self.bold if "Without" in caption or "Gross" in caption else self.font
            self.canvas.write(x + 14, y, plain(caption), font)
            if right_aligned:
                # A long amount has a line of its own.
                y += self.step * (18 + font.measure(plain(caption)) + font.measure(text) + 4 > width)
                self.canvas.write(x + width - 4, y, text, font, "right")
            else:
                self.canvas.write(x + 20 + font.measure(plain(caption)), y, text, font)
            y += self.step
        self.canvas.box(x, top, x + width, y + 4, BLACK, None, 0.6)
        return y + 4

    # ------------------------------------------------------------------------------------------------------------------

    def _lines(self, y: float) -> None:
        sheet, writing = self.sheet, self.sheet.writing
        width = sheet.right - sheet.left
        # Key, right or left edge of the column as a share of the width, side, caption.
        columns = [
            ("#", 0.01, "left", "#"),
            ("id", 0.05, "left", "Product ID"),
            ("name", 0.24, "left", "Name, Description"),
            ("price", 0.62, "right", "Net Unit Price"),
            ("quantity", 0.73, "right", self.rng.choice(["Requested Qty", "Ordered Qty"])),
            ("unit", 0.75, "left", "Unit"),
            ("amount", 0.92, "right", "Line Total Net"),
            ("rate", 0.99, "right", "VAT"),
        ]
        fonts = {"name": 0.24, "id": 0.18}
        y = self._next_page() if y > sheet.bottom - 90 else y
        y = self._line_head(columns, y)
        places = max(2, max(-int(i.price.normalize().as_tuple().exponent) for i in self.facts.items))
        for k, item in enumerate(self.facts.items):
            name = wrap(value(item.description, "line.description", k), self.font, width * fonts["name"])
            detail = wrap(plain(item.detail), self.font, width * fonts["name"])
            ids = wrap(plain(f"SE_ID: {item.sku}"), self.font, width * fonts["id"])
            high = (len(name) + max(len(detail), len(ids))) * self.step + 6
            if y + high > sheet.bottom:
                y = self._line_head(columns, self._next_page())
            cells = {
                "#": plain(str(k + 1)),
                "price": writing.money(item.price, "line.unit_price", k, places=places),
                "quantity": value(writing.number(item.quantity, None), "line.quantity", k),
                "unit": plain(item.unit.split()[0]),
                "amount": writing.money(item.amount, "line.line_amount", k),
                "rate": plain(sheet.percent(item.rate)),
            }
            for key, at, align, _ in columns:
                self.canvas.write(sheet.left + width * at, y + 2, cells.get(key, []), self.font, align)
            self.canvas.write_rows(sheet.left + width * 0.05, y + 2, ids, self.font, self.step / self.font.size)
            self.canvas.write_rows(
                sheet.left + width * 0.24, y + 2, [*name, *detail], self.font, self.step / self.font.size
            )
            y += high
            self.canvas.line(sheet.left, y - 2, sheet.right, y - 2, 0.5)

    def _line_head(self, columns: list[tuple[str, float, str, str]], y: float) -> float:
        sheet = self.sheet
        width, font = sheet.right - sheet.left, replace(self.bold, size=self.bold.size * 0.85)
        for _, at, align, caption in columns:
            rows = wrap(plain(caption), font, width * (0.09 if align == "right" else 0.25))
            self.canvas.write_rows(sheet.left + width * at, y + 2, rows, font, 1.15, align)
        self.canvas.box(sheet.left, y, sheet.right, y + font.size * 3.8, BLACK, None, 0.8)
        return y + font.size * 3.8 + 2

    def _next_page(self) -> float:
        self.canvas.new_page()
        sheet = self.sheet
        self.canvas.write(sheet.left, sheet.top, plain("Lines Details"), self.bold)
        number = value(self.facts.po, "purchase_order") if self.kind[-5:] == "ORDER" else plain(self.own_number)
        self.canvas.write(sheet.right, sheet.top, [*plain(f"{self.kind}:"), *number], self.bold, "right")
        return sheet.top + 2 * self.step


def draw_eorder(sheet: Sheet) -> str:
    """Draws the print of the sheet's facts and returns the layout's name."""
    return EOrderPrint(sheet).draw()
