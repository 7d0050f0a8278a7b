"""One document as a reader may see it: whole, or without personal data. Pages, exports and JSON are made from this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from schemas.document import Page, ReadDocument, SourceDocument
from schemas.errors import PermanentError
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.redacted import RedactedDocument, RedactedPage, RedactedWord
from schemas.tiers import STANDARD
from schemas.validation import Failure, ValidationReport
from schemas.vocabulary import DocumentClass
from services.batch import Batch
from services.naming import class_of, name_for_everybody, public_name
from services.stage_results import INDEXED, PAGES, READ, REDACTED, REPORT, is_stale
from services.stages import fields_so_far, redact
from services.workbench import Workbench

if TYPE_CHECKING:
    from search.index import HitBox
    from store.types import StageRecord

Pixels = NDArray[np.uint8]

Format = Literal["pdf", "hocr", "alto", "json"]

MEDIA_TYPES: dict[Format, tuple[str, str]] = {
    "pdf": ("application/pdf", ".pdf"),
    "hocr": ("text/html; charset=utf-8", ".hocr"),
    "alto": ("application/xml", ".alto.xml"),
    "json": ("application/json", ".json"),
}
"""Media type and file ending of every export."""


class NothingToShow(PermanentError):
    """The document has no words yet, or never will."""

    code = "nothing_to_show"


@dataclass(frozen=True)
class DocumentView:
    """A document for one kind of reader.

    ``whole`` is whether it holds personal data. Where it is False, name, words and fields are redacted. The values
    that failed expectations observed are left out.
    """

    source: SourceDocument
    outcome: Outcome | None
    whole: bool
    name: str
    document_class: DocumentClass
    read: ReadDocument | None = None
    extraction: Extraction | None = None
    failures: tuple[Failure, ...] = ()
    redacted: RedactedDocument | None = None

    @property
    def tier(self) -> str:
        """The tier that the document was read at, or is stated for a document without an outcome."""
        return self.outcome.tier if self.outcome else self.source.tier or STANDARD


def view(bench: Workbench, document_id: str, *, whole: bool) -> DocumentView:
    """Returns a document for a reader who may see it whole, or may not.

    Raises:
        UnknownDocument: There is none with this id.
    """
    source = bench.store.get(document_id)
    outcome = bench.store.outcome(document_id)
    document_class = class_of(bench.catalog, source, outcome)
    read = bench.store.load(document_id, READ, ReadDocument)
    extraction = fields_so_far(bench, document_id) if outcome else None
    if whole:
        # An old redaction is enough: repeating it takes seconds, and hides nothing from this reader.
        redacted = bench.store.load(document_id, REDACTED, RedactedDocument) if extraction else None
        report = bench.store.load(document_id, REPORT, ValidationReport) if outcome else None
        failures = report.failures if report else ()
        return DocumentView(source, outcome, True, source.name, document_class, read, extraction, failures, redacted)
    redacted = redaction_of(bench, document_id) if read and extraction else None
    file_names = bench.settings.privacy.file_names
    return _redacted_view(source, outcome, document_class, read, extraction, redacted, file_names=file_names)


def _redacted_view(
    source: SourceDocument,
    outcome: Outcome | None,
    document_class: DocumentClass,
    read: ReadDocument | None,
    extraction: Extraction | None,
    redacted: RedactedDocument | None,
    *,
    file_names: bool,
) -> DocumentView:
    from redaction.view import redacted_extraction, redacted_reading

    if read is None or extraction is None or redacted is None:
        name = public_name(source, document_class)
        hidden = source.model_copy(update={"name": name, "source": ""})
        return DocumentView(hidden, outcome, False, name, document_class)
    shown = redacted_extraction(extraction, redacted)
    name = name_for_everybody(source, document_class, read, redacted, shown, file_names=file_names)
    return DocumentView(
        source.model_copy(update={"name": name, "source": ""}),
        outcome,
        False,
        name,
        document_class,
        redacted_reading(read, redacted),
        shown,
        (),
        redacted,
    )


def shown_name(bench: Workbench, source: SourceDocument, outcome: Outcome | None) -> str:
    """Returns what a document is called for readers who may not see personal data, without reading its words."""
    from redaction.view import redacted_extraction

    if bench.settings.privacy.file_names:
        return view(bench, source.id, whole=False).name
    extraction = fields_so_far(bench, source.id) if outcome else None
    redacted = bench.store.load(source.id, REDACTED, RedactedDocument) if extraction else None
    shown = redacted_extraction(extraction, redacted) if extraction and redacted else None
    return public_name(source, class_of(bench.catalog, source, outcome), shown)


def redaction_of(bench: Workbench, document_id: str) -> RedactedDocument | None:
    """Returns a document's redaction; None while it waits and where it was rejected.

    A file older than the words or fields is rebuilt first: a correction may have named a person.
    """
    if _redacted_now(bench, document_id) is None:
        return None
    return bench.store.load(document_id, REDACTED, RedactedDocument)


def _redacted_now(bench: Workbench, document_id: str) -> StageRecord | None:
    """Sees to it that a document's redaction is up to date, and returns its record; None where there can be none."""
    outcome = bench.store.outcome(document_id)
    if outcome is None or outcome.status not in INDEXED:
        return None
    # Only a stale one is loaded: every page image calls this, and a long document takes a while.
    records = bench.store.stages(document_id)
    record = records.get(REDACTED)
    if record is None or record.version != bench.redactor.engine or is_stale(records, REDACTED):
        redact(Batch(bench, [document_id]))
        record = bench.store.stages(document_id).get(REDACTED)
    return record


