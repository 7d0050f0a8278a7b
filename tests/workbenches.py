"""Workbenches for tests of the flows: the real store and the real stages, with small engines where models are slow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from extractors.fields.extractor import FieldInput
from extractors.ocr.null import NullEngine
from extractors.page_image import PageImage
from redaction.redactor import Redactor
from registry.class_files import load_catalog
from schemas.document import Page
from schemas.extraction import Extraction
from schemas.settings import Settings
from services.batch import Batch
from services.intake import take_in
from services.workbench import Workbench

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples" / "documents"
TEXT_PDFS = ("letter.pdf", "invoice_english.pdf", "order_english.pdf")
"""Samples with a text layer: they need no recognition."""


class CountingEngine(NullEngine):
    """Reads text layers only; counts the images it was given, and does first what the test wants."""

    def __init__(self, before: Callable[[Sequence[PageImage]], None] = lambda _: None) -> None:
        self.before = before
        self.images = 0

    def recognize(self, images: Sequence[PageImage]) -> list[Page]:
        self.before(images)
        self.images += len(images)
        return super().recognize(images)


class NoFields:
    """Finds no field on any document; counts how often it saw each document."""

    name = "none"
    version = "1"

    def __init__(self, before: Callable[[Sequence[FieldInput]], None] = lambda _: None) -> None:
        self.before = before
        self.seen: Counter[str] = Counter()

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        self.before(batch)
        self.seen.update(item.read.document_id for item in batch)
        return [
            Extraction(
                document_id=item.read.document_id,
                document_class=item.classification.document_class,
                class_confidence=item.classification.confidence,
                model="none 1",
            )
            for item in batch
        ]


def workbench(
    home: Path, *, ocr: NullEngine | None = None, fields: NoFields | None = None, **settings: object
) -> Workbench:
    """A workbench on a store of its own, with small engines; everything else is built as always."""
    made = Workbench(Settings(home=home, **({"dpi": 72} | settings)))  # type: ignore[arg-type]
    made.__dict__["ocr"] = ocr or CountingEngine()
    made.__dict__["fields"] = fields or NoFields()
    if made.settings.models == Settings.model_fields["models"].default:
        made.__dict__["redactor"] = _redactor(made.settings.privacy.person_parties)
    return made


@cache
def _redactor(show_persons: bool) -> Redactor:
    """The shipped redactor, once for all tests of a process: its recognizers take half a second to build."""
    models: Path = Settings.model_fields["models"].default
    return Redactor(load_catalog(models), weights=models / "pii", show_persons=show_persons)


def run(bench: Workbench, ids: Sequence[str], *chosen: Callable[[Batch], object]) -> None:
    """Takes documents through some stages as one batch."""
    batch = Batch(bench, ids)
    for stage in chosen:
        stage(batch)


def ingest(bench: Workbench, *paths: Path | str, document_class: str | None = None) -> list[str]:
    """Takes in files (names are samples) and returns their ids, in order."""
    places = [str(SAMPLES / path) if isinstance(path, str) else str(path) for path in paths]
    return [
        taken.document_id
        for taken in take_in(bench, places, document_class=document_class)
        if taken.document_id is not None
    ]
