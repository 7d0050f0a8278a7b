"""The table of lines: columns chosen, ordered, sized and set, over as many pages as it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from training.synthetic.canvas import Font, Text, plain, value, wrap
from training.synthetic.document import BLACK
from training.synthetic.facts import Item, cents
from training.synthetic.sheet import Sheet


@dataclass
class _Column:
    key: str
    header: Text
    align: str
    width: float = 0.0


class ItemTable:
    """Sets a sheet's lines as a table."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.rng = sheet, sheet.rng
        self.font: Font = sheet.body
        self.gap = sheet.body.size * sheet.rng.uniform(0.5, 1.1)
        self.quantity_places = self.rng.choice([None, None, None, None, 2, 2, 3])
        self.price_places = self._price_places()
        self.currency = sheet.writing.cell_currency
        self.detail_below, self.sku_below = sheet.chance(0.7), sheet.chance(0.2)
        self.unit_beside = sheet.chance(0.5)
        self._cells: dict[tuple[int, str], Text] = {}
        self.columns = self._choose()
        self.ruling = self.rng.choice(["none", "none", "header", "header", "rows", "grid", "columns", "zebra", "frame"])
        self.header_fill = sheet.chance(0.4)
        self.pad = self.rng.uniform(0.0, 6.0)
        self._size()

    def _price_places(self) -> int:
        needed = max(-int(i.price.normalize().as_tuple().exponent) for i in self.sheet.facts.items)
        return max(2, needed)

    def _choose(self) -> list[_Column]:
        chance = self.sheet.chance
        rates = len({i.rate for i in self.sheet.facts.items}) > 1
        discounts = any(i.discount for i in self.sheet.facts.items)
        keys = ["description"]
        if chance(0.9):
            keys.append("quantity")
            if chance(0.4):
                keys.append("unit")
        if chance(0.9):
            keys.append("unit_price")
        if discounts and chance(0.8):
            keys.append("discount")
        if (rates and chance(0.85)) or chance(0.25):
            keys.append("vat_rate")
        if chance(0.05):
            keys.append("tax_cell")
        if chance(0.97):
            keys.append("amount")
        if chance(0.05):
            keys.append("gross_cell")
        keys = self._order(keys)
        if chance(0.3):
            keys.insert(0, "sku") if chance(0.8) else keys.insert(1, "sku")
        if chance(0.12):
            keys.insert(0, "date_cell")
        if chance(0.4):
            keys.insert(0, "pos")
        right = {"unit_price", "amount", "tax_cell", "gross_cell", "discount"}
        numbers_right, quantity_align = chance(0.85), self.rng.choice(["right", "right", "center", "left"])
        made = []
        for key in keys:
            align = "right" if key in right and numbers_right else "left"
            align = quantity_align if key in ("quantity", "vat_rate") else align
            made.append(_Column(key, self._header(key), align))
        return made

    def _order(self, keys: list[str]) -> list[str]:
        draw = self.rng.random()
        if draw < 0.15 and "quantity" in keys:
            keys.remove("quantity")
            keys.insert(0, "quantity")
            if "unit" in keys and self.sheet.chance(0.8):
                keys.remove("unit")
                keys.insert(1, "unit")
        elif draw < 0.3 and "unit_price" in keys:
            keys.remove("unit_price")
            keys.insert(1, "unit_price")
        elif draw < 0.36:
            tail = keys[1:]
            self.rng.shuffle(tail)
            keys = [keys[0], *tail]
        return keys

    def _header(self, key: str) -> Text:
        header = plain(self.sheet.say(key))
        if key in ("unit_price", "amount") and self.currency == "none" and self.sheet.chance(0.25):
            sign = self.sheet.rng.choice([self.sheet.writing.currency, self.sheet.writing.currency_sign])
            if self.sheet.chance(0.5):
                return [*header, *value(f"({sign})", "currency")]
            return [*header, *plain(self.rng.choice(["in", ""])), *value(sign, "currency")]
        return header

    # ------------------------------------------------------------------------------------------------------------------
    # Cells

    def _cell(self, key: str, item: Item, index: int) -> Text:
        """Returns the cell's words, drawn once: what was measured is what gets printed."""
        at = (index, key)
        if at not in self._cells:
            self._cells[at] = _CELLS[key](self, item, index)
        return self._cells[at]

    def _pos(self, item: Item, index: int) -> Text:
        return plain(str(index + 1))

    def _sku(self, item: Item, index: int) -> Text:
        return plain(item.sku)

    def _date(self, item: Item, index: int) -> Text:
        return plain(self.sheet.writing.date(item.day))

    def _description(self, item: Item, index: int) -> Text:
        return value(item.description, "line.description", index)

    def _quantity(self, item: Item, index: int) -> Text:
        places = self.quantity_places
        if places is not None and item.quantity != round(item.quantity, places):
            places = None
        words = value(self.sheet.writing.number(item.quantity, places), "line.quantity", index)
        keys = {c.key for c in self.columns}
        return words if "unit" in keys or not self.unit_beside else [*words, *plain(item.unit)]

    def _unit(self, item: Item, index: int) -> Text:
        return plain(item.unit)

    def _price(self, item: Item, index: int) -> Text:
        return self.sheet.writing.money(
            item.price, "line.unit_price", index, mode=self.currency, places=self.price_places
        )

    def _discount(self, item: Item, index: int) -> Text:
        return plain(f"{self.sheet.writing.number(item.discount, None)}%") if item.discount else []

    def _rate(self, item: Item, index: int) -> Text:
        return plain(self.sheet.percent(item.rate))

    def _amount(self, item: Item, index: int) -> Text:
        return self.sheet.writing.money(item.amount, "line.line_amount", index, mode=self.currency)

    def _tax(self, item: Item, index: int) -> Text:
        return self.sheet.writing.money(cents(item.amount * item.rate / 100), None, mode="none")

    def _gross(self, item: Item, index: int) -> Text:
        gross = item.amount + cents(item.amount * item.rate / 100)
        return self.sheet.writing.money(gross, None, mode="none")

    # ------------------------------------------------------------------------------------------------------------------
    # Sizes

    def _size(self) -> None:
        """Gives each column the width of its cells, the rest to the description; drops columns if too little."""
        sheet = self.sheet
        room = sheet.right - sheet.left
        while True:
            for column in self.columns:
                cells = [self.font.measure(self._cell(column.key, i, k)) for k, i in enumerate(sheet.facts.items)]
                longest = max(sheet.caption.width(t.text) for t in column.header)
                column.width = max([longest, *cells]) + self.gap
            others = sum(c.width for c in self.columns if c.key != "description")
            if room - others >= min(130, room * 0.28):
                break
            droppable = [
                c
                for c in self.columns
                if c.key in ("tax_cell", "gross_cell", "date_cell", "sku", "unit", "discount", "vat_rate")
            ]
            if droppable:
                self.columns.remove(droppable[0])
            elif self.font.size > 6:
                self.font = self.font.scaled(0.9)
            else:
                break
        for column in self.columns:
            if column.key == "description":
                column.width = room - others
        if self.rng.random() < 0.12:
            narrow = self.rng.uniform(0.75, 0.95)
            for column in self.columns:
                column.width *= narrow if column.key == "description" else 1.0

    # ------------------------------------------------------------------------------------------------------------------
    # Drawing

    def draw(self, y: float, bottom: float, next_page: Callable[[], float]) -> float:
        """Draws header and rows from `y`; before a row would pass `bottom`, `next_page()` gives the next page's top."""
        y = self._draw_header(y)
        top = y
        for index, item in enumerate(self.sheet.facts.items):
            rows = self._row(item, index)
            high = max(len(r) for _, r in rows) * self.font.size * self.sheet.leading + self.pad
            if y + high > bottom:
                self._close(top, y)
                y = self._carry(next_page, y, index)
                top = y
            self._draw_row(rows, y, high, index)
            y += high
        self._close(top, y)
        return y

    def _carry(self, next_page: Callable[[], float], y: float, index: int) -> float:
        carries = self.sheet.chance(0.4)
        amount = sum((i.amount for i in self.sheet.facts.items[:index]), Decimal(0))
        if carries:
            text = [*plain(self.sheet.say("carry")), *self.sheet.writing.money(amount, None)]
            self.sheet.canvas.write(self.sheet.right, y + 2, text, self.font, "right")
        y = self._draw_header(next_page())
        if carries and self.sheet.chance(0.6):
            text = [*plain(self.sheet.say("carry")), *self.sheet.writing.money(amount, None)]
            self.sheet.canvas.write(self.sheet.right, y, text, self.font, "right")
            y += self.sheet.row
        return y

    def _row(self, item: Item, index: int) -> list[tuple[_Column, list[Text]]]:
        made = []
        for column in self.columns:
            inner = column.width - self.gap
            rows = wrap(
                self._cell(column.key, item, index),
                self.font,
                inner if column.key == "description" else inner + self.gap,
            )
            if column.key == "description":
                if self.sku_below and not any(c.key == "sku" for c in self.columns):
                    sku = wrap(plain(f"{self.sheet.say('sku')} {item.sku}"), self.font, inner)
                    rows = [*sku, *rows] if self.detail_below is False else [*rows, *sku]
                if item.detail:
                    rows += wrap(plain(item.detail), self.font, inner)
            made.append((column, rows or [[]]))
        return made

    def _draw_header(self, y: float) -> float:
        sheet, font = self.sheet, self.sheet.caption.scaled(self.font.size / self.sheet.body.size)
        wrapped = [wrap(c.header, font, c.width - self.gap) for c in self.columns]
        high = max(len(w) for w in wrapped) * font.size * sheet.leading + 4
        total = sum(c.width for c in self.columns)
        if self.header_fill:
            sheet.canvas.box(sheet.left, y, sheet.left + total, y + high, None, sheet.tint)
        if self.ruling in ("header", "rows", "columns"):
            sheet.canvas.line(sheet.left, y + high, sheet.left + total, y + high, sheet.line_width)
            if self.pad > 2:
                sheet.canvas.line(sheet.left, y, sheet.left + total, y, sheet.line_width)
        if self.ruling in ("grid", "frame"):
            sheet.canvas.box(sheet.left, y, sheet.left + total, y + high, BLACK, None, sheet.line_width)
        x = sheet.left
        for column, rows in zip(self.columns, wrapped, strict=True):
            sheet.canvas.write_rows(self._at(column, x), y + 2, rows, font, sheet.leading, column.align)
            x += column.width
        return y + high + (2 if self.ruling != "grid" else 0)

    def _at(self, column: _Column, x: float) -> float:
        if column.align == "right":
            return x + column.width - self.gap / 2
        return x + column.width / 2 if column.align == "center" else x + self.gap / 2

    def _draw_row(self, rows: list[tuple[_Column, list[Text]]], y: float, high: float, index: int) -> None:
        sheet = self.sheet
        total = sum(c.width for c in self.columns)
        if self.ruling == "zebra" and index % 2:
            sheet.canvas.box(sheet.left, y, sheet.left + total, y + high, None, sheet.tint)
        x = sheet.left
        for column, texts in rows:
            sheet.canvas.write_rows(
                self._at(column, x), y + self.pad / 2, texts, self.font, sheet.leading, column.align
            )
            x += column.width
        if self.ruling in ("rows", "grid"):
            sheet.canvas.line(sheet.left, y + high, sheet.left + total, y + high, sheet.line_width)

    def _close(self, top: float, y: float) -> None:
        sheet = self.sheet
        total = sum(c.width for c in self.columns)
        if self.ruling in ("grid", "columns", "frame"):
            sheet.canvas.box(sheet.left, top - 2, sheet.left + total, y, BLACK, None, sheet.line_width)
        if self.ruling in ("grid", "columns"):
            x = sheet.left
            for column in self.columns[:-1]:
                x += column.width
                sheet.canvas.line(x, top - 2, x, y, sheet.line_width)


_CELLS: dict[str, Callable[[ItemTable, Item, int], Text]] = {
    "pos": ItemTable._pos,
    "sku": ItemTable._sku,
    "date_cell": ItemTable._date,
    "description": ItemTable._description,
    "quantity": ItemTable._quantity,
    "unit": ItemTable._unit,
    "unit_price": ItemTable._price,
    "discount": ItemTable._discount,
    "vat_rate": ItemTable._rate,
    "amount": ItemTable._amount,
    "tax_cell": ItemTable._tax,
    "gross_cell": ItemTable._gross,
}
