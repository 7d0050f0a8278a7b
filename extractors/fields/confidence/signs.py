"""What the label probabilities of a whole document say beside its values: evidence about the document.

``missing.FIELD`` is the highest probability of a word to belong to a critical field that was not found;
``unsure_words`` the share of words whose likeliest label is unsure.
"""

from __future__ import annotations

import numpy as np

from extractors.fields.token_scores import LabelledWords
from schemas.extraction import Extraction
from schemas.vocabulary import DocumentClass

SURE = 0.9
"""A label is unsure below this probability: on known layouts nearly every word is above."""

UNSURE_WORDS = "unsure_words"
MISSING = "missing."


def signs_of(words: LabelledWords, extraction: Extraction, document_class: DocumentClass) -> dict[str, float]:
    """Returns the signs of one document; none where the model knows no label of its class."""
    if not len(words.outside) or not words.inside:
        return {}
    likeliest = np.max(np.stack([words.outside, *words.inside.values()]), axis=0)
    signs = {UNSURE_WORDS: float((likeliest < SURE).mean())}
    for name in document_class.critical_fields:
        inside = words.layer_of(name).inside
        if extraction.field(name) is None and name in inside:
            signs[MISSING + name] = float(inside[name].max())
    return signs
