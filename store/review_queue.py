"""The review queue: what waits for a person, in which order, and who holds which document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, delete, func, or_, select, update

from schemas.document import DocumentId
from schemas.errors import ReviewConflict, UnknownDocument
from schemas.review import FIRST, SECOND, QueueItem, QueueRow, ReviewState, Round
from store.base import Part
from store.database import Database
from store.events import append
from store.models import EpochNow, documents, outcomes
from store.review_tables import review_drafts, review_skips, reviews

QueueOrder = Literal["priority", "due", "age"]
_theirs = reviews.alias("theirs")
_is_held = and_(reviews.c.assignee.is_not(None), reviews.c.lease_until > EpochNow())

WAITING: tuple[ReviewState, ...] = ("open", "escalated")


@dataclass(frozen=True)
class QueueFilter:
    """Which part of the queue. ``assignee`` names a person, or is ``"nobody"``; None leaves a filter out.

    ``due_before`` keeps what is due until then. ``visible_to`` leaves out second looks at that person's own work.
    """

    state: ReviewState = "open"
    round: Round = FIRST
    document_class: str | None = None
    assignee: str | None = None
    due_before: datetime | None = None
    visible_to: str | None = None
    order: QueueOrder = "priority"


@dataclass(frozen=True)
class QueueCounts:
    """How many documents wait; ``by_class`` counts the open first reviews."""

    open: int
    escalated: int
    second: int
    overdue: int
    held: int
    by_class: Mapping[str, int]


class ReviewQueue(Part):
    """Queue rows: one for each document and round."""

    def enqueue(self, items: Sequence[QueueItem]) -> None:
        """Puts documents into the queue, or updates what is known of those in it; a lease and a note stay.

        Raises:
            UnknownDocument: The store has no such document.
        """
        now = datetime.now(UTC)
        with self._database.write() as connection:
            for item in sorted(items, key=lambda item: item.document_id):
                put(self._database, connection, item, now)

    def unqueued(self, limit: int) -> list[DocumentId]:
        """Returns documents that need review and are not in the queue because a run was interrupted."""
        queued = and_(reviews.c.document_id == outcomes.c.document_id, reviews.c.round == FIRST)
        query = select(outcomes.c.document_id).outerjoin(reviews, queued)
        query = query.where(outcomes.c.status == "needs_review", reviews.c.document_id.is_(None))
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(outcomes.c.finished_at).limit(limit)))

    def queue(self, wanted: QueueFilter, limit: int = 50, offset: int = 0) -> list[QueueRow]:
        """Returns a page of the queue, in its order."""
        query = _rows().where(*_conditions(wanted)).order_by(*_order(wanted.order)).limit(limit).offset(offset)
        with self._database.read() as connection:
            return [as_row(row) for row in connection.execute(query)]

    def neighbors(self, row: QueueRow, wanted: QueueFilter) -> tuple[QueueRow | None, QueueRow | None]:
        """Returns the free documents before and behind one in the queue, by priority; None at an end."""
        column, last = reviews.c.priority, reviews.c.document_id
        before = or_(column > row.priority, and_(column == row.priority, last > row.document_id))
        behind = or_(column < row.priority, and_(column == row.priority, last < row.document_id))
        free = or_(reviews.c.assignee.is_(None), reviews.c.lease_until <= EpochNow())
        query = _rows().where(*_conditions(wanted), free).limit(1)
        with self._database.read() as connection:
            first = connection.execute(query.where(before).order_by(column.asc(), last.asc())).first()
            second = connection.execute(query.where(behind).order_by(column.desc(), last.desc())).first()
        return as_row(first) if first else None, as_row(second) if second else None

    def count(self, wanted: QueueFilter) -> int:
        """Returns how many documents a filter leaves."""
        query = select(func.count()).select_from(reviews).where(*_conditions(wanted))
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def counts(self) -> QueueCounts:
        """Returns the figures above the queue."""
        late = func.sum(case((reviews.c.due_at <= datetime.now(UTC), 1), else_=0)).label("late")
        columns = reviews.c.state, reviews.c.round, reviews.c.document_class
        query = select(*columns, func.count().label("n"), late).where(reviews.c.state.in_(WAITING)).group_by(*columns)
        held = select(func.count()).where(_is_held)
        with self._database.read() as connection:
            rows = list(connection.execute(query))
            held_now = connection.execute(held).scalar_one()
        first = [row for row in rows if (row.state, row.round) == ("open", FIRST)]
        return QueueCounts(
            open=sum(row.n for row in first),
            escalated=sum(row.n for row in rows if row.state == "escalated"),
            second=sum(row.n for row in rows if (row.state, row.round) == ("open", SECOND)),
            overdue=sum(row.late for row in first),
            held=held_now,
            by_class={row.document_class: row.n for row in sorted(first, key=lambda row: -row.n)},
        )

    def assignees(self) -> list[str]:
        """Returns who holds a document now, by name."""
        with self._database.read() as connection:
            return sorted(connection.scalars(select(reviews.c.assignee).where(_is_held).distinct()))

    def row(self, document_id: DocumentId, round: Round = FIRST) -> QueueRow | None:
        """Returns a document's place in the queue, also after it was reviewed; None when it never was in it."""
        with self._database.read() as connection:
            found = connection.execute(_rows().where(_is(document_id, round))).first()
        return as_row(found) if found else None


