"""What the label probabilities of a whole document say beside its values: evidence about the document.

``missing.FIELD`` is the highest probability of a word to belong to a critical field that was not found;
``unsure_words`` the share of words whose likeliest label is unsure. ``second_differs`` is the number of critical fields
for which the second reader prefers another word, ``second_missing`` the number that it expects besides.
"""

from __future__ import annotations

import numpy as np

from extractors.fields.decoding.two_readers import judged_by_second
from extractors.fields.token_scores import LabelledWords, Probabilities
from schemas.extraction import ExtractedField, Extraction
from schemas.vocabulary import DocumentClass

SURE = 0.9
"""A label is unsure below this probability: on known layouts nearly every word is above."""

UNSURE_WORDS = "unsure_words"
MISSING = "missing."
SECOND_DIFFERS, SECOND_MISSING = "second_differs", "second_missing"


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
    return signs | _second_opinion(words, extraction, document_class)


def _second_opinion(words: LabelledWords, extraction: Extraction, document_class: DocumentClass) -> dict[str, float]:
    judged = [
        (words.second[name], extraction.field(name))
        for name in judged_by_second(words, document_class)
        if name in document_class.critical_fields
    ]
    if not judged:
        return {}
    return {
        SECOND_DIFFERS: float(sum(_differs(words, chances, found) for chances, found in judged if found is not None)),
        SECOND_MISSING: sum(float(chances.max(initial=0.0)) for chances, found in judged if found is None),
    }


def _differs(words: LabelledWords, chances: Probabilities, found: ExtractedField) -> bool:
    """Whether the word that the second reader finds likeliest is none of the value's, wherever it is printed."""
    if not found.word_ids:
        return False
    read = words.read.words
    return read[int(chances.argmax())].text not in {read[i].text for i in found.word_ids}
