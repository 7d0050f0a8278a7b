"""The table of line items and the sums below it, as headings, cells and rows that a template sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from training.pages.draft import Draft
from training.pages.marking import mark
from training.synthetic.facts import CENT, Item, cents

Spec = Sequence[tuple[str, str]]
"""Columns or sums with their English captions."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its kind, and ``left`` or ``right``."""

    name: str
    heading: str
    align: str


@dataclass(frozen=True)
class Sum:
    """A row of the sums."""

    name: str
    caption: str
    amount: Markup


def columns(draft: Draft, spec: Spec) -> list[Column]:
    """Returns the columns of a table; one for discounts only where the document has any."""
    discounts = any(item.discount for item in draft.items)
    return [
        Column(name, _heading(draft, name, english), "left" if name in _LEFT else "right")
        for name, english in spec
        if name != "discount" or discounts
    ]


def _heading(draft: Draft, name: str, english: str) -> str:
    key = _HEADINGS.get(name, "")
    return draft.say(key, english) if key else ""


_LEFT = frozenset({"pos", "sku", "description", "detailed", "coded", "unit", "date", "detail"})

_HEADINGS = {
    "pos": "pos", "sku": "sku", "description": "description", "detailed": "description", "coded": "description",
    "detail": "description", "qty": "quantity", "qty_unit": "quantity", "unit": "unit", "price": "unit_price",
    "price_gross": "gross_cell", "discount": "discount", "rate": "vat_rate", "tax": "tax_cell", "amount": "amount",
    "gross": "gross_cell", "date": "date_cell", "qty_price": "unit_price",
}  # fmt: skip
"""Key of the heading of each kind of column in the words of a language."""


def cell(draft: Draft, name: str, line: int) -> Markup:
    """Returns the cell of a column in the row of a line item."""
    return _CELLS[name](draft, draft.items[line], line)


def _description(draft: Draft, item: Item, line: int) -> Markup:
    return mark(item.description, "line.description", line)


def _detailed(draft: Draft, item: Item, line: int) -> Markup:
    below = Markup('<div class="detail">{}</div>').format(mark(item.detail, "line.detail", line)) if item.detail else ""
    return Markup("{}{}").format(_description(draft, item, line), below)


def _coded(draft: Draft, item: Item, line: int) -> Markup:
    return Markup("{} {}").format(mark(f"[{item.sku}]", "line.sku", line), _description(draft, item, line))


def _quantity(draft: Draft, item: Item, line: int) -> Markup:
    amount = abs(item.quantity) if draft.sign < 0 else item.quantity
    return mark(draft.writing.number(amount, None), "line.quantity", line)


def _price(draft: Draft, item: Item, line: int, *, gross: bool = False) -> Markup:
    price = cents(item.price * (100 + item.rate) / 100) if gross else item.price
    # Only amounts turn negative on a credit note, so the sign is taken back.
    price = price * draft.sign if draft.kind in ("credit", "refund") else price
    return draft.money(price, "line.unit_price_gross" if gross else "line.unit_price", line=line)


def tax_of(item: Item) -> Decimal:
    """Returns the tax of a line item, rounded to cents."""
    return cents(item.amount * item.rate / 100)


_CELLS: dict[str, Callable[[Draft, Item, int], Markup]] = {
    "pos": lambda draft, item, line: Markup(line + 1),
    "sku": lambda draft, item, line: Markup.escape(item.sku),
    "description": _description,
    "detailed": _detailed,
    "coded": _coded,
    "detail": lambda draft, item, line: mark(item.detail, "line.detail", line) if item.detail else Markup(""),
    "qty": _quantity,
    "qty_unit": lambda draft, item, line: Markup("{} {}").format(_quantity(draft, item, line), item.unit),
    "qty_price": lambda draft, item, line: Markup("{}x {}").format(
        _quantity(draft, item, line), _price(draft, item, line)
    ),
    "unit": lambda draft, item, line: Markup.escape(item.unit),
    "price": _price,
    "price_gross": lambda draft, item, line: _price(draft, item, line, gross=True),
    "discount": lambda draft, item, line: Markup.escape(draft.percent(item.discount)),
    "rate": lambda draft, item, line: Markup.escape(draft.percent(item.rate)),
    "tax": lambda draft, item, line: draft.money(tax_of(item), line=line),
    "amount": lambda draft, item, line: draft.money(item.amount, "line.line_amount", line=line),
    "gross": lambda draft, item, line: draft.money(item.amount + tax_of(item), "line.line_gross", line=line),
    "blank": lambda draft, item, line: Markup(""),
    "date": lambda draft, item, line: Markup.escape(draft.day(item.day)),
}


def sums(draft: Draft, spec: Spec) -> list[Sum]:
    """Returns the sums in the order of the spec; charges, taxes and payments only where the document has them."""
    names = {name for name, _ in spec}
    return [row for name, english in spec for row in _sum(draft, name, english, names)]


def _sum(draft: Draft, name: str, english: str, names: set[str]) -> Iterator[Sum]:
    facts, say, money = draft.facts, draft.say, draft.money
    if name == "lines":
        label = "net_amount" if not facts.charges and "net" not in names else "lines_total"
        yield Sum(name, say("lines_total", english), money(facts.lines_total, label))
    elif name == "charges":
        for key, amount in facts.charges:
            yield Sum(name, say(key), money(amount))
    elif name == "net":
        yield Sum(name, say("net", english), money(facts.net, "net_amount"))
    elif name == "taxes":
        yield from _taxes(draft, english)
    elif name == "tax" and facts.tax:
        yield Sum(name, say("tax_total", english), money(facts.tax, "tax_amount"))
    elif name == "withheld" and draft.withheld:
        yield Sum(name, draft.withheld_caption, money(-draft.withheld))
    elif name == "rounding" and draft.rounding:
        yield Sum(name, draft.rounding_caption, money(draft.rounding))
    elif name == "total":
        yield Sum(name, say("total", english), money(facts.total + draft.rounding - draft.withheld, "total_amount"))
    elif name == "owed":
        yield Sum(name, say("due_amount", english), money(draft.payable, "total_amount"))
    elif name == "prepaid" and facts.prepaid:
        yield Sum(name, say("prepaid", english), money(-facts.prepaid if draft.chance(0.5) else facts.prepaid))
    elif name == "due" and facts.prepaid:
        yield Sum(name, say("due_amount", english), money(draft.payable, "payable_amount"))


def _taxes(draft: Draft, english: str) -> Iterator[Sum]:
    """Yields a row a rate; ``{tax}`` and ``{rate}`` in the English caption are the name of the tax and the rate."""
    taxed = [line for line in draft.facts.taxes if line.tax]
    if draft.halved:
        [line] = taxed
        first = (line.tax / 2).quantize(CENT)
        for name, amount in (("CGST", first), ("SGST", line.tax - first)):
            yield Sum("taxes", f"{name} {draft.percent(line.rate / 2)}", draft.money(amount, "tax_half"))
        return
    for line in taxed:
        label = "tax_amount" if len(taxed) == 1 else "tax_part"
        caption = draft.say("tax").replace("{RATE}", "{rate}")
        if draft.lang == "en" or not english or "{rate}" not in caption:
            caption = english or "{tax} {rate}"
        base = draft.money(line.base, bare=True)
        text = caption.format(tax=draft.tax_name, rate=draft.percent(line.rate), base=Markup(base).striptags())
        yield Sum("taxes", text, draft.money(line.tax, label))
