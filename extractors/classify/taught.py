"""Whether a document is of a taught class: one small model for each, beside the shipped classifier.

Input: the hashed features of `extractors.classify.classifier`. ``training/recognize.py`` fits the model to the examples
of the class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from extractors.classify.by_heading import VERSION as HEADINGS
from extractors.classify.by_heading import with_heading
from extractors.classify.classifier import Classifier, PageWords, bags, page_words, vector
from schemas.document import ReadDocument
from schemas.errors import ConfigurationError
from schemas.extraction import Classification
from schemas.general import OTHER

RECOGNIZER_FILE = "recognizer.npz"
SURE = 0.5
"""From this chance on a document is taken for one of the class."""


class Recognizer:
    """States how likely a document is of one taught class.

    Args:
        checkpoint: The class's checkpoint, which holds ``recognizer.npz``.
        classifier: Knows how rare each feature is.

    Raises:
        ConfigurationError: The file is damaged.
    """

    def __init__(self, checkpoint: Path, classifier: Classifier) -> None:
        path = checkpoint / RECOGNIZER_FILE
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                self._weights = stored["weights"].astype(np.float32)
                self._bias = float(stored["bias"])
        except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
            raise ConfigurationError(f"{path} cannot be read: teach the class anew") from error
        self._classifier = classifier

    def probability(self, pages: Sequence[PageWords]) -> float:
        """Returns the chance that the pages are a document of the class."""
        buckets, values = vector(bags(pages), self._classifier.idf)
        score = float(values @ self._weights[buckets]) + self._bias
        return 1 / (1 + float(np.exp(-np.clip(score, -30, 30))))


class TaughtClassifier:
    """The shipped classifier, and a say for each taught class that it does not know.

    Args:
        shipped: Tells the classes of the program apart.
        recognizers: One for each taught class.
        version: Names the taught versions in use.
    """

    def __init__(self, shipped: Classifier, recognizers: Mapping[str, Recognizer], version: str) -> None:
        self._shipped, self._recognizers = shipped, dict(recognizers)
        self.version = ", ".join(part for part in (shipped.version, HEADINGS, version) if part)

    def classify(self, batch: Sequence[ReadDocument]) -> list[Classification]:
        """Returns the class of each document, in the same order.

        A taught class wins over ``other`` when it is likely, over another class when it is likelier than that one.
        """
        guesses = zip(batch, self._shipped.classify(batch), strict=True)
        return [self._with_taught(read, with_heading(read, guess)) for read, guess in guesses]

    def _with_taught(self, read: ReadDocument, guess: Classification) -> Classification:
        if not read.words or not self._recognizers:
            return guess
        pages = [page_words(page) for page in read.pages]
        chances = {name: recognizer.probability(pages) for name, recognizer in self._recognizers.items()}
        name = max(chances, key=chances.__getitem__)
        rival = 0.0 if guess.document_class == OTHER.name else guess.confidence
        if chances[name] < max(SURE, rival):
            return guess
        return guess.model_copy(
            update={"document_class": name, "confidence": chances[name], "model": f"classifier {self.version}"}
        )
