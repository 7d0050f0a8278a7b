"""The probability that every critical field of a document is right, and the fields to confirm to reach a threshold."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from review.places import Place, is_open

LOWEST, HIGHEST = 0.0001, 0.9999

MISSING_REQUIRED = 0.02
"""Chance that a document lacks a field which its class requires."""

MISSING = 0.99
"""Chance that a document lacks a field that was not found, where nothing is known of it."""

Chance = Callable[[Sequence[Place]], float]
"""From the critical fields of a document to the probability that all of them are right."""


@dataclass(frozen=True)
class Verdict:
    """The probability that a document is right, and the places to confirm until it reaches the threshold."""

    confidence: float
    threshold: float
    doubtful: tuple[Place, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether the confidence reaches the threshold."""
        return self.confidence >= self.threshold


def verdict(places: Sequence[Place], chance: Chance, threshold: float) -> Verdict:
    """Returns the verdict on a document.

    Once a person settled the doubtful places, the probability reaches the threshold. The place that raises it most
    comes first.
    """
    now = list(places)
    confidence = reached = _bounded(now, chance)
    doubtful: list[Place] = []
    while reached < threshold:
        tried = [(_bounded(_settling(now, i), chance), -place_chance(p), i) for i, p in enumerate(now) if is_open(p)]
        reached, _, best = max(tried)
        doubtful.append(now[best])
        now = _settling(now, best)
    return Verdict(confidence, threshold, tuple(doubtful))


def product(places: Sequence[Place]) -> float:
    """Returns the probability that all places are right, taken as independent of each other."""
    return math.prod(place_chance(place) for place in places)


def place_chance(place: Place) -> float:
    """Returns the probability that one critical field is right, or rightly missing."""
    match place.state:
        case "settled":
            return 1.0
        case "not_understood":
            return LOWEST
        case "missing":
            return MISSING_REQUIRED if place.spec.required else MISSING
        case "found":
            return place.found.confidence if place.found else LOWEST


def _settling(places: Sequence[Place], index: int) -> list[Place]:
    return [replace(place, state="settled") if i == index else place for i, place in enumerate(places)]


def _bounded(places: Sequence[Place], chance: Chance) -> float:
    if not any(map(is_open, places)):
        return 1.0
    return min(max(chance(places), LOWEST), HIGHEST)
