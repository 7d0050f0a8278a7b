"""Files to fields in this process, without a server and without keeping anything: what ``fieldwright extract`` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.document import ReadDocument
from schemas.errors import DocumentError, UnreadableDocument
from schemas.extraction import Extraction
from schemas.outcome import Outcome, Reason
from schemas.settings import Settings
from services import intake, stages
from services.workbench import Workbench
from services.workspace import workspace


@dataclass(frozen=True)
class Extracted:
    """One input file and what was made of it; a rejected one has no words and no fields."""

    file: str
    outcome: Outcome
    read: ReadDocument | None = None
    extraction: Extraction | None = None


def extract_files(
    settings: Settings, locations: Sequence[str], *, document_class: str | None = None
) -> Iterator[Extracted]:
    """Yields one result for each file at the locations, in their order, batch by batch.

    The work is done in a store of its own that is removed at the end. A file with the same bytes as an earlier one has
    the earlier one's fields, and says so.

    Args:
        settings: Engines, limits and thresholds; store and index settings do not matter.
        locations: Files, folders, globs or fsspec URLs.
        document_class: The class of all files, where it is known.

    Raises:
        ConfigurationError: A location does not exist, or a model is missing.
    """
    with workspace() as home:
        alone = settings.model_copy(update={"home": home, "database_url": None, "elasticsearch_url": None})
        with Workbench(alone) as bench:
            batch: list[intake.Taken] = []
            seen: set[str] = set()
            for taken in intake.take_in(bench, locations, document_class=document_class):
                batch.append(taken)
                if len(batch) >= settings.batch_size:
                    yield from _finished(bench, batch, seen)
                    batch = []
            yield from _finished(bench, batch, seen)


def _finished(bench: Workbench, batch: Sequence[intake.Taken], seen: set[str]) -> Iterator[Extracted]:
    waiting = [t.document_id for t in batch if t.document_id is not None and t.outcome is None]
    failure = _processed(bench, list(dict.fromkeys(waiting)))
    for taken in batch:
        yield _result(bench, taken, is_copy=taken.document_id in seen, failure=failure)
        if taken.document_id is not None:
            seen.add(taken.document_id)


def _processed(bench: Workbench, ids: list[str]) -> DocumentError | None:
    """Processes a batch; returns what went wrong around the documents, after one more try."""
    from schemas.errors import TransientError

    for attempt in (1, 2):
        try:
            stages.extract(bench, ids)
            return None
        except TransientError as error:
            if attempt == 2:
                return error
    return None


def _result(bench: Workbench, taken: intake.Taken, *, is_copy: bool, failure: DocumentError | None) -> Extracted:
    name = taken.found.name
    if taken.document_id is None:
        unreadable = UnreadableDocument(taken.problem or "the file cannot be read")
        return Extracted(name, _refused("0" * 64, unreadable))
    outcome = taken.outcome or bench.store.outcome(taken.document_id)
    if outcome is None:
        return Extracted(name, _refused(taken.document_id, failure or UnreadableDocument("no outcome was reached")))
    if is_copy:
        outcome = _marked_as_copy(outcome)
    return Extracted(
        name,
        outcome,
        bench.store.load(taken.document_id, stages.READ, ReadDocument),
        bench.store.load(taken.document_id, stages.FIELDS, Extraction),
    )


def _refused(document_id: str, error: DocumentError) -> Outcome:
    reason = Reason(code=error.code, message=error.message, severity="error")
    return Outcome(document_id=document_id, status="rejected", reasons=(reason,))


def _marked_as_copy(outcome: Outcome) -> Outcome:
    reason = Reason(code="same_bytes", message="An earlier file of this run has the same bytes.", severity="warning")
    status = "needs_review" if outcome.status == "accepted" else outcome.status
    return outcome.model_copy(update={"reasons": (*outcome.reasons, reason), "status": status})
