"""Who is who: one role for each party of a document, decided jointly by a learned model over their features.

In: entities with features. Out: the issuer and the addressee, with probabilities and the evidence in words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.fields.decoding.parties.entities import FEATURES
from schemas.errors import ConfigurationError

ROLES = ("issuer", "addressee", "other")
WEIGHTS = Path(__file__).parent / "role_weights.json"

Table = NDArray[np.float64]


@dataclass(frozen=True)
class RoleModel:
    """A network with one hidden layer: features (n, f) to log probabilities of issuer, addressee and other (n, 3)."""

    means: Table
    scales: Table
    layers: tuple[tuple[Table, Table], ...]

    def log_probabilities(self, features: Table) -> Table:
        """Returns log probabilities of the roles, (n, 3)."""
        values = (features - self.means) / self.scales
        for k, (weights, bias) in enumerate(self.layers):
            values = values @ weights + bias
            if k + 1 < len(self.layers):
                values = np.maximum(values, 0)
        top = values - values.max(axis=1, keepdims=True)
        result: Table = top - np.log(np.exp(top).sum(axis=1, keepdims=True))
        return result


@cache
def role_model(path: Path = WEIGHTS) -> RoleModel:
    """Returns the shipped model.

    Raises:
        ConfigurationError: The file is damaged, or made for other features.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        features = tuple(stored["features"])
        layers = tuple((np.array(w), np.array(b)) for w, b in stored["layers"])
        model = RoleModel(np.array(stored["means"]), np.array(stored["scales"]), layers)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{path} cannot be used: run python -m training party-roles --output {path}"
        ) from error
    if features != FEATURES:
        raise ConfigurationError(
            f"{path} is for other features than this version's: run python -m training party-roles --output {path}"
        )
    return model


@dataclass(frozen=True)
class Marginals:
    """The likeliest issuer and addressee as indices, and the probability of every role for every entity, (n, 3)."""

    issuer: int | None
    addressee: int | None
    table: Table


def role_marginals(scores: Table) -> Marginals:
    """Returns the best choice of one issuer and one other addressee, and the probabilities over all choices.

    Args:
        scores: Log probabilities of issuer, addressee and other for each entity on its own, (n, 3).
    """
    count = len(scores)
    gains = scores[:, :2] - scores[:, 2:]
    choices = [
        (issuer, addressee)
        for issuer in (None, *range(count))
        for addressee in (None, *range(count))
        if issuer is None or issuer != addressee
    ]
    logs = np.array([sum(float(gains[at, k]) for k, at in enumerate(choice) if at is not None) for choice in choices])
    chances = np.exp(logs - np.logaddexp.reduce(logs))
    table = np.zeros((count, 3))
    for choice, chance in zip(choices, chances, strict=True):
        for k, at in enumerate(choice):
            if at is not None:
                table[at, k] += chance
    table[:, 2] = np.maximum(1 - table[:, 0] - table[:, 1], 0)
    issuer, addressee = choices[int(np.argmax(logs))]
    return Marginals(issuer, addressee, table)
