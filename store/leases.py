"""Which process holds which waiting document: no two do the same work, and the work of a dead one continues."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select, update

from store.base import Part
from store.events import append
from store.models import EpochNow, documents

PATIENCE = 2
"""After this many leases that ended in a dead process or ran out, a document is handed out alone."""


def this_process() -> str:
    """Returns the name under which this process holds leases: ``host:pid:start-time``.

    The host part includes the boot id and the process namespace. Two containers may share a host name, and a pid has a
    meaning only in its namespace.
    """
    return process_name(os.getpid())


def process_name(pid: int) -> str:
    """Returns the name of a process of this host, as `this_process` does; `is_dead` says whether it has ended."""
    return f"{_host()}:{pid}:{_start_time(pid)}"


def pid_of(name: str) -> int:
    """Returns the process id in the name of a process."""
    return int(name.rsplit(":", 2)[1])


def is_dead(owner: str) -> bool:
    """Whether the owner was a process of this host that has ended; False where it can't be known."""
    try:
        host, pid, started = owner.rsplit(":", 2)
        return host == _host() and _start_time(int(pid)) != started
    except ValueError:
        return False


def has_restarted(owner: str) -> bool:
    """Whether the machine of an owner was restarted since; False where it is another machine."""
    name, _, rest = owner.partition("/")
    boot = rest.partition("/")[0]
    mine, my_boot = _host().split("/")[:2]
    return name == mine and bool(boot) and boot != my_boot


@dataclass(frozen=True)
class Order:
    """Which waiting documents are handed out first.

    ``priorities`` are by class or by the beginning of a source, others have 0; a document that has waited for longer
    than ``fair_after_s`` seconds goes before all of them.
    """

    priorities: Mapping[str, int]
    fair_after_s: float


class Leases(Part):
    """The queue of waiting documents."""

    def waiting(self, limit: int, document_class: str | None = None) -> list[str]:
        """Returns documents without an outcome that no one works on, oldest first; of one class where given."""
        with self._database.read() as connection:
            return [row.id for row in connection.execute(_free(connection, limit, document_class))]

    def claim(
        self,
        limit: int,
        *,
        owner: str,
        lease_s: float,
        document_class: str | None = None,
        order: Order | None = None,
        among: Sequence[str] | None = None,
    ) -> list[str]:
        """Takes up to ``limit`` waiting documents for one owner, oldest first; no one else gets them meanwhile.

        A lease ends with `finish` or `release`, or when it expires. It ends at once if its owner is a dead process of
        this host. A document whose leases ended badly twice is handed out alone and last. If it kills the process, it
        takes no other document down.

        Args:
            limit: Documents at most.
            owner: `this_process()`.
            lease_s: Seconds until the lease runs out unless it is renewed.
            document_class: Only documents that arrived as this class.
            order: The priorities; without it the oldest is first.
            among: Only these documents.
        """
        with self._database.write() as connection:
            rows = _next(connection, limit, document_class, order, among)
            ids = [row.id for row in rows]
            lease = {"lease_owner": owner, "lease_until": EpochNow() + lease_s, "attempts": documents.c.attempts + 1}
            connection.execute(update(documents).where(documents.c.id.in_(ids)).values(lease))
            for row in rows:
                if row.lease_owner is not None:
                    _count_failure(connection, row)
                    append(connection, row.id, "taken_over", {"from": row.lease_owner}, actor=owner)
        return ids

    def renew(self, ids: Sequence[str], owner: str, lease_s: float) -> list[str]:
        """Lets the owner's leases run ``lease_s`` seconds from now; returns those it still held."""
        with self._database.write() as connection:
            held = update(documents).where(documents.c.id.in_(ids), documents.c.lease_owner == owner)
            rows = connection.execute(held.values(lease_until=EpochNow() + lease_s).returning(documents.c.id))
            kept = {row.id for row in rows}
        return [document_id for document_id in ids if document_id in kept]

    def release(self, ids: Sequence[str], owner: str, *, failed: bool = False) -> None:
        """Gives documents back unfinished; those that the owner doesn't hold are left alone.

        With ``failed`` the claim stays counted, as an attempt and as a failure of the document.
        """
        free = {
            "lease_owner": None,
            "lease_until": None,
            "alone_in_stage": None,
            "attempts": documents.c.attempts - (0 if failed else 1),
            "failures": documents.c.failures + (1 if failed else 0),
        }
        with self._database.write() as connection:
            held = update(documents).where(documents.c.id.in_(ids), documents.c.lease_owner == owner)
            connection.execute(held.values(free))

    def attempts(self, ids: Sequence[str]) -> dict[str, int]:
        """Returns how often each document was claimed and not given back; its process died, or it failed alone."""
        with self._database.read() as connection:
            rows = connection.execute(select(documents.c.id, documents.c.attempts).where(documents.c.id.in_(ids)))
            return {row.id: row.attempts for row in rows}

    def failures(self, ids: Sequence[str]) -> dict[str, int]:
        """Returns how often each document failed by itself, where no other document and no machine can be the cause.

        These are releases with ``failed``, and processes that died in the same stage with a suspected document alone in
        it. A machine that was restarted counts for nothing.
        """
        with self._database.read() as connection:
            rows = connection.execute(select(documents.c.id, documents.c.failures).where(documents.c.id.in_(ids)))
            return {row.id: row.failures for row in rows}

    def alone(self, document_id: str, stage: str) -> None:
        """Notes that a document is alone in a stage; should its process die there, it is counted as a failure.

        A later stage than the one in which it failed before takes those failures back. Only documents whose leases
        ended badly twice are noted.
        """
        before = documents.c.alone_in_stage
        kept = case((or_(before.is_(None), before == stage), documents.c.failures), else_=0)
        suspected = documents.c.id == document_id, documents.c.attempts > PATIENCE, documents.c.lease_owner.is_not(None)
        with self._database.write() as connection:
            noted = update(documents).where(*suspected)
            connection.execute(noted.values(alone_in_stage=stage, failures=kept))

    def counts(self) -> dict[str, int]:
        """Returns the number of documents ``waiting``, ``processing``, ``accepted``, ``needs_review``, ``rejected``."""
        total = dict.fromkeys(("waiting", "processing", "accepted", "needs_review", "rejected"), 0)
        with self._database.read() as connection:
            held = and_(documents.c.status == "waiting", ~_is_free(connection)).label("held")
            for row in connection.execute(select(documents.c.status, held, func.count()).group_by("status", "held")):
                total["processing" if row.held else row.status] += row[2]
        return total


