"""How fast does the review queue open, with many documents in it?

An empty store is filled with documents of random class, amount, chance and due time. A tenth was reviewed before, a
hundredth is escalated, and people hold some. Times are of the whole answer to a browser: signed in, with figures,
filters and the first page of the list. Taking the next document is timed over several filters; ``cpu`` is what this
process itself worked, which tells on a machine that is busy with other things. Run ``python -m benchmarks review``
(``--database URL`` for an empty PostgreSQL database).
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from benchmarks import frame
from benchmarks.frame import percentile
from portal.app import create_app
from portal.authentication import SESSION_COOKIE, cookie_name, csrf_token
from schemas.classes import SHIPPED
from schemas.settings import Settings
from services.workbench import Workbench
from store.database import Database
from store.models import documents
from store.review_queue import QueueFilter
from store.review_tables import reviews

SEED = 20261124
AT_ONCE = 2000
PAGES = {
    "first page": "/review",
    "one class": "/review?document_class=claim",
    "due first": "/review?order=due",
    "overdue": "/review?due=late&order=due",
    "held by me": "/review?assignee=admin",
    "free": "/review?assignee=nobody",
    "escalated": "/review?part=escalated",
    "page 20": "/review?page=20",
}
"""What is opened: everything the queue page offers."""


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Fills a database, opens the queue and yields a line for everything that was timed."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), database_url=options.database)
        begun = time.perf_counter()
        with closing(Database(settings.sqlalchemy_url)) as database:
            fill(database, options.documents)
        kind, filled_s = "postgresql" if options.database else "sqlite", time.perf_counter() - begun
        report |= {"documents": options.documents, "database": kind, "filled_s": round(filled_s, 1), "ms": {}}
        yield f"{options.documents} documents, {kind}, filled in {filled_s:.0f} s"
        yield f"{'milliseconds':26} {'median':>8} {'p95':>8} {'cpu':>8}"
        with Workbench(settings) as bench:
            for name, ms in measure(bench, options.rounds):
                report["ms"][name] = ms
                yield f"{name:26} {ms['median']:8.1f} {ms['p95']:8.1f} {ms['cpu']:8.1f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measures the queue; returns 0, or 2 where the database does not answer."""
    parser = frame.parser("review", __doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30, help="times that each page is opened")
    parser.add_argument("--database", help="an empty PostgreSQL database; SQLite without it")
    return frame.main(parser.parse_args(argv), run)


def fill(database: Database, number: int) -> None:
    """Puts documents with their queue rows into a database, the same on every run."""
    chance = random.Random(SEED)
    now = datetime.now(UTC)
    for start in range(0, number, AT_ONCE):
        ids = [sha256(f"load {n}".encode()).hexdigest() for n in range(start, min(start + AT_ONCE, number))]
        with database.write() as connection:
            connection.execute(documents.insert(), [_document(i, now) for i in ids])
            connection.execute(reviews.insert(), [_row(i, chance, now) for i in ids])


def measure(bench: Workbench, rounds: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Yields median and 95th percentile in milliseconds of every page, and of taking the next document."""
    client, take = _signed_in(bench), bench.store.reviews.take_next
    actions: dict[str, Callable[[], object]] = {name: partial(_opened, client, path) for name, path in PAGES.items()}
    actions["take the next"] = lambda: take("admin", 60.0)
    actions["take the next of a class"] = lambda: take("admin", 60.0, QueueFilter(document_class="claim"))
    for name, action in actions.items():
        yield name, _timed(action, rounds)


def _document(document_id: str, now: datetime) -> dict[str, Any]:
    return {
        "id": document_id, "name": f"scan-{document_id[:8]}.pdf", "media_type": "application/pdf", "size_bytes": 1,
        "document_class": None, "source": "load", "received_at": now, "status": "needs_review", "attempts": 1,
    }  # fmt: skip


def _row(document_id: str, chance: random.Random, now: datetime) -> dict[str, Any]:
    wrong, amount, seconds = chance.random(), chance.lognormvariate(5, 2), chance.uniform(8, 120)
    draw = chance.random()
    held = chance.random() < 0.001
    return {
        "document_id": document_id,
        "round": 1,
        "state": "done" if draw < 0.1 else "escalated" if draw < 0.11 else "open",
        "document_class": chance.choice([kind.name for kind in SHIPPED.with_fields]),
        "chance": wrong,
        "amount": amount,
        "doubtful": chance.randrange(1, 12),
        "expected_s": seconds,
        "priority": wrong * amount / seconds,
        "queued_at": now,
        "due_at": now + timedelta(hours=chance.uniform(-12, 72)),
        "assignee": chance.choice(("anna", "ben")) if held else None,
        "lease_until": now.timestamp() + 3600 if held else None,
        "skips": 0,
    }


def _signed_in(bench: Workbench) -> TestClient:
    user = bench.store.accounts.add_user("admin", "admin", actor="benchmark")
    token = bench.store.accounts.begin_session(user, "password", lasts=timedelta(hours=1))
    client = TestClient(create_app(bench))
    client.cookies.set(cookie_name(SESSION_COOKIE, bench.settings), token)
    client.headers["X-CSRF-Token"] = csrf_token(token)
    return client


def _opened(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code


def _timed(action: Callable[[], object], rounds: int) -> dict[str, float]:
    action()  # the first one compiles templates and statements
    times, work = [], []
    for _ in range(rounds):
        begun, worked = time.perf_counter(), time.process_time()
        action()
        times.append((time.perf_counter() - begun) * 1000)
        work.append((time.process_time() - worked) * 1000)
    return {"median": statistics.median(times), "p95": percentile(times, 95), "cpu": statistics.median(work)}


if __name__ == "__main__":
    sys.exit(main())
