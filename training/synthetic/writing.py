"""How one document writes numbers, dates and currency."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from training.synthetic.canvas import Text, glue, plain, value
from training.synthetic.countries import Country
from training.synthetic.languages import Language


@dataclass(frozen=True)
class Writing:
    """One document's habits.

    Attributes:
        group: Mark between thousands, decimal: mark before the decimals.
        date_form: Template over day ``d``, month ``m``, year ``y``, ``yy``, ``Month`` and ``Mon``.
        currency_sign: The word or sign that stands for the currency.
        cell_currency, total_currency: ``none``, ``after``, ``before``, ``glued_before`` or ``glued_after`` the number.
        whole: Leaves decimals away where there are none.
        minus: ``-1.00``, ``1.00-`` (``trailing``) or ``(1.00)`` (``brackets``).
    """

    group: str
    decimal: str
    date_form: str
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    currency: str
    currency_sign: str
    cell_currency: str
    total_currency: str
    whole: bool = False
    minus: str = "leading"
    colon: str = ":"

    @property
    def date_order(self) -> str:
        """``mdy``, ``dmy`` or ``ymd``: which part of a numeric date comes first."""
        form = self.date_form.lower()
        at = {part: form.find("{" + part) for part in ("d", "m", "y")}
        return "mdy" if at["m"] < at["d"] < at["y"] else "ymd" if at["y"] < at["m"] else "dmy"

    def date(self, day: date) -> str:
        """Returns the day as this document writes it."""
        return self.date_form.format(
            d=day.day,
            m=day.month,
            y=day.year,
            yy=f"{day.year % 100:02d}",
            Month=self.months[day.month - 1],
            Mon=self.months_short[day.month - 1],
        )

    def number(self, amount: Decimal, places: int | None = 2) -> str:
        """Returns the number with so many decimals, or with those it has where `places` is None."""
        if places is None:
            amount = amount.normalize()
            places = max(0, -int(amount.as_tuple().exponent))
        whole, _, decimals = f"{abs(amount):.{places}f}".partition(".")
        grouped = f"{int(whole):,}".replace(",", self.group)
        text = grouped + (self.decimal + decimals if decimals else "")
        if amount >= 0:
            return text
        return {"leading": f"-{text}", "trailing": f"{text}-", "brackets": f"({text})"}[self.minus]

    def money(
        self, amount: Decimal, label: str | None, item: int | None = None, *, mode: str = "none", places: int = 2
    ) -> Text:
        """Returns an amount as words, with the currency as `mode` says; the amount carries the label."""
        if self.whole and amount == amount.to_integral():
            places = 0
        digits = value(self.number(amount, places), label, item)
        sign = value(self.currency_sign, "currency")
        if mode == "none":
            return digits
        if mode == "after":
            return [*digits, *sign]
        if mode == "before":
            return [*sign, *digits]
        if mode == "glued_after":
            head, tail = digits[:-1], digits[-1:]
            return [*head, *glue_keeping(tail, plain(self.currency_sign))]
        return glue(plain(self.currency_sign), digits)


def glue_keeping(left: Text, right: Text) -> Text:
    """Returns ``"12.50" + "€"`` as one word of the left part's field."""
    from dataclasses import replace

    return [replace(left[0], text=left[0].text + right[0].text)]


def make_writing(rng: random.Random, country: Country, lang: Language, currency: str) -> Writing:
    """Returns habits that go together in the country."""
    group, decimal = rng.choice(country.numbers)
    own = currency == country.currency
    sign = rng.choice([*country.symbols, *country.symbols, currency]) if own else currency
    if currency in ("CAD", "AUD", "SGD", "MXN") and rng.random() < 0.6:
        sign = currency
    if not own and currency in ("EUR", "USD", "GBP") and rng.random() < 0.3:
        sign = {"EUR": "€", "USD": "$", "GBP": "£"}[currency]
    ahead = decimal == "." or country.code in ("NL", "BR")
    modes = (
        ["before", "glued_before", "glued_before", "after"]
        if ahead
        else ["after", "after", "after", "before", "glued_after"]
    )
    if sign.isalpha():
        modes = [m for m in modes if not m.startswith("glued")] or ["after"]
    if country.code == "AT":
        modes = [*modes, "before", "before"]
    shown = rng.choice(modes)
    cell = shown if rng.random() < 0.45 else "none"
    total = shown if cell != "none" or rng.random() < 0.75 else "none"
    forms = lang.dates_us if country.month_first and rng.random() < 0.92 else lang.dates
    return Writing(
        group,
        decimal,
        rng.choice(forms),
        lang.months,
        lang.months_short,
        currency,
        sign,
        cell,
        total,
        whole=rng.random() < 0.05,
        minus=rng.choices(["leading", "trailing", "brackets"], [8, 1, 1])[0],
        colon=rng.choice([":", ":", ":", "", "", " :" if lang.code == "fr" else ":"]),
    )
