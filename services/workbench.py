"""Builds engines, store and index from the settings: the only place that does.

Everything is built when it is first used, so that a search does not load a model, and once for each process.
"""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from schemas.settings import Settings, Thresholds
from services.setting_names import check_names

if TYPE_CHECKING:
    from directory.directory import Directory
    from extractors.classify.taught import TaughtClassifier
    from extractors.fields.extractor import FieldExtractor
    from extractors.ocr.engine import OcrEngine
    from redaction.redactor import Redactor
    from review.decision import DecisionModel
    from review.policy import Standard
    from review.promise import Choice
    from schemas.classes import ClassCatalog
    from schemas.vocabulary import DocumentClass
    from search.index import SearchIndex
    from search.vocabulary import SearchVocabulary
    from services.directory import GivenDirectory, LiveDirectory
    from services.search import Finder
    from store.store import DocumentStore


class Workbench:
    """The store and the engines that one process works with. Use it in a ``with`` block, or call `close`.

    Args:
        settings: What to build.
        directory: Who is known; without it, whoever the store knows.

    Raises:
        ConfigurationError: A setting names a class, field or column that does not exist.
    """

    def __init__(self, settings: Settings, directory: Directory | None = None) -> None:
        self.settings = settings
        self._given = directory
        check_names(settings, self.catalog)

    @cached_property
    def catalog(self) -> ClassCatalog:
        """The document classes in use: those of the program and those that were taught."""
        from registry.class_files import load_catalog

        return load_catalog(self.settings.models).with_importance(self.settings.importance)

    @cached_property
    def vocabulary(self) -> SearchVocabulary:
        """What a search may filter by."""
        from search.vocabulary import SearchVocabulary

        return SearchVocabulary.of(self.catalog)

    @cached_property
    def store(self) -> DocumentStore:
        """Documents, results and outcomes."""
        from store.store import DocumentStore

        return DocumentStore(self.settings.sqlalchemy_url, self.settings.files)

    @property
    def results(self) -> DocumentStore:
        """Where stage results are read outside of a batch: the store."""
        return self.store

    @cached_property
    def directory(self) -> LiveDirectory | GivenDirectory:
        """Who is known of the organizations that documents name."""
        from services.directory import GivenDirectory, LiveDirectory

        return GivenDirectory(self._given) if self._given else LiveDirectory(self.store.parties)

    @cached_property
    def ocr(self) -> OcrEngine:
        """The engine that reads pages without a good text layer."""
        from extractors.ocr.null import NullEngine
        from extractors.ocr.rapid import RapidEngine
        from extractors.ocr.tesseract import TesseractEngine

        match self.settings.ocr_engine:
            case "rapid":
                return RapidEngine(self.settings.device, self.settings.threads)
            case "tesseract":
                return TesseractEngine()
            case "null":
                return NullEngine()

    @cached_property
    def classifier(self) -> TaughtClassifier:
        """Tells document classes apart: those of the program, and those that were taught."""
        from extractors.classify.classifier import Classifier
        from extractors.classify.taught import RECOGNIZER_FILE, Recognizer, TaughtClassifier

        shipped = Classifier(self.settings.models / "classifier")
        taught = {name: at for name, at in self._taught.items() if (at / RECOGNIZER_FILE).exists()}
        named = ", ".join(f"{name} {folder.name}" for name, folder in taught.items())
        return TaughtClassifier(shipped, {name: Recognizer(at, shipped) for name, at in taught.items()}, named)

    @cached_property
    def fields(self) -> FieldExtractor:
        """Reads the fields: known forms by their geometry, taught classes and everything else by LayoutLM."""
        from extractors.fields.checkpoints import ByClassExtractor
        from extractors.fields.forms.extractor import FormExtractor
        from extractors.fields.routing import RoutedExtractor

        taught = self._taught
        named = ", ".join(f"{name} {folder.name}" for name, folder in taught.items())
        general = ByClassExtractor(
            self._layoutlm(self._shipped), {name: partial(self._layoutlm, taught[name]) for name in taught}, named
        )
        return RoutedExtractor(FormExtractor(read_words=lambda crops: self.ocr.read_words(crops)), general)

    @cached_property
    def thresholds(self) -> Thresholds:
        """Confidences to accept from: those that were set, else those that each checkpoint's calibration allows."""
        from extractors.fields.confidence.calibration import measured_thresholds

        found = measured_thresholds(self._shipped)
        for name, folder in self._taught.items():
            own = measured_thresholds(folder)
            found = {key: value for key, value in found.items() if key.split(".")[0] != name}
            if own:
                found |= {name: own["default"]} | {key: value for key, value in own.items() if key != "default"}
        return self.settings.thresholds.measured(found)

    def standard(self, document_class: DocumentClass) -> Standard:
        """Returns what documents of a class are held against: the promise, and the confidence that keeps it."""
        from review.policy import Standard

        chosen = self.choice(document_class.name)
        return Standard(chosen.promise, chosen.measured.threshold, self.decision)

    @cached_property
    def decision(self) -> DecisionModel:
        """The model behind a document's confidence."""
        from review.decision import load_decision

        return load_decision(self.settings.models / "decision")

    def choice(self, document_class: str) -> Choice:
        """Returns the threshold that keeps the promise for a class, and how well that is known."""
        from review.promise import choose

        if document_class not in self._choices:
            promise, stated = self.settings.promise, self.settings.promise.thresholds.get(document_class)
            taught = SHIPPED.find(document_class) is None
            made = choose(self.decision.known, document_class, promise.of(document_class), stated=stated, taught=taught)
            self._choices[document_class] = made
        return self._choices[document_class]

    @cached_property
    def _choices(self) -> dict[str, Choice]:
        return {}

    @property
    def _shipped(self) -> Path:
        return self.settings.checkpoint or self.settings.models / "layoutlm"

    @cached_property
    def _taught(self) -> dict[str, Path]:
        from registry.taught_models import in_use

        return {} if self.settings.checkpoint else in_use(self.settings.models)

    def _layoutlm(self, checkpoint: Path) -> FieldExtractor:
        from extractors.fields.layoutlm.model import LayoutLMExtractor

        return LayoutLMExtractor(checkpoint, device=self.settings.device, threads=self.settings.threads)

    @cached_property
    def redactor(self) -> Redactor:
        """Finds personal data."""
        from redaction.redactor import Redactor

        return Redactor(
            self.catalog, weights=self.settings.models / "pii", show_persons=self.settings.privacy.person_parties
        )

    @cached_property
    def index(self) -> SearchIndex:
        """Elasticsearch where a URL is set, else the embedded index."""
        if self.settings.elasticsearch_url:
            from search.elastic import ElasticIndex

            return ElasticIndex(
                self.settings.elasticsearch_url,
                self.settings.index_name,
                self.vocabulary,
                api_key=self.settings.elasticsearch_api_key,
            )
        from search.embedded import EmbeddedIndex

        return EmbeddedIndex(self.settings.embedded_index, self.vocabulary)

    @cached_property
    def finder(self) -> Finder:
        """Answers searches from the index, with likely misreadings."""
        from services.search import Finder

        return Finder(self.index, self.store)

    @property
    def index_name(self) -> str:
        """How the store calls the index in use, so that two indexes are caught up independently."""
        return f"elasticsearch:{self.settings.index_name}" if self.settings.elasticsearch_url else "embedded"

    def close(self) -> None:
        """Closes what was opened."""
        for name in ("finder", "index", "store"):
            opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.close()

    def __enter__(self) -> Workbench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_class(settings: Settings, name: str | None) -> None:
    """Checks that a class that somebody named is one that can be used; None is all of them.

    Raises:
        ConfigurationError: There is no such class, or its file is wrong.
    """
    from registry.class_files import load_catalog

    if name is not None:
        load_catalog(settings.models).require(name)


def check_models(settings: Settings) -> None:
    """Checks that the checkpoints are there.

    Raises:
        ConfigurationError: One is missing; the message names the folder.
    """
    for name in ("classifier", "layoutlm", "pii"):
        if not (settings.models / name).is_dir():
            raise ConfigurationError(
                f"{settings.models / name} is missing: set FIELDWRIGHT_MODELS to the models folder"
            )
