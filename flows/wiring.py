"""Builds engines, store and index from the settings: the only place that does.

Everything is built when it is first used, so that a search does not load a model, and once for each process.
"""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING

from schemas.errors import ConfigurationError
from schemas.settings import Settings

if TYPE_CHECKING:
    from extractors.classify import Classifier
    from extractors.fields.extractor import FieldExtractor
    from extractors.ocr.engine import OcrEngine
    from redaction.redactor import Redactor
    from search.index import SearchIndex
    from store.store import DocumentStore


class Workbench:
    """The store and the engines that one process works with. Use it in a ``with`` block, or call `close`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def store(self) -> DocumentStore:
        """Documents, results and outcomes."""
        from store.store import SqlStore

        return SqlStore(self.settings.sqlalchemy_url, self.settings.files)

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
    def classifier(self) -> Classifier:
        """Tells document classes apart."""
        from extractors.classify import Classifier

        return Classifier(self.settings.models / "classifier")

    @cached_property
    def fields(self) -> FieldExtractor:
        """Reads the fields: known forms by their geometry, everything else by LayoutLM."""
        from extractors.fields.forms import FormExtractor
        from extractors.fields.layoutlm import LayoutLMExtractor
        from extractors.fields.routed import RoutedExtractor

        layoutlm = LayoutLMExtractor(
            self.settings.models / "layoutlm", device=self.settings.device, threads=self.settings.threads
        )
        return RoutedExtractor(FormExtractor(), layoutlm)

    @cached_property
    def redactor(self) -> Redactor:
        """Finds personal data."""
        from redaction.redactor import Redactor

        return Redactor()

    @cached_property
    def index(self) -> SearchIndex:
        """Elasticsearch where a URL is set, else the embedded index."""
        if self.settings.elasticsearch_url:
            from search.elastic import ElasticIndex

            return ElasticIndex(
                self.settings.elasticsearch_url, self.settings.index_name, api_key=self.settings.elasticsearch_api_key
            )
        from search.embedded import EmbeddedIndex

        return EmbeddedIndex(self.settings.embedded_index)

    @property
    def index_name(self) -> str:
        """How the store calls the index in use, so that two indexes are caught up independently."""
        return f"elasticsearch:{self.settings.index_name}" if self.settings.elasticsearch_url else "embedded"

    def close(self) -> None:
        """Closes what was opened."""
        for name in ("index", "store"):
            opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.close()

    def __enter__(self) -> Workbench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_models(settings: Settings) -> None:
    """Checks that the checkpoints are there.

    Raises:
        ConfigurationError: One is missing; the message names the folder.
    """
    for name in ("classifier", "layoutlm"):
        if not (settings.models / name).is_dir():
            raise ConfigurationError(
                f"{settings.models / name} is missing: set FIELDWRIGHT_MODELS to the models folder"
            )
