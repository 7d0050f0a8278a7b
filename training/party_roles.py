"""Fits the roles of parties: which entity of a page issues the document, which one it is addressed to.

The model is a logistic regression over the features of `extractors.fields.decoding.parties.entities`. It learns from
generated invoices and orders, drawn on the canvas or set by the browser. Each entity is also shown mirrored, left for
right, so that no side is preferred.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.fields.decoding.parties.blocks import blocks_of
from extractors.fields.decoding.parties.decision import SIDES, issuer_of
from extractors.fields.decoding.parties.entities import FEATURES, Entity, entities_of
from extractors.fields.decoding.parties.lexicon import CaptionRole
from extractors.fields.decoding.parties.roles import ROLES
from extractors.fields.layoutlm.model import class_labels
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords
from schemas.classes import SHIPPED
from schemas.document import ReadDocument
from schemas.vocabulary import DocumentClass
from training.pages.words import documents
from training.synthetic.document import SyntheticDocument
from training.synthetic.invoice import make_invoice
from training.synthetic.order import make_purchase_order
from training.synthetic.reading import read_of

ORDERS = 5
"""One of so many generated documents is an order."""

ASIDE = 7
"""One of so many documents is kept aside to measure."""

CELL = 0.9
"""Probability of a table cell's label on its words: entities of table cells are no parties."""

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Fitted:
    """How many entities were learned from and kept aside, and the share of these whose role is right."""

    learned: int
    aside: int
    accuracy: float


def fit(count: int, output: Path, *, seed: int = 1) -> Fitted:
    """Fits the roles on ``count`` generated documents and writes the weights to ``output``."""
    from sklearn.linear_model import LogisticRegression

    samples = [
        (number, *sample) for number, document in _documents(count, seed) for sample in _samples(_words(document))
    ]
    features, roles = np.array([f for _, f, _ in samples]), np.array([r for _, _, r in samples])
    aside = np.array([number % ASIDE == 0 for number, _, _ in samples])
    learned = np.concatenate([features[~aside], _mirrored(features[~aside])])
    means, scales = learned.mean(axis=0), learned.std(axis=0) + 1e-3
    model = LogisticRegression(max_iter=2000).fit((learned - means) / scales, np.tile(roles[~aside], 2))
    right = model.predict((features[aside] - means) / scales) == roles[aside]
    weights = {
        "features": list(FEATURES),
        "means": means.round(5).tolist(),
        "scales": scales.round(5).tolist(),
        "layers": [[model.coef_.T.round(4).tolist(), model.intercept_.round(4).tolist()]],
    }
    output.write_text(json.dumps(weights), encoding="utf-8")
    return Fitted(int((~aside).sum()), int(aside.sum()), float(right.mean()))


def _documents(count: int, seed: int) -> Iterator[tuple[int, SyntheticDocument]]:
    """Yields numbered documents: one half drawn on the canvas, the other one set by the browser."""
    for number in range(count // 2):
        rng = random.Random(seed * 100_000 + number)
        yield number, make_invoice(rng) if number % ORDERS else make_purchase_order(rng)
    yield from enumerate(documents(count - count // 2, seed=seed), start=count // 2)


def _words(document: SyntheticDocument) -> tuple[LabelledWords, DocumentClass, list[str]]:
    """Returns a document with the labels that were drawn; of the model's labels, only those of cells."""
    read, drawn = read_of(document)
    kind, labels = SHIPPED.require(document.document_class), [word.label or "" for word in drawn]
    inside = {name: _probabilities(read, labels, name) for name in class_labels(kind)}
    return LabelledWords(read, np.ones(len(labels), np.float32), inside, inside), kind, labels


def _probabilities(read: ReadDocument, labels: Sequence[str], name: str) -> NDArray[np.float32]:
    is_cell = name.startswith(COLUMN_PREFIX)
    return np.array([CELL if is_cell and label == name else 0.0 for label in labels], np.float32)


def _samples(drawn: tuple[LabelledWords, DocumentClass, list[str]]) -> Iterator[tuple[Table, int]]:
    """Yields the features of each entity of the first page, and the index of its role in `ROLES`."""
    words, kind, labels = drawn
    issuer = issuer_of(words, kind)
    for entity in entities_of(words, blocks_of(words.read, 1), issuer=issuer):
        yield np.array(entity.features), _role(entity, labels, issuer)


def _role(entity: Entity, labels: Sequence[str], issuer: CaptionRole) -> int:
    sides = Counter(side for i in entity.word_ids if (side := labels[i].partition("_")[0]) in SIDES)
    if not sides:
        return ROLES.index("other")
    [(side, _)] = sides.most_common(1)
    return ROLES.index("issuer" if side == issuer else "addressee")


def _mirrored(features: Table) -> Table:
    """Returns the features of the same entities on pages that were mirrored left for right."""
    at = {name: i for i, name in enumerate(FEATURES)}
    mirrored = features.copy()
    middle, right = features[:, at["middle"]], features[:, at["right"]]
    mirrored[:, at["middle"]] = 1 - middle
    mirrored[:, at["right"]] = np.clip(1 - (2 * middle - right), 0, 1)
    mirrored[:, at["leftmost"]], mirrored[:, at["rightmost"]] = (
        features[:, at["rightmost"]],
        features[:, at["leftmost"]],
    )
    return mirrored
