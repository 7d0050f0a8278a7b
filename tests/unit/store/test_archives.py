"""Shards in the database: one worker each, taken over when a worker ends, on both databases."""

from __future__ import annotations

import time

import pytest

from store.archives import ArchiveFile
from store.leases import this_process
from store.store import DocumentStore
from tests.unit.store.test_leases import ELSEWHERE, dead_process

ARCHIVE = "a" * 64


@pytest.fixture
def archives(store: DocumentStore):
    store.archives.register(ARCHIVE, [1, 2, 3, 4])
    return store.archives


def take(archives, owner="one", lease_s=60.0, **more):
    return archives.claim(ARCHIVE, owner=owner, worker=owner, lease_s=lease_s, **more)


def test_each_shard_goes_to_one_worker(archives):
    assert [take(archives, owner) for owner in ("one", "two", "one", "two", "one")] == [1, 2, 3, 4, None]
    assert [shard.worker for shard in archives.shards(ARCHIVE)] == ["one", "two", "one", "two"]
    assert all(shard.is_held for shard in archives.shards(ARCHIVE))


def test_a_share_of_the_shards(archives):
    assert [take(archives, share=(2, 3)) for _ in range(2)] == [2, None]
    assert [take(archives, share=(1, 3)) for _ in range(3)] == [1, 4, None]


def test_a_lease_that_ends_frees_the_shard_and_the_loser_learns_it(archives):
    assert take(archives, ELSEWHERE, lease_s=0.5) == 1
    assert take(archives) == 2
    time.sleep(0.7)
    assert not archives.shards(ARCHIVE)[0].is_held
    assert take(archives) == 1
    assert not archives.renew(ARCHIVE, 1, ELSEWHERE, 60.0)
    assert not archives.end(ARCHIVE, 1, ELSEWHERE, "done")
    assert archives.renew(ARCHIVE, 1, "one", 60.0, seconds=2.5)
    assert archives.shards(ARCHIVE)[0].seconds == 2.5
    assert archives.shards(ARCHIVE)[0].attempts == 2


def test_the_shard_of_a_dead_process_of_this_host_is_free_at_once(archives):
    assert take(archives, dead_process()) == 1
    assert take(archives, this_process()) == 1


def test_failed_shards_are_tried_again_last_and_done_ones_never(archives):
    assert take(archives) == 1
    archives.end(ARCHIVE, 1, "one", "failed", "engine_unavailable")
    assert take(archives) == 2
    archives.end(ARCHIVE, 2, "one", "done")
    assert archives.shards(ARCHIVE)[0].reason == "engine_unavailable"
    assert [take(archives) for _ in range(4)] == [3, 4, 1, None]


def test_an_archive_is_noted_once_and_files_are_too(store, archives):
    take(archives)
    archives.register(ARCHIVE, [1, 2, 3, 4], look_rate=0.5)
    assert archives.shards(ARCHIVE)[0].state == "running"
    assert archives.look_rate(ARCHIVE) == 0.5
    ident = store.add(b"x", name="a.pdf", media_type="application/pdf", source="test").document.id
    rows = [ArchiveFile(1, 1, 1, ident, 3), ArchiveFile(2, 1, 1, None, 2, "gone", archives.now())]
    archives.record(ARCHIVE, rows)
    archives.record(ARCHIVE, [ArchiveFile(1, 1, 1, None, 9, "other")])
    assert [(one.line, one.document_id, one.problem) for one in archives.files(ARCHIVE, 1)] == [
        (1, ident, None), (2, None, "gone"),
    ]  # fmt: skip
    shard = archives.shards(ARCHIVE)[0]
    assert (shard.taken, shard.ended, shard.pages) == (2, 2, 0)
    archives.finish(ARCHIVE, 1, {ident: 4})
    shard = archives.shards(ARCHIVE)[0]
    assert (shard.taken, shard.ended, shard.pages) == (2, 5, 4)
    assert archives.look_rates([ident, "b" * 64]) == {ident: 0.5}
    assert archives.statuses(ARCHIVE) == {"waiting": 1}
    assert archives.problems(ARCHIVE, 9) == [(2, "gone")]
