"""Teaches the program to tell a taught class from all other papers, by its words."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extractors.classify import BUCKETS, Classifier, PageWords, bags, page_words, vector
from extractors.recognizer import RECOGNIZER_FILE, Recognizer
from training.classifier_texts import Sample, damaged, invented
from training.lesson import Read

NEGATIVES = 4
"""Invented papers of each kind that the class is told from."""

COPIES = 3
"""Damaged copies of each example beside itself: scans lose words and letters."""

FEW_FAMILIES = 2
"""A feature that only one sender's papers have is a name, and teaches nothing."""

STRENGTH = 30.0


@dataclass(frozen=True)
class Recognition:
    """How the class is told from others, on documents kept aside and on invented papers not learned from."""

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
        seed: Of the invented papers and of the damage.
    """
    rng = random.Random(seed)
    examples = [_sample(pair) for pair in learn]
    examples += [damaged(example, rng) for example in examples for _ in range(COPIES)]
    others = list(invented(NEGATIVES, seed=seed))
    weights, bias = _fit(classifier, examples, [*others, *(damaged(other, rng) for other in others)])
    np.savez_compressed(folder / RECOGNIZER_FILE, weights=weights.astype(np.float16), bias=np.float32(bias))
    recognizer = Recognizer(folder, classifier)
    unseen = list(invented(1, seed=seed + 1))
    return Recognition(
        found=sum(recognizer.probability(_sample(pair).pages) >= 0.5 for pair in aside),
        documents=len(aside),
        false_alarms=sum(recognizer.probability(other.pages) >= 0.5 for other in unseen),
        others=len(unseen),
    )


def _sample(pair: Read) -> Sample:
    document, read = pair
    pages: tuple[PageWords, ...] = tuple(page_words(page) for page in read.pages)
    return Sample(pages, document.document_class, document.set_name, document.family)


def _fit(classifier: Classifier, examples: Sequence[Sample], others: Sequence[Sample]) -> tuple[np.ndarray, float]:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = [bags(sample.pages) for sample in (*examples, *others)]
    families: dict[int, set[str]] = defaultdict(set)
    for sample, bag in zip((*examples, *others), seen, strict=True):
        for bucket in (*bag.words, *bag.pieces, *bag.shape):
            families[bucket].add(f"{sample.source} {sample.family}")
    known = np.zeros(BUCKETS, dtype=bool)
    alone = len({example.family for example in examples}) < FEW_FAMILIES
    known[[b for b, names in families.items() if alone or len(names) >= FEW_FAMILIES]] = True
    starts, columns, values = [0], [], []
    for bag in seen:
        buckets, value = vector(bag, classifier.idf)
        columns.append(buckets[known[buckets]])
        values.append(value[known[buckets]])
        starts.append(starts[-1] + len(columns[-1]))
    parts = (np.concatenate(values), np.concatenate(columns), np.array(starts))
    table = csr_matrix(parts, shape=(len(seen), BUCKETS), dtype=np.float32)
    truth = np.array([1] * len(examples) + [0] * len(others))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=200).fit(table, truth)
    return model.coef_[0], float(model.intercept_[0])
