"""How often is the promise of a month broken? Simulated: invented confidences and verdicts, no documents.

Labeled documents are drawn in several worlds. The product chooses a threshold from them, and accepts months of
documents by it. A month is broken if the true error rate of what was accepted exceeds what is promised. That rate is
the mean of the true chances of being wrong, which the simulation knows. Second looks may raise the threshold after each
month. Run ``python -m benchmarks promise --json``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import frame
from review.decision import Known
from review.promise import Choice, choose, upper_bound

KIND = "invoice"
MONTH = 2_000
"""Documents in a month."""

AUDITED = 0.02
"""Share of the accepted documents that are looked at a second time, as the settings have it."""

LATER = 6
"""Months that are simulated one after another: second looks add up."""

EVIDENCE = (100, 500, 3_000)
"""Labeled documents: what ships for a class, and what a deployment has after weeks and after months."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """How confidences are related to the truth.

    ``labeled`` turns the true log odds of being right into stated ones for the documents of the choice. ``later`` does
    so for those of the months. A share ``strange`` of later documents is right half of the time.
    """

    labeled: Callable[[Numbers], Numbers]
    later: Callable[[Numbers], Numbers]
    strange: float = 0.0


def _same(odds: Numbers) -> Numbers:
    return odds


def _overconfident(odds: Numbers) -> Numbers:
    return 1.5 * odds + 1.0


def _underconfident(odds: Numbers) -> Numbers:
    return 0.7 * odds - 0.5


WORLDS: Mapping[str, World] = {
    "calibrated": World(_same, _same),
    "overconfident": World(_overconfident, _overconfident),
    "underconfident": World(_underconfident, _underconfident),
    "drift: overconfident later": World(_same, _overconfident),
    "drift: unknown layouts later": World(_same, _same, strange=0.05),
}
"""In the first three, labeled documents and months are alike, as the certificate assumes. Not so in the others."""


@dataclass(frozen=True)
class Month:
    """One month: whether the threshold was certified, the share accepted, its true error rate, the threshold."""

    certified: bool
    share: float
    error: float
    threshold: float


def drawn(
    world: World, count: int, random: np.random.Generator, *, labeled: bool
) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Returns stated confidences, true chances of being right, and verdicts of documents."""
    odds = random.normal(3.5, 2.2, count)
    stated = (world.labeled if labeled else world.later)(odds) + random.normal(0, 0.5, count)
    chance = 1 / (1 + np.exp(-odds))
    if not labeled and world.strange:
        chance = np.where(random.random(count) < world.strange, 0.5, chance)
    return 1 / (1 + np.exp(-stated)), chance, random.random(count) < chance


def months(world: World, evidence: int, promise: float, seed: int, later: int = LATER) -> list[Month]:
    """Returns consecutive months of one simulated deployment."""
    random = np.random.default_rng([frame.SEED, seed])
    stated, _, right = drawn(world, evidence, random, labeled=True)
    known = _known(stated, right, "labeled")
    audited: list[Known] = []
    found = []
    for number in range(later):
        choice = choose(known, KIND, promise, audited=audited)
        confidence, chance, right = drawn(world, MONTH, random, labeled=False)
        accepted = confidence >= choice.measured.threshold
        looked_at = accepted & (random.random(MONTH) < AUDITED)
        audited += _known(confidence[looked_at], right[looked_at], f"month {number}")
        found.append(_month(choice, accepted, chance))
    return found


def _known(confidence: Numbers, right: NDArray[np.bool_], family: str) -> list[Known]:
    pairs = zip(confidence, right, strict=True)
    return [
        Known(document_class=KIND, family=f"{family} {n}", confidence=float(c), right=bool(r))
        for n, (c, r) in enumerate(pairs)
    ]


def _month(choice: Choice, accepted: NDArray[np.bool_], chance: Numbers) -> Month:
    error = float(np.mean(1 - chance[accepted])) if accepted.any() else 0.0
    return Month(choice.certified, float(accepted.mean()), error, choice.measured.threshold)


def figures(simulated: Sequence[Month], promise: float) -> dict[str, Any]:
    """Returns how often a promise was broken; ``bound_95`` is the upper end of the exact interval of that share."""
    broken = [month for month in simulated if month.error > 1 - promise]
    certified = [month for month in simulated if month.certified]
    return {
        "months": len(simulated),
        "broken": len(broken),
        "broken_share": len(broken) / len(simulated),
        "bound_95": round(upper_bound(len(broken), len(simulated)), 4),
        "certified": len(certified),
        "certified_broken": sum(month.certified for month in broken),
        "default_broken": sum(not month.certified for month in broken),
        "mean_accepted": round(float(np.mean([month.share for month in simulated])), 4),
        "mean_error": round(float(np.mean([month.error for month in simulated])), 5),
        "worst_error": round(max(month.error for month in simulated), 5),
    }


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Simulates the worlds and yields a line for each, by labeled documents, for the first and the last month."""
    report |= {"seed": frame.SEED, "promise": options.promise, "months": options.months, "audited": AUDITED, "rows": []}
    for name, world in WORLDS.items():
        for evidence in EVIDENCE:
            runs = [months(world, evidence, options.promise, seed) for seed in range(options.months)]
            for number in (0, LATER - 1):
                found = figures([run[number] for run in runs], options.promise)
                report["rows"].append({"world": name, "labeled": evidence, "month": number + 1, **found})
                yield (
                    f"{name:30} {evidence:>6} labeled, month {number + 1}: {found['broken']:>3} broken,"
                    f" {found['certified']:>3} certified ({found['certified_broken']} broken),"
                    f" {found['mean_accepted']:.2f} accepted, {found['mean_error']:.4f} wrong"
                )


def main(argv: Sequence[str] | None = None) -> int:
    """Simulates months of documents."""
    parser = frame.parser("promise", __doc__)
    parser.add_argument("--promise", type=float, default=0.99, help="share of right documents (default: %(default)s)")
    parser.add_argument("--months", type=frame.count, default=200, help="deployments simulated (default: %(default)s)")
    return frame.main(parser.parse_args(argv), run)


if __name__ == "__main__":
    sys.exit(main())
