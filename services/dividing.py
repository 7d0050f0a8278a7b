"""Divides a file as a person decided; each document is then processed and ends by itself.

What was decided before stays in the history: documents whose pages now belong to another one end as rejected.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from schemas.document import Page, QuarantinedPage, ReadDocument
from schemas.errors import ReviewConflict
from schemas.parts import PARTS, FilePart, FileParts
from services.stage_results import PAGES, READ, PagesResult
from services.stages.splitting import TOLD, page_numbers, parts_of, reading_results, renumbered
from services.workbench import Workbench


class WrongDivision(ValueError):
    """A person's division is impossible; the message states why."""


@dataclass(frozen=True)
class Division:
    """How a file is divided now: its pages, and those on which a document begins, numbered as in the file."""

    file_id: str
    pages: tuple[int, ...]
    first_pages: tuple[int, ...]
    own: tuple[int, ...]
    """Pages of the document that was asked about."""

    is_sure: bool


def division_of(bench: Workbench, document_id: str) -> Division:
    """Returns how the file of a document is divided."""
    parts = _parts(bench, document_id)
    pages = sorted(number for part in parts.parts for number in part.pages)
    firsts = tuple(part.pages[0] for part in parts.parts)
    return Division(parts.file_id, tuple(pages), firsts, parts.own.pages, parts.is_sure)


def divide(bench: Workbench, document_id: str, first_pages: Collection[int], *, user: str, version: str) -> None:
    """Divides the file of a document again: documents begin on its first page and on the given ones.

    The file's first document waits to be processed, as do documents that were not there before. A document with the
    same pages as before stays as it ended.

    Args:
        bench: The store.
        document_id: A document of the file, which the person holds.
        first_pages: Pages on which a document begins, numbered as in the file.
        user: Who decided it.
        version: The state of the document that the person saw.

    Raises:
        ReviewConflict: Somebody else works on a document of the file, or one waits to be processed or was changed.
        UnknownDocument: The document is not in the queue.
        WrongDivision: A page is not in the file, or the file is divided so already.
    """
    from store.types import Made

    before = _parts(bench, document_id)
    now = division_of(bench, document_id)
    wanted = sorted({now.pages[0], *first_pages})
    if not set(wanted) <= set(now.pages):
        raise WrongDivision("a document can begin only on a page of the file")
    if tuple(wanted) == now.first_pages and now.is_sure:
        raise WrongDivision("the file is divided so already")
    _check_free(bench, before, document_id, user)
    pages, read = _whole(bench, before)
    bench.store.reviews.tell_parts(document_id, wanted, version, user)
    known = {part.pages: other for other, part in _documents(before) if other != before.file_id}
    runs = _runs(now.pages, wanted)
    parts = FileParts(
        file_id=before.file_id,
        parts=(FilePart(pages=runs[0]), *(FilePart(pages=run, document_id=known.get(run)) for run in runs[1:])),
        separators=before.separators,
        is_told=True,
    )
    numbers = {number: number for number in page_numbers(read)}
    results = reading_results(before.file_id, pages, read, numbers, bench.store.stages(before.file_id))
    bench.store.save_all([*results, Made(before.file_id, PARTS, TOLD, parts, timing_s=0.0)])
    _end_joined(bench, before, {part.pages for part in parts.parts[1:]}, user)
    bench.store.reopen(before.file_id, "a person told where its documents begin", actor=user)


def _parts(bench: Workbench, document_id: str) -> FileParts:
    """Returns the parts of a document's file; a file that was never divided is one part."""
    parts = parts_of(bench, document_id)
    read = bench.store.load(document_id, READ, ReadDocument)
    if read is None:
        raise ReviewConflict("this document waits to be processed; look again in a minute", document_id=document_id)
    if parts is not None and parts.is_several:
        return parts
    own = FilePart(pages=page_numbers(read) or (1,), document_id=document_id)
    return FileParts(file_id=document_id, parts=(own,))


def _runs(pages: Sequence[int], firsts: Sequence[int]) -> list[tuple[int, ...]]:
    """Returns the pages of each document, from its first page to the one before the next document."""
    ends = [*firsts[1:], pages[-1] + 1]
    return [tuple(number for number in pages if first <= number < end) for first, end in zip(firsts, ends, strict=True)]


def _documents(parts: FileParts) -> list[tuple[str, FilePart]]:
    """Returns the documents of a file with their pages; one alone where it is not divided."""
    if not parts.is_sure or not parts.is_several:
        return [(parts.file_id, parts.own)]
    return [(part.document_id, part) for part in parts.parts if part.document_id is not None]


def _check_free(bench: Workbench, parts: FileParts, document_id: str, user: str) -> None:
    for other, _ in _documents(parts):
        if bench.store.outcome(other) is None:
            raise ReviewConflict("a document of this file waits to be processed", document_id=document_id)
        row = bench.store.reviews.row(other)
        if row is not None and row.state != "done" and row.assignee not in (None, user):
            raise ReviewConflict(f"{row.assignee} works on a document of this file", document_id=document_id)


def _whole(bench: Workbench, parts: FileParts) -> tuple[PagesResult, ReadDocument]:
    """Returns pages and words of the whole file, put together from its documents."""
    found = [(*_reading(bench, document_id), part) for document_id, part in _documents(parts)]
    engine = found[0][1].engine
    shown: list[Page] = []
    read: list[Page] = []
    unread: list[QuarantinedPage] = []
    for pages, reading, part in found:
        is_first = reading.document_id == parts.file_id
        numbers = page_numbers(pages) if is_first else part.pages
        old = {number if is_first else at: number for at, number in enumerate(numbers, start=1)}
        shown += renumbered(pages.pages, old)
        read += renumbered(reading.pages, old)
        unread += renumbered(reading.quarantined, old)
    quarantined = tuple(sorted(unread, key=lambda page: page.number))
    whole = ReadDocument(document_id=parts.file_id, engine=engine, pages=_ordered(read), quarantined=quarantined)
    return PagesResult(pages=_ordered(shown), quarantined=quarantined, einvoice=found[0][0].einvoice), whole


def _ordered(pages: Sequence[Page]) -> tuple[Page, ...]:
    return tuple(sorted(pages, key=lambda page: page.number))


def _reading(bench: Workbench, document_id: str) -> tuple[PagesResult, ReadDocument]:
    pages = bench.store.load(document_id, PAGES, PagesResult)
    read = bench.store.load(document_id, READ, ReadDocument)
    if pages is None or read is None:
        raise ReviewConflict("a document of this file is not there any more", document_id=document_id)
    return pages, read


def _end_joined(bench: Workbench, before: FileParts, kept: Collection[tuple[int, ...]], user: str) -> None:
    """Ends the documents whose pages now belong to another one."""
    from review.parts import joined

    for document_id, part in _documents(before):
        outcome = bench.store.outcome(document_id)
        if document_id == before.file_id or part.pages in kept or outcome is None:
            continue
        bench.store.reopen(document_id, "its pages belong to another document of its file", actor=user)
        bench.store.finish(joined(outcome, before.file_id, user), actor=user)
