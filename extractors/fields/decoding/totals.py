"""Net, tax and total explain each other: of several readings the one that adds up is the right one."""

from __future__ import annotations

import math
from collections import defaultdict
from decimal import Decimal

from extractors.fields.layoutlm.token_scores import LabelledWords
from schemas.extraction import ExtractedField, evidence_boxes
from values.normalize import Hints, parse_amount

NET, TAX, TOTAL = "net_amount", "tax_amount", "total_amount"

ABSENT = 0.15
"""What a field that was not found counts in the comparison, as a probability."""

FLOOR = 0.01
"""What an amount counts at least for a field, as a probability: arithmetic may find what the model passed over."""

GAIN = 4.0
"""How much likelier three amounts that add up are than three that do not, in natural logarithms."""

HIGHEST_RATE = Decimal("0.35")
"""No value added or sales tax is higher, as a share of the net amount."""

COIN = Decimal("0.05")
"""Where smaller coins are not in use, tills round the total to this. Source: Bank Negara Malaysia, rounding mechanism,
2008; likewise in Switzerland, Canada and the Netherlands."""

CLAIMS = 0.1
"""A word claims to be the total from this probability on."""

GIVEN = 0.5
"""A total is at least so many times as likely as the cash given for it that was taken for it."""

WHOLE_TAX = 0.9
"""A tax that equals the total is believed from this confidence on: customs papers charge nothing else."""

Amounts = dict[Decimal, list[int]]


def reconcile(words: LabelledWords, found: dict[str, ExtractedField], hints: Hints) -> dict[str, ExtractedField]:
    """Returns the fields, net, tax and total changed where another reading of them adds up and is likelier so.

    Only amounts that are printed on the document are taken, each with its words. Fields that add up as they are gain
    confidence.
    """
    if not {NET, TAX, TOTAL} <= set(words.inside):
        return _paid(words, found, hints) if TOTAL in found else found
    now = {name: _value(found.get(name)) for name in (NET, TAX, TOTAL)}
    net, tax, total = now.values()
    if net is not None and tax is not None and total is not None and net + tax == total:
        return {**found, **{name: _surer(found[name]) for name in now}}
    amounts = _amounts(words, hints)
    found = _without_whole_tax(words, amounts, found)
    best = _best_sum(words, amounts, found)
    if best is None:
        return found
    score, chosen = best
    as_found = sum(math.log(found[n].confidence + 1e-6) if n in found else math.log(ABSENT) for n in now)
    if score + GAIN <= as_found:
        return found
    changed = dict(found)
    for name, value in chosen.items():
        if value == now[name]:
            changed[name] = _surer(found[name])
        else:
            changed[name] = _field(words, name, value, amounts[value])
    return changed


def _without_whole_tax(
    words: LabelledWords, amounts: Amounts, found: dict[str, ExtractedField]
) -> dict[str, ExtractedField]:
    """Returns the fields without a tax as high as the total: a printed nought is the tax then, or there is none."""
    tax, total = _value(found.get(TAX)), _value(found.get(TOTAL))
    if tax is None or total is None or abs(tax) < abs(total) or tax == 0 or found[TAX].confidence >= WHOLE_TAX:
        return found
    rest = {name: field for name, field in found.items() if name != TAX}
    noughts = amounts.get(Decimal(0), [])
    if not any(words.inside[TAX][i] >= FLOOR for i in noughts):
        return rest
    why = ("chosen because a tax cannot be as high as the total",)
    nought = _field(words, TAX, Decimal("0.00"), noughts).model_copy(update={"why": why})
    return {**rest, TAX: nought}


def _value(field: ExtractedField | None) -> Decimal | None:
    return Decimal(field.value) if field is not None and field.value is not None else None


def _amounts(words: LabelledWords, hints: Hints) -> Amounts:
    """Returns the amounts with cents that single words show, with the ids of those words."""
    amounts: Amounts = defaultdict(list)
    for word in words.read.words:
        text = parse_amount(word.text, hints)
        if text is not None and len(text.partition(".")[2]) == 2:
            amounts[Decimal(text)].append(word.id)
    return dict(amounts)


