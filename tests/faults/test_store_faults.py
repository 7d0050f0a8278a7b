"""Processes that die, disks that are full, databases that are locked, damaged or closed to us."""

import contextlib
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from schemas.errors import ConfigurationError, StoreUnavailable, is_transient
from schemas.outcome import Outcome
from store import connections
from store.store import DocumentStore, this_process
from tests.builders import page, read_document
from tests.databases import postgres_database, postgres_url, store, store_url

__all__ = ["postgres_url", "store", "store_url"]

OPEN = "import sys; from pathlib import Path; from store.store import DocumentStore, this_process\n"
OPEN += "store = DocumentStore(sys.argv[1], Path(sys.argv[2]))\n"
OWNER = "owner = this_process()\n"

CLAIM_ALL = OPEN + OWNER + "print('ready', flush=True); sys.stdin.readline()\n"
CLAIM_ALL += "while ids := store.claim(7, owner=owner, lease_s=600):\n    print(*ids, sep='\\n', flush=True)\n"
# A process that ends gives up what it claimed: all stay alive until none claims any more.
CLAIM_ALL += "print('all', flush=True); sys.stdin.readline()\n"

CLAIM_AND_HANG = OPEN + OWNER + "store.claim(5, owner=owner, lease_s=3600)\nprint('ready', flush=True)\n"
CLAIM_AND_HANG += "sys.stdin.read()\n"

WORK = OPEN + OWNER + "from schemas.outcome import Outcome\nprint('ready', flush=True)\n"
WORK += """
for i in range(10_000):
    data = (f"{sys.argv[3]} {i} " * 4000).encode()
    added = store.add(data, name=f"{i}.pdf", media_type="application/pdf", source="x")
    outcome = Outcome(document_id=added.document.id, status="accepted")
    store.save(added.document.id, "decide", "1", outcome, timing_s=0.1)
    store.finish(outcome)
"""


