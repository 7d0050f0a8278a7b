"""How fast do two workers process an archive, and does it slow down as it grows or a worker is killed?

Files are invented receipts and invoices of one page, as PDF with a text layer. Worker processes are those of
``fieldwright archive run``. One worker gets SIGKILL once a third of the pages is finished; the others take its shard
over. ``pages_per_hour_by_quarter`` are of the first to the last quarter of the pages. They fall where anything grows
with the archive. ``repeated`` are documents that got more than one outcome. ``status_s`` is what ``archive status``
takes at the end. Run ``python -m benchmarks archive --pages 400``.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import frame
from schemas.errors import EngineUnavailable
from schemas.settings import Settings, load_settings
from services.archive.manifest import Manifest, open_manifest, write_manifest
from services.archive.status import status
from services.workbench import Workbench
from store.archives import ArchiveFile

SHARDS = 10
QUARTERS = 4
LOOK_S = 2.0


def write_documents(folder: Path, pages: int) -> None:
    """Writes so many files of one page, receipts and invoices in turns; the same number gives the same bytes."""
    from training.synthetic.invoice import make_invoice
    from training.synthetic.receipt import make_receipt
    from training.synthetic.render import render_pdf

    folder.mkdir(parents=True)
    rng, number = random.Random(frame.SEED), 0
    while number < pages:
        document = (make_receipt if number % 2 else make_invoice)(rng)
        if len(document.pages) == 1:
            (folder / f"{number:06}.pdf").write_bytes(render_pdf(document))
            number += 1


def by_quarter(files: Sequence[ArchiveFile], begun: datetime) -> list[int]:
    """Returns the pages an hour of each quarter of the files, in the order in which they were finished."""
    ends = sorted(one.ended_at for one in files if one.ended_at is not None)
    rates: list[int] = []
    since = begun
    for quarter in range(QUARTERS):
        some = ends[len(ends) * quarter // QUARTERS : len(ends) * (quarter + 1) // QUARTERS]
        if some:
            rates.append(round(len(some) / max((some[-1] - since).total_seconds() / 3600, 1e-9)))
            since = some[-1]
    return rates


def files_of(bench: Workbench, manifest: Manifest) -> list[ArchiveFile]:
    """Returns the files that were taken in until now."""
    numbers = (shard.number for shard in manifest.shards)
    return [one for number in numbers for one in bench.store.archives.files(manifest.id, number)]


class Workers:
    """Worker processes of one archive, each in a group of its own; leaving the ``with`` block ends them.

    Args:
        home: The home that they share.
        manifest: The archive.
        tier: What they read at.
    """

    def __init__(self, home: Path, manifest: Path, tier: str) -> None:
        self._command = [sys.executable, "-m", "fieldwright", "archive", "run", str(manifest), "--tier", tier, "--wait"]
        self._environment = {**os.environ, "FIELDWRIGHT_HOME": str(home)}
        self._environment.pop("PREFECT_API_URL", None)
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, name: str) -> None:
        """Starts a worker."""
        command = [*self._command, "--worker", name, "--quiet"]
        self.running.append(subprocess.Popen(command, env=self._environment, start_new_session=True))

    def kill_first(self) -> None:
        """Kills the worker that was started first, without a chance to tidy up."""
        killed = self.running.pop(0)
        killed.kill()
        killed.wait()

    def are_done(self) -> bool:
        """Whether every worker has ended.

        Raises:
            EngineUnavailable: One has ended with an error.
        """
        codes = [worker.poll() for worker in self.running]
        if any(codes):
            raise EngineUnavailable(f"a worker ended with exit code {next(filter(None, codes))}")
        return all(code == 0 for code in codes)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGTERM)
            worker.wait()


def process(bench: Workbench, manifest: Manifest, tier: str, count: int) -> dict[str, Any]:
    """Lets workers process an archive, kills one of them, and returns the figures."""
    begun, at = time.monotonic(), bench.store.archives.now()
    killed_at: int | None = None
    with Workers(bench.settings.home, manifest.path, tier) as workers:
        for number in range(1, count + 1):
            workers.start(f"worker {number}")
        while not workers.are_done():
            time.sleep(LOOK_S)
            ended = sum(shard.ended for shard in bench.store.archives.shards(manifest.id))
            if killed_at is None and count > 1 and ended >= manifest.totals.pages / 3:
                workers.kill_first()
                killed_at = ended
    seconds = time.monotonic() - begun
    files = files_of(bench, manifest)
    outcomes = Counter(event.document_id for event in bench.store.events() if event.kind == "finished")
    asked = time.monotonic()
    found = status(bench, manifest)
    return {
        "workers": count,
        "killed_at_page": killed_at,
        "files": len(files),
        "documents": found.documents,
        "without_result": len(files) - sum(one.ended_at is not None for one in files) + found.files_failed,
        "repeated": sum(number > 1 for number in outcomes.values()),
        "shards_done": found.shards["done"],
        "seconds": round(seconds),
        "pages_per_hour": round(found.pages / seconds * 3600),
        "pages_per_hour_by_quarter": by_quarter(files, at),
        "status_s": round(time.monotonic() - asked, 2),
        "store_mb": round(sum(p.stat().st_size for p in bench.settings.home.rglob("*") if p.is_file()) / 1e6),
    }


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Plans and processes an archive, and yields a line of each."""
    report["seed"] = frame.SEED
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder) / "home"
        settings: Settings = load_settings().model_copy(update={"home": home})
        write_documents(Path(folder) / "files", options.pages)
        begun, output = time.monotonic(), Path(folder) / "archive.jsonl"
        pages = max(1, options.pages // SHARDS)
        planned = list(write_manifest([str(Path(folder) / "files")], output, limits=settings.limits, shard_pages=pages))
        report |= {"pages": len(planned), "plan_s": round(time.monotonic() - begun, 1), "tier": options.tier}
        yield f"pages {len(planned)}  plan_s {report['plan_s']}  tier {options.tier}"
        with Workbench(settings) as bench:
            figures = process(bench, open_manifest(output), options.tier, options.workers)
        report |= figures
        yield "  ".join(f"{name} {value}" for name, value in figures.items())


def main(argv: Sequence[str] | None = None) -> int:
    """Processes an archive; returns 0, or 2 where a worker ended with an error."""
    parser = frame.parser("archive", __doc__)
    parser.add_argument("--pages", type=frame.count, default=400)
    parser.add_argument("--workers", type=frame.count, default=2)
    parser.add_argument("--tier", default="draft")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep the store there, to look at it")
    return frame.main(parser.parse_args(argv), run)


if __name__ == "__main__":
    sys.exit(main())
