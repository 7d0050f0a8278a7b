"""Webhooks: who receives outcomes, the outbox that is filled with them, and what became of each message."""

from __future__ import annotations

import base64
import json
import secrets
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from sqlalchemy import Connection, Row, Select, and_, delete, func, insert, select, update

from schemas.document import DocumentId
from schemas.errors import UnknownWebhook, WebhookError
from schemas.outcome import Outcome, Status
from store.base import ClockPart, from_row
from store.events import append
from store.webhook_tables import deliveries, webhooks

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32
MOST = 50
"""Webhooks at the same time: each outcome writes a row for each."""
MOST_REASONS = 20

STATUSES: tuple[Status, ...] = get_args(Status)

PAUSES_S = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Delays after failed attempts; after the last one, three days after the first, the message is given up.

Source: the schedule that standard-webhooks recommends (standardwebhooks.com, "Retries").
"""
KEPT = timedelta(days=30)
"""So long what was delivered or given up can be looked at."""
TEST = "webhook.test"


@dataclass(frozen=True)
class Webhook:
    """An address that receives outcomes of these statuses, of one class where given.

    ``stopped`` is a code for why sending stopped, where the receiver made it stop.
    """

    id: int
    name: str
    url: str
    statuses: tuple[Status, ...]
    document_class: str | None
    active: bool
    created_at: datetime
    created_by: str
    stopped: str | None = None


@dataclass(frozen=True)
class Delivery:
    """A message. ``next_at`` is when it is tried next; None once it arrived or was given up.

    ``answer`` is the HTTP status of the last attempt, or a code where there was none.
    """

    id: str
    webhook_id: int
    document_id: DocumentId | None
    payload: str
    created_at: datetime
    attempts: int
    next_at: datetime | None
    delivered_at: datetime | None
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Due:
    """A message to send now, with where to and what it is signed with."""

    delivery: Delivery
    url: str
    secret: str


class Webhooks(ClockPart):
    """Webhooks and their messages. Every method is one transaction."""

    def add(
        self,
        name: str,
        url: str,
        *,
        statuses: Collection[Status] = STATUSES,
        document_class: str | None = None,
        actor: str,
    ) -> tuple[Webhook, str]:
        """Adds a webhook; returns it with the secret that its messages are signed with, which is shown only now.

        Raises:
            WebhookError: Name or statuses are missing, or there are too many webhooks.
        """
        wanted = [status for status in STATUSES if status in statuses]
        if not name.strip() or not wanted:
            raise WebhookError("a webhook needs a name and at least one status")
        secret = new_secret()
        row = {"name": name.strip()[:100], "url": url, "secret": secret, "statuses": " ".join(wanted), "active": True}
        row |= {"document_class": document_class, "created_at": self.now(), "created_by": actor}
        with self._database.write() as connection:
            there = select(func.count()).select_from(webhooks).where(webhooks.c.removed_at.is_(None))
            if connection.execute(there).scalar_one() >= MOST:
                raise WebhookError(f"there are {MOST} webhooks: remove one that is no longer used")
            made = connection.execute(insert(webhooks).values(row).returning(webhooks)).one()
            append(connection, None, "webhook_added", {"webhook": made.id, "statuses": wanted}, actor=actor)
        return _webhook(made), secret

    def all(self) -> list[Webhook]:
        """Returns the webhooks, the oldest first."""
        with self._database.read() as connection:
            return [_webhook(row) for row in connection.execute(_known().order_by(webhooks.c.id))]

    def get(self, webhook_id: int) -> Webhook:
        """Returns a webhook.

        Raises:
            UnknownWebhook: There is none with this number.
        """
        with self._database.read() as connection:
            return _webhook(_found(connection, webhook_id))

    def switch(self, webhook_id: int, *, active: bool, actor: str) -> Webhook:
        """Switches a webhook on or off; messages that wait go on waiting.

        Raises:
            UnknownWebhook: There is none with this number.
        """
        with self._database.write() as connection:
            _found(connection, webhook_id)
            changed = update(webhooks).where(webhooks.c.id == webhook_id).values(active=active, stopped=None)
            row = connection.execute(changed.returning(webhooks)).one()
            append(connection, None, "webhook_switched", {"webhook": webhook_id, "active": active}, actor=actor)
        return _webhook(row)

    def renew_secret(self, webhook_id: int, *, actor: str) -> str:
        """Gives a webhook another secret and returns it: from now on, messages are signed with it.

        Raises:
            UnknownWebhook: There is none with this number.
        """
        secret = new_secret()
        with self._database.write() as connection:
            _found(connection, webhook_id)
            connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(secret=secret))
            append(connection, None, "webhook_secret_renewed", {"webhook": webhook_id}, actor=actor)
        return secret

    def remove(self, webhook_id: int, *, actor: str) -> None:
        """Removes a webhook with its messages that wait.

        Raises:
            UnknownWebhook: There is none with this number.
        """
        with self._database.write() as connection:
            _found(connection, webhook_id)
            gone = {"removed_at": self.now(), "active": False, "secret": ""}
            connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(gone))
            connection.execute(delete(deliveries).where(deliveries.c.webhook_id == webhook_id))
            append(connection, None, "webhook_removed", {"webhook": webhook_id}, actor=actor)

    def test(self, webhook_id: int) -> Delivery:
        """Puts a message without a document into the outbox.

        Raises:
            UnknownWebhook: There is none with this number.
        """
        with self._database.write() as connection:
            _found(connection, webhook_id)
            row = _message(webhook_id, TEST, {}, None, self.now())
            made = connection.execute(insert(deliveries).values(row).returning(deliveries)).one()
        return from_row(Delivery, made)

    def send_again(self, webhook_id: int, delivery_id: str) -> None:
        """Tries a webhook's message anew, from the first attempt on.

        Raises:
            UnknownWebhook: The webhook has none with this id.
        """
        is_it = (deliveries.c.webhook_id == webhook_id) & (deliveries.c.id == delivery_id)
        anew = {"attempts": 0, "next_at": self.now(), "delivered_at": None}
        with self._database.write() as connection:
            if connection.execute(update(deliveries).where(is_it).values(anew)).rowcount == 0:
                raise UnknownWebhook("there is no such message: those delivered long ago are not kept")

    def deliveries(self, webhook_id: int, limit: int = 50) -> Sequence[Delivery]:
        """Returns the newest messages to a webhook."""
        query = select(deliveries).where(deliveries.c.webhook_id == webhook_id)
        query = query.order_by(deliveries.c.created_at.desc(), deliveries.c.id).limit(limit)
        with self._database.read() as connection:
            return [from_row(Delivery, row) for row in connection.execute(query)]

    def due(self, limit: int, *, within: timedelta) -> list[Due]:
        """Takes messages that are to be sent now, the oldest first; no one else gets them before ``within`` is over.

        A sender that dies loses nothing: its messages are due again then. So one may arrive twice, with the same id.
        """
        now = self.now()
        ready = and_(deliveries.c.next_at <= now, webhooks.c.active)
        query = select(deliveries, webhooks.c.url, webhooks.c.secret).join(webhooks)
        query = query.where(ready).order_by(deliveries.c.next_at, deliveries.c.id).limit(limit)
        with self._database.read() as connection:  # mostly there is nothing, and then nobody is locked out
            if connection.execute(query).first() is None:
                return []
        with self._database.write() as connection:
            rows = connection.execute(query.with_for_update(of=deliveries, skip_locked=True)).all()
            these = deliveries.c.id.in_([row.id for row in rows])
            connection.execute(update(deliveries).where(these).values(next_at=now + within))
        return [Due(from_row(Delivery, row), row.url, row.secret) for row in rows]

    def note(self, delivery_id: str, answer: str, *, arrived: bool, stop: bool = False) -> None:
        """Notes what came of an attempt; a message that did not arrive is tried again, until it is given up.

        Args:
            delivery_id: The message.
            answer: The HTTP status, or a code where there was no answer.
            arrived: Whether the receiver has it.
            stop: The receiver wants no more messages at all.
        """
        now = self.now()
        with self._database.write() as connection:
            row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).first()
            if row is None:  # its webhook was removed meanwhile
                return
            tried: dict[str, Any] = {"attempts": row.attempts + 1, "answer": answer[:64], "answered_at": now}
            pause = PAUSES_S[row.attempts] if row.attempts < len(PAUSES_S) else None
            again = None if arrived or stop or pause is None else now + timedelta(seconds=pause)
            tried |= {"next_at": again, "delivered_at": now if arrived else None}
            connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(tried))
            if stop:
                off = {"active": False, "stopped": answer[:64]}
                connection.execute(update(webhooks).where(webhooks.c.id == row.webhook_id).values(off))
                append(connection, None, "webhook_stopped", {"webhook": row.webhook_id}, actor="fieldwright")

    def forget_old(self) -> int:
        """Removes messages that were delivered or given up long ago; returns how many."""
        old = and_(deliveries.c.created_at < self.now() - KEPT, deliveries.c.next_at.is_(None))
        with self._database.write() as connection:
            return connection.execute(delete(deliveries).where(old)).rowcount


def announce(connection: Connection, outcome: Outcome) -> None:
    """Puts an outcome into the outbox of every webhook that wants it, in the transaction that stores the outcome.

    A message holds what the audit log may hold too: ids, class, status and codes, never text of a document.
    """
    now = datetime.now(UTC)
    facts = {
        "document_id": outcome.document_id,
        "document_class": outcome.document_class,
        "status": outcome.status,
        "reasons": list(dict.fromkeys(reason.code for reason in outcome.reasons))[:MOST_REASONS],
    }
    rows = [
        _message(row.id, f"document.{outcome.status}", facts, outcome.document_id, now)
        for row in connection.execute(_known().where(webhooks.c.active))
        if outcome.status in row.statuses.split() and row.document_class in (None, outcome.document_class)
    ]
    if rows:
        connection.execute(insert(deliveries), rows)


def new_secret() -> str:
    """Returns a secret as standard-webhooks writes it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _message(
    webhook_id: int, kind: str, facts: dict[str, Any], document_id: str | None, now: datetime
) -> dict[str, Any]:
    content = {"type": kind, "timestamp": now.isoformat(timespec="seconds"), "data": facts}
    row = {"id": f"msg_{uuid.uuid4().hex}", "webhook_id": webhook_id, "document_id": document_id}
    row |= {"payload": json.dumps(content, separators=(",", ":"))}
    return row | {"created_at": now, "attempts": 0, "next_at": now}


def _known() -> Select[Any]:
    return select(webhooks).where(webhooks.c.removed_at.is_(None))


def _found(connection: Connection, webhook_id: int) -> Row[Any]:
    row = connection.execute(_known().where(webhooks.c.id == webhook_id)).first()
    if row is None:
        raise UnknownWebhook("there is no such webhook")
    return row


def _webhook(row: Row[Any]) -> Webhook:
    return from_row(Webhook, row, statuses=tuple(status for status in STATUSES if status in row.statuses.split()))
