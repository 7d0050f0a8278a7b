"""Teaches the program to tell a taught class from all other documents, by its words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extractors.classify.classifier import Classifier, bags
from extractors.classify.taught import RECOGNIZER_FILE, Recognizer
from training.classifier_texts import Sample, damaged, invented
from training.features import COPIES, families, feature_table, sample_of
from training.teaching_set import Read

NEGATIVES = 4
"""Generated documents of each kind that the class is compared with."""

FEW_FAMILIES = 2
"""A feature that only one sender's documents have is a name, and teaches nothing."""

STRENGTH = 30.0


@dataclass(frozen=True)
class Recognition:
    """How well the class is recognized, on held-out documents and on generated ones that were not learned from."""

    found: int
    documents: int
    false_alarms: int
    others: int


def teach_recognizer(
    classifier: Classifier, learn: Sequence[Read], aside: Sequence[Read], folder: Path, *, seed: int
) -> Recognition:
    """Fits ``recognizer.npz`` in a checkpoint's folder, and measures it.

    Args:
        classifier: The shipped classifier; its features are used.
        learn: Documents of the class to learn from.
        aside: Documents of the class kept aside.
        folder: The checkpoint.
        seed: Of the invented documents and of the damage.
    """
    rng = random.Random(seed)
    examples = [sample_of(*pair) for pair in learn]
    examples += [damaged(example, rng) for example in examples for _ in range(COPIES)]
    others = list(invented(NEGATIVES, seed=seed))
    weights, bias = _fit(classifier, examples, [*others, *(damaged(other, rng) for other in others)])
    np.savez_compressed(folder / RECOGNIZER_FILE, weights=weights.astype(np.float16), bias=np.float32(bias))
    recognizer = Recognizer(folder, classifier)
    unseen = list(invented(1, seed=seed + 1))
    return Recognition(
        found=sum(recognizer.probability(sample_of(*pair).pages) >= 0.5 for pair in aside),
        documents=len(aside),
        false_alarms=sum(recognizer.probability(other.pages) >= 0.5 for other in unseen),
        others=len(unseen),
    )


def _fit(classifier: Classifier, examples: Sequence[Sample], others: Sequence[Sample]) -> tuple[np.ndarray, float]:
    from sklearn.linear_model import LogisticRegression

    seen = [bags(sample.pages) for sample in (*examples, *others)]
    alone = len({example.family for example in examples}) < FEW_FAMILIES
    known = families((*examples, *others), seen) >= (1 if alone else FEW_FAMILIES)
    table = feature_table(seen, classifier.idf, known)
    truth = np.array([1] * len(examples) + [0] * len(others))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=200).fit(table, truth)
    return model.coef_[0], float(model.intercept_[0])
