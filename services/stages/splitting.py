"""From a file with several documents to a document for each.

The first keeps the file's id; the others wait in the store like documents that arrived.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from schemas.document import PDF, Page, ReadDocument, SourceDocument
from schemas.parts import PARTS, FilePart, FileParts
from services.batch import Batch
from services.stage_results import PAGES, READ, Bench, PagesResult
from services.stage_runner import attempt, missing, need

if TYPE_CHECKING:
    from store.types import Made


def split(batch: Batch) -> None:
    """Divides files that hold several documents; the new documents are processed like any other waiting document."""
    from extractors.splitting.boundaries import VERSION

    whole: list[Made] = []
    for document_id in missing(batch, PARTS, FileParts, VERSION):
        made, _ = attempt(batch, document_id, PARTS, partial(_split, batch)) or ([], 0.0)
        if len(made) > 1:
            batch.save(made)  # at once: other documents were stored with it
        else:
            whole += made
    batch.save(whole)


def parts_of(bench: Bench, document_id: str) -> FileParts | None:
    """Returns the documents of the file that a document came in; None where that was not looked at."""
    return bench.results.load(document_id, PARTS, FileParts)


def own_reading(batch: Batch, document_id: str) -> ReadDocument:
    """Returns what class and fields are read from: the first part only, where a file is not divided for sure."""
    read, parts = need(batch, document_id, READ, ReadDocument), parts_of(batch, document_id)
    if parts is None or parts.is_sure or not parts.is_several:
        return read
    # From the first page on, so that words have the same ids as in the whole reading.
    return _reading_of(read, [page for page in read.pages if page.number <= parts.own.pages[-1]])


def _split(batch: Batch, document_id: str) -> list[Made]:
    """Stores the other documents of a file, and returns what is to be saved of its own."""
    from extractors.splitting.boundaries import divide

    read, pages = need(batch, document_id, READ, ReadDocument), need(batch, document_id, PAGES, PagesResult)
    known = parts_of(batch, document_id)
    if known is not None and (known.part > 1 or _is_applied(known, read)):
        return [_parts(document_id, known)]
    division = divide(read.pages)
    # A page that nobody could read may begin a document, and an XML speaks for all pages of its file.
    whole = pages.einvoice is not None or len(division.documents) < 2
    documents = ((tuple(page.number for page in read.pages) or (1,)),) if whole else division.documents
    is_sure = whole or (division.is_sure and not read.quarantined)
    parts = FileParts(
        file_id=document_id,
        parts=tuple(FilePart(pages=numbers) for numbers in documents),
        is_sure=is_sure,
        separators=() if whole else division.separators,
    )
    if not is_sure or whole:
        return [_parts(document_id, parts)]
    parts = _divided(batch, read, pages, parts)
    return [*_own(batch, read, pages, parts.own.pages), _parts(document_id, parts)]


def _is_applied(known: FileParts, read: ReadDocument) -> bool:
    """Whether a document was reduced to its own pages before."""
    return known.is_several and known.is_sure and known.own.pages == tuple(page.number for page in read.pages)


def _divided(batch: Batch, read: ReadDocument, pages: PagesResult, parts: FileParts) -> FileParts:
    """Stores a document for each part but the first, and returns the parts with the ids of all."""
    store, source = batch.bench.store, batch.source(read.document_id)
    ids = [read.document_id]
    for number, part in enumerate(parts.parts[1:], start=2):
        added = store.add(
            _file_of(batch, source, read, part.pages),
            name=_name_of(source.name, number),
            media_type=PDF,
            source=f"part {number} of {read.document_id}",
            document_class=source.document_class,
        )
        ids.append(added.document.id)
    named = [part.model_copy(update={"document_id": i}) for part, i in zip(parts.parts, ids, strict=True)]
    parts = parts.model_copy(update={"parts": tuple(named)})
    for number, (part, document_id) in enumerate(zip(parts.parts[1:], ids[1:], strict=True), start=2):
        if parts_of(batch.bench, document_id) is None:
            made = _part(batch, document_id, read, pages, part.pages)
            store.save_all([*made, _parts(document_id, parts.model_copy(update={"part": number}))])
    return parts


def _parts(document_id: str, parts: FileParts) -> Made:
    from extractors.splitting.boundaries import VERSION
    from store.types import Made

    return Made(document_id, PARTS, VERSION, parts, timing_s=0.0)


def _file_of(batch: Batch, source: SourceDocument, read: ReadDocument, numbers: Sequence[int]) -> bytes:
    """Returns the pages as a PDF: as they are, or drawn from their images where the file cannot be taken apart."""
    from exports.page_files import pages_of_pdf
    from exports.pdf import searchable_pdf

    data = pages_of_pdf(batch.bench.store.original(source.id), numbers) if source.media_type == PDF else None
    if data is not None:
        return data
    chosen = [page for page in read.pages if page.number in numbers]
    return searchable_pdf(_reading_of(read, chosen), lambda number: batch.bench.store.load_image(source.id, number))


def _name_of(name: str, number: int) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem} part {number}.pdf" if dot and len(ending) <= 4 else f"{name} part {number}.pdf"


def _part(batch: Batch, document_id: str, read: ReadDocument, pages: PagesResult, numbers: Sequence[int]) -> list[Made]:
    """Stores the images of a part, and returns its pages and words, numbered from 1: nothing is read twice."""
    store = batch.bench.store
    new = {old: number for number, old in enumerate(numbers, start=1)}
    for old, number in new.items():
        pixels = store.load_image(read.document_id, old)
        if pixels is not None:
            store.save_image(document_id, number, pixels)

    def own(some: Sequence[Page]) -> list[Page]:
        return [page.model_copy(update={"number": new[page.number]}) for page in some if page.number in new]

    return _made(batch, document_id, own(pages.pages), own(read.pages), read)


def _own(batch: Batch, read: ReadDocument, pages: PagesResult, numbers: Sequence[int]) -> list[Made]:
    """Returns a file's document reduced to its first part; the pages keep the numbers that they have in the file."""

    def own(some: Sequence[Page]) -> list[Page]:
        return [page for page in some if page.number in numbers]

    return _made(batch, read.document_id, own(pages.pages), own(read.pages), read)


def _made(
    batch: Batch, document_id: str, pages: Sequence[Page], read: Sequence[Page], whole: ReadDocument
) -> list[Made]:
    from store.types import Made

    records = batch.stages(whole.document_id)
    results = {
        PAGES: PagesResult(pages=tuple(pages)),
        READ: ReadDocument(document_id=document_id, engine=whole.engine, pages=tuple(read)),
    }
    return [
        Made(document_id, stage, records[stage].version, result, records[stage].timing_s)
        for stage, result in results.items()
    ]


def _reading_of(read: ReadDocument, pages: Sequence[Page]) -> ReadDocument:
    # Made anew: a copy would keep the words of all pages.
    return ReadDocument(document_id=read.document_id, engine=read.engine, pages=tuple(pages))
