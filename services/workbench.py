"""Builds engines, store and index from the settings: the only place that does.

Each part is built once for each process, at its first use: a search does not load a model.
"""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from schemas.errors import ConfigurationError, StoreUnavailable
from schemas.settings import Settings, Thresholds
from services.setting_names import check_names

if TYPE_CHECKING:
    from directory.directory import Directory
    from extractors.classify.taught import TaughtClassifier
    from extractors.fields.extractor import FieldExtractor
    from extractors.fields.forms.extractor import FormExtractor
    from extractors.fields.neighborhood.model import NeighborhoodReader
    from extractors.layout.detector import PageLayoutModel
    from extractors.ocr.engine import OcrEngine
    from redaction.redactor import Redactor
    from review.decision import DecisionModel
    from schemas.classes import ClassCatalog
    from schemas.tiers import Tier
    from search.index import SearchIndex
    from search.vocabulary import SearchVocabulary
    from services.directory import GivenDirectory, LiveDirectory
    from services.layouts import LiveLayouts
    from services.release_readers import Readers
    from services.search import Finder
    from services.standards import KeptChoice, Standards
    from store.store import DocumentStore
    from telemetry.telemetry import Telemetry


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
        check_names(settings, self._catalog)

    @property
    def catalog(self) -> ClassCatalog:
        """The document classes in use: those of the program and those that were taught."""
        return self.standards.catalog()

    @cached_property
    def standards(self) -> Standards:
        """What settings and admins state of the classes."""
        from services.standards import Standards

        return Standards(lambda: self.store.standards.stated(), self._catalog)

    @cached_property
    def _catalog(self) -> ClassCatalog:
        from registry.class_files import load_catalog

        return load_catalog(self.settings.models).with_importance(self.settings.importance)

    @cached_property
    def vocabulary(self) -> SearchVocabulary:
        """What a search may filter by."""
        from search.vocabulary import SearchVocabulary

        return SearchVocabulary.of(self.catalog, retired=self.retired_classes)

    @property
    def retired_classes(self) -> tuple[str, ...]:
        """Classes that documents have and that cannot be used: removed, renamed, or with a wrong file."""
        return tuple(name for name in self.store.classes() if name not in self.catalog)

    @cached_property
    def store(self) -> DocumentStore:
        """Documents, results and outcomes."""
        from store.object_files import ObjectFiles
        from store.store import DocumentStore

        settings = self.settings
        files = ObjectFiles(settings.files_url, settings.copies) if settings.files_url else settings.files
        return DocumentStore(settings.sqlalchemy_url, files)

    @cached_property
    def telemetry(self) -> Telemetry:
        """Counts and spans of this process."""
        from store.leases import this_process
        from telemetry.telemetry import Telemetry

        return Telemetry(self.settings.telemetry, this_process())

    def save_counts(self) -> None:
        """Adds what this process counted to the store; where it does not answer, the counts wait for the next call."""
        recorder = self.telemetry.recorder
        counts = recorder.take()
        try:
            self.store.counters.add(counts)
        except StoreUnavailable:
            recorder.put_back(counts)

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
    def layouts(self) -> LiveLayouts:
        """What reviews taught of layouts."""
        from services.layouts import LiveLayouts

        return LiveLayouts(self.store.layouts)

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

    def ocr_at(self, tier: Tier) -> OcrEngine:
        """Returns the engine for a tier; all engines but ``rapid`` recognize alike in all tiers."""
        from extractors.ocr.rapid import RapidEngine
        from extractors.tiers import EFFORTS

        return self.ocr.at(EFFORTS[tier]) if isinstance(self.ocr, RapidEngine) else self.ocr

    @cached_property
    def layout(self) -> PageLayoutModel:
        """Finds the blocks of a page: titles, paragraphs, tables, figures, stamps."""
        from extractors.layout.detector import PageLayoutModel

        return PageLayoutModel(self.settings.models / "layout")

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
        """Reads the fields: known forms by their geometry, taught classes and everything else by the shipped model."""
        return self._routed(self._layoutlm(self._shipped, self._second))

    @cached_property
    def readers(self) -> Readers:
        """The field extractors in use: the current release or the shipped model, and a release on trial."""
        from services.release_readers import OneReader, Readers

        if self.settings.checkpoint:
            return OneReader(lambda: self.fields)
        return Readers(self.settings.models, self.reader_of, trials=self.settings.rollout.trials)

    def reader_of(self, version: str | None) -> FieldExtractor:
        """Builds the extractor of a release; None is the shipped model's."""
        from registry.releases import folder_of
        from services.release_readers import Marked

        if version is None:
            return self.fields
        checkpoint = folder_of(self.settings.models, version)
        return self._routed(Marked(self._layoutlm(checkpoint, self._second), version))

    def _routed(self, shipped: FieldExtractor) -> FieldExtractor:
        from extractors.fields.checkpoints import ByClassExtractor
        from extractors.fields.routing import RoutedExtractor

        taught = self._taught
        named = ", ".join(f"{name} {folder.name}" for name, folder in taught.items())
        general = ByClassExtractor(shipped, {name: partial(self._taught_reader, name) for name in taught}, named)
        return RoutedExtractor(self._forms, general)

    @cached_property
    def _forms(self) -> FormExtractor:
        from extractors.fields.forms.extractor import FormExtractor

        return FormExtractor(read_words=lambda crops: self.ocr.read_words(crops))

    def _taught_reader(self, document_class: str) -> FieldExtractor:
        # Loaded once, whichever releases read the other classes.
        if document_class not in self._taught_readers:
            self._taught_readers[document_class] = self._layoutlm(self._taught[document_class])
        return self._taught_readers[document_class]

    @cached_property
    def _taught_readers(self) -> dict[str, FieldExtractor]:
        return {}

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

    @cached_property
    def decision(self) -> DecisionModel:
        """The model behind a document's confidence."""
        from review.decision import load_decision

        return load_decision(self.settings.models / "decision")

    @cached_property
    def kept_choices(self) -> dict[str, KeptChoice]:
        """Thresholds by class, for a moment: `services.stages.promises` chooses them."""
        return {}

    @property
    def _shipped(self) -> Path:
        return self.settings.checkpoint or self.settings.models / "layoutlm"

    @cached_property
    def _taught(self) -> dict[str, Path]:
        from registry.taught_models import in_use

        return {} if self.settings.checkpoint else in_use(self.settings.models)

    @cached_property
    def _second(self) -> NeighborhoodReader:
        """The second reader of the shipped model and its releases; taught models were measured without it."""
        from extractors.fields.neighborhood.model import NeighborhoodReader

        return NeighborhoodReader(self.settings.models / "second_reader")

    def _layoutlm(self, checkpoint: Path, second: NeighborhoodReader | None = None) -> FieldExtractor:
        from extractors.fields.layoutlm.model import LayoutLMExtractor

        return LayoutLMExtractor(checkpoint, device=self.settings.device, threads=self.settings.threads, second=second)

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
        if "telemetry" in self.__dict__ and "store" in self.__dict__:
            self.save_counts()
        for name in ("telemetry", "finder", "index", "store"):
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
    for name in ("classifier", "layout", "layoutlm", "pii"):
        if not (settings.models / name).is_dir():
            raise ConfigurationError(
                f"{settings.models / name} is missing: set FIELDWRIGHT_MODELS to the models folder"
            )
