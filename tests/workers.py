"""A worker as another process: it claims batches from a shared store and takes them to their outcomes."""

from __future__ import annotations

import os
from multiprocessing.synchronize import Barrier
from pathlib import Path

from flows.ingest import claimed_batches
from services import stages
from tests.workbenches import workbench


def work(home: Path, database_url: str, files_url: str, meet: Barrier) -> tuple[int, list[list[str]]]:
    """Processes what waits; returns the process and its batches. The first batches of all are held at the same time."""
    done: list[list[str]] = []
    settings = {"database_url": database_url, "files_url": files_url, "batch_size": 2}
    with workbench(home, **settings) as bench:
        for ids in claimed_batches(bench):
            if not done:
                meet.wait(120)
            stages.extract(bench, ids)
            done.append(ids)
    return os.getpid(), done
