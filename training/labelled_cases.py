"""Reads labeled documents as ``fieldwright extract`` would, from kept readings, into cases for `training.decide`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from directory.apply import with_known_parties
from directory.directory import Directory
from extractors.classify.classifier import Classifier
from extractors.einvoice.reading import read_einvoice
from extractors.fields.extractor import FieldExtractor, FieldInput
from extractors.fields.forms.extractor import FormExtractor
from extractors.fields.layoutlm.model import LayoutLMExtractor
from extractors.fields.neighborhood.model import NeighborhoodReader
from extractors.fields.routing import RoutedExtractor
from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from extractors.ocr.engine import OcrEngine
from extractors.page_image import PageImage
from schemas.classes import SHIPPED
from schemas.document import Page, ReadDocument
from schemas.errors import DocumentError
from schemas.extraction import Classification, Extraction
from schemas.settings import Limits
from schemas.vocabulary import DocumentClass
from training import scoring
from training.datasets import Document, load_set
from training.decide import TRUTH_IS_WRONG, Case, case_of
from training.reading import Reader
from training.recipe import is_labelled


@dataclass(frozen=True)
class Readers:
    """What tells a document's class, and what reads its fields."""

    classifier: Classifier
    fields: FieldExtractor

    @classmethod
    def of(cls, models: Path, engine: OcrEngine, *, threads: int = 0) -> Readers:
        """Returns the engines of a models folder."""
        second = NeighborhoodReader(models / "second_reader")
        general = LayoutLMExtractor(models / "layoutlm", threads=threads, second=second)
        fields = RoutedExtractor(FormExtractor(read_words=engine.read_words), general)
        return cls(Classifier(models / "classifier"), fields)


@dataclass(frozen=True)
class Labeled:
    """A labeled document as it was read; ``names`` are the fields that the truth of its class judges anywhere."""

    document: Document
    extraction: Extraction
    read: ReadDocument
    names: set[str]
    kind: DocumentClass
    generated: bool

    def case(self, directory: Directory | None = None) -> Case:
        """Returns the document with its evidence, nobody known or the parties of a directory."""
        extraction = self.extraction
        if directory is not None:
            extraction = with_known_parties(directory, self.read, extraction, self.kind)
        return case_of(self.document, extraction, self.read, self.names, self.kind, generated=self.generated)


def read_cases(
    data: Path,
    name: str,
    cache: Reader,
    readers: Readers,
    *,
    chosen: Callable[[Document], bool] = is_labelled,
    generated: bool = False,
) -> Iterator[Case]:
    """Yields what `read_labeled` yields as cases, nobody known."""
    for labeled in read_labeled(data, name, cache, readers, chosen=chosen, generated=generated):
        yield labeled.case()


def read_labeled(
    data: Path,
    name: str,
    cache: Reader,
    readers: Readers,
    *,
    chosen: Callable[[Document], bool] = is_labelled,
    generated: bool = False,
) -> Iterator[Labeled]:
    """Yields the labeled documents of a set, read as their true class; what the truth has wrong is left out.

    Args:
        data: The folder of the sets.
        name: One of them.
        cache: Gives the words of a document.
        readers: The engines.
        chosen: Which of its documents.
        generated: Whether the documents are invented, and no model learned from them.
    """
    documents = load_set(data, name)
    names = scoring.vocabulary(d.row for d in documents)
    for document in documents:
        if chosen(document) and is_labelled(document) and _is_true(document):
            kind = SHIPPED.require(document.document_class)
            read = cache.read(document.path)
            [guess] = readers.classifier.classify([read])
            told = guess.model_copy(update={"document_class": kind.name, "confidence": 1.0, "fixed": True})
            [extraction] = readers.fields.extract([input_of(document, read, told)])
            sure = guess.confidence if guess.document_class == kind.name else 0.0
            extraction = extraction.model_copy(update={"class_confidence": sure})
            yield Labeled(document, extraction, read, names[kind.name], kind, generated)


def _is_true(document: Document) -> bool:
    return (document.set_name, str(document.row["file"])) not in TRUTH_IS_WRONG


def input_of(document: Document, read: ReadDocument, told: Classification) -> FieldInput:
    """Returns what the field extractors get of a labeled document, its e-invoice and page images included."""
    media_type = inspect(document.path, limits=Limits()).media_type
    kind = SHIPPED.require(told.document_class)
    einvoice = read_einvoice(document.path, Limits(), media_type=media_type)
    return FieldInput(read, told, kind, einvoice, _Images(document.path, media_type).of)


@dataclass(frozen=True)
class _Images:
    """The page images of a document, rendered on demand."""

    path: Path
    media_type: str

    @cached_property
    def _pages(self) -> Sequence[PageImage]:
        found = read_pages(self.path, media_type=self.media_type, dpi=200, limits=Limits())
        return [item for item in found if isinstance(item, PageImage)]

    def of(self, page: Page) -> PageImage:
        image = next((one for one in self._pages if one.page.number == page.number), None)
        if image is None:
            raise DocumentError(f"page {page.number} cannot be rendered")
        return image