def _best_sum(
    words: LabelledWords, amounts: Amounts, found: dict[str, ExtractedField]
) -> tuple[float, dict[str, Decimal]] | None:
    best: tuple[float, dict[str, Decimal]] | None = None
    is_free_of_tax = _value(found.get(TAX)) == 0
    for total in amounts:
        for net in amounts:
            tax = total - net
            is_tax = 0 < abs(tax) <= HIGHEST_RATE * abs(net) or (tax == 0 and is_free_of_tax)
            if tax not in amounts or not is_tax or net * total <= 0:
                continue
            chosen = {NET: net, TAX: tax, TOTAL: total}
            score = sum(math.log(_likelihood(words, amounts, found, name, value)) for name, value in chosen.items())
            if best is None or score > best[0]:
                best = (score, chosen)
    return best


def _likelihood(
    words: LabelledWords, amounts: Amounts, found: dict[str, ExtractedField], name: str, value: Decimal
) -> float:
    seen = max(float(words.inside[name][i]) for i in amounts[value])
    field = found.get(name)
    chosen = field.confidence if field is not None and _value(field) == value else 0.0
    return max(seen, chosen, FLOOR)


def _surer(field: ExtractedField) -> ExtractedField:
    why = (*field.why, "net and tax add up to the total")
    return field.model_copy(update={"confidence": 1 - (1 - field.confidence) / 2, "why": why})


def _field(words: LabelledWords, name: str, value: Decimal, word_ids: list[int]) -> ExtractedField:
    best = max(word_ids, key=lambda i: words.inside[name][i])
    page_number, boxes = evidence_boxes(words.read, [best])
    return ExtractedField(
        name=name,
        kind="money",
        raw=words.read.words[best].text,
        value=f"{value:f}",
        confidence=0.5 + float(words.inside[name][best]) / 2.5,
        page_number=page_number,
        boxes=boxes,
        word_ids=(best,),
        source="layoutlm",
        why=("chosen because net and tax then add up to the total",),
    )


# ----------------------------------------------------------------------------------------------------------------------
# Totals of papers that do not name net and tax


def _paid(words: LabelledWords, found: dict[str, ExtractedField], hints: Hints) -> dict[str, ExtractedField]:
    """Returns the fields with the total that was paid, where another printed amount explains the one that was found.

    What was given is not the total where the change is printed below it; a net amount is not where it makes a likely
    total with a printed tax; a sum is not where it is also printed rounded to coins.
    """
    total = _value(found[TOTAL])
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
    made = _field(words, TOTAL, changed, amounts[changed])
    confidence = max(made.confidence, found[TOTAL].confidence * 0.9)
    return {**found, TOTAL: made.model_copy(update={"why": tuple(why), "confidence": confidence})}


def _without_change(words: LabelledWords, amounts: Amounts, given: Decimal) -> Decimal | None:
    """Returns the total, nearly as likely as what was given for it, that is printed above that, with the change below.

    A net amount above and its tax below make the total as well: what may be a tax is no change.
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
    taxes = [tax for tax in amounts if 0 < tax <= HIGHEST_RATE * net and _is_rate(tax, net)]
    fitting = [total for total in likely if any(abs(net + tax - total) < COIN for tax in taxes)]
    return max(fitting, key=lambda a: max(words.inside[TOTAL][i] for i in amounts[a]), default=None)


def _is_rate(tax: Decimal, net: Decimal) -> bool:
    """Tells whether a tax is whole or half percents of a net amount: change from a banknote seldom is."""
    half_percents = round(200 * tax / net)
    return abs(net * half_percents / 200 - tax) <= Decimal("0.02")


def _in_coins(amounts: Amounts, total: Decimal) -> Decimal | None:
    """Returns the printed amount that is the total rounded to coins, where the total itself cannot be paid in coins."""
    if total % COIN == 0:
        return None
    near = [a for a in amounts if a % COIN == 0 and abs(a - total) < COIN]
    return near[0] if len(near) == 1 else None
