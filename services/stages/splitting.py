"""From a file with several documents to a document for each.

The first keeps the file's id; the others wait in the store like documents that arrived.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from schemas.document import Page, ReadDocument, SourceDocument
from schemas.parts import PARTS, FilePart, FileParts
from services.stage_results import PAGES, READ, PagesResult
from services.stage_runner import attempt, going_on, missing, need
from services.workbench import Workbench

PDF = "application/pdf"


def split(bench: Workbench, ids: Sequence[str]) -> list[str]:
    """Divides files that hold several documents; what was cut off is processed like any other waiting document."""
    from extractors.splitting.boundaries import VERSION

    for document_id in missing(bench, ids, PARTS, FileParts, VERSION):
        attempt(bench, document_id, PARTS, partial(_split, bench))
    return going_on(bench, ids)


def parts_of(bench: Workbench, document_id: str) -> FileParts | None:
    """Returns the documents of the file that a document came in; None where that was not looked at."""
    return bench.store.load(document_id, PARTS, FileParts)


def own_reading(bench: Workbench, document_id: str) -> ReadDocument:
    """Returns what class and fields are read from: the first part only, where a file is not divided for sure."""
    read, parts = need(bench, document_id, READ, ReadDocument), parts_of(bench, document_id)
    if parts is None or parts.is_sure or not parts.is_several:
        return read
    # From the first page on, so that words have the same ids as in the whole reading.
    return _reading_of(read, [page for page in read.pages if page.number <= parts.own.pages[-1]])


def _split(bench: Workbench, document_id: str) -> None:
    from extractors.splitting.boundaries import divide

    read, pages = need(bench, document_id, READ, ReadDocument), need(bench, document_id, PAGES, PagesResult)
    known = parts_of(bench, document_id)
    if known is not None and (known.part > 1 or _is_applied(known, read)):
        _save_parts(bench, document_id, known)
        return
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
    if is_sure and not whole:
        parts = _divided(bench, read, pages, parts)
    _save_parts(bench, document_id, parts)
    if is_sure and not whole:
        _save_own(bench, document_id, read, pages, parts.own.pages)
        _save_parts(bench, document_id, parts)  # again: it is no older than the reading that was reduced


def _is_applied(known: FileParts, read: ReadDocument) -> bool:
    """Whether a document was reduced to its own pages before."""
    return known.is_several and known.is_sure and known.own.pages == tuple(page.number for page in read.pages)


def _divided(bench: Workbench, read: ReadDocument, pages: PagesResult, parts: FileParts) -> FileParts:
    """Stores a document for each part but the first, and returns the parts with the ids of all."""
    source = bench.store.get(read.document_id)
    ids = [read.document_id]
    for number, part in enumerate(parts.parts[1:], start=2):
        added = bench.store.add(
            _file_of(bench, source, read, part.pages),
            name=_name_of(source.name, number),
            media_type=PDF,
            source=f"part {number} of {read.document_id}",
            document_class=source.document_class,
        )
        ids.append(added.document.id)
    named = [part.model_copy(update={"document_id": i}) for part, i in zip(parts.parts, ids, strict=True)]
    parts = parts.model_copy(update={"parts": tuple(named)})
    for number, (part, document_id) in enumerate(zip(parts.parts[1:], ids[1:], strict=True), start=2):
        if parts_of(bench, document_id) is None:
            _save_part(bench, document_id, read, pages, part.pages)
            _save_parts(bench, document_id, parts.model_copy(update={"part": number}))
    return parts


def _save_parts(bench: Workbench, document_id: str, parts: FileParts) -> None:
    from extractors.splitting.boundaries import VERSION

    bench.store.save(document_id, PARTS, VERSION, parts, timing_s=0.0)


def _file_of(bench: Workbench, source: SourceDocument, read: ReadDocument, numbers: Sequence[int]) -> bytes:
    """Returns the pages as a PDF: as they are, or drawn from their images where the file cannot be taken apart."""
    from exports.page_files import pages_of_pdf
    from exports.pdf import searchable_pdf

    data = pages_of_pdf(bench.store.original(source.id), numbers) if source.media_type == PDF else None
    if data is not None:
        return data
    chosen = [page for page in read.pages if page.number in numbers]
    return searchable_pdf(_reading_of(read, chosen), lambda number: bench.store.load_image(source.id, number))


def _name_of(name: str, number: int) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem} part {number}.pdf" if dot and len(ending) <= 4 else f"{name} part {number}.pdf"


def _save_part(
    bench: Workbench, document_id: str, read: ReadDocument, pages: PagesResult, numbers: Sequence[int]
) -> None:
    """Saves images, pages and words of a part under its own id, numbered from 1: nothing is read twice."""
    new = {old: number for number, old in enumerate(numbers, start=1)}
    for old, number in new.items():
        pixels = bench.store.load_image(read.document_id, old)
        if pixels is not None:
            bench.store.save_image(document_id, number, pixels)

    def own(some: Sequence[Page]) -> list[Page]:
        return [page.model_copy(update={"number": new[page.number]}) for page in some if page.number in new]

    _save(bench, read.document_id, document_id, PagesResult(pages=tuple(own(pages.pages))), own(read.pages), read)


def _save_own(
    bench: Workbench, document_id: str, read: ReadDocument, pages: PagesResult, numbers: Sequence[int]
) -> None:
    """Reduces a file's document to its first part; the pages keep the numbers that they have in the file."""

    def own(some: Sequence[Page]) -> list[Page]:
        return [page for page in some if page.number in numbers]

    _save(bench, document_id, document_id, PagesResult(pages=tuple(own(pages.pages))), own(read.pages), read)


def _save(
    bench: Workbench, made_by: str, document_id: str, pages: PagesResult, read: Sequence[Page], whole: ReadDocument
) -> None:
    records = bench.store.stages(made_by)
    reading = ReadDocument(document_id=document_id, engine=whole.engine, pages=tuple(read))
    bench.store.save(document_id, PAGES, records[PAGES].version, pages, timing_s=records[PAGES].timing_s)
    bench.store.save(document_id, READ, records[READ].version, reading, timing_s=records[READ].timing_s)


def _reading_of(read: ReadDocument, pages: Sequence[Page]) -> ReadDocument:
    # Made anew: a copy would keep the words of all pages.
    return ReadDocument(document_id=read.document_id, engine=read.engine, pages=tuple(pages))
