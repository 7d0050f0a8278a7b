"""What every recognizer is: Presidio's seam, with the page's geometry beside its text."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import Entity, Hit
from redaction.page_grid import Sheet
from redaction.presidio import LocalRecognizer, NlpArtifacts, RecognizerResult
from redaction.token_classifier.classifier import Reading


class SheetArtifacts(NlpArtifacts):  # type: ignore[misc]  # Presidio has no types
    """What Presidio hands to every recognizer: spaCy's entities, our classifier's reading, and their sheet."""

    def __init__(self, sheet: Sheet, doc: Any, named: Sequence[Any], learned: Reading, nlp_engine: Any) -> None:
        super().__init__(
            entities=list(named), tokens=doc, tokens_indices=[], lemmas=[], nlp_engine=nlp_engine, language="en"
        )
        self.sheet = sheet
        self.learned = learned


class Recognizer(LocalRecognizer):  # type: ignore[misc]  # Presidio has no types
    """A recognizer that looks at a `Sheet`.

    Presidio needs a language. Ours hold the caption words of six languages, so all are registered as English.
    """

    entities: Sequence[Entity]

    def __init__(self) -> None:
        super().__init__(supported_entities=[str(e) for e in self.entities], supported_language="en")

    def load(self) -> None:
        """Needs nothing."""

    def analyze(self, text: str, entities: Sequence[str], nlp_artifacts: SheetArtifacts) -> list[RecognizerResult]:
        """Returns the findings as Presidio's results."""
        return [
            RecognizerResult(str(hit.entity), hit.start, hit.end, hit.score)
            for hit in self.find(nlp_artifacts.sheet, nlp_artifacts.entities)
        ]

    @abstractmethod
    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the personal data on a sheet; ``named`` are spaCy's named entities on it."""
