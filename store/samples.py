"""What people found when they checked values, and what waits: bounded queries behind the figures of operations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from schemas.document import DocumentId
from schemas.outcome import Outcome
from schemas.tiers import STANDARD, TIER, tier_of
from store.base import ClockPart
from store.models import documents, outcomes, results
from store.review_tables import comparisons, corrections, reviews

QUEUES = ("processing", "review", "second_look", "escalated")
"""Where documents wait: for a worker, for a review, for a blind second look, for a decision about a hard case."""

Sample = Literal["reviewed", "accepted"]
"""Where a checked value comes from: a review, or a blind second look at a document that the machine accepted."""


@dataclass(frozen=True)
class CheckedValue:
    """A value that the machine read, beside a person's answer.

    ``page`` is 1 if unknown. ``tier`` is that of the document's latest reading, ``unknown`` where none is kept.
    """

    document_id: DocumentId
    page: int
    at: datetime
    document_class: str
    model: str
    sample: Sample
    field: str
    line: int | None
    machine: str | None
    truth: str | None
    right: bool
    tier: str = STANDARD


@dataclass(frozen=True)
class Arrival:
    """A document with its outcome: when it came, of which class it is, how sure its fields are, how it was read."""

    document_id: DocumentId
    at: datetime
    document_class: str
    confidence: float | None
    tier: str = STANDARD


@dataclass(frozen=True)
class Queue:
    """What waits in one queue: how many documents of a class, tier and model, and since when the oldest does.

    A text is empty where it is not known yet: a document that was not read has no model.
    """

    name: str
    document_class: str
    documents: int
    oldest: datetime
    tier: str = ""
    model: str = ""


class Samples(ClockPart):
    """Reading only; every method is one transaction and reads a bounded number of rows."""

    def checked_values(self, since: datetime, limit: int) -> list[CheckedValue]:
        """Returns the newest checked values since a moment: at most ``limit`` of reviews and of second looks each."""
        with self._database.read() as connection:
            return [*_reviewed(connection, since, limit), *_accepted(connection, since, limit)]

    def arrivals(self, since: datetime, until: datetime, limit: int) -> list[Arrival]:
        """Returns the documents with an outcome that came in a period: the newest ``limit``, the oldest first."""
        columns = documents.c.id, documents.c.received_at, outcomes.c.document_class, outcomes.c.payload
        query = select(*columns).join(outcomes, outcomes.c.document_id == documents.c.id)
        query = query.where(documents.c.received_at >= since, documents.c.received_at < until)
        query = query.order_by(documents.c.received_at.desc(), documents.c.id).limit(limit)
        with self._database.read() as connection:
            rows = list(connection.execute(query))
        return [_arrival(row) for row in reversed(rows)]

    def queues(self) -> list[Queue]:
        """Returns what waits for processing, for a review, for a second look and for a decision about a hard case."""
        kind = func.coalesce(documents.c.document_class, "").label("kind")
        stated = func.coalesce(documents.c.tier, "").label("tier")
        waiting = select(kind, stated, func.count().label("n"), func.min(documents.c.received_at).label("oldest"))
        waiting = waiting.where(documents.c.status == "waiting").group_by(kind, stated)
        tier, model = (func.coalesce(column, "").label(column.name) for column in (reviews.c.tier, reviews.c.model))
        columns = reviews.c.state, reviews.c.round, reviews.c.document_class, tier, model
        asked = select(*columns, func.count().label("n"), func.min(reviews.c.queued_at).label("oldest"))
        asked = asked.where(reviews.c.state.in_(("open", "escalated"))).group_by(*columns)
        with self._database.read() as connection:
            rows = connection.execute(waiting)
            found = [Queue("processing", row.kind, row.n, row.oldest, row.tier) for row in rows]
            for row in connection.execute(asked):
                name = "escalated" if row.state == "escalated" else "review" if row.round == 1 else "second_look"
                found.append(Queue(name, row.document_class, row.n, row.oldest, row.tier, row.model))
        return found

    def backlog(self) -> tuple[int, datetime | None]:
        """Returns how many documents wait for processing, and since when the oldest does."""
        query = select(func.count().label("n"), func.min(documents.c.received_at).label("oldest"))
        with self._database.read() as connection:
            row = connection.execute(query.where(documents.c.status == "waiting")).one()
        return row.n, row.oldest

    def open_outcomes(self, limit: int) -> list[Outcome]:
        """Returns the outcomes of documents that wait for a review, the most urgent first."""
        query = select(outcomes.c.payload).join(reviews, reviews.c.document_id == outcomes.c.document_id)
        query = query.where(reviews.c.state == "open", reviews.c.round == 1)
        query = query.order_by(reviews.c.priority.desc(), reviews.c.document_id.desc()).limit(limit)
        return self._outcomes(query)

    def rejected_outcomes(self, limit: int) -> list[Outcome]:
        """Returns the outcomes of the rejected documents that arrived last."""
        query = select(outcomes.c.payload).join(documents, documents.c.id == outcomes.c.document_id)
        query = query.where(documents.c.status == "rejected")
        return self._outcomes(query.order_by(documents.c.received_at.desc(), documents.c.id).limit(limit))

    def _outcomes(self, query: Select[Any]) -> list[Outcome]:
        with self._database.read() as connection:
            return [Outcome.model_validate_json(payload) for payload in connection.scalars(query)]


def _arrival(row: Any) -> Arrival:
    outcome = json.loads(row.payload)
    tier = outcome.get("versions", {}).get(TIER, STANDARD)
    return Arrival(row.id, row.received_at, row.document_class or "unknown", outcome.get("confidence"), tier)


def _tier(version: str | None) -> str:
    return "unknown" if version is None else tier_of(version)


def _reading(document_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Returns the condition that joins the reading of a document, whose version names the tier."""
    return and_(results.c.document_id == document_id, results.c.stage == "read")


