"""Does a worker's memory stay flat over many pages?

Receipts and A4 scans at 200 dpi go through `services.extract`, in turns, again and again with other bytes, in this one
process. ``peak_mb`` is the largest resident memory, helper processes aside; ``slope_mb`` is what 100 pages add, fitted
to the second half of the run, when models and kernels are loaded. Run ``python -m benchmarks soak --pages 500``.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import frame
from benchmarks.frame import DATA
from benchmarks.speed_pages import papers
from schemas.settings import load_settings
from services.extract import extract_files

KINDS = ("receipts", "a4-200")
DIFFERENT = 20
"""Pages of each kind that are used in turns."""


def resident_mb() -> float:
    """Returns the resident memory of this process now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def slope(pages: Sequence[int], sizes: Sequence[float]) -> float:
    """Returns the megabytes that 100 pages add in the second half of a run."""
    half = len(pages) // 2
    return float(np.polyfit(pages[half:], sizes[half:], 1)[0]) * 100 if len(pages) - half > 1 else 0.0


def _files(data: Path, folder: Path, count: int) -> list[str]:
    each = [papers(kind, data, folder, min(DIFFERENT, count)) for kind in KINDS]
    chosen = [paper.path for turn in zip(*each, strict=False) for paper in turn]
    made = []
    for number in range(count):
        path = chosen[number % len(chosen)]
        copy = folder / f"{number:06}{path.suffix}"
        # Bytes behind the end of a JPEG change nothing but its digest: it is another document.
        copy.write_bytes(path.read_bytes() + f"{number:06}".encode())
        made.append(str(copy))
    return made


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Reads the pages, and yields a line for each tenth of them."""
    points: list[dict[str, Any]] = []
    report |= {"seed": frame.SEED, "points": points}
    with tempfile.TemporaryDirectory() as folder:
        files = _files(options.data, Path(folder), options.pages)
        for done, _ in enumerate(extract_files(load_settings(), files), start=1):
            points.append({"pages": done, "mb": round(resident_mb(), 1)})
            if done % max(1, options.pages // 10) == 0:
                yield f"pages {done}  mb {points[-1]['mb']}"
    report["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    report["slope_mb"] = round(slope([p["pages"] for p in points], [p["mb"] for p in points]), 2)
    yield f"peak {report['peak_mb']} MB, {report['slope_mb']} MB more for 100 pages"


def main(argv: Sequence[str] | None = None) -> int:
    """Reads so many pages; without the development sets, the samples again and again."""
    parser = frame.parser("soak", __doc__, data=DATA)
    parser.add_argument("--pages", type=frame.count, default=200)
    return frame.main(parser.parse_args(argv), run)


if __name__ == "__main__":
    sys.exit(main())
