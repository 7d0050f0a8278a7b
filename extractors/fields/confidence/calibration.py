"""Confidences that mean something: of the values with confidence 0.9, nine in ten are right.

A logistic model maps the features of a value (`extractors.fields.confidence.features`) to the probability that it is
right. Every class, kind and field has its own offset, shrunk towards none where cases are few. So a rare field falls
back to its kind, its class and the whole. ``python -m training calibrate`` fits it and writes ``calibration.json``
beside the weights; applying it needs numpy only.

Source: Platt, "Probabilistic outputs for support vector machines", 1999; Gelman and Hill, "Data Analysis Using
Regression and Multilevel/Hierarchical Models", 2007 (partial pooling).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extractors.fields.confidence.features import NAMES, Row, cases
from extractors.fields.token_scores import LabelledWords
from registry.manifest import read_about, weights_of
from schemas.errors import ConfigurationError
from schemas.extraction import ExtractedField, Extraction, LineItem

logger = logging.getLogger(__name__)

CALIBRATION_FILE = "calibration.json"
HIGHEST, LOWEST = 0.9999, 0.0001
_WORST_WORD = NAMES.index("worst_word")
BEND = (-1.0, 1.0)
"""Where the slopes of a piece of evidence may change, in standard deviations from its mean."""


@dataclass(frozen=True)
class Calibration:
    """The fitted model. ``weights`` has one entry a column of `spread`, ``offsets`` one a group of `groups_of`."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    offsets: Mapping[str, float]

    @property
    def version(self) -> str:
        """Eight hexadecimal digits that change with every number of the model."""
        numbers = json.dumps([self.means, self.scales, self.weights, sorted(self.offsets.items())])
        return hashlib.sha256(numbers.encode()).hexdigest()[:8]

    def confidence(self, evidence: Row, groups: Sequence[str]) -> float:
        """Returns the chance that a value is right."""
        columns = spread(evidence[None], np.array(self.means), np.array(self.scales))[0]
        score = float(columns @ np.array(self.weights)) + sum(self.offsets.get(group, 0.0) for group in groups)
        if evidence[_WORST_WORD] < 0:
            # A word that is rather misread than not: so is what it belongs to, and hardly any example teaches that.
            score = min(score, float(evidence[_WORST_WORD]))
        return min(max(1 / (1 + float(np.exp(-score))), LOWEST), HIGHEST)

    def applied(self, extraction: Extraction, words: LabelledWords) -> Extraction:
        """Returns the extraction with calibrated confidences in all of its fields and cells."""
        fields: list[ExtractedField] = []
        rows = [dict(item.cells) for item in extraction.line_items]
        for case in cases(words, extraction):
            if case.line is None and case.field.name not in words.inside:
                fields.append(case.field)  # not the model's: captions and sums told it, and say how surely
                continue
            groups = groups_of(extraction.document_class, case.field, in_line=case.line is not None)
            sure = case.field.model_copy(update={"confidence": self.confidence(case.evidence, groups)})
            if case.line is None:
                fields.append(sure)
            else:
                rows[case.line][case.field.name] = sure
        lines = tuple(LineItem(cells=cells) for cells in rows)
        return extraction.model_copy(update={"fields": tuple(fields), "line_items": lines})


def groups_of(document_class: str, found: ExtractedField, *, in_line: bool) -> tuple[str, ...]:
    """Returns the groups that a value belongs to, from the whole to its own field."""
    place = "cell" if in_line else "field"
    own = f"{document_class}.{'line.' if in_line else ''}{found.name}"
    return ("all", place, f"{place} {found.kind}", document_class, own)


def spread(evidence: Row, means: Row, scales: Row) -> Row:
    """Returns the columns (n, 3 k) of the model from evidence (n, k): standardized, and bent at two places."""
    standard = np.clip((evidence - means) / scales, -4, 4)
    return np.concatenate([standard, *(np.maximum(standard - bend, 0) for bend in BEND)], axis=1)


def load_calibration(checkpoint: Path) -> Calibration | None:
    """Returns the calibration of a checkpoint, None where it was never calibrated or only for other weights.

    Raises:
        ConfigurationError: The file is damaged, or made for another version of the evidence.
    """
    path = checkpoint / CALIBRATION_FILE
    if not path.exists():
        return None
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        stored, made_for = whole["model"], whole["weights"]
        names = tuple(stored["evidence"])
        means, scales, weights = (tuple(map(float, stored[key])) for key in ("means", "scales", "weights"))
        offsets = {str(name): float(value) for name, value in stored["offsets"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{path} cannot be used: run python -m training calibrate") from error
    if names != NAMES or len(weights) != len(NAMES) * (1 + len(BEND)):
        raise ConfigurationError(f"{path} is for other evidence than this version's: run python -m training calibrate")
    if made_for != weights_of(read_about(checkpoint)):
        logger.warning("%s was made for other weights and is not used: run python -m training calibrate", path)
        return None
    return Calibration(means, scales, weights, offsets)


def measured_thresholds(checkpoint: Path) -> dict[str, float]:
    """Returns the thresholds that a checkpoint's calibration allows, by class; none where it was never calibrated."""
    if load_calibration(checkpoint) is None:
        return {}
    stored = json.loads((checkpoint / CALIBRATION_FILE).read_text(encoding="utf-8"))
    return {str(name): float(value) for name, value in stored.get("thresholds", {}).items()}
