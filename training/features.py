"""The table of features that classifiers of words are fitted on: one row a sample."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.classify.classifier import BUCKETS, Bags, page_words, vector
from schemas.classes import SHIPPED
from schemas.document import ReadDocument
from training.classifier_texts import Sample
from training.datasets import Document

COPIES = 3
"""Damaged copies of each sample beside itself: scans lose words and letters."""


def sample_of(document: Document, read: ReadDocument) -> Sample:
    """Returns a read document as a sample; of class other where there is none of its class."""
    named = document.document_class
    pages = tuple(page_words(page) for page in read.pages)
    return Sample(pages, named if named in SHIPPED else "other", document.set_name, document.family)


def families(samples: Sequence[Sample], seen: Sequence[Bags]) -> npt.NDArray[np.float32]:
    """Returns for each bucket how many families of near-copies have it; ``seen`` are the samples' features."""
    names: dict[int, set[str]] = defaultdict(set)
    for sample, bag in zip(samples, seen, strict=True):
        for bucket in (*bag.words, *bag.pieces, *bag.shape):
            names[bucket].add(f"{sample.source} {sample.family}")
    count = np.zeros(BUCKETS, dtype=np.float32)
    for bucket, found in names.items():
        count[bucket] = len(found)
    return count


def feature_table(seen: Sequence[Bags], idf: npt.NDArray[np.float32], known: npt.NDArray[np.bool_]) -> Any:
    """Returns the sparse table of samples by buckets, float32, with only the buckets that ``known`` marks."""
    from scipy.sparse import csr_matrix

    starts, columns, values = [0], [], []
    for bag in seen:
        buckets, value = vector(bag, idf)
        keep = known[buckets]
        columns.append(buckets[keep])
        values.append(value[keep])
        starts.append(starts[-1] + int(keep.sum()))
    data = (np.concatenate(values), np.concatenate(columns), np.array(starts))
    return csr_matrix(data, shape=(len(seen), BUCKETS), dtype=np.float32)
