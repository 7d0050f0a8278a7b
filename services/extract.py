"""Files to fields in this process, without a server and without keeping anything: what ``fieldwright extract`` does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from schemas.document import ReadDocument
from schemas.errors import DocumentError, UnreadableDocument
from schemas.extraction import ExtractedField, Extraction, LineItem
from schemas.outcome import Outcome, Reason
from schemas.parts import FileParts
from schemas.settings import Settings
from schemas.tiers import Tier
from services import intake, stages
from services.workbench import Workbench
from services.workspace import workspace
from store.sources import Found

if TYPE_CHECKING:
    from directory.directory import Directory


@dataclass(frozen=True)
class Extracted:
    """One document and what was made of it; a rejected one has no words and no fields.

    ``parts`` are the documents that its file holds. Pages are numbered as in the file.
    """

    file: str
    outcome: Outcome
    read: ReadDocument | None = None
    extraction: Extraction | None = None
    parts: FileParts | None = None


def extract_files(
    settings: Settings,
    locations: Sequence[str],
    *,
    document_class: str | None = None,
    directory: Directory | None = None,
    tier: Tier | None = None,
    skip: Callable[[Found], bool] = intake.is_report,
) -> Iterator[Extracted]:
    """Yields one result for each document of each file at the locations, in their order, batch by batch.

    The work is done in a store of its own that is removed at the end. A file with the same bytes as an earlier one has
    the earlier one's fields, with a message.

    Args:
        settings: Engines, limits and thresholds; store and index settings do not matter.
        locations: Files, folders, globs or fsspec URLs.
        document_class: The class of all files, where it is known.
        directory: The known parties, if given.
        tier: The tier of all files; None leaves it to the settings.
        skip: Tells which files are no documents; earlier results in the same folder are none.

    Raises:
        ConfigurationError: A location does not exist, or a model is missing.
    """
    with workspace() as home:
        # Nobody asks this store for figures, and counting costs a quarter of a second at the start.
        alone = settings.model_copy(
            update={
                "home": home, "database_url": None, "elasticsearch_url": None,
                "telemetry": settings.telemetry.model_copy(update={"metrics": False}),
                # Nobody reviews these documents: a release on trial would learn nothing from them.
                "rollout": settings.rollout.model_copy(update={"trials": False}),
            }
        )  # fmt: skip
        with Workbench(alone, directory) as bench:
            batch: list[intake.Taken] = []
            seen: set[str] = set()
            for taken in intake.take_in(bench, locations, document_class=document_class, tier=tier, skip=skip):
                batch.append(taken)
                if len(batch) >= settings.batch_size:
                    yield from _finished(bench, batch, seen)
                    batch = []
            yield from _finished(bench, batch, seen)


def _finished(bench: Workbench, batch: Sequence[intake.Taken], seen: set[str]) -> Iterator[Extracted]:
    waiting = [t.document_id for t in batch if t.document_id is not None and t.outcome is None]
    failure = _processed(bench, list(dict.fromkeys(waiting)))
    for taken in batch:
        yield from _results(bench, taken, is_copy=taken.document_id in seen, failure=failure)
        if taken.document_id is not None:
            seen.add(taken.document_id)


def _processed(bench: Workbench, ids: list[str]) -> DocumentError | None:
    """Processes a batch; returns what went wrong around the documents, after one more try."""
    from schemas.errors import TransientError

    for attempt in (1, 2):
        try:
            stages.extract(bench, ids)
            if cut_off := [i for document_id in ids for i in _cut_off(bench, document_id)]:
                stages.extract(bench, cut_off)
            return None
        except TransientError as error:
            if attempt == 2:
                return error
    return None


def _cut_off(bench: Workbench, document_id: str) -> list[str]:
    """Returns the ids of the documents that a file holds beside its first."""
    parts = stages.parts_of(bench, document_id)
    return [part.document_id for part in parts.parts[1:] if part.document_id is not None] if parts else []


def _results(
    bench: Workbench, taken: intake.Taken, *, is_copy: bool, failure: DocumentError | None
) -> Iterator[Extracted]:
    name = taken.found.name
    if taken.document_id is None:
        unreadable = UnreadableDocument(taken.problem or "the file cannot be read")
        yield Extracted(name, _refused("0" * 64, unreadable))
        return
    for document_id in (taken.document_id, *_cut_off(bench, taken.document_id)):
        outcome = bench.store.outcome(document_id) or (taken.outcome if document_id == taken.document_id else None)
        if outcome is None:
            yield Extracted(name, _refused(document_id, failure or UnreadableDocument("no outcome was reached")))
            continue
        yield _as_in_file(
            Extracted(
                name,
                _marked_as_copy(outcome) if is_copy else outcome,
                bench.store.load(document_id, stages.READ, ReadDocument),
                stages.machine_fields(bench, document_id),
                stages.parts_of(bench, document_id),
            )
        )


def _as_in_file(item: Extracted) -> Extracted:
    """Returns a document with its pages numbered as in the file that it came in."""
    if item.parts is None or item.parts.part == 1 or item.read is None:
        return item
    numbers = dict(enumerate(item.parts.own.pages, start=1))
    pages = tuple(page.model_copy(update={"number": numbers[page.number]}) for page in item.read.pages)
    read = ReadDocument(document_id=item.read.document_id, engine=item.read.engine, pages=pages)
    extraction = item.extraction and item.extraction.model_copy(
        update={
            "fields": tuple(_moved(field, numbers) for field in item.extraction.fields),
            "line_items": tuple(
                LineItem(cells={name: _moved(cell, numbers) for name, cell in row.cells.items()})
                for row in item.extraction.line_items
            ),
        }
    )
    return replace(item, read=read, extraction=extraction)


def _moved(field: ExtractedField, numbers: Mapping[int, int]) -> ExtractedField:
    return field.model_copy(update={"page_number": numbers.get(field.page_number, field.page_number)})


def _refused(document_id: str, error: DocumentError) -> Outcome:
    reason = Reason(code=error.code, message=error.message, severity="error")
    return Outcome(document_id=document_id, status="rejected", reasons=(reason,))


def _marked_as_copy(outcome: Outcome) -> Outcome:
    reason = Reason(code="same_bytes", message="An earlier file of this run has the same bytes.", severity="warning")
    status = "needs_review" if outcome.status == "accepted" else outcome.status
    return outcome.model_copy(update={"reasons": (*outcome.reasons, reason), "status": status})
