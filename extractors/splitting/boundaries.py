"""Divides the pages of a file into documents: a logistic regression over the signs at each boundary.

A file whose boundaries are not all sure is for a person: nothing is mixed, and nothing is divided unseen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.splitting.features import FEATURES, can_begin, features_of
from extractors.splitting.signs import PageSigns, signs_of
from schemas.document import Page
from schemas.errors import ConfigurationError

VERSION = "splitting 1"
WEIGHTS = Path(__file__).parent / "boundary_weights.json"

SURE, POSSIBLE = 0.95, 0.5
"""A document begins for sure from the first probability on, perhaps from the second on."""


@dataclass(frozen=True)
class Division:
    """The documents of a file: the numbers of their pages, those of separator pages, and whether all is sure."""

    documents: tuple[tuple[int, ...], ...]
    separators: tuple[int, ...] = ()
    is_sure: bool = True


@dataclass(frozen=True)
class BoundaryModel:
    """A logistic regression: one weight for each feature, and a bias."""

    weights: NDArray[np.float64]
    bias: float

    def probability(self, features: NDArray[np.float64]) -> float:
        """Returns the probability that a document begins."""
        return float(1 / (1 + np.exp(-(features @ self.weights + self.bias))))


@cache
def boundary_model(path: Path = WEIGHTS) -> BoundaryModel:
    """Returns the shipped model.

    Raises:
        ConfigurationError: The file is damaged, or made for other features.
    """
    advice = f"run python -m training boundaries --output {path}"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        weights, bias = dict(stored["weights"]), float(stored["bias"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{path} cannot be used: {advice}") from error
    if tuple(weights) != FEATURES:
        raise ConfigurationError(f"{path} is for other features than this version's: {advice}")
    return BoundaryModel(np.array([float(weights[name]) for name in FEATURES]), bias)


def divide(pages: Sequence[Page]) -> Division:
    """Returns the documents that pages make, in order; separator pages, and empty pages behind them, are in none."""
    if len(pages) < 2:
        return Division((tuple(page.number for page in pages),))
    return divided([page.number for page in pages], [signs_of(page) for page in pages])


def divided(numbers: Sequence[int], signs: Sequence[PageSigns]) -> Division:
    """Returns the documents that pages with these numbers and signs make; see `divide`."""
    model = boundary_model()
    documents: list[list[int]] = []
    separators: list[int] = []
    part: list[PageSigns] = []
    is_sure, is_parted = True, True
    for number, page in zip(numbers, signs, strict=True):
        if page.is_separator or (is_parted and documents + separators and page.words == 0):
            separators.append(number)
            is_parted = True
            continue
        chance = 1.0 if is_parted else 0.0
        if not is_parted and can_begin(part, page):
            chance = model.probability(features_of(part, page))
        is_sure = is_sure and not POSSIBLE <= chance < SURE
        if chance >= POSSIBLE:
            documents.append([])
            part = []
        documents[-1].append(number)
        part.append(page)
        is_parted = False
    if len(documents) < 2:
        return Division((tuple(numbers),))
    return Division(tuple(map(tuple, documents)), tuple(separators), is_sure)