def _reviewed(connection: Connection, since: datetime, limit: int) -> Sequence[CheckedValue]:
    columns = (
        corrections.c.document_id, corrections.c.at, corrections.c.model, corrections.c.field, corrections.c.line,
        corrections.c.before, corrections.c.after, corrections.c.evidence,
    )  # fmt: skip
    query = select(*columns, outcomes.c.document_class.label("kind"), results.c.version.label("reading"))
    query = query.join(outcomes, outcomes.c.document_id == corrections.c.document_id)
    query = query.outerjoin(results, _reading(corrections.c.document_id))
    stated = or_(corrections.c.before.is_not(None), corrections.c.after.is_not(None))
    query = query.where(corrections.c.at >= since, stated).order_by(corrections.c.id.desc()).limit(limit)
    return [
        CheckedValue(
            row.document_id, json.loads(row.evidence).get("page_number") or 1, row.at, row.kind or "unknown", row.model,
            "reviewed", row.field, row.line, row.before, row.after, row.before == row.after, _tier(row.reading),
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def _accepted(connection: Connection, since: datetime, limit: int) -> Sequence[CheckedValue]:
    """A value on which the two differ counts once a third person has decided; the second answer is then the truth."""
    decided = or_(comparisons.c.agrees, comparisons.c.first_wrong.is_not(None))
    stated = or_(comparisons.c.first.is_not(None), comparisons.c.second.is_not(None))
    sampled = comparisons.c.at >= since, comparisons.c.kind == "accepted"
    query = select(comparisons, results.c.version.label("reading")).where(*sampled, decided, stated)
    query = query.outerjoin(results, _reading(comparisons.c.document_id))
    found = []
    for row in connection.execute(query.order_by(comparisons.c.id.desc()).limit(limit)):
        right = row.agrees or not row.first_wrong
        found.append(
            CheckedValue(
                row.document_id,
                1,
                row.at,
                row.document_class,
                row.first_by,
                "accepted",
                row.field,
                None,
                row.first,
                row.first if right else row.second,
                right,
                _tier(row.reading),
            )
        )
    return found
