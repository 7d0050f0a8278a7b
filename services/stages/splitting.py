"""From a file with several documents to a document for each.

The first keeps the file's id; the others wait in the store like documents that arrived.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from schemas.document import PDF, Page, QuarantinedPage, ReadDocument, SourceDocument
from schemas.parts import PARTS, FilePart, FileParts
from services.batch import Batch
from services.stage_results import PAGES, READ, Bench, PagesResult
from services.stage_runner import attempt, missing, need

if TYPE_CHECKING:
    from store.types import Made, StageRecord

P = TypeVar("P", Page, QuarantinedPage)

TOLD = "told by a person"
"""Version of parts that a person stated and that no document was made of yet."""


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
    """Returns the documents of the file that a document came in; None if that was not checked."""
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
    from extractors.splitting.boundaries import Division, divide

    read, pages = need(batch, document_id, READ, ReadDocument), need(batch, document_id, PAGES, PagesResult)
    known = parts_of(batch, document_id)
    if known is not None and (known.part > 1 or _is_applied(known, read)):
        return [_parts(document_id, known)]
    if known is not None and known.is_told:
        return _applied(batch, read, pages, known)
    numbers = tuple(page.number for page in read.pages)
    # A page that nobody could read may begin a document, and an XML speaks for all pages of its file.
    division = divide(read.pages) if pages.einvoice is None else Division((numbers,))
    whole = len(division.documents) < 2
    documents = (numbers or (1,),) if whole else division.documents
    is_sure = whole or (division.is_sure and not read.quarantined)
    parts = FileParts(
        file_id=document_id,
        parts=tuple(FilePart(pages=own) for own in documents),
        is_sure=is_sure,
        separators=() if whole else division.separators,
    )
    return _applied(batch, read, pages, parts) if is_sure else [_parts(document_id, parts)]


def _is_applied(known: FileParts, read: ReadDocument) -> bool:
    """Whether a document was reduced to its own pages before."""
    is_divided = known.is_several and known.is_sure and all(part.document_id for part in known.parts)
    return is_divided and known.own.pages == page_numbers(read)


def _applied(batch: Batch, read: ReadDocument, pages: PagesResult, parts: FileParts) -> list[Made]:
    """Returns what is to be saved of a file's first document; a file of one document stays as it is."""
    if not parts.is_several:
        return [_parts(read.document_id, parts)]
    parts = _divided(batch, read, pages, parts)
    return [*_own(batch, read, pages, parts), _parts(read.document_id, parts)]


def _divided(batch: Batch, read: ReadDocument, pages: PagesResult, parts: FileParts) -> FileParts:
    """Stores a document for each part but the first, and returns the parts with the ids of all."""
    store, source = batch.bench.store, batch.source(read.document_id)
    ids = [read.document_id]
    for number, part in enumerate(parts.parts[1:], start=2):
        if part.document_id is not None:
            ids.append(part.document_id)
            continue
        added = store.add(
            _file_of(batch, source, read, part.pages),
            name=_name_of(source.name, number),
            media_type=PDF,
            source=f"part {number} of {read.document_id}",
            document_class=source.document_class,
            tier=source.tier,
        )
        ids.append(added.document.id)
    named = [part.model_copy(update={"document_id": i}) for part, i in zip(parts.parts, ids, strict=True)]
    parts = parts.model_copy(update={"parts": tuple(named)})
    for number, (part, document_id) in enumerate(zip(parts.parts[1:], ids[1:], strict=True), start=2):
        own, known = parts.model_copy(update={"part": number}), parts_of(batch.bench, document_id)
        if known != own:
            made = _part(batch, document_id, read, pages, part.pages) if known is None else []
            store.save_all([*made, _parts(document_id, own)])
        if _was_joined(batch, document_id):
            store.reopen(document_id, "its pages are a document of their own again")
    return parts


def _was_joined(batch: Batch, document_id: str) -> bool:
    """Whether the pages of a document were given to another one since it was made."""
    from review.parts import JOINED

    outcome = batch.bench.store.outcome(document_id)
    return outcome is not None and any(reason.code == JOINED for reason in outcome.reasons)


def _parts(document_id: str, parts: FileParts) -> Made:
    from extractors.splitting.boundaries import VERSION
    from store.types import Made

    return Made(document_id, PARTS, VERSION, parts, timing_s=0.0)


def _file_of(batch: Batch, source: SourceDocument, read: ReadDocument, numbers: Sequence[int]) -> bytes:
    """Returns the pages as a PDF: copied, or drawn from their images where the file cannot be split."""
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
    made = PagesResult(pages=renumbered(pages.pages, new), quarantined=renumbered(pages.quarantined, new))
    return reading_results(document_id, made, read, new, batch.stages(read.document_id))


def _own(batch: Batch, read: ReadDocument, pages: PagesResult, parts: FileParts) -> list[Made]:
    """Returns a file's document reduced to its first part; the pages keep the numbers that they have in the file.

    An e-invoice that the file carries stays with its first document.
    """
    own = {number: number for number in parts.own.pages}
    made = PagesResult(
        pages=renumbered(pages.pages, own), quarantined=renumbered(pages.quarantined, own), einvoice=pages.einvoice
    )
    return reading_results(read.document_id, made, read, own, batch.stages(read.document_id))


def page_numbers(pages: ReadDocument | PagesResult) -> tuple[int, ...]:
    """Returns the numbers of all pages, also of those that nobody could read."""
    return tuple(sorted([*(page.number for page in pages.pages), *(page.number for page in pages.quarantined)]))


def renumbered(pages: Sequence[P], new: Mapping[int, int]) -> tuple[P, ...]:
    """Returns the pages that get a number, with it."""
    return tuple(page.model_copy(update={"number": new[page.number]}) for page in pages if page.number in new)


def reading_results(
    document_id: str, pages: PagesResult, read: ReadDocument, new: Mapping[int, int], records: Mapping[str, StageRecord]
) -> list[Made]:
    """Returns pages and words of a document that are those of another one's pages.

    Args:
        document_id: The document that gets them.
        pages: Its pages.
        read: The words of the other one.
        new: Numbers of its pages to those of the document.
        records: What made the other one's results.
    """
    from store.types import Made

    reading = ReadDocument(
        document_id=document_id,
        engine=read.engine,
        pages=renumbered(read.pages, new),
        quarantined=renumbered(read.quarantined, new),
    )
    return [
        Made(document_id, stage, records[stage].version, result, records[stage].timing_s)
        for stage, result in ((PAGES, pages), (READ, reading))
    ]


def _reading_of(read: ReadDocument, pages: Sequence[Page]) -> ReadDocument:
    # Built again: a copy would keep the words of all pages.
    return ReadDocument(document_id=read.document_id, engine=read.engine, pages=tuple(pages))
