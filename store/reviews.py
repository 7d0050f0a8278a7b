"""What reviewers leave behind: drafts, corrections, the new outcome in one step, and comparisons of second looks."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, case, cast, delete, func, insert, select, update

from schemas.document import DocumentId
from schemas.errors import ReviewConflict
from schemas.outcome import Outcome
from schemas.review import (
    FIRST,
    REVIEWED,
    SECOND,
    Comparison,
    Correction,
    CorrectionRecord,
    QueueItem,
    Reviewed,
    Round,
    SampleKind,
)
from schemas.validation import ValidationReport
from store.database import Database
from store.duplicates import Identity, record
from store.events import append
from store.models import documents, indexed, outcomes
from store.results import put_results
from store.review_queue import Assignments, ReviewQueue, held_by, lock_row, put
from store.review_tables import comparisons, corrections, review_drafts, reviews
from store.types import Made
from store.webhooks import announce

REPORT = "report"


@dataclass(frozen=True)
class Conclusion:
    """A finished first review, to be stored as a whole.

    ``version`` is what `Reviews.version` gave when the document was opened; ``key`` names this submission, so that
    one sent twice is stored once. ``identity`` is seller, number and amount, by which copies are recognized;
    ``duplicates`` are the copies that the person was shown. ``second`` is set where the document was drawn for a
    second look.
    """

    user: str
    key: str
    version: str
    outcome: Outcome
    reviewed: Reviewed
    report: ValidationReport
    report_version: str
    corrections: Sequence[Correction] = ()
    identity: Identity = (None, None, None)
    duplicates: Sequence[DocumentId] = ()
    seconds: float = 0.0
    second: QueueItem | None = None
    settled: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class SecondLook:
    """A finished second look. Where the two answers differ, ``dispute`` puts the document before a third person."""

    document_id: DocumentId
    document_class: str
    user: str
    key: str
    first_by: str
    kind: SampleKind
    comparisons: Sequence[Comparison]
    seconds: float = 0.0
    dispute: QueueItem | None = None
    note: str = ""


@dataclass(frozen=True)
class Draft:
    """Unfinished answers of one person."""

    payload: str
    seconds: float
    saved_at: datetime


@dataclass(frozen=True)
class Agreement:
    """How often second looks gave the same answer. ``name`` is a field, or who gave the first answer."""

    name: str
    looks: int
    agreeing: int


@dataclass(frozen=True)
class Pace:
    """How long reviews of a class took: ``reviews`` of them, ``median_s`` seconds, ``doubtful`` fields on average."""

    reviews: int
    median_s: float
    doubtful: float


@dataclass(frozen=True)
class Sample:
    """Documents that were looked at twice: how many, in how many some field differed, and what is known of those.

    ``wrong`` are those whose first answer a third person found wrong in some field, ``undecided`` those that wait for
    one.
    """

    documents: int = 0
    differing: int = 0
    wrong: int = 0
    undecided: int = 0


@dataclass(frozen=True)
class Quality:
    """What second looks found, by kind of sample."""

    documents: Mapping[SampleKind, Sample]
    by_field: Mapping[SampleKind, list[Agreement]] = field(default_factory=dict)
    by_first: Mapping[SampleKind, list[Agreement]] = field(default_factory=dict)


class Reviews(ReviewQueue, Assignments):
    """The queue, who works on what, and what came of it. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def version(self, document_id: DocumentId) -> str | None:
        """Returns a mark that changes with every new outcome of a document; None while it has none."""
        with self._database.read() as connection:
            return _version(connection, document_id)

    def save_draft(
        self, document_id: DocumentId, user: str, payload: str, *, seconds: float = 0.0, round: Round = FIRST
    ) -> None:
        """Keeps unfinished answers.

        Raises:
            ReviewConflict: Somebody else holds the document, or it is finished.
            UnknownDocument: The document is not in the queue.
        """
        kept = {"payload": payload, "seconds": seconds, "saved_at": datetime.now(UTC)}
        row = {"document_id": document_id, "round": round, "actor": user, **kept}
        with self._database.write() as connection:
            held_by(lock_row(connection, document_id, round), user)
            statement = self._database.insert(review_drafts).values(row)
            keys = ["document_id", "round", "actor"]
            connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=kept))

    def draft(self, document_id: DocumentId, user: str, *, round: Round = FIRST) -> Draft | None:
        """Returns a person's unfinished answers, or None."""
        table = review_drafts.c
        query = select(table.payload, table.seconds, table.saved_at).where(
            table.document_id == document_id, table.round == round, table.actor == user
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return Draft(row.payload, row.seconds, row.saved_at) if row else None

    def conclude(self, done: Conclusion) -> bool:
        """Stores a finished review: what was established, the new outcome, every correction, and the event.

        The machine's own result stays. Its absence from ``indexed`` marks the index as out of date.

        Returns:
            False when this very submission was stored before.

        Raises:
            ReviewConflict: Somebody else holds or finished the document, or its outcome is no longer ``done.version``.
            UnknownDocument: The document is not in the queue.
        """
        document_id, now = done.outcome.document_id, datetime.now(UTC)
        with self._database.write() as connection:
            _lock_document(connection, document_id)
            row = lock_row(connection, document_id, FIRST)
            if row.done_key == done.key and row.done_by == done.user:
                return False
            held_by(row, done.user)
            if _version(connection, document_id) != done.version:
                raise ReviewConflict("the document was processed again after you opened it", document_id=document_id)
            self._replace(connection, done, now)
            _add_corrections(connection, document_id, done.corrections, done.user, now)
            _finish(connection, document_id, FIRST, done.user, done.key, done.seconds, now)
            _settle(connection, document_id, done.settled)
            if done.second is not None:
                put(self._database, connection, done.second, now)
            announce(connection, done.outcome)
            append(connection, document_id, "reviewed", _told(done), actor=done.user)
        return True

    def reopen(self, outcome: Outcome, item: QueueItem, *, version: str, user: str, why: str) -> None:
        """Puts a finished document into the queue again; what was established stays.

        Args:
            outcome: The outcome from now on, which names the person and the reason.
            item: The document's place in the queue.
            version: The state of the document that the person saw.
            user: Who.
            why: Their reason; it may hold personal data and stays out of the audit log.

        Raises:
            ReviewConflict: The document was processed or reviewed anew since.
        """
        document_id, now = outcome.document_id, datetime.now(UTC)
        with self._database.write() as connection:
            _lock_document(connection, document_id)
            if _version(connection, document_id) != version:
                raise ReviewConflict("the document changed since you opened it", document_id=document_id)
            was = _put_outcome(connection, outcome, now)
            put(self._database, connection, item, now)
            known = {"note": why, "note_by": user}
            these = reviews.c.document_id == document_id, reviews.c.round == item.round
            connection.execute(update(reviews).where(*these).values(known))
            announce(connection, outcome)
            append(connection, document_id, "reopened", {"was": was}, actor=user)

    def conclude_second(self, look: SecondLook) -> bool:
        """Stores a blind second look; it changes nothing of the document. False when it was stored before.

        Raises:
            ReviewConflict: Somebody else holds or finished the second look, or the document waits for processing.
            UnknownDocument: The document is not in the queue.
        """
        now = datetime.now(UTC)
        common = {"document_id": look.document_id, "at": now, "kind": look.kind, "first_by": look.first_by}
        common |= {"second_by": look.user, "document_class": look.document_class}
        with self._database.write() as connection:
            row = lock_row(connection, look.document_id, SECOND)
            if row.done_key == look.key and row.done_by == look.user:
                return False
            held_by(row, look.user)
            rows = [
                {**common, **comparison.model_dump(), "first_wrong": False if comparison.agrees else None}
                for comparison in look.comparisons
            ]
            if rows:
                connection.execute(insert(comparisons), rows)
            _finish(connection, look.document_id, SECOND, look.user, look.key, look.seconds, now)
            if look.dispute is not None:
                put(self._database, connection, look.dispute, now)
                escalated = {"state": "escalated", "note": look.note, "note_by": "fieldwright"}
                these = reviews.c.document_id == look.document_id, reviews.c.round == FIRST
                connection.execute(update(reviews).where(*these).values(escalated))
            differing = [comparison.field for comparison in look.comparisons if not comparison.agrees]
            data = {"kind": look.kind, "fields": len(look.comparisons), "differing": differing[:40]}
            append(connection, look.document_id, "second_look", data, actor=look.user)
        return True

    def reclassify(self, document_id: DocumentId, document_class: str, version: str, user: str) -> None:
        """Sets the class of a document; it waits to be processed again as one of that class.

        Raises:
            ReviewConflict: Somebody else holds or finished the document, or its outcome is no longer ``version``.
            UnknownDocument: The document is not in the queue.
        """
        with self._database.write() as connection:
            _lock_held(connection, document_id, version, user)
            told = update(documents).where(documents.c.id == document_id).values(document_class=document_class)
            connection.execute(told)
            append(connection, document_id, "reclassified", {"class": document_class}, actor=user)

    def tell_parts(self, document_id: DocumentId, first_pages: Sequence[int], version: str, user: str) -> None:
        """Records where the documents of a file begin, by a person's decision.

        Raises:
            ReviewConflict: Somebody else holds or finished the document, or its outcome is no longer ``version``.
            UnknownDocument: The document is not in the queue.
        """
        with self._database.write() as connection:
            _lock_held(connection, document_id, version, user)
            told: dict[str, Any] = {"documents": len(first_pages), "first_pages": list(first_pages)[:50]}
            append(connection, document_id, "divided", told, actor=user)

    def corrections(
        self, document_id: DocumentId | None = None, *, since: datetime | None = None
    ) -> Iterator[CorrectionRecord]:
        """Yields the corrections of a document or of all, oldest first."""
        query = select(corrections).order_by(corrections.c.id)
        if document_id is not None:
            query = query.where(corrections.c.document_id == document_id)
        if since is not None:
            query = query.where(corrections.c.at >= since)
        with self._database.read() as connection, connection.execution_options(yield_per=1000).execute(query) as rows:
            for row in rows:
                yield _correction(row)

    def disputes(self, document_id: DocumentId) -> list[Comparison]:
        """Returns the fields of a document on which two answers differ and nobody decided yet."""
        columns = comparisons.c.field, comparisons.c.first, comparisons.c.second, comparisons.c.agrees
        open_ones = comparisons.c.document_id == document_id, ~comparisons.c.agrees, comparisons.c.first_wrong.is_(None)
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).where(*open_ones).order_by(comparisons.c.id))
            return [Comparison(field=row.field, first=row.first, second=row.second, agrees=False) for row in rows]

    def reviewed_ids(self) -> list[DocumentId]:
        """Returns the documents whose first review is finished, in the order in which they were."""
        query = select(reviews.c.document_id).where(reviews.c.state == "done", reviews.c.round == FIRST)
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(reviews.c.done_at, reviews.c.document_id)))

    def pace(self, least: int = 1) -> dict[str, Pace]:
        """Returns how long finished reviews took, by class; classes with fewer than ``least`` are left out."""
        columns = reviews.c.document_class, reviews.c.seconds, reviews.c.doubtful
        query = select(*columns).where(reviews.c.state == "done", reviews.c.round == FIRST, reviews.c.seconds > 0)
        by_class: dict[str, list[tuple[float, int]]] = {}
        with self._database.read() as connection:
            for row in connection.execute(query.order_by(reviews.c.done_at.desc()).limit(2000)):
                by_class.setdefault(row.document_class, []).append((row.seconds, row.doubtful))
        return {name: _pace(done) for name, done in by_class.items() if len(done) >= least}

    def quality(self) -> Quality:
        """Returns what blind second looks found so far."""
        table = comparisons.c
        agreeing = func.sum(cast(table.agrees, Integer)).label("agreeing")
        looks = func.count().label("looks")
        by_field = select(table.kind, table.field.label("name"), looks, agreeing).group_by(table.kind, table.field)
        by_first = select(table.kind, table.first_by.label("name"), looks, agreeing).group_by(
            table.kind, table.first_by
        )
        differs = func.max(1 - cast(table.agrees, Integer)).label("differs")
        wrong = func.max(cast(func.coalesce(table.first_wrong, False), Integer)).label("wrong")
        unknown = func.max(case((table.first_wrong.is_(None), 1), else_=0)).label("unknown")
        each = select(table.kind, differs, wrong, unknown).group_by(table.kind, table.document_id, table.second_by)
        one = each.subquery()
        open_ones = func.sum(case((one.c.wrong == 1, 0), else_=one.c.unknown)).label("undecided")
        columns = (
            func.count().label("n"),
            func.sum(one.c.differs).label("differing"),
            func.sum(one.c.wrong).label("wrong"),
        )
        samples = select(one.c.kind, *columns, open_ones).group_by(one.c.kind)
        with self._database.read() as connection:
            return Quality(
                documents={row.kind: _sample(row) for row in connection.execute(samples)},
                by_field=_agreements(connection.execute(by_field.order_by(table.field))),
                by_first=_agreements(connection.execute(by_first.order_by(table.first_by))),
            )

    def _replace(self, connection: Connection, done: Conclusion, now: datetime) -> None:
        document_id, outcome = done.outcome.document_id, done.outcome
        made = [
            Made(document_id, REVIEWED, done.user, done.reviewed, done.seconds),
            Made(document_id, REPORT, done.report_version, done.report, done.seconds),
        ]
        put_results(self._database, connection, made, now)
        _put_outcome(connection, outcome, now)
        found = record(self._database, connection, document_id, done.identity)
        if done.outcome.status == "accepted" and not set(found) <= set(done.duplicates):
            raise ReviewConflict("a copy of this document was recorded meanwhile", document_id=document_id)


