"""A sheet of business paper: its look, and the ways to set captions beside values."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from training.synthetic.canvas import Canvas, Font, Text, plain, value, wrap
from training.synthetic.document import BLACK, Color
from training.synthetic.facts import Facts
from training.synthetic.parties import Party
from training.synthetic.writing import Writing, make_writing

Row = tuple[str, Text]
"""A caption and its value."""

_FAMILIES = ["sans"] * 9 + [
    "narrow",
    "serif",
    "serif",
    "dejavu",
    "dejavu",
    "condensed",
    "dejavuserif",
    "mono",
    "serifcondensed",
    "dejavumono",
]
_ACCENTS: list[Color] = [
    BLACK,
    BLACK,
    BLACK,
    (0.1, 0.25, 0.5),
    (0.6, 0.1, 0.1),
    (0.1, 0.4, 0.2),
    (0.35, 0.35, 0.4),
    (0.85, 0.4, 0.05),
    (0.0, 0.5, 0.6),
    (0.3, 0.1, 0.45),
]
KV_STYLES = ("inline", "aligned", "aligned", "aligned_right", "right_inline", "stacked", "table", "grid")


class Sheet:
    """One document being written: facts, habits of writing, fonts and margins, and the pen."""

    def __init__(self, rng: random.Random, facts: Facts) -> None:
        self.rng, self.facts = rng, facts
        self.writing: Writing = make_writing(rng, facts.country, facts.lang, facts.currency)
        letter = facts.country.code in ("US", "CA", "MX")
        width, height = (612.0, 792.0) if letter else (595.3, 841.9)
        if rng.random() < 0.04:
            width, height = rng.choice(
                [(612.0, 1008.0), (419.5, 595.3), (700.0, 700.0), (height, width), (500.0, 707.0)]
            )
        self.canvas = Canvas(width, height)
        self.width, self.height = width, height
        self.left = rng.uniform(28, 75) * min(1.0, width / 560)
        self.right = width - (self.left if rng.random() < 0.5 else rng.uniform(26, 70) * min(1.0, width / 560))
        self.top, self.bottom = rng.uniform(22, 62), height - rng.uniform(30, 60)
        size = rng.choice([7.5, 8, 8.5, 9, 9, 9, 9.5, 10, 10, 10.5, 11]) * min(1.0, width / 520, height / 740)
        family = rng.choice(_FAMILIES)
        if "mono" in family or "dejavu" in family:
            size = min(size, 8.5)
        self.body = Font(family, size, stretch=rng.choice([1.0, 1.0, 1.0, rng.uniform(0.88, 1.06)]))
        self.small = self.body.scaled(rng.uniform(0.7, 0.9))
        self.accent = rng.choice(_ACCENTS)
        heading = rng.choice([family, family, family, rng.choice(_FAMILIES)])
        self.heading = Font(heading, size * rng.uniform(1.25, 2.6), rng.random() < 0.7, self.accent)
        self.leading = rng.uniform(1.15, 1.5)
        self.caption = replace(self.body, bold=rng.random() < 0.4, color=self.accent if rng.random() < 0.2 else BLACK)
        self.upper = rng.random() < 0.08
        self.line_width = rng.choice([0.25, 0.5, 0.5, 0.8, 1.2])
        self._percent_sign = rng.choice(["%", "%", " %"])
        self._percent_places = rng.choice([None, None, None, 1, 2])
        self.tint: Color = rng.choice([(0.92, 0.92, 0.92), (0.85, 0.9, 0.96), (0.95, 0.93, 0.85), (0.88, 0.95, 0.9)])

    @property
    def row(self) -> float:
        """Height of a row of body text in points."""
        return self.body.size * self.leading

    def say(self, key: str, **fields: object) -> str:
        """Returns one of the language's words for the key, filled in and in this sheet's case."""
        text = self.facts.lang.say(self.rng, key)
        text = text.format(**fields) if fields else text
        return text.upper() if self.upper else text

    def percent(self, rate: Decimal) -> str:
        """Returns a tax rate as this sheet writes it: ``19 %``, ``19%``, ``19,00%``."""
        places = self._percent_places
        if places is not None and rate != round(rate, places):
            places = None
        return self.writing.number(rate, places) + self._percent_sign

    def chance(self, probability: float) -> bool:
        """Returns True that often."""
        return self.rng.random() < probability

    # ------------------------------------------------------------------------------------------------------------------
    # Captions and values

    def pairs(self, x: float, y: float, width: float, rows: Sequence[Row], style: str) -> float:
        """Sets captions and values in the style, and returns the `y` below."""
        if not rows:
            return y
        if style.startswith("aligned") and not self._abreast_fits(width, rows):
            style = "stacked"
        setters: dict[str, Callable[[float, float, float, Sequence[Row]], float]] = {
            "inline": self._inline,
            "aligned": self._aligned,
            "aligned_right": self._aligned_right,
            "right_inline": self._right_inline,
            "stacked": self._stacked,
            "table": self._header_table,
            "grid": self._grid,
        }
        return setters[style](x, y, width, rows)

    def _abreast_fits(self, width: float, rows: Sequence[Row]) -> bool:
        """Whether the longest words of captions and values have room beside one another."""
        captions = max(self.caption.width(t.text + ":") for c, _ in rows for t in plain(c))
        values = max((self.body.width(t.text) for _, text in rows for t in text), default=0.0)
        return captions <= width * 0.6 and self._caption_width(width, rows, 0.6) + values <= width

    def _coloned(self, caption: str) -> Text:
        return plain(caption if caption.endswith((":", "#")) or not caption else caption + self.writing.colon)

    def _inline(self, x: float, y: float, width: float, rows: Sequence[Row]) -> float:
        for caption, text in rows:
            for part in wrap([*self._coloned(caption), *text], self.body, width):
                self.canvas.write(x, y, part, self.body)
                y += self.row
        return y

    def _right_inline(self, x: float, y: float, width: float, rows: Sequence[Row]) -> float:
        for caption, text in rows:
            for part in wrap([*self._coloned(caption), *text], self.body, width):
                self.canvas.write(x + width, y, part, self.body, "right")
                y += self.row
        return y

    def _caption_width(self, width: float, rows: Sequence[Row], space: float) -> float:
        widest = max(self.caption.measure(self._coloned(c)) for c, _ in rows)
        return min(widest + self.body.size * space, width * 0.62)

    def _indent(self, width: float, rows: Sequence[Row]) -> float:
        """Returns where values start: as far from the captions as the widest value allows."""
        values = max((self.body.width(t.text) for _, text in rows for t in text), default=0.0)
        wished = self._caption_width(width, rows, self.rng.choice([0.6, 1.0, 1.5, 3.0]))
        return max(self._caption_width(width, rows, 0.6), min(wished, width - values))

    def _aligned(self, x: float, y: float, width: float, rows: Sequence[Row]) -> float:
        indent = self._indent(width, rows)
        for caption, text in rows:
            captions = wrap(self._coloned(caption), self.caption, indent - 2)
            values = wrap(text, self.body, width - indent)
            low = self.canvas.write_rows(x, y, captions, self.caption, self.leading)
            y = max(low, self.canvas.write_rows(x + indent, y, values, self.body, self.leading))
        return y

    def _aligned_right(self, x: float, y: float, width: float, rows: Sequence[Row]) -> float:
        indent = self._indent(width, rows)
        for caption, text in rows:
            captions = wrap(self._coloned(caption), self.caption, indent - 2)
            values = wrap(text, self.body, width - indent)
            low = self.canvas.write_rows(x, y, captions, self.caption, self.leading)
            y = max(low, self.canvas.write_rows(x + width, y, values, self.body, self.leading, "right"))
        return y

    def _stacked(self, x: float, y: float, width: float, rows: Sequence[Row]) -> float:
        caption_font = self.caption.scaled(0.85).fitting([plain(c) for c, _ in rows], width)
        for caption, text in rows:
            y = self.canvas.write_rows(x, y, wrap(plain(caption), caption_font, width), caption_font, self.leading)
            y = (
                self.canvas.write_rows(
                    x, y, wrap(text, self.body, width), self.body.fitting([text], width), self.leading
                )
                + self.row * 0.3
            )
        return y

    def _header_table(self, x: float, y: float, width: float, rows: Sequence[Row]) -> float:
        """Sets captions in a row and the values below them, in as many bands as the width needs."""
        fitting, used, pad = 0, 0.0, self.body.size
        for caption, text in rows:
            used += max(self.caption.measure(plain(caption)), self.body.measure(text)) + pad
            if used > width and fitting:
                break
            fitting += 1
        band, rest = rows[:fitting], rows[fitting:]
        needs = [max(self.caption.measure(plain(c)), self.body.measure(t)) + pad for c, t in band]
        spare = max(0.0, width - sum(needs)) / len(band)
        boxed, filled, middle = self.chance(0.5), self.chance(0.4), self.chance(0.3)
        total = min(width, sum(needs) + spare * len(band))
        low = y + 2 * self.row + 6
        if filled:
            self.canvas.box(x, y, x + total, y + self.row + 2, None, self.tint)
        if boxed:
            self.canvas.box(x, y, x + total, low, BLACK, None, self.line_width)
        if boxed or self.chance(0.5):
            self.canvas.line(x, y + self.row + 2, x + total, y + self.row + 2, self.line_width)
        at = x
        for (caption, text), need in zip(band, needs, strict=True):
            cell = need + spare
            place, align = (at + cell / 2, "center") if middle else (at + pad / 3, "left")
            self.canvas.write(place, y + 1, plain(caption), self.caption, align)
            self.canvas.write(place, y + self.row + 4, text, self.body, align)
            at += cell
            if boxed and at < x + total - 1:
                self.canvas.line(at, y, at, low, self.line_width)
        return self._header_table(x, low + self.row * 0.5, width, rest) if rest else low + 2

    def _grid(self, x: float, y: float, width: float, rows: Sequence[Row]) -> float:
        """Sets each pair in a box of its own, two or three beside one another, small caption on top."""
        columns = self.rng.choice([1, 2, 2, 3]) if width > 200 else 1
        cell, small = width / columns, self.caption.scaled(0.75)
        for start in range(0, len(rows), columns):
            band = rows[start : start + columns]
            texts = [wrap(text, self.body, cell - 6) for _, text in band]
            high = small.size * 1.3 + max(len(t) for t in texts) * self.row + 5
            for k, ((caption, _), text) in enumerate(zip(band, texts, strict=True)):
                left = x + k * cell
                self.canvas.box(left, y, left + cell, y + high, BLACK, None, self.line_width)
                self.canvas.write(left + 3, y + 1.5, wrap(plain(caption), small, cell - 6)[0], small)
                self.canvas.write_rows(left + 3, y + small.size * 1.3 + 2, text, self.body, self.leading)
            y += high
        return y + 2

    # ------------------------------------------------------------------------------------------------------------------
    # Parties

    def party_rows(self, party: Party, role: str, *, country: bool = False) -> list[Text]:
        """Returns the rows of an address: name, perhaps a person or department, street, city, perhaps country.

        Args:
            party: Who.
            role: ``seller``, ``buyer`` or ``""``: decides the labels.
            country: Whether the country's name closes the address.
        """
        from training.synthetic.countries import NAMES

        where = "seller_address" if role == "seller" else None
        rows = [value(party.name, f"{role}_name" if role else None)]
        if role != "seller" and not party.person and self.chance(0.2):
            rows.append(plain(self.say("dept") if self.chance(0.6) else f"{self.say('salutation')} {party.contact}"))
        if party.extra and self.chance(0.5):
            rows += [value(party.street, where), value(party.extra, where, begins=False)]
        elif party.extra:
            rows += [value(party.extra, where), value(party.street, where, begins=False)]
        else:
            rows.append(value(party.street, where))
        if self.chance(0.06):
            rows[-1] = [*rows[-1][:-1], replace(rows[-1][-1], text=rows[-1][-1].text + ",")]
        rows.append(value(party.city, where, begins=False))
        return [*rows, plain(NAMES[party.country])] if country else rows

    def address(self, x: float, y: float, width: float, rows: Sequence[Text], font: Font, align: str = "left") -> float:
        """Sets an address in rows, wrapped to the width, and returns the `y` below."""
        font = font.fitting(rows, width)
        for text in rows:
            y = self.canvas.write_rows(x, y, wrap(text, font, width), font, self.leading, align)
        return y

    def paragraph(self, x: float, y: float, width: float, text: Text, font: Font | None = None) -> float:
        """Sets a wrapped paragraph and returns the `y` below."""
        font = (font or self.body).fitting([text], width)
        return self.canvas.write_rows(x, y, wrap(text, font, width), font, self.leading)