def start(script: str, url: str, files: Path, *arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-c", script, url, str(files), *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def add(store: DocumentStore, count: int) -> list[str]:
    datas = [f"document {i}".encode() for i in range(count)]
    return [store.add(d, name="x.pdf", media_type="application/pdf", source="x").document.id for d in datas]


def test_four_processes_claim_every_document_once(store: DocumentStore, store_url: str, tmp_path: Path) -> None:
    ids = add(store, 200)
    workers = [start(CLAIM_ALL, store_url, tmp_path / "files") for _ in range(4)]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    claimed = [list(iter(partial(next, worker.stdout), "all\n")) for worker in workers]
    assert sorted(line.strip() for line in chain.from_iterable(claimed)) == sorted(ids)
    for worker in workers:
        worker.communicate()
    assert [worker.returncode for worker in workers] == [0, 0, 0, 0]


def test_what_an_ended_process_claimed_is_claimed_again(store: DocumentStore, store_url: str, tmp_path: Path) -> None:
    """Why the processes above stay alive: one that ends early frees what it holds, for those that still claim."""
    ids = add(store, 20)
    with start(CLAIM_ALL, store_url, tmp_path / "files") as worker:
        worker.stdin.write("go\n")
        worker.stdin.flush()
        assert list(iter(partial(next, worker.stdout), "all\n")) == ["ready\n", *(f"{i}\n" for i in ids)]
        assert store.claim(100, owner=this_process(), lease_s=60) == []
        worker.communicate()
    assert store.claim(100, owner=this_process(), lease_s=60) == ids
    assert [event.kind for event in store.events()].count("taken_over") == len(ids)


def test_what_a_killed_process_held_is_taken_over_at_once(store: DocumentStore, store_url: str, tmp_path: Path) -> None:
    ids = add(store, 6)
    with start(CLAIM_AND_HANG, store_url, tmp_path / "files") as worker:
        assert worker.stdout.readline() == "ready\n"
        assert store.claim(10, owner=this_process(), lease_s=60) == ids[5:]
        assert store.claim(10, owner=this_process(), lease_s=60) == []
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert store.claim(10, owner=this_process(), lease_s=60) == ids[:5]


def test_a_process_killed_at_any_moment_leaves_whole_documents_only(store_url: str, tmp_path: Path) -> None:
    files = tmp_path / "files"
    for kill in range(4):
        with start(WORK, store_url, files, str(kill)) as worker:
            assert worker.stdout.readline() == "ready\n"
            time.sleep(0.2 + 0.13 * kill)
            worker.send_signal(signal.SIGKILL)
    with DocumentStore(store_url, files) as store:
        documents = store.documents(limit=100_000)
        finished = store.outcomes([document.id for document in documents])
        assert finished
        for document in documents:
            assert hashlib.sha256(store.original(document.id).read_bytes()).hexdigest() == document.id
            if document.id in finished:
                assert store.load(document.id, "decide", Outcome) == finished[document.id]
        assert store.counts() == {
            "waiting": len(documents) - len(finished), "processing": 0, "accepted": len(finished),
            "needs_review": 0, "rejected": 0,
        }  # fmt: skip
        assert store.verify_events().intact
        kinds = [event.kind for event in store.events()]
        assert (kinds.count("received"), kinds.count("finished")) == (len(documents), len(finished))


def test_processes_that_open_a_new_store_together_make_one_schema(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    workers = [start(OPEN + "print(store.counts()['waiting'])", url, tmp_path / "files") for _ in range(4)]
    assert [worker.communicate()[0] for worker in workers] == ["0\n"] * 4


@pytest.mark.service
def test_processes_that_open_a_new_postgresql_store_together_make_one_schema(tmp_path: Path) -> None:
    with postgres_database() as url:
        workers = [start(OPEN + "print(store.counts()['waiting'])", url, tmp_path / "files") for _ in range(4)]
        assert [worker.communicate()[0] for worker in workers] == ["0\n"] * 4


def test_a_forked_process_uses_its_own_connections(store: DocumentStore) -> None:
    ids = add(store, 2)
    child = os.fork()
    if child == 0:
        is_fine = store.claim(1, owner="child", lease_s=60) == ids[:1]
        os._exit(0 if is_fine else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.claim(2, owner="parent", lease_s=60) == ids[1:]


READ_AND_CLOSE = """
import contextlib, sqlite3, sys
with contextlib.closing(sqlite3.connect(sys.argv[1])) as database:
    print(database.execute("SELECT count(*) FROM documents").fetchone()[0])
"""
BACK_UP = """
import contextlib, sqlite3, sys
with contextlib.closing(sqlite3.connect(sys.argv[1])) as database:
    database.execute(f"VACUUM INTO '{sys.argv[1]}.backup'")
with contextlib.closing(sqlite3.connect(f"{sys.argv[1]}.backup")) as backup:
    print(backup.execute("SELECT count(*) FROM documents").fetchone()[0])
"""


@pytest.mark.parametrize("other", [READ_AND_CLOSE, BACK_UP], ids=["reader", "backup"])
@pytest.mark.parametrize("alias", ["x.db", "../here/x.db", "link.db"])
def test_a_second_opening_and_another_process_take_nothing_from_a_run(tmp_path: Path, other: str, alias: str) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "link.db").symlink_to("x.db")
    path = here / "x.db"

    def seen_by_another() -> int:
        return int(subprocess.run([sys.executable, "-c", other, path], capture_output=True, check=True).stdout)

    with DocumentStore(f"sqlite:///{path}", here / "files") as worker:
        add(worker, 1)
        with DocumentStore(f"sqlite:///{here / alias}", here / "files") as progress:
            assert progress.counts()["waiting"] == 1
        assert seen_by_another() == 1
        add(worker, 4)
        assert worker.counts()["waiting"] == 4
        (here / "x.db.backup").unlink(missing_ok=True)
        assert seen_by_another() == 4
    with DocumentStore(f"sqlite:///{path}", here / "files") as again:
        assert again.counts()["waiting"] == 4


def test_threads_open_and_close_one_database_while_others_use_it(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def work(i: int) -> None:
        with DocumentStore(f"sqlite:///{tmp_path / 'x.db'}", tmp_path / "files") as store:
            store.add(str(i).encode(), name="x", media_type="x", source="x")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(30)))
    with DocumentStore(f"sqlite:///{tmp_path / 'x.db'}", tmp_path / "files") as store:
        assert store.counts()["waiting"] == 30
        store.close()
        store.close()  # closing twice takes nobody else's connections


def test_threads_share_a_store(store: DocumentStore) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def work(i: int) -> bool:
        ident = store.add(str(i % 20).encode(), name="x", media_type="x", source="x").document.id
        store.save(ident, "read", "1", read_document(page("x")), timing_s=0.1)
        return store.finish(Outcome(document_id=ident, status="accepted"))

    with ThreadPoolExecutor(8) as pool:
        finished = list(pool.map(work, range(60)))
    assert finished.count(True) == store.counts()["accepted"] == 20
    assert store.verify_events().intact


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk with one megabyte."""
    mount = tmp_path / "small"
    mount.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("a small disk can be mounted by root only")
    try:
        yield mount
    finally:
        subprocess.run(["umount", "-l", mount], check=True)


def test_a_full_disk_is_said_and_once_there_is_room_work_goes_on(small_disk: Path) -> None:
    noise = np.random.default_rng(1)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(200_000))
    with DocumentStore(f"sqlite:///{small_disk / 'x.db'}", small_disk / "files") as store:
        (ident,) = add(store, 1)
        calls = [
            lambda: store.add(noise.bytes(2_000_000), name="x", media_type="x", source="x"),
            lambda: store.save_image(ident, 1, noise.integers(0, 255, (700, 700, 3), dtype=np.uint8)),
            lambda: store.save(ident, "read", "1", read_document(page(noise.bytes(900_000).hex())), timing_s=1.0),
        ]
        for call in calls:
            with pytest.raises(StoreUnavailable, match=r"free the disk|free or reconnect") as caught:
                call()
            assert is_transient(caught.value)
            assert list((small_disk / "files" / "incoming").iterdir()) == []
        assert store.original(ident).read_bytes() == b"document 0"
        assert store.load_image(ident, 1) is None
        assert store.stages(ident) == {}
        assert store.verify_events().intact
        ballast.unlink()
        assert store.add(b"small", name="x", media_type="x", source="x").is_new


def test_a_disk_that_fails_on_the_last_step_leaves_no_document(
    store: DocumentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(StoreUnavailable, match="No space left"):
            add(store, 1)
    assert store.documents() == []
    assert list((tmp_path / "files" / "incoming").iterdir()) == []
    assert store.original(add(store, 1)[0]).read_bytes() == b"document 0"


def test_a_database_that_stays_locked_is_said_without_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_S", 0.05)
    path = tmp_path / "x.db"
    with DocumentStore(f"sqlite:///{path}", tmp_path / "files") as store:
        (ident,) = add(store, 1)
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="locked") as caught:
                store.save(ident, "read", "secret-version", read_document(page("secret words")), timing_s=1.0)
            assert "secret" not in str(caught.value)
            assert store.counts()["waiting"] == 1  # reading goes on
            other.execute("ROLLBACK")
        store.save(ident, "read", "1", read_document(page("x")), timing_s=1.0)


@pytest.mark.parametrize(
    "content", [b"this is no database, but a letter to a friend" * 100, b"SQLite format 3\0" + b"x" * 900]
)
def test_a_file_that_is_no_database_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match="no SQLite database"):
        DocumentStore(f"sqlite:///{path}", tmp_path / "files")
    assert path.read_bytes() == content


@pytest.mark.parametrize("part", ["database", "files"])
def test_a_place_that_cannot_be_used_is_said(tmp_path: Path, part: str) -> None:
    (tmp_path / "letter.txt").write_text("a file, no folder")
    bad, good = tmp_path / "letter.txt" / "x", tmp_path / "good"
    with pytest.raises(ConfigurationError, match="check the path"):
        DocumentStore(
            f"sqlite:///{bad if part == 'database' else good}", bad if part == "files" else tmp_path / "files"
        )


def test_a_migration_that_dies_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    url, files = f"sqlite:///{tmp_path / 'x.db'}", tmp_path / "files"
    die = "import os; from alembic import op; from alembic.operations import Operations\n"
    die += "Operations.bulk_insert = lambda *a, **k: os.kill(os.getpid(), 9)\n" + OPEN
    with start(die, url, files) as worker:
        assert worker.wait() == -signal.SIGKILL
    with contextlib.closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    with DocumentStore(url, files) as store:
        assert store.counts()["waiting"] == 0