def _put_outcome(connection: Connection, outcome: Outcome, now: datetime) -> str:
    """Replaces the outcome of a document, which the index has to learn, and returns the status that it had."""
    document_id = outcome.document_id
    was: str = connection.execute(select(documents.c.status).where(documents.c.id == document_id)).scalar_one()
    row = {"status": outcome.status, "payload": outcome.model_dump_json(), "finished_at": now}
    connection.execute(update(outcomes).where(outcomes.c.document_id == document_id).values(row))
    connection.execute(update(documents).where(documents.c.id == document_id).values(status=outcome.status))
    connection.execute(delete(indexed).where(indexed.c.document_id == document_id))
    return was


def _version(connection: Connection, document_id: str) -> str | None:
    query = select(outcomes.c.payload, outcomes.c.finished_at).where(outcomes.c.document_id == document_id)
    row = connection.execute(query).first()
    if row is None:
        return None
    return hashlib.sha256(f"{row.finished_at.isoformat()}\0{row.payload}".encode()).hexdigest()[:32]


def _lock_held(connection: Connection, document_id: DocumentId, version: str, user: str) -> None:
    """Locks a document that a person has open.

    Raises:
        ReviewConflict: Somebody else holds or finished the document, or its outcome is no longer ``version``.
    """
    _lock_document(connection, document_id)
    held_by(lock_row(connection, document_id, FIRST), user)
    if _version(connection, document_id) != version:
        raise ReviewConflict("the document was processed again after you opened it", document_id=document_id)


