"""Archives in the database: which worker holds which shard, and what became of each file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, case, distinct, func, or_, select, update

from schemas.document import DocumentId
from schemas.outcome import Outcome
from store.archive_tables import archive_files, archive_shards, archives
from store.base import ClockPart, batches, from_row
from store.leases import is_dead
from store.models import EpochNow, documents, outcomes
from store.review_tables import reviews
from store.standard_tables import checks

ShardState = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True)
class ArchiveFile:
    """A line of a manifest that was taken in; see `store.archive_tables.archive_files`."""

    line: int
    part: int
    shard: int
    document_id: DocumentId | None
    planned: int
    problem: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Shard:
    """A shard as the database has it. ``is_held`` says whether a living lease is on it.

    ``ended`` are planned pages of files with an end, ``pages`` those found in them, ``taken`` the files taken in.
    """

    number: int
    state: ShardState
    worker: str | None
    is_held: bool
    attempts: int
    seconds: float
    reason: str | None
    begun_at: datetime | None
    taken: int
    ended: int
    pages: int


@dataclass(frozen=True)
class Looks:
    """Second looks at accepted documents of an archive: finished ones, wrong ones among them, and waiting ones."""

    finished: int
    wrong: int
    waiting: int


@dataclass(frozen=True)
class Candidate:
    """A document of an archive with its outcome and the pages found in it."""

    document_id: DocumentId
    pages: int
    outcome: Outcome


class Archives(ClockPart):
    """Shards and files of archives. Every method is one transaction."""

    def register(self, archive: str, shards: Sequence[int], *, look_rate: float | None = None) -> None:
        """Notes an archive with its shards; one that is known only gets the new share of second looks, where given."""
        row = {"id": archive, "look_rate": look_rate, "begun_at": self.now()}
        with self._database.write() as connection:
            new = self._database.insert(archives).values(row).on_conflict_do_nothing().returning(archives.c.id)
            if connection.execute(new).first() is None:
                if look_rate is not None:
                    mine = archives.c.id == archive
                    connection.execute(update(archives).where(mine).values(look_rate=look_rate))
                return
            rows = [{"archive": archive, "number": number, "state": "waiting"} for number in shards]
            if rows:
                connection.execute(archive_shards.insert(), rows)

    def claim(
        self,
        archive: str,
        *,
        owner: str,
        worker: str,
        lease_s: float,
        share: tuple[int, int] = (1, 1),
    ) -> int | None:
        """Takes the next shard that nobody works on, or None: waiting and interrupted ones first, failed ones last.

        Args:
            archive: The digest of the manifest.
            owner: `this_process()`; a dead process of this host loses its shard at once.
            worker: The name that status shows.
            lease_s: Seconds until the lease ends unless it is renewed.
            share: K and N: only every N-th shard, from the K-th on.
        """
        shard, (k, n) = archive_shards.c, share
        with self._database.write() as connection:
            running = shard.archive == archive, shard.state == "running"
            owners = connection.scalars(select(shard.lease_owner).where(*running).distinct()).all()
            dead = [one for one in owners if one and is_dead(one)]
            ended = or_(shard.lease_until <= EpochNow(), shard.lease_owner.in_(dead))
            free = or_(shard.state.in_(("waiting", "failed")), and_(shard.state == "running", ended))
            query = select(shard.number).where(shard.archive == archive, free)
            query = query.where((shard.number - 1) % n == k - 1)
            query = query.order_by(case((shard.state == "failed", 1), else_=0), shard.number).limit(1)
            number: int | None = connection.scalar(query.with_for_update(skip_locked=True))
            if number is not None:
                taken = {
                    "state": "running", "worker": worker, "lease_owner": owner, "lease_until": EpochNow() + lease_s,
                    "attempts": shard.attempts + 1, "reason": None,
                    "begun_at": func.coalesce(shard.begun_at, self.now()),
                }  # fmt: skip
                connection.execute(update(archive_shards).where(_is(archive, number)).values(taken))
        return number

    def renew(self, archive: str, number: int, owner: str, lease_s: float, *, seconds: float = 0.0) -> bool:
        """Lets a lease run on and adds seconds of work; False where another worker has the shard now."""
        kept = {"lease_until": EpochNow() + lease_s, "seconds": archive_shards.c.seconds + seconds}
        return self._change(archive, number, owner, kept)

    def end(self, archive: str, number: int, owner: str, state: ShardState, reason: str | None = None) -> bool:
        """Gives a shard back: done, waiting for another worker, or failed for a reason; False where it was lost."""
        free = {"state": state, "reason": reason, "lease_owner": None, "lease_until": None, "ended_at": self.now()}
        return self._change(archive, number, owner, free)

    def record(self, archive: str, files: Iterable[ArchiveFile]) -> None:
        """Notes files that were taken in; those that are known stay as they are."""
        rows = [
            {"archive": archive, **{name: getattr(one, name) for name in ArchiveFile.__dataclass_fields__}}
            for one in files
        ]
        if not rows:
            return
        with self._database.write() as connection:
            connection.execute(self._database.insert(archive_files).values(rows).on_conflict_do_nothing())

    def files(self, archive: str, shard: int) -> list[ArchiveFile]:
        """Returns the files of a shard that were taken in, in the order of the manifest."""
        mine = archive_files.c.archive == archive, archive_files.c.shard == shard
        # Sorted here: in the order of its primary key, SQLite would read the whole archive for each shard.
        with self._database.read() as connection:
            found = [from_row(ArchiveFile, row) for row in connection.execute(select(archive_files).where(*mine))]
        return sorted(found, key=lambda one: (one.line, one.part))

    def finish(self, archive: str, shard: int, pages: Mapping[DocumentId, int]) -> None:
        """Notes that documents of a shard have their outcomes, and how many pages were found in each."""
        row, now = archive_files.c, self.now()
        with self._database.write() as connection:
            for document_id, count in sorted(pages.items()):
                mine = (
                    row.archive == archive,
                    row.shard == shard,
                    row.document_id == document_id,
                    row.ended_at.is_(None),
                )
                connection.execute(update(archive_files).where(*mine).values(ended_at=now, pages=count))

    def shards(self, archive: str) -> list[Shard]:
        """Returns the shards of an archive, in order; none of one that no worker began."""
        row = archive_files.c
        is_ended = row.ended_at.is_not(None)
        sums = select(
            row.shard,
            func.sum(case((row.part == 1, 1), else_=0)).label("taken"),
            func.sum(case((is_ended, row.planned), else_=0)).label("ended"),
            func.sum(row.pages).label("pages"),
        ).where(row.archive == archive)
        found = sums.group_by(row.shard).subquery()
        query = select(archive_shards, (archive_shards.c.lease_until > EpochNow()).label("alive"), found)
        query = query.outerjoin(found, found.c.shard == archive_shards.c.number)
        query = query.where(archive_shards.c.archive == archive).order_by(archive_shards.c.number)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [
            from_row(
                Shard, row, taken=row.taken or 0, ended=row.ended or 0, pages=row.pages or 0,
                is_held=row.state == "running" and bool(row.alive) and not is_dead(row.lease_owner),
            )
            for row in rows
        ]  # fmt: skip

    def statuses(self, archive: str) -> dict[str, int]:
        """Returns how many distinct documents of an archive have which status."""
        query = select(documents.c.status, func.count(distinct(documents.c.id))).join(
            archive_files, archive_files.c.document_id == documents.c.id
        )
        query = query.where(archive_files.c.archive == archive).group_by(documents.c.status)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def pages_since(self, archive: str, since: datetime) -> tuple[int, datetime | None]:
        """Returns how many pages were finished since a moment, and when the first work of the archive began."""
        row = archive_files.c
        mine = row.archive == archive, row.ended_at >= since
        first = select(func.min(archive_shards.c.begun_at)).where(archive_shards.c.archive == archive)
        with self._database.read() as connection:
            pages = connection.scalar(select(func.sum(row.pages)).where(*mine)) or 0
            return int(pages), connection.scalar(first)

    def problems(self, archive: str, limit: int) -> list[tuple[int, str]]:
        """Returns lines of the manifest whose files became no document, with the problem."""
        row = archive_files.c
        query = select(row.line, row.problem).where(row.archive == archive, row.problem.is_not(None))
        with self._database.read() as connection:
            return [(found[0], found[1]) for found in connection.execute(query.order_by(row.line).limit(limit))]

    def count_problems(self, archive: str) -> int:
        """Returns how many files became no document."""
        row = archive_files.c
        query = select(func.count()).where(row.archive == archive, row.problem.is_not(None))
        with self._database.read() as connection:
            return int(connection.scalar(query) or 0)

    def rejected(self, archive: str, limit: int) -> list[tuple[int, Outcome]]:
        """Returns lines of the manifest whose documents were rejected, with their outcomes."""
        row = archive_files.c
        query = select(row.line, outcomes.c.payload).join(outcomes, outcomes.c.document_id == row.document_id)
        query = query.where(row.archive == archive, outcomes.c.status == "rejected").order_by(row.line, row.part)
        with self._database.read() as connection:
            return [(line, Outcome.model_validate_json(p)) for line, p in connection.execute(query.limit(limit))]

    def candidates(
        self, archive: str, *, statuses: Collection[str], classes: Collection[str] = (), after: str = "", limit: int
    ) -> list[Candidate]:
        """Returns documents with these outcomes and classes, by id from ``after`` on; no class means any."""
        row = archive_files.c
        query = select(row.document_id, func.max(row.pages).label("pages"), outcomes.c.payload)
        query = query.join(outcomes, outcomes.c.document_id == row.document_id)
        query = query.where(row.archive == archive, row.document_id > after, outcomes.c.status.in_(list(statuses)))
        if classes:
            query = query.where(outcomes.c.document_class.in_(list(classes)))
        query = query.group_by(row.document_id, outcomes.c.payload).order_by(row.document_id).limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [Candidate(r.document_id, r.pages, Outcome.model_validate_json(r.payload)) for r in rows]

    def look_rates(self, ids: Sequence[DocumentId]) -> dict[DocumentId, float]:
        """Returns the stated share of second looks of those documents whose archive has one; the highest counts."""
        found: dict[str, float] = {}
        row, rate = archive_files.c, func.max(archives.c.look_rate).label("rate")
        with self._database.read() as connection:
            for some in batches(ids):
                query = select(row.document_id, rate).join(archives, archives.c.id == row.archive)
                query = query.where(row.document_id.in_(some), archives.c.look_rate.is_not(None))
                found |= {r.document_id: r.rate for r in connection.execute(query.group_by(row.document_id))}
        return found

    def looks(self, archive: str) -> Looks:
        """Returns what second looks at accepted documents of an archive found."""
        mine = select(archive_files.c.document_id).where(
            archive_files.c.archive == archive, archive_files.c.document_id.is_not(None)
        )
        wrong = func.sum(case((checks.c.right, 0), else_=1))
        seen = select(func.count(), wrong).where(checks.c.audited, checks.c.document_id.in_(mine))
        open_ = reviews.c.round == 2, reviews.c.kind == "accepted", reviews.c.state != "done"
        waits = select(func.count()).select_from(reviews).where(*open_, reviews.c.document_id.in_(mine))
        with self._database.read() as connection:
            finished, bad = connection.execute(seen).one()
            return Looks(finished or 0, bad or 0, int(connection.scalar(waits) or 0))

    def look_rate(self, archive: str) -> float | None:
        """Returns the share of second looks that was stated for an archive."""
        with self._database.read() as connection:
            found: float | None = connection.scalar(select(archives.c.look_rate).where(archives.c.id == archive))
            return found

    def _change(self, archive: str, number: int, owner: str, values: Mapping[str, Any]) -> bool:
        held = _is(archive, number), archive_shards.c.state == "running", archive_shards.c.lease_owner == owner
        with self._database.write() as connection:
            changed = update(archive_shards).where(*held).values(dict(values))
            return connection.execute(changed).rowcount > 0


def _is(archive: str, number: int) -> ColumnElement[bool]:
    return and_(archive_shards.c.archive == archive, archive_shards.c.number == number)
