"""Till receipts: narrow paper, shop on top, goods, and one total among many amounts."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal

from training.synthetic.canvas import Canvas, Font, Text, glue, plain, value, wrap
from training.synthetic.countries import COUNTRIES
from training.synthetic.document import SyntheticDocument
from training.synthetic.facts import cents
from training.synthetic.languages import language
from training.synthetic.parties import digits, make_party, pattern
from training.synthetic.shops import MY_FORMS, MY_NAMES, MY_ROADS, MY_TOWNS, MY_TRADES, TILLS, TillWords

_WEIGHTS = {"MY": 5, "US": 4, "GB": 2, "DE": 3, "FR": 2, "ES": 2, "IT": 2, "NL": 1, "SG": 1, "AU": 1}
_CURRENCIES = {"MY": "MYR", "US": "USD", "GB": "GBP", "SG": "SGD", "AU": "AUD"}
_TALL = 3000.0


def make_receipt(rng: random.Random) -> SyntheticDocument:
    """Returns an invented till receipt; the same state of `rng` gives the same one."""
    return _Till(rng).draw()


class _Till:
    """Prints one receipt."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words: TillWords = rng.choices(TILLS, [_WEIGHTS[t.country] for t in TILLS])[0]
        self.lang = language("en" if self.words.country in ("MY", "SG") else COUNTRIES[self.words.country].languages[0])
        self.width = rng.uniform(170, 330)
        family = rng.choice(["mono", "mono", "dejavumono", "mono", "sans", "narrow", "dejavu", "serif"])
        self.font = Font(family, self.width / rng.uniform(24, 40) / (0.6 if "mono" in family else 0.52) * 0.9)
        self.margin = rng.uniform(6, 30)
        self.leading = rng.uniform(1.1, 1.5)
        self.canvas = Canvas(self.width, _TALL)
        self.y = rng.uniform(8, 60)
        self.left, self.right = self.margin, self.width - self.margin
        self.name, self.address = self._shop()
        self.goods = self._basket()
        self.when = datetime(2012, 1, 1) + timedelta(minutes=rng.randrange(14 * 365 * 24 * 60))
        self.sign = self._pick(self.words.signs)
        self.date_form = self._pick(self.words.dates)

    def _pick(self, options: str) -> str:
        return self.rng.choice(options.split("|"))

    def _chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    # ------------------------------------------------------------------------------------------------------------------
    # What is sold where

    def _shop(self) -> tuple[str, list[str]]:
        """Returns the shop's name and the rows of its address."""
        rng = self.rng
        if self.words.country == "MY":
            names = " ".join(rng.sample(MY_NAMES.split("|"), rng.randint(1, 3)))
            name = " ".join(f"{names} {self._pick(MY_TRADES)} {self._pick(MY_FORMS)}".split())
            house = f"{rng.choice(['NO.', 'NO', 'LOT', ''])} {rng.randint(1, 240)}".strip()
            road = f"{house}, JALAN {self._pick(MY_ROADS)} {rng.randint(1, 12)}/{rng.randint(1, 30)},"
            rows = [road, f"TAMAN {self._pick(MY_ROADS)},", self._pick(MY_TOWNS)]
            return self._cased(name, rows if self._chance(0.8) else [rows[0], rows[2]])
        party = make_party(rng, COUNTRIES[self.words.country])
        trade = self._pick(self.words.shops)
        owner = party.contact.split()[-1].upper()
        name = rng.choice(
            [
                f"{trade} {owner}",
                f"{owner} {trade}",
                party.name,
                f"{owner}'S {trade}",
                f"{trade} {party.city_name.upper()}",
            ]
        )
        rows = [party.street, party.city] if not party.extra else [party.street, party.extra, party.city]
        return self._cased(name, rows)

    def _cased(self, name: str, rows: list[str]) -> tuple[str, list[str]]:
        if self._chance(0.35):
            return name.upper(), [row.upper() for row in rows]
        return name, rows

    def _basket(self) -> list[tuple[str, int, Decimal]]:
        """Returns goods with quantities and prices; tax is within the prices."""
        rng = self.rng
        count = rng.choice([1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12])
        scale = rng.choice([1, 1, 1, 5, 20])
        goods = self.words.goods.split("|")
        return [
            (rng.choice(goods), rng.choice([1, 1, 1, 1, 2, 3, 5, 10]), Decimal(rng.randint(20, 3000) * scale) / 100)
            for _ in range(count)
        ]

    # ------------------------------------------------------------------------------------------------------------------
    # Rows

    def _number(self, amount: Decimal) -> str:
        group = "," if self.words.decimal == "." else "."
        text = f"{abs(amount):,.2f}".replace(",", "\0").replace(".", self.words.decimal).replace("\0", group)
        return f"-{text}" if amount < 0 else text

    def _money(self, amount: Decimal, label: str | None = None) -> Text:
        digits_ = value(self._number(amount), label)
        if not self.sign or not self._signs_amounts:
            return digits_
        ahead = self.words.decimal == "."
        if ahead:
            return glue(plain(self.sign), digits_) if self._glues else [*plain(self.sign), *digits_]
        return [*digits_, *plain(self.sign)]

    @property
    def _signs_amounts(self) -> bool:
        return self.leading > 1.32

    @property
    def _glues(self) -> bool:
        return self.margin > 14

    def _row(self, left: Text, right: Text, font: Font | None = None) -> None:
        """Sets a row with text on both sides; the left part wraps where they would meet."""
        font = font or self.font
        room = self.right - self.left - font.measure(right) - font.size
        rows = wrap(left, font.fitting([left], max(room, 20.0)), max(room, 20.0))
        self.canvas.write(self.right, self.y, right, font, "right")
        font_left = font.fitting([left], max(room, 20.0))
        self.y = max(
            self.canvas.write_rows(self.left, self.y, rows, font_left, self.leading), self.y + font.size * self.leading
        )

    def _text(self, text: Text, align: str, font: Font | None = None) -> None:
        font = (font or self.font).fitting([text], self.right - self.left)
        x = {"left": self.left, "center": self.width / 2, "right": self.right}[align]
        self.y = self.canvas.write_rows(x, self.y, wrap(text, font, self.right - self.left), font, self.leading, align)

    def _rule(self) -> None:
        if self._chance(0.5):
            dash = self.rng.choice("-=*_")
            count = int((self.right - self.left) / self.font.width(dash))
            self._text(plain(dash * count), "left")
        elif self._chance(0.5):
            self.canvas.line(self.left, self.y + 2, self.right, self.y + 2, 0.7)
            self.y += 5
        else:
            self.y += self.font.size * 0.6

    # ------------------------------------------------------------------------------------------------------------------
    # The receipt

    def draw(self) -> SyntheticDocument:
        """Prints the receipt from top to bottom and cuts the paper."""
        self._head()
        date_late = self._chance(0.2)
        if not date_late:
            self._when()
        self._rule()
        self._lines()
        self._rule()
        total = self._sums()
        if date_late:
            self._when()
        for _ in range(self.rng.randint(0, 2)):
            self._text(plain(self._pick(self.words.thanks)), "center")
        self.canvas.crop(self.y + self.rng.uniform(8, 60))
        currency = _CURRENCIES.get(self.words.country, "EUR")
        truth = {
            "seller_name": self.name,
            "seller_address": ", ".join(row.rstrip(",") for row in self.address),
            "issue_date": self.when.date().isoformat(),
            "total_amount": f"{total:f}",
        }
        facts = {
            "country": self.words.country,
            "currency": currency,
            "currency_sign": self.sign or currency,
            "decimal": self.words.decimal,
            "group": "." if self.words.decimal == "," else ",",
            "family": self.font.family,
            "date_order": "mdy" if self.words.country == "US" else "dmy",
            "layout": f"receipt/{self.words.country}",
        }
        return SyntheticDocument("receipt", self.canvas.finish(), truth, [], self.lang.code, facts)

    def _head(self) -> None:
        align = self.rng.choice(["center", "center", "center", "left"])
        if self._chance(0.12):
            self._text(
                plain(self.rng.choice(["*** COPY ***", self.rng.choice(self.address[0].split()), digits(self.rng, 5)])),
                align,
            )
        big = self.font.scaled(self.rng.choice([1.0, 1.2, 1.5, 1.8])).strong(self._chance(0.6))
        self._text(value(self.name, "seller_name"), align, big)
        if self._chance(0.4):
            self._text(plain(f"({pattern(self.rng, '######-@')})"), align)
        rows = [value(row, "seller_address", begins=k == 0) for k, row in enumerate(self.address)]
        if self._chance(0.3):
            rows = [[t for row in rows for t in row]]
        for row in rows:
            self._text(row, align)
        if self._chance(0.65):
            self._text(plain(f"{self._pick(self.words.phone)}: {digits(self.rng, 2)}-{digits(self.rng, 7)}"), align)
        if self._chance(0.5):
            self._text(plain(f"{self._pick(self.words.tax_id)}: {digits(self.rng, 11)}"), align)
        title = self._pick(self.words.title)
        if title:
            self._text(plain(title), "center", self.font.strong(self._chance(0.5)))

    def _date(self, label: str | None = "issue_date") -> Text:
        day = self.when
        text = self.date_form.format(
            d=day.day,
            m=day.month,
            y=day.year,
            yy=f"{day.year % 100:02d}",
            Mon=self.lang.months_short[day.month - 1],
            Month=self.lang.months[day.month - 1],
        )
        return value(text, label)

    def _when(self) -> None:
        """Prints number, date, time and cashier, on rows of their own or together."""
        time = plain(self.when.strftime(self._pick(self.words.times)))
        digits_ = pattern(self.rng, self.rng.choice(["######", "@@-#####", "####", "########"]))
        number = plain(f"{self._pick(self.words.number)}: {digits_}")
        caption = self._pick(self.words.date)
        colon = self.rng.choice([":", " :", ""])
        date = [*plain(caption + colon if caption else ""), *self._date()]
        style = self.rng.choice(["rows", "together", "sides", "sides"])
        if self._chance(0.75):
            self._text(number, "left")
        if style == "rows":
            self._text(date, "left")
            if self._chance(0.6):
                self._text(time, "left")
        elif style == "together":
            self._text([*date, *time], self.rng.choice(["left", "center"]))
        else:
            self._row(date, time)
        if self._chance(0.5):
            who = self.rng.choice(["01", "ANNA", "ADMIN", "003", "MIKE", "TAN"])
            self._text(plain(f"{self._pick(self.words.cashier)}: {who}"), "left")

    def _lines(self) -> None:
        style = self.rng.choice(["amount", "amount", "quantity", "two_rows", "two_rows", "columns"])
        for name, count, price in self.goods:
            amount = self._number(cents(price * count))
            if style == "amount":
                self._row(plain(name), plain(amount))
            elif style == "quantity":
                self._row(plain(f"{count} {name}"), plain(amount))
            elif style == "two_rows":
                self._text(plain(name), "left")
                self._row(plain(f"  {count} x {self._number(price)}"), plain(amount))
            else:
                self._row(plain(f"{name} {count}"), plain(f"{self._number(price)} {amount}"))

    def _sums(self) -> Decimal:
        """Prints sub-total, tax, total, payment; returns the total."""
        rng, words = self.rng, self.words
        total = sum((cents(p * n) for _, n, p in self.goods), Decimal(0))
        rate = Decimal(str(rng.choice(words.rates)))
        added = words.country == "US" or (words.country in ("SG", "MY") and self._chance(0.25))
        tax = cents(total * rate / 100) if added else cents(total * rate / (100 + rate))
        if self._chance(0.15):
            self._row(plain(rng.choice(["ITEMS", "QTY", "Item(s)"])), plain(str(sum(n for _, n, _ in self.goods))))
        if added or self._chance(0.4):
            self._row(
                plain(self._pick(words.subtotal)), self._money(total if added or self._chance(0.5) else total - tax)
            )
        if rate and (added or self._chance(0.35)):
            self._row(plain(self._pick(words.tax)), self._money(tax))
        total += tax if added else 0
        if words.rounding and self._chance(0.35):
            rounded = (total * 20).quantize(Decimal(1)) / 20
            self._row(plain(self._pick(words.rounding)), plain(self._number(rounded - total)))
            total = cents(rounded)
        self._total(total)
        if self._chance(0.75):
            self._paid(total)
        if rate and not added and self._chance(0.35):
            self._tax_table(total, tax, rate)
        return total

    def _total(self, total: Decimal) -> None:
        font = self.font.scaled(self.rng.choice([1.0, 1.0, 1.25, 1.5])).strong(self._chance(0.6))
        caption = plain(self._pick(self.words.total) + self.rng.choice(["", ":", " :"]))
        amount = self._money(total, "total_amount")
        while (
            font.measure(caption) + font.measure(amount) > self.right - self.left - font.size
            and font.size > self.font.size
        ):
            font = font.scaled(0.9)
        if self._chance(0.85):
            self._row(caption, amount, font)
        else:
            self._text([*caption, *amount], "left", font)

    def _paid(self, total: Decimal) -> None:
        if self._chance(0.55):
            step = Decimal(self.rng.choice([1, 5, 10, 50]))
            given = (total / step).to_integral_value(rounding="ROUND_CEILING") * step
            # An exact payment prints the total once more, though not as the total.
            self._row(plain(self._pick(self.words.cash)), self._money(given))
            self._row(plain(self._pick(self.words.change)), self._money(given - total))
        else:
            self._row(plain(self._pick(self.words.card)), self._money(total))

    def _tax_table(self, total: Decimal, tax: Decimal, rate: Decimal) -> None:
        self._rule()
        self._row(
            plain(f"{self._pick(self.words.tax).split()[0]} {rate:f}%"),
            plain(f"{self._number(total - tax)} {self._number(tax)}"),
        )
