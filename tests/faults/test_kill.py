"""Kill -9 in the middle of a batch: the next process finishes what was begun, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from schemas.document import ReadDocument
from tests.workbenches import ROOT, TEXT_PDFS, ingest, workbench

WORKER = """
import sys, time
from pathlib import Path
from services import stages
from flows.ingest import claimed_batches
from tests.workbenches import NoFields, workbench

home, log, stop_at = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def note(stage, document_id):
    with log.open("a") as lines:
        lines.write(f"{stage} {document_id}\\n")

def hang():
    Path(str(log) + ".reached").touch()
    time.sleep(600)

class Fields(NoFields):
    def extract(self, batch):
        if stop_at == "fields" and len(batch) > 1:
            hang()
        return super().extract(batch)

bench = workbench(home, fields=Fields(), batch_size=4)
save = bench.store.save_all

def saved(made):
    records = save(made)
    for one in made:
        note(one.stage, one.document_id)
    if made[0].stage + "-saved" == stop_at:
        hang()
    return records

bench.store.save_all = saved
for ids in claimed_batches(bench):
    stages.extract(bench, ids)
bench.close()
"""


def worker(home: Path, log: Path, stop_at: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER, str(home), str(log), stop_at], cwd=ROOT)


def wait_for(path: Path, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 180
    while not path.exists():
        assert child.poll() is None, "the worker ended before it came to the place"
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("stop_at", ["pages-saved", "fields"])
def test_a_killed_batch_is_finished_by_the_next_process_without_doing_saved_work_again(tmp_path, stop_at):
    home, log = tmp_path / "home", tmp_path / "log"
    with workbench(home) as bench:
        ids = ingest(bench, *TEXT_PDFS, "damaged_on_purpose.pdf")
    first = worker(home, log, stop_at)
    try:
        wait_for(Path(f"{log}.reached"), first)
    finally:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    before = log.read_text().split("\n")[:-1]
    assert before

    second = worker(home, log, "never")
    assert second.wait(timeout=300) == 0
    lines = log.read_text().split("\n")[:-1]
    assert len(lines) == len(set(lines)), "a stage that was saved was done again"
    with workbench(home) as bench:
        outcomes = bench.store.outcomes(ids)
        assert sorted(outcomes) == sorted(ids)
        assert [i for i in ids if outcomes[i].status == "rejected"] == [ids[-1]]
        for document_id in ids:
            ends = [event for event in bench.store.events(document_id) if event.kind == "finished"]
            assert len(ends) == 1
            if document_id != ids[-1]:
                assert bench.store.load(document_id, "read", ReadDocument) is not None
        assert bench.store.waiting(10) == []
