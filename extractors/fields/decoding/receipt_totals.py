"""The total of a receipt without net amount and tax: the price, not the cash given."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from extractors.fields.decoding.captioned import made_field
from extractors.fields.token_scores import LabelledWords
from schemas.extraction import ExtractedField
from values.normalize import Hints, parse_amount
from values.sums import HIGHEST_TAX_RATE, TOTAL

COIN = Decimal("0.05")
"""Where smaller coins are not in use, tills round the total to this. Source: Bank Negara Malaysia, rounding mechanism,
2008; likewise in Switzerland, Canada and the Netherlands."""

CLAIMS = 0.1
"""A word claims to be the total from this probability on."""

GIVEN = 0.5
"""A total is at least this many times as likely as the cash that was mistaken for it."""

Amounts = dict[Decimal, list[int]]


def _amounts(words: LabelledWords, hints: Hints) -> Amounts:
    """Returns the amounts with cents that single words show, with the ids of those words."""
    amounts: Amounts = defaultdict(list)
    for word in words.read.words:
        text = parse_amount(word.text, hints)
        if text is not None and len(text.partition(".")[2]) == 2:
            amounts[Decimal(text)].append(word.id)
    return dict(amounts)


def paid_total(words: LabelledWords, found: dict[str, ExtractedField], hints: Hints) -> dict[str, ExtractedField]:
    """Returns the fields with the total that was paid, where another printed amount explains the one that was found.

    Cash given is not the total if the change is printed below it. A net amount is not if it makes a likely total with a
    printed tax. A sum is not if it is also printed rounded to coins.
    """
    total = Decimal(found[TOTAL].value) if found[TOTAL].value is not None else None
    amounts = _amounts(words, hints)
    if total is None or total not in amounts:
        return found
    changed, why = total, []
    if (due := _without_change(words, amounts, total)) is not None:
        changed, why = due, ["chosen because the amount read first is what was given: the change is printed below"]
    elif (gross := _with_tax(words, amounts, total)) is not None:
        changed, why = gross, ["chosen because the amount read first makes it together with the tax"]
    if (rounded := _in_coins(amounts, changed)) is not None:
        changed, why = rounded, [*why, "the sum rounded to coins is what was paid"]
    if changed == total:
        return found
    made = _field(words, changed, amounts[changed])
    confidence = max(made.confidence, found[TOTAL].confidence * 0.9)
    return {**found, TOTAL: made.model_copy(update={"why": tuple(why), "confidence": confidence})}


def _without_change(words: LabelledWords, amounts: Amounts, given: Decimal) -> Decimal | None:
    """Returns the total printed above the cash given, nearly as likely, with the change below.

    A net amount above and its tax below also make the total: a possible tax is no change.
    """
    likely = words.inside[TOTAL]
    at = max(amounts[given])
    for total, ids in amounts.items():
        change = given - total
        is_likely = min(ids) < at and max(likely[i] for i in ids) >= GIVEN * max(likely[i] for i in amounts[given])
        is_change = change > 0 and max(amounts.get(change, [-1])) > at and not _is_rate(*sorted((total, change)))
        if total > 0 and is_likely and is_change:
            return total
    return None


def _with_tax(words: LabelledWords, amounts: Amounts, net: Decimal) -> Decimal | None:
    """Returns the likely total that exceeds a net amount by a printed tax, up to rounding to coins."""
    likely = [a for a, ids in amounts.items() if a > net > 0 and max(words.inside[TOTAL][i] for i in ids) >= CLAIMS]
    taxes = [tax for tax in amounts if 0 < tax <= HIGHEST_TAX_RATE * net and _is_rate(tax, net)]
    fitting = [total for total in likely if any(abs(net + tax - total) < COIN for tax in taxes)]
    return max(fitting, key=lambda a: max(words.inside[TOTAL][i] for i in amounts[a]), default=None)


def _is_rate(tax: Decimal, net: Decimal) -> bool:
    """Whether a tax is whole or half percents of a net amount: change from a banknote seldom is."""
    half_percents = round(200 * tax / net)
    return abs(net * half_percents / 200 - tax) <= Decimal("0.02")


def _in_coins(amounts: Amounts, total: Decimal) -> Decimal | None:
    """Returns the printed amount that is the total rounded to coins, where the total itself cannot be paid in coins."""
    if total % COIN == 0:
        return None
    near = [a for a in amounts if a % COIN == 0 and abs(a - total) < COIN]
    return near[0] if len(near) == 1 else None


def _field(words: LabelledWords, value: Decimal, word_ids: list[int]) -> ExtractedField:
    best = max(word_ids, key=lambda i: words.inside[TOTAL][i])
    confidence = 0.5 + float(words.inside[TOTAL][best]) / 2.5
    return made_field(words.read, TOTAL, "money", [best], f"{value:f}", confidence)
