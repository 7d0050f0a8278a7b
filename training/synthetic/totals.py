"""Sums below the lines: the totals in their many forms, the tax summary, what is left to pay."""

from __future__ import annotations

from training.synthetic.canvas import Font, Text, plain, wrap
from training.synthetic.document import BLACK
from training.synthetic.facts import Facts
from training.synthetic.sheet import Sheet


class Totals:
    """Sets a sheet's sums."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.facts, self.rng = sheet, sheet.facts, sheet.rng
        self.mode = sheet.writing.total_currency
        self.rows = self._choose()

    def _money(self, amount: object, label: str | None) -> Text:
        from decimal import Decimal

        assert isinstance(amount, Decimal)
        return self.sheet.writing.money(amount, label, mode=self.mode)

    def _choose(self) -> list[tuple[Text, Text, bool]]:
        """Returns caption, amount and weight of each row, top to bottom."""
        facts, say, chance = self.facts, self.sheet.say, self.sheet.chance
        rows: list[tuple[Text, Text, bool]] = []
        us = facts.country.month_first
        if facts.charges:
            rows.append((plain(say("lines_total")), self._money(facts.lines_total, None), False))
            rows += [(plain(say(key)), self._money(amount, None), False) for key, amount in facts.charges]
        show_net = chance(0.88)
        if show_net and not (us and facts.charges):
            rows.append((plain(say("net")), self._money(facts.net, "net_amount"), False))
        rows += self._taxes()
        total = say("total")
        currency = facts.currency if self.mode == "none" or chance(0.15) else ""
        rows.append((self._total_caption(total, currency), self._money(facts.total, "total_amount"), True))
        if facts.prepaid:
            rows.append(
                (plain(say("prepaid")), self._money(-facts.prepaid if chance(0.7) else facts.prepaid, None), False)
            )
            rows.append((plain(say("due_amount")), self._money(facts.total - facts.prepaid, None), chance(0.5)))
        elif chance(0.12):
            rows.append((plain(say("due_amount")), self._money(facts.total, "total_amount"), True))
        return rows

    def _total_caption(self, caption: str, currency: str) -> Text:
        from training.synthetic.canvas import value

        if not currency:
            return plain(caption)
        sign = f"({currency})" if self.sheet.chance(0.3) else currency
        return [*plain(caption), *value(sign, "currency")]

    def _taxes(self) -> list[tuple[Text, Text, bool]]:
        facts, say, chance = self.facts, self.sheet.say, self.sheet.chance
        lines = facts.taxes
        if len(lines) == 1:
            if lines[0].rate == 0 and chance(0.6):
                return []
            caption = say("tax") if chance(0.85) else say("tax_total")
            return [(self._rated(caption, lines[0].rate), self._money(lines[0].tax, "tax_amount"), False)]
        rows = [(self._rated(say("tax"), line.rate), self._money(line.tax, None), False) for line in lines if line.rate]
        if len(rows) == 1:
            rows = [(rows[0][0], self._money(facts.tax, "tax_amount"), False)]
        elif chance(0.45):
            rows = [] if chance(0.5) else rows
            rows.append((plain(say("tax_total")), self._money(facts.tax, "tax_amount"), False))
        return rows

    def _rated(self, caption: str, rate: object) -> Text:
        from decimal import Decimal

        assert isinstance(rate, Decimal)
        shown = self.sheet.percent(rate)
        text = caption.replace("{RATE}", "{rate}").format(rate=shown)
        return plain(f"{text} {shown}" if shown not in text and self.sheet.chance(0.3) else text)

    # ------------------------------------------------------------------------------------------------------------------

    @property
    def height(self) -> float:
        """Points that the totals may take."""
        return (len(self.rows) + 1) * self.sheet.row * 1.8 + 10

    def draw(self, y: float) -> float:
        """Draws the sums in one of their forms and returns the `y` below."""
        style = self.rng.choice(
            ["block"] * 5 + ["boxed", "boxed", "captions_right", "captions_right", "across", "wide", "left"]
        )
        wide = sum(
            max(self._bold().measure(c), self._bold().measure(a)) + self.sheet.body.size for c, a, _ in self.rows
        )
        if style == "across" and wide > self.sheet.right - self.sheet.left:
            style = "block"
        return {"across": self._across}.get(style, self._block)(y, style)

    def _bold(self) -> Font:
        return self.sheet.body.strong()

    def _fonts(self, strong: bool) -> Font:
        if not strong:
            return self.sheet.body
        font = self.sheet.body.strong(self._strong_bold)
        return font.scaled(self._strong_scale)

    def _block(self, y: float, style: str) -> float:
        sheet = self.sheet
        self._strong_bold, self._strong_scale = sheet.chance(0.75), self.rng.choice([1.0, 1.0, 1.1, 1.3])
        captions = max(self._fonts(s).measure(c) for c, _, s in self.rows)
        amounts = max(self._fonts(s).measure(a) for _, a, s in self.rows)
        room = sheet.right - sheet.left - 6
        width = min(room, captions + amounts + sheet.body.size * self.rng.choice([1.5, 2, 4, 8]))
        if style == "wide":
            width = room
        left = sheet.left + 3 if style == "left" else sheet.right - 3 - width
        step = sheet.row * self.rng.choice([1.0, 1.0, 1.2, 1.5])
        fill = sheet.chance(0.25)
        for caption, amount, strong in self.rows:
            font = self._fonts(strong)
            high = max(step, font.size * sheet.leading)
            limit = width - font.measure(amount) - 4
            lines = wrap(caption, font, max(limit, 40))
            box = high + (len(lines) - 1) * font.size * sheet.leading
            if strong and fill:
                sheet.canvas.box(left - 3, y - 1, left + width + 3, y + box - 1, None, sheet.tint)
            if style == "boxed":
                sheet.canvas.box(left - 3, y - 1, left + width + 3, y + box - 1, BLACK, None, sheet.line_width)
            elif strong and style == "block":
                sheet.canvas.line(left, y - 1, left + width, y - 1, sheet.line_width)
            if style == "captions_right":
                at = left + width - amounts - sheet.body.size
                if max(font.measure(part) for part in lines) > at - sheet.left:
                    at, align = left, "left"
                else:
                    align = "right"
                sheet.canvas.write_rows(at, y, lines, font, sheet.leading, align)
            else:
                sheet.canvas.write_rows(left, y, lines, font, sheet.leading)
            sheet.canvas.write(left + width, y, amount, font, "right")
            y += box
        return y + sheet.row * 0.5

    def _across(self, y: float, style: str) -> float:
        """Sets captions in one row and the amounts below."""
        sheet, font = self.sheet, self.sheet.body
        widths = [max(font.measure(c), self._bold().measure(a)) + font.size for c, a, _ in self.rows]
        spare = (sheet.right - sheet.left - sum(widths)) / len(widths) if sheet.chance(0.6) else 0.0
        x = sheet.right - sum(widths) - spare * len(widths)
        start, boxed = x, sheet.chance(0.6)
        for (caption, amount, strong), width in zip(self.rows, widths, strict=True):
            end = x + width + spare
            sheet.canvas.write(end - 3, y + 1, caption, font, "right")
            sheet.canvas.write(end - 3, y + sheet.row + 3, amount, font.strong(strong), "right")
            if boxed:
                sheet.canvas.box(x, y, end, y + 2 * sheet.row + 5, BLACK, None, sheet.line_width)
            x = end
        sheet.canvas.line(start, y + sheet.row + 1, x, y + sheet.row + 1, sheet.line_width)
        return y + 2 * sheet.row + 10


def tax_summary(sheet: Sheet, y: float) -> float:
    """Draws the table of tax rates with bases and taxes, and returns the `y` below; its numbers carry no labels."""
    facts: Facts = sheet.facts
    heads = [plain(sheet.say("vat_rate")), plain(sheet.say("tax_base")), plain(sheet.say("tax_total"))]
    rows = [
        [plain(sheet.percent(t.rate)), sheet.writing.money(t.base, None), sheet.writing.money(t.tax, None)]
        for t in facts.taxes
    ]
    with_gross = sheet.chance(0.4)
    if with_gross:
        heads.append(plain(sheet.say("gross_cell")))
        for row, tax in zip(rows, facts.taxes, strict=True):
            row.append(sheet.writing.money(tax.base + tax.tax, None))
    font = sheet.small if sheet.chance(0.5) else sheet.body
    widths = [
        max(font.strong().measure(t) for t in column) + font.size * 1.2 for column in zip(heads, *rows, strict=True)
    ]
    x = sheet.left if sheet.chance(0.6) else sheet.right - sum(widths)
    boxed = sheet.chance(0.4)
    for k, row in enumerate([heads, *rows]):
        at = x
        for cell, width in zip(row, widths, strict=True):
            sheet.canvas.write(at + width - 3, y, cell, font.strong(k == 0 and sheet.caption.bold), "right")
            at += width
        if boxed:
            sheet.canvas.box(x, y - 1, at, y + font.size * sheet.leading - 1, BLACK, None, sheet.line_width)
        elif k == 0:
            sheet.canvas.line(
                x, y + font.size * sheet.leading - 1, at, y + font.size * sheet.leading - 1, sheet.line_width
            )
        y += font.size * sheet.leading
    return y + sheet.row * 0.5
