"""Net, tax and total explain each other: of several readings the one that adds up is the right one.

Every printed amount is a candidate for each of the three, weighed by the model and by its captions. All are chosen
together: net + tax = total. Documents print rounding, charges, allowances, withheld taxes and payments between the two.
A tax may be printed in parts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import combinations, product

from extractors.fields.decoding.captioned import made_field
from extractors.fields.decoding.receipt_totals import CLAIMS, paid_total
from extractors.fields.decoding.total_candidates import (
    BETWEEN,
    Candidate,
    between,
    candidates_of,
    score,
    tax_sums,
    with_first_sum,
)
from extractors.fields.token_scores import LabelledWords
from schemas.extraction import ExtractedField
from values.normalize import Hints
from values.sums import HIGHEST_TAX_RATE, NET, TAX, TOTAL

ABSENT = math.log(0.15)
"""What a field that is not printed counts in the comparison."""

GAIN = 4.0
"""How much likelier three amounts that add up are than three that do not, in natural logarithms."""

PER_ADJUSTMENT = 0.5
"""How much of that each amount between net amount and total takes away: sums of many amounts fit by chance."""

LIKELIEST = 8
"""So many candidates of each field are combined."""

MOST_BETWEEN = 6
WHOLE_TAX = 0.9
"""A tax that is higher than rates are is believed from this confidence on: customs documents charge nothing else."""

FIELD_OF: Mapping[str, str] = {
    "rounding": "rounding_amount", "charge": "charge_amount", "allowance": "allowance_amount",
    "withheld": "withheld_amount", "prepaid": "prepaid_amount", "payable": "payable_amount",
}  # fmt: skip
"""Fields of the amounts beside net, tax and total, by kind of caption."""

IN_SUM, CAPTION_ONLY = 0.9, 0.7
"""Confidence in such an amount: where the sum needs it, and where only its caption speaks for it."""

_SUM = "net and tax add up to the total"


@dataclass(frozen=True)
class Solution:
    """What was chosen for net, tax and total, and the amounts that the sum needs between them."""

    chosen: Mapping[str, Candidate | None]
    score: float
    adds_up: bool = False
    needed: tuple[Candidate, ...] = ()
    """Amounts between net amount and total."""
    tax_is_inside: bool = False
    """Whether the "net amount" is a sum with tax: then there is no net amount."""


def reconcile(words: LabelledWords, found: dict[str, ExtractedField], hints: Hints) -> dict[str, ExtractedField]:
    """Returns the fields, net, tax and total changed where another reading of them is likelier as a whole.

    Only amounts that are printed on the document are taken, each with its words. Fields that add up as they are gain
    confidence. Amounts between net amount and total are added where the class has fields for them.
    """
    if not {NET, TAX, TOTAL} <= set(words.inside):
        return paid_total(words, found, hints) if TOTAL in found else found
    candidates = with_first_sum(words, candidates_of(words, hints))
    middle = between(candidates)
    best = max(_solutions(words, found, candidates, middle), key=lambda s: s.score)
    changed = {name: field for name, field in found.items() if name not in (NET, TAX, TOTAL)}
    for name, candidate in best.chosen.items():
        if candidate is not None and not (name == NET and best.tax_is_inside):
            changed[name] = _field(words, found.get(name), name, candidate, best)
        elif candidate is None and name in found and found[name].value is None:
            changed[name] = found[name]  # it is there and was not understood: a person is asked
    return changed | _settled(words, changed, [*middle, *_payable(candidates)], best)


# ----------------------------------------------------------------------------------------------------------------------
# Choosing


def _solutions(
    words: LabelledWords,
    found: Mapping[str, ExtractedField],
    candidates: Sequence[Candidate],
    middle: Sequence[Candidate],
) -> Iterator[Solution]:
    offered = {name: _offered(words, found, candidates, name) for name in (NET, TAX, TOTAL)}
    changes, settled = _changes(middle), _settled_totals(candidates)
    for (net_score, net), (tax_score, tax), (total_score, total) in product(*offered.values()):
        if not _is_possible(net, tax, total, found.get(TAX)):
            continue
        chosen = {NET: net, TAX: tax, TOTAL: total}
        made = partial(Solution, chosen)
        alone = net_score + tax_score + total_score
        if total is not None and total.value in settled:
            alone += GAIN
        if net is None or total is None:
            yield made(alone)
            continue
        rest = total.value - net.value - (tax.value if tax else 0)
        needed = changes.get(rest * (-1 if total.value < 0 else 1))
        gain = GAIN - PER_ADJUSTMENT * len(needed) if needed is not None and tax is not None else 0.0
        if needed is not None or tax is None or net.value != total.value:
            # Otherwise the net amount would be the total, and the tax nothing.
            yield made(alone + gain, adds_up=gain > 0, needed=needed or ())
        is_sum = net.kind == "net" and net.word_ids != total.word_ids
        inside = changes.get(total.value - net.value) if is_sum and tax and tax.value else None
        if inside is not None:
            # The sum that looks like the net amount holds the tax: it is no net amount.
            score_inside = alone - net_score + ABSENT + GAIN - PER_ADJUSTMENT * (len(inside) + 1)
            yield made(score_inside, needed=inside, tax_is_inside=True)


def _offered(
    words: LabelledWords, found: Mapping[str, ExtractedField], candidates: Sequence[Candidate], name: str
) -> list[tuple[float, Candidate | None]]:
    """Returns the likeliest candidates of a field with their scores, one for each value, and that there is none."""
    pool = [*candidates, *(tax_sums(candidates) if name == TAX else ())]
    best: dict[Decimal, tuple[float, Candidate]] = {}
    for candidate in pool:
        if name == TAX and not _may_be_tax(words, candidate):
            continue
        scored = score(words, name, candidate, found.get(name)), candidate
        if candidate.value not in best or scored[0] > best[candidate.value][0]:
            best[candidate.value] = scored
    ranked = sorted(best.values(), key=lambda scored: -scored[0])
    return [*ranked[:LIKELIEST], (ABSENT, None)]


def _may_be_tax(words: LabelledWords, candidate: Candidate) -> bool:
    """Whether an amount may be the tax: no freight, and no nought that neither a caption beside it nor the model names.

    A nought fits every sum, and the columns of tables are full of them.
    """
    if candidate.beside in BETWEEN:
        return False
    is_seen = words.likelihood(TAX, candidate.word_ids) >= CLAIMS
    return candidate.value != 0 or candidate.beside == "tax" or is_seen


def _is_possible(
    net: Candidate | None, tax: Candidate | None, total: Candidate | None, seen: ExtractedField | None
) -> bool:
    """Whether three amounts may be net, tax and total: of one sign, and the tax no more than rates allow."""
    if tax is None or tax.value == 0:
        return net is None or total is None or net.value * total.value >= 0
    base = net or total
    if base is None or base.value * tax.value < 0 or (net and total and net.value * total.value <= 0):
        return base is None
    if abs(tax.value) <= HIGHEST_TAX_RATE * abs(base.value):
        return True
    return seen is not None and seen.value == f"{tax.value:f}" and seen.confidence >= WHOLE_TAX


def _changes(middle: Sequence[Candidate]) -> dict[Decimal, tuple[Candidate, ...]]:
    """Returns what the amounts between net amount and total change the sum by, the fewest amounts for each change."""
    changes: dict[Decimal, tuple[Candidate, ...]] = {Decimal(0): ()}
    for count in range(1, min(len(middle), MOST_BETWEEN) + 1):
        for chosen in combinations(middle[:MOST_BETWEEN], count):
            for signed in product(*(_signed(candidate) for candidate in chosen)):
                turned = (
                    replace(c, value=v) if c.beside == "rounding" else c for c, v in zip(chosen, signed, strict=True)
                )
                changes.setdefault(sum(signed, Decimal(0)), tuple(turned))
    return changes


def _settled_totals(candidates: Sequence[Candidate]) -> set[Decimal]:
    """Returns the amounts that are what was paid and what is left to pay together: totals."""
    captioned = [c for c in candidates if not c.in_line and c.value != 0]
    paid = [abs(c.value) for c in captioned if c.beside == "prepaid"][:MOST_BETWEEN]
    left = [c.value for c in captioned if c.beside == "payable"]
    sums = [sum(some) for count in range(1, len(paid) + 1) for some in combinations(paid, count)]
    return {rest + some for rest in left for some in sums}


def _signed(candidate: Candidate) -> tuple[Decimal, ...]:
    """Returns what an amount may change the sum by; of a rounding the sign is not always printed."""
    if candidate.beside == "rounding":
        return candidate.value, -candidate.value
    return (BETWEEN[candidate.beside] * abs(candidate.value),) if candidate.beside in BETWEEN else ()


# ----------------------------------------------------------------------------------------------------------------------
# Fields


def _field(
    words: LabelledWords, seen: ExtractedField | None, name: str, candidate: Candidate, best: Solution
) -> ExtractedField:
    """Returns the field of a chosen amount: as it was found where it has the same value, else made anew."""
    value = f"{candidate.value:f}"
    if seen is not None and seen.value is not None and Decimal(seen.value) == candidate.value:
        return _surer(seen) if best.adds_up else seen
    why = _why(candidate, best)
    likely = words.likelihood(name, candidate.word_ids)
    confidence = (0.5 if best.adds_up else 0.3) + likely / 2.5
    return made_field(words.read, name, "money", candidate.word_ids, value, confidence, *why)


def _why(candidate: Candidate, best: Solution) -> tuple[str, ...]:
    why = [f"the sum of {len(candidate.parts)} printed taxes"] if candidate.parts else []
    if best.adds_up and best.needed:
        kinds = ", ".join(dict.fromkeys(str(c.beside) for c in best.needed))
        why.append(f"chosen because net and tax then add up to the total, with what is printed between them: {kinds}")
    elif best.adds_up:
        why.append("chosen because net and tax then add up to the total")
    else:
        why.append("chosen because of its caption")
    return tuple(why)


def _surer(field: ExtractedField) -> ExtractedField:
    return field.model_copy(update={"confidence": 1 - (1 - field.confidence) / 2, "why": (*field.why, _SUM)})


def _payable(candidates: Iterable[Candidate]) -> list[Candidate]:
    return [c for c in candidates if c.beside == "payable" and not c.in_line]


def _settled(
    words: LabelledWords, found: Mapping[str, ExtractedField], named: Sequence[Candidate], best: Solution
) -> dict[str, ExtractedField]:
    """Returns the amounts beside net, tax and total: those that the sum needs, else the captioned ones."""
    made: dict[str, ExtractedField] = {}
    for kind, name in FIELD_OF.items():
        needed = [c for c in best.needed if c.beside == kind]
        chosen = needed or [c for c in named if c.beside == kind][:1]
        seen = found.get(name)
        if not chosen or (seen is not None and not needed):
            continue
        value = sum((c.value if kind in ("rounding", "payable") else abs(c.value) for c in chosen), Decimal(0))
        ids = tuple(i for c in chosen for i in c.word_ids)
        why = "the sum of net, tax and total needs it" if needed else "chosen because of its caption"
        confidence = IN_SUM if needed else CAPTION_ONLY
        made[name] = made_field(words.read, name, "money", ids, f"{value:f}", confidence, why)
    return made