def _lock_document(connection: Connection, document_id: str) -> None:
    """Keeps `finish` and `reopen` away until the transaction ends; they lock in the same order."""
    connection.execute(select(documents.c.id).where(documents.c.id == document_id).with_for_update())


def _settle(connection: Connection, document_id: str, settled: Mapping[str, bool]) -> None:
    for name, is_wrong in settled.items():
        these = comparisons.c.document_id == document_id, comparisons.c.field == name, ~comparisons.c.agrees
        connection.execute(update(comparisons).where(*these).values(first_wrong=is_wrong))


def _finish(
    connection: Connection, document_id: str, round: Round, user: str, key: str, seconds: float, now: datetime
) -> None:
    these = reviews.c.document_id == document_id, reviews.c.round == round
    done = {"state": "done", "done_at": now, "done_by": user, "done_key": key, "seconds": seconds}
    connection.execute(update(reviews).where(*these).values(**done, assignee=None, lease_until=None))
    drafts = review_drafts.c.document_id == document_id, review_drafts.c.round == round
    connection.execute(delete(review_drafts).where(*drafts))


def _add_corrections(
    connection: Connection, document_id: str, made: Sequence[Correction], user: str, now: datetime
) -> None:
    plain = ("field", "line", "action", "before", "after", "confidence", "model")
    rows = [
        {
            **correction.model_dump(include=set(plain)),
            "evidence": correction.model_dump_json(exclude=set(plain)),
            "document_id": document_id,
            "at": now,
            "actor": user,
        }
        for correction in made
    ]
    if rows:
        connection.execute(insert(corrections), rows)