def _next(
    connection: Connection,
    limit: int,
    document_class: str | None,
    order: Order | None,
    among: Sequence[str] | None = None,
) -> Sequence[Row[Any]]:
    """Returns the oldest free documents, or where all are suspected one of them: the one that was tried least."""
    innocent = _free(connection, limit, document_class, among).where(documents.c.attempts < PATIENCE)
    if order is not None and order.priorities:
        first = _rank(order).desc(), documents.c.received_at, documents.c.id
        innocent = innocent.order_by(None).order_by(*first)
    rows = connection.execute(innocent.with_for_update(skip_locked=True)).all()
    if rows:
        return rows
    suspected = _free(connection, 1, document_class, among).order_by(None)
    suspected = suspected.order_by(documents.c.attempts, documents.c.received_at, documents.c.id)
    return connection.execute(suspected.with_for_update(skip_locked=True)).all()


def _rank(order: Order) -> ColumnElement[int]:
    """A document that has waited too long is first; else the highest priority that its class or source has."""
    overdue = documents.c.received_at < datetime.now(UTC) - timedelta(seconds=order.fair_after_s)
    cases: list[tuple[ColumnElement[bool], int]] = [(overdue, max(*order.priorities.values(), 0) + 1)]
    for name, priority in sorted(order.priorities.items(), key=lambda item: -item[1]):
        is_of = or_(documents.c.document_class == name, documents.c.source.startswith(name, autoescape=True))
        cases.append((is_of, priority))
    return case(*cases, else_=0)


def _count_failure(connection: Connection, row: Row[Any]) -> None:
    """Counts a process that died on one document by itself, but not one that went down with its machine."""
    if row.alone_in_stage is not None and not has_restarted(row.lease_owner):
        died = documents.c.failures + 1
        connection.execute(update(documents).where(documents.c.id == row.id).values(failures=died))


def _free(
    connection: Connection, limit: int, document_class: str | None, among: Sequence[str] | None = None
) -> Select[Any]:
    columns = documents.c.id, documents.c.attempts, documents.c.lease_owner, documents.c.alone_in_stage
    query = select(*columns).where(documents.c.status == "waiting", _is_free(connection))
    if document_class is not None:
        query = query.where(documents.c.document_class == document_class)
    if among is not None:
        query = query.where(documents.c.id.in_(among))
    return query.order_by(documents.c.received_at, documents.c.id).limit(limit)


def _is_free(connection: Connection) -> ColumnElement[bool]:
    """No lease, one that ran out, or one of a process that died on this host."""
    owner = documents.c.lease_owner
    holders = connection.execute(select(owner).where(documents.c.status == "waiting", owner.is_not(None)).distinct())
    dead = [row.lease_owner for row in holders if is_dead(row.lease_owner)]
    return or_(owner.is_(None), documents.c.lease_until <= EpochNow(), owner.in_(dead))


@cache
def _host() -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        namespace = str(Path("/proc/self/ns/pid").readlink())
    except OSError:  # no Linux
        boot, namespace = "", ""
    return f"{socket.gethostname()}/{boot[:8]}/{namespace.strip('pid:[]')}"


def _start_time(pid: int) -> str:
    """Returns when a process started, in clock ticks since boot, or an empty text when it has ended.

    Pids are used again; a pid and its start time are not. Where there is no ``/proc``, "0" means a live process.
    """
    try:
        # Field 3 is the state, field 22 the start; the name before them may hold blanks and brackets.
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if state in "ZX" else fields[18]
    except OSError:
        return "0" if not Path("/proc/self").exists() and _answers(pid) else ""


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
