"""The model behind a document's confidence: a logistic regression whose weights never reward doubt.

``python -m training decide`` fits it on labeled documents and writes ``decision.json``: the weights, and one entry for
each document. An entry has the class, the family, the cross-fitted confidence, and whether every critical field was
right. It holds no text of a document.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from review.evidence import NAMES, Evidence, weakest_confidence
from schemas.errors import ConfigurationError
from schemas.geometry import Frozen

DECISION_FILE = "decision.json"

PRIOR: Mapping[str, float] = {
    "doubt": 1.0, "weakest": 0.3, "not_understood": 4.0, "missing_required": 3.0, "may_be_missing": 2.0,
    "captioned": 1.5, "errors": 2.0, "warnings": 0.3, "unsure_reading": 1.0, "weakest_word": 1.0, "unsure_words": 5.0,
    "ink_beside": 2.0, "unsupported_total": 0.7, "larger_amount": 0.4, "unconfirmed_sum": 0.2, "repairs": 0.1,
    "class_doubt": 1.0, "pages": 0.2, "party_by_blocks": 1.0, "party_by_labels": 1.0,
    "party_by_place": 1.0, "second_differs": 1.0, "second_missing": 1.0, "layout_differs": 1.0, "doubtful_range": 2.0,
}  # fmt: skip
"""Weights before any document was seen: doubt counts as calibrated, everything else takes a little away."""


UNSURE_FIELD = 0.8
"""A critical field below this confidence bounds that of its document."""


class Known(Frozen):
    """A labeled document: its class, what near-copies of it share, its confidence, and whether it was right.

    ``learned`` is whether the field model learned from it, or whether it was invented: it certifies nothing then.
    """

    document_class: str
    family: str
    confidence: float
    right: bool
    learned: bool = False


@dataclass(frozen=True)
class DecisionModel:
    """``weights`` has one number a feature, ``offsets`` one a class; ``known`` are the documents of the fit."""

    weights: Mapping[str, float] = field(default_factory=lambda: PRIOR)
    offsets: Mapping[str, float] = field(default_factory=dict)
    bias: float = 0.0
    known: tuple[Known, ...] = ()

    @property
    def version(self) -> str:
        """Eight hexadecimal digits that change with every number of the model."""
        numbers = json.dumps([sorted(self.weights.items()), sorted(self.offsets.items()), self.bias])
        return hashlib.sha256(numbers.encode()).hexdigest()[:8]

    def chance(self, evidence: Evidence, document_class: str) -> float:
        """Returns the probability that every critical field of a document is right."""
        score = self.bias + self.offsets.get(document_class, 0.0)
        score -= sum(self.weights[name] * evidence[name] for name in NAMES)
        chance = 1.0 / (1.0 + math.exp(-max(min(score, 30.0), -30.0)))
        weakest = weakest_confidence(evidence)
        # A document is no surer than its least sure critical field. Above the limit the fit knows better than the
        # confidences of single fields, which are too low for forms.
        return min(chance, weakest) if weakest < UNSURE_FIELD else chance


def load_decision(folder: Path) -> DecisionModel:
    """Returns the fitted model of a folder; the one before any document was seen where there is none.

    Raises:
        ConfigurationError: The file is damaged, or made for other evidence.
    """
    path = folder / DECISION_FILE
    if not path.exists():
        return DecisionModel()
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        weights = {str(name): float(value) for name, value in stored["weights"].items()}
        offsets = {str(name): float(value) for name, value in stored["offsets"].items()}
        known = tuple(Known.model_validate(dict(zip(Known.model_fields, row, strict=True))) for row in stored["known"])
        model = DecisionModel(weights, offsets, float(stored["bias"]), known)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise ConfigurationError(f"{path} cannot be used: run python -m training decide") from error
    if set(weights) != set(NAMES):
        raise ConfigurationError(f"{path} is for other evidence than this version's: run python -m training decide")
    return model