def _told(done: Conclusion) -> dict[str, Any]:
    """Returns what the audit log may know of a review: names of fields and counts, no value."""
    counts = Counter[str](correction.action for correction in done.corrections)
    changed = dict.fromkeys(c.field for c in done.corrections if c.before != c.after)
    data: dict[str, Any] = {"status": done.outcome.status, **counts}
    data |= {"changed": list(changed)[:40], "acknowledged": list(done.reviewed.acknowledged)[:20]}
    return data | {"reasons": list(dict.fromkeys(reason.code for reason in done.outcome.reasons))[:20]}


def _correction(row: Row[Any]) -> CorrectionRecord:
    columns = ("document_id", "at", "actor", "field", "line", "action", "before", "after", "confidence", "model")
    known = {name: getattr(row, name) for name in columns}
    return CorrectionRecord.model_validate({**known, **json.loads(row.evidence)})


def _pace(done: Sequence[tuple[float, int]]) -> Pace:
    seconds = sorted(s for s, _ in done)
    return Pace(len(done), seconds[len(seconds) // 2], sum(doubtful for _, doubtful in done) / len(done))


def _sample(row: Row[Any]) -> Sample:
    return Sample(row.n, int(row.differing), int(row.wrong), int(row.undecided))


def _agreements(rows: Any) -> dict[SampleKind, list[Agreement]]:
    found: dict[SampleKind, list[Agreement]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(Agreement(row.name, row.looks, int(row.agreeing)))
    return found