class Assignments(Part):
    """Leases of people: a person holds an opened document until it is finished, released, or abandoned."""

    def take(
        self, document_id: DocumentId, user: str, lease_s: float, *, round: Round = FIRST, force: bool = False
    ) -> QueueRow:
        """Takes a document for a person, or renews their lease on it.

        Args:
            document_id: The document.
            user: Who takes it.
            lease_s: Seconds until it is free again unless the lease is renewed.
            round: First review or second look.
            force: Takes it from whoever holds it; for admins.

        Raises:
            ReviewConflict: Somebody else holds it, it is finished, or it would be a second look at one's own work.
            UnknownDocument: The document is not in the queue.
        """
        with self._database.write() as connection:
            row = lock_row(connection, document_id, round)
            if row.state == "done":
                raise ReviewConflict(_finished(row), document_id=document_id)
            if round == SECOND and row.first == user:
                raise ReviewConflict("a second look needs a second person: you gave the first answer")
            holder = row.assignee if row.held and row.assignee != user else None
            if holder is not None and not force:
                raise ReviewConflict(f"{holder} is working on this document", document_id=document_id)
            _hold(connection, document_id, round, user, lease_s)
            if holder is not None or (row.assignee not in (None, user)):
                data = {"from": row.assignee, "round": round, "forced": holder is not None}
                append(connection, document_id, "review_taken_over", data, actor=user)
            return as_row(connection.execute(_rows().where(_is(document_id, round))).one())

    def take_next(
        self, user: str, lease_s: float, wanted: QueueFilter | None = None, *, without: Sequence[DocumentId] = ()
    ) -> QueueRow | None:
        """Takes the first document of the queue that is free and that this person did not skip; None when none is."""
        wanted = wanted or QueueFilter()
        skipped = select(review_skips.c.document_id).where(
            review_skips.c.document_id == reviews.c.document_id,
            review_skips.c.round == reviews.c.round,
            review_skips.c.actor == user,
        )
        free = or_(reviews.c.assignee.is_(None), reviews.c.lease_until <= EpochNow(), reviews.c.assignee == user)
        # Who skipped a document may still be asked about it once it is a hard case.
        offered = or_(reviews.c.state == "escalated", ~skipped.exists())
        query = (
            select(reviews.c.document_id, reviews.c.round)
            .where(*_conditions(wanted), free, offered, reviews.c.document_id.not_in(without))
            .where(or_(reviews.c.first.is_(None), reviews.c.first != user))
            .order_by(*_order(wanted.order))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with self._database.write() as connection:
            first = connection.execute(query).first()
            if first is None:
                return None
            _hold(connection, first.document_id, first.round, user, lease_s)
            return as_row(connection.execute(_rows().where(_is(first.document_id, first.round))).one())

    def renew(self, document_id: DocumentId, user: str, lease_s: float, *, round: Round = FIRST) -> bool:
        """Lets a lease run on; False when the person no longer holds the document."""
        mine = _is(document_id, round), reviews.c.assignee == user, reviews.c.state != "done"
        with self._database.write() as connection:
            renewed = update(reviews).where(*mine).values(lease_until=EpochNow() + lease_s)
            return connection.execute(renewed.returning(reviews.c.document_id)).first() is not None

    def give_back(self, document_id: DocumentId, user: str, *, round: Round = FIRST) -> None:
        """Ends a lease; a document that somebody else holds by now is left alone."""
        mine = _is(document_id, round), reviews.c.assignee == user
        with self._database.write() as connection:
            connection.execute(update(reviews).where(*mine).values(assignee=None, lease_until=None))

    def skip(self, document_id: DocumentId, user: str, why: str, *, round: Round = FIRST) -> None:
        """Leaves a document to others: it is free again, and this person is not offered it any more.

        Raises:
            ReviewConflict: Somebody else holds it, or it is finished.
            UnknownDocument: The document is not in the queue.
        """
        row = {"document_id": document_id, "round": round, "actor": user, "why": why, "at": datetime.now(UTC)}
        again = {"why": why, "at": row["at"]}
        with self._database.write() as connection:
            held_by(lock_row(connection, document_id, round), user)
            put_skip = self._database.insert(review_skips).values(row)
            keys = ["document_id", "round", "actor"]
            connection.execute(put_skip.on_conflict_do_update(index_elements=keys, set_=again))
            free = {"assignee": None, "lease_until": None, "skips": reviews.c.skips + 1}
            connection.execute(update(reviews).where(_is(document_id, round)).values(free))
            append(connection, document_id, "review_skipped", {"round": round}, actor=user)

    def escalate(self, document_id: DocumentId, user: str, why: str, *, round: Round = FIRST) -> None:
        """Hands a document to those who decide hard cases, with the reason.

        Raises:
            ReviewConflict: Somebody else holds it, or it is finished.
            UnknownDocument: The document is not in the queue.
        """
        with self._database.write() as connection:
            held_by(lock_row(connection, document_id, round), user)
            free = {"state": "escalated", "note": why, "note_by": user, "assignee": None, "lease_until": None}
            connection.execute(update(reviews).where(_is(document_id, round)).values(free))
            append(connection, document_id, "review_escalated", {"round": round}, actor=user)


def put(database: Database, connection: Connection, item: QueueItem, now: datetime) -> None:
    """Writes a queue row; a finished one of the same document and round begins anew."""
    known = item.model_dump()
    row = {**known, "queued_at": now, "state": "open", "skips": 0}
    statement = database.insert(reviews).values(row)
    again = {
        name: case((reviews.c.state == "done", value), else_=reviews.c[name])
        for name, value in {"state": "open", "queued_at": now, "due_at": item.due_at, "skips": 0}.items()
    }
    keep = {name: value for name, value in known.items() if name not in ("document_id", "round", "due_at")}
    ended = {"done_at": None, "done_by": None, "done_key": None, "seconds": None}
    statement = statement.on_conflict_do_update(
        index_elements=["document_id", "round"], set_={**keep, **again, **ended}
    )
    connection.execute(statement)


def lock_row(connection: Connection, document_id: str, round: int) -> Row[Any]:
    """Returns a queue row with ``held``, which no one else changes until the transaction ends.

    Raises:
        UnknownDocument: The document is not in the queue.
    """
    query = select(reviews, _is_held.label("held")).where(_is(document_id, round))
    found = connection.execute(query.with_for_update()).first()
    if found is None:
        raise UnknownDocument("this document does not wait for a review", document_id=document_id)
    return found


def held_by(row: Row[Any], user: str) -> None:
    """Checks that a person may act on a queue row: they hold it, or nobody does.

    Raises:
        ReviewConflict: Somebody else holds it, or it is finished.
    """
    if row.state == "done":
        raise ReviewConflict(_finished(row), document_id=row.document_id)
    if row.assignee not in (None, user) and row.held:
        raise ReviewConflict(f"{row.assignee} has taken this document over", document_id=row.document_id)
    if row.first == user:
        raise ReviewConflict("a second look needs a second person: you gave the first answer")


def forget(connection: Connection, document_id: str) -> None:
    """Removes a reopened document from the queue; the values for its next outcome are not known yet."""
    for table in (review_drafts, review_skips, reviews):
        connection.execute(delete(table).where(table.c.document_id == document_id))


def as_row(row: Row[Any]) -> QueueRow:
    """Returns a queue row as everyone else sees it; a lease that ran out has no assignee."""
    known = {name: getattr(row, name) for name in QueueRow.model_fields if name != "assignee"}
    return QueueRow(**known, assignee=row.assignee if row.held else None)


def _finished(row: Row[Any]) -> str:
    return f"{row.done_by} has finished this document already"


def _hold(connection: Connection, document_id: str, round: int, user: str, lease_s: float) -> None:
    lease = {"assignee": user, "lease_until": EpochNow() + lease_s}
    connection.execute(update(reviews).where(_is(document_id, round)).values(lease))


def _is(document_id: str, round: int) -> ColumnElement[bool]:
    return and_(reviews.c.document_id == document_id, reviews.c.round == round)


def _rows() -> Select[Any]:
    held = _is_held.label("held")
    return select(reviews, documents.c.name, held).join(documents, documents.c.id == reviews.c.document_id)


def _conditions(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    found = [reviews.c.state == wanted.state, reviews.c.round == wanted.round]
    held = reviews.c.lease_until > EpochNow()
    if wanted.state == "escalated":
        found.pop()  # whoever decides hard cases sees those of both rounds
    if wanted.document_class is not None:
        found.append(reviews.c.document_class == wanted.document_class)
    if wanted.due_before is not None:
        found.append(reviews.c.due_at <= wanted.due_before)
    if wanted.assignee == "nobody":
        found.append(or_(reviews.c.assignee.is_(None), ~held))
    elif wanted.assignee is not None:
        # As a set of its own, so that the few rows of a person are found by their index, not by walking the queue.
        few = select(_theirs.c.document_id).where(_theirs.c.assignee == wanted.assignee)
        found += [reviews.c.document_id.in_(few), reviews.c.assignee == wanted.assignee, held]
    if wanted.visible_to is not None:
        found.append(or_(reviews.c.first.is_(None), reviews.c.first != wanted.visible_to))
    return found


def _order(order: QueueOrder) -> tuple[ColumnElement[Any], ...]:
    last = reviews.c.document_id
    if order == "due":
        return reviews.c.due_at.asc(), last.asc()
    if order == "age":
        return reviews.c.queued_at.asc(), last.asc()
    return reviews.c.priority.desc(), last.desc()
