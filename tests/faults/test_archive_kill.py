"""Kill -9 in the middle of a shard: another worker goes on where it was, with every document exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.archive.status import status
from tests.archives import ended_once, folder, planned
from tests.workbenches import ROOT, TEXT_PDFS, workbench

WORKER = """
import sys, time
from pathlib import Path
from services.archive.manifest import open_manifest
from flows.archive import Effort
from tests.archives import process, work
from tests.workbenches import workbench

home, manifest, name, stop_at = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
batches = 0

def hang():
    Path(str(manifest) + ".reached").touch()
    time.sleep(600)

def slowly(bench, ids):
    global batches
    batches += 1
    if stop_at == "before" and batches == 2:
        hang()
    process(bench, ids)
    if stop_at == "behind" and batches == 2:
        hang()

with workbench(home, batch_size=2) as bench:
    work(bench, open_manifest(manifest), Effort(worker=name), process=slowly)
"""


def worker(home: Path, manifest: Path, name: str, stop_at: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER, str(home), str(manifest), name, stop_at], cwd=ROOT)


@pytest.mark.slow
@pytest.mark.parametrize("stop_at", ["before", "behind"])
def test_the_shard_of_a_killed_worker_is_finished_by_another_one(tmp_path, stop_at):
    home, names = tmp_path / "home", (*TEXT_PDFS, "invoice_german.pdf", "invoice_french_two_pages.pdf")
    manifest = planned(tmp_path / "m.jsonl", folder(tmp_path / "nas", *names), shard_pages=100)
    reached = Path(f"{manifest.path}.reached")
    first = worker(home, manifest.path, "first", stop_at)
    try:
        deadline = time.monotonic() + 180
        while not reached.exists():
            assert first.poll() is None, "the worker ended before it came to the place"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        with workbench(home) as bench:
            found = status(bench, manifest)
            assert (found.shards["running"], found.workers) == (1, {"first": 1})
            assert 0 < found.pages < 6
    finally:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    with workbench(home) as bench:
        assert status(bench, manifest).shards["waiting"] == 1
    assert worker(home, manifest.path, "second", "never").wait(timeout=300) == 0
    with workbench(home) as bench:
        ends = ended_once(bench)
        assert sorted(bench.store.get(i).name for i in ends) == sorted(names)
        assert set(ends.values()) == {1}
        [shard] = bench.store.archives.shards(manifest.id)
        assert (shard.state, shard.worker, shard.attempts, shard.pages) == ("done", "second", 2, 6)
        assert bench.store.unindexed(bench.index_name, 10) == []
        came = [event.kind for i in ends for event in bench.store.events(i)]
        assert came.count("received") == len(names)
        assert came.count("received_again") == 0