def hits(bench: Workbench, shown: DocumentView, query: str) -> tuple[HitBox, ...]:
    """Returns the words that answer a query, as the search would mark them, among all that the reader may see.

    Raises:
        QueryError: The query cannot be understood.
    """
    from search.query import parse_query

    if shown.whole:
        pages = tuple(map(_unredacted, shown.read.pages, _first_ids(shown.read))) if shown.read else ()
    else:
        pages = shown.redacted.pages if shown.redacted else ()
    return bench.finder.marks(pages, parse_query(query, bench.vocabulary))


def _first_ids(read: ReadDocument) -> Iterator[int]:
    first = 0
    for page in read.pages:
        yield first
        first += sum(len(line.words) for line in page.lines)


def _unredacted(page: Page, first_id: int) -> RedactedPage:
    """Returns a page in the form that is searched, with every word in it."""
    placed = [(index, word) for index, line in enumerate(page.lines) for word in line.words]
    words = tuple(
        RedactedWord(text=word.text, box=word.box, word_id=word_id, line_index=index)
        for word_id, (index, word) in enumerate(placed, start=first_id)
    )
    return RedactedPage(number=page.number, width=page.width, height=page.height, words=words)


# ----------------------------------------------------------------------------------------------------------------------
# Page images


def image_stamp(bench: Workbench, document_id: str, *, whole: bool) -> str | None:
    """Returns a text that changes whenever a page image may look different to this reader; None: there is no image."""
    record = bench.store.stages(document_id).get(PAGES) if whole else _redacted_now(bench, document_id)
    return f"{'whole' if whole else 'redacted'} {record.revision}" if record else None


def page_image(bench: Workbench, document_id: str, number: int, *, whole: bool) -> Pixels | None:
    """Returns a page's image as this reader may see it, or None where there is none."""
    from redaction.view import redacted_image

    if whole:
        return bench.store.load_image(document_id, number)
    redacted = redaction_of(bench, document_id)
    page = next((page for page in redacted.pages if page.number == number), None) if redacted else None
    pixels = bench.store.load_image(document_id, number) if page else None
    return redacted_image(pixels, page) if page is not None and pixels is not None else None


# ----------------------------------------------------------------------------------------------------------------------
# Exports


def export(bench: Workbench, shown: DocumentView, form: Format) -> bytes:
    """Returns a document in another format, with what its reader may see and nothing else.

    Raises:
        NothingToShow: The document waits, or could not be read.
    """
    if shown.read is None or shown.outcome is None:
        raise NothingToShow("the document was not read: see its status", document_id=shown.source.id)
    if form == "pdf":
        from exports.pdf import searchable_pdf

        # The title of a redacted file is empty: not even its name comes from the original.
        image_of = partial(page_image, bench, shown.source.id, whole=shown.whole)
        return searchable_pdf(shown.read, image_of, title=shown.name if shown.whole else "")
    if form == "hocr":
        from exports.hocr import hocr

        return hocr(shown.read, title=shown.name)
    if form == "alto":
        from exports.alto import alto

        return alto(shown.read, file_name=shown.name)
    from exports.data import document_json

    return document_json(shown.name, outcome=shown.outcome, read=shown.read, extraction=shown.extraction)


def export_name(shown: DocumentView, form: Format) -> str:
    """Returns what the exported file is called."""
    stem = shown.name.rsplit(".", 1)[0] or "document"
    return f"{stem}{'' if shown.whole else '-redacted'}{MEDIA_TYPES[form][1]}"
