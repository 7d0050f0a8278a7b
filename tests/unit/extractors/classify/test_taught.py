"""A taught class beside the shipped ones: who wins, and when nobody is asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractors.classify.classifier import BUCKETS
from extractors.classify.taught import RECOGNIZER_FILE, Recognizer, TaughtClassifier
from schemas.document import ReadDocument
from schemas.errors import ConfigurationError
from schemas.extraction import Classification
from tests.builders import page, read_document


class Says:
    """A shipped classifier that always says the same."""

    version = "1"
    idf = np.ones(BUCKETS, dtype=np.float32)

    def __init__(self, name: str, confidence: float) -> None:
        self._said = (name, confidence)

    def classify(self, batch: list[ReadDocument]) -> list[Classification]:
        name, confidence = self._said
        return [
            Classification(document_id=r.document_id, document_class=name, confidence=confidence, model="classifier 1")
            for r in batch
        ]


class Chance:
    """A recognizer that always gives the same chance."""

    def __init__(self, chance: float) -> None:
        self._chance = chance

    def probability(self, pages: object) -> float:
        return self._chance


READ = read_document(page("Delivery note 17"))


@pytest.mark.parametrize(
    ("shipped", "chance", "wanted"),
    [
        (("other", 0.99), 0.6, "delivery_note"),
        (("other", 0.99), 0.4, "other"),
        (("invoice", 0.7), 0.9, "delivery_note"),
        (("invoice", 0.95), 0.9, "invoice"),
        (("invoice", 0.3), 0.4, "invoice"),
    ],
)
def test_a_taught_class_wins_where_it_is_likelier(shipped: tuple[str, float], chance: float, wanted: str) -> None:
    classifier = TaughtClassifier(Says(*shipped), {"delivery_note": Chance(chance)}, "delivery_note 1")  # type: ignore[arg-type, dict-item]
    [found] = classifier.classify([READ])
    assert found.document_class == wanted
    assert found.confidence == (chance if wanted == "delivery_note" else shipped[1])


def test_a_paper_without_words_is_left_to_the_shipped_classifier() -> None:
    classifier = TaughtClassifier(Says("other", 0.0), {"delivery_note": Chance(0.9)}, "")  # type: ignore[arg-type, dict-item]
    assert [c.document_class for c in classifier.classify([read_document()])] == ["other"]


def test_weights_on_the_words_of_a_class_recognise_it(tmp_path: Path) -> None:
    from extractors.classify.classifier import bags, page_words

    seen = bags([page_words(READ.pages[0])])
    weights = np.zeros(BUCKETS, dtype=np.float16)
    weights[list(seen.words)] = 5
    np.savez_compressed(tmp_path / RECOGNIZER_FILE, weights=weights, bias=np.float32(-2))
    recognizer = Recognizer(tmp_path, Says("other", 1.0))  # type: ignore[arg-type]
    assert recognizer.probability([page_words(READ.pages[0])]) > 0.9
    other = read_document(page("Minutes of the meeting"))
    assert recognizer.probability([page_words(other.pages[0])]) < 0.2


def test_a_damaged_file_says_to_teach_the_class_anew(tmp_path: Path) -> None:
    (tmp_path / RECOGNIZER_FILE).write_bytes(b"PK nothing")
    with pytest.raises(ConfigurationError, match="teach the class anew"):
        Recognizer(tmp_path, Says("other", 1.0))  # type: ignore[arg-type]
