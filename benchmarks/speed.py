"""How fast are pages read, beside OCR programs that a user might take instead?

The same pages go through all of Fieldwright (``fieldwright-extract``: bytes to decided fields;
``fieldwright-flow``: the Prefect flow, redacted and indexed), through its recognition alone, and through the peers that
are installed: RapidOCR as it comes, Tesseract, OCRmyPDF, faster-paddle. Each runs in a process of its own, one after
the other, with all cores; ``--rounds`` takes turns. Figures are marginal: models are loaded and warm.

Beside other work take ``cpu_s``, processor seconds a page, and ``ratio``: how many pages it reads in the processor
time of one page of RapidOCR. ``word_f1`` counts words in any order; ``wer`` and ``cer`` are edits in reading order.
Peers are no dependencies: one that is missing is skipped and named. Run ``python -m benchmarks speed --json``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from benchmarks import frame, speed_picture, speed_readers
from benchmarks.frame import DATA, percentile
from benchmarks.speed_pages import KINDS, Paper, papers
from benchmarks.speed_readers import READERS
from schemas.errors import EngineUnavailable
from schemas.settings import load_settings

PEER = "rapidocr"
"""What ratios are against: the networks that Fieldwright uses, in the program that they come with."""

WHOLE = ("fieldwright-extract", "fieldwright-flow")
"""They take PDFs with a text layer; the others recognize pictures."""

Row = dict[str, Any]


def why_not(reader: str, python: str) -> str | None:
    """Returns why a reader cannot run here; None where it can."""
    if reader in ("tesseract", "ocrmypdf") and shutil.which(reader) is None:
        return f"the program {reader} is not installed"
    if reader.startswith("faster-paddle"):
        known = subprocess.run([python, "-c", "import faster_paddle"], capture_output=True, check=False)
        return None if known.returncode == 0 else "no faster_paddle: see --faster-paddle"
    if reader == "rapidocr" and importlib.util.find_spec("onnxruntime") is None:
        return "the package onnxruntime is not installed"
    return None


def measure(reader: str, chosen: Sequence[Paper], warm_up: int, python: str) -> Row:
    """Returns the figures of one reader in a process of its own.

    Raises:
        EngineUnavailable: It failed.
    """
    # A peer's Python knows nothing of this package: it runs the file.
    own = [sys.executable, "-W", "ignore", "-m", speed_readers.__name__]
    program = [python, speed_readers.__file__] if reader.startswith("faster-paddle") else own
    command = [*program, reader, str(warm_up), *(str(paper.path) for paper in chosen)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EngineUnavailable(f"{reader} failed: {(done.stderr.splitlines() or ['no message'])[-1]}")
    return figures(json.loads(done.stdout.splitlines()[-1]), chosen[warm_up:])


def figures(row: Mapping[str, Any], measured: Sequence[Paper]) -> Row:
    """Returns seconds a page, percentiles, errors, cost and memory of one run."""
    pages = sum(paper.pages for paper in measured)
    wall_s, cpu_s = row["wall_s"] / pages, row["cpu_s"] / pages
    made: Row = {"pages": pages, "wall_s": round(wall_s, 3), "cpu_s": round(cpu_s, 3)}
    if row["page_s"]:
        made |= {f"p{p}_s": round(percentile(row["page_s"], p), 3) for p in (50, 95, 99)}
    made |= errors([paper.text for paper in measured], row["texts"])
    cost = load_settings().cost
    made |= {"peak_mb": round(row["peak_mb"]), "cost_per_1000": round(cpu_s / 3.6 * cost.machine_hour, 4)}
    stages = {name: round(seconds / pages, 4) for name, seconds in row.get("stage_s", {}).items()}
    return made | ({"stage_s": stages} if stages else {})


def errors(truths: Sequence[str], texts: Sequence[str]) -> Row:
    """Returns word F1 in any order, and word and character errors in reading order; nothing without a truth."""
    pairs = [(truth.upper().split(), text.upper().split()) for truth, text in zip(truths, texts, strict=False) if truth]
    if not pairs:
        return {}
    right = sum((Counter(truth) & Counter(text)).total() for truth, text in pairs)
    words = sum(len(truth) for truth, _ in pairs)
    found = sum(len(text) for _, text in pairs)
    characters = sum(len("".join(truth)) for truth, _ in pairs)
    return {
        "word_f1": round(2 * right / max(words + found, 1), 4),
        "wer": round(sum(Levenshtein.distance(truth, text) for truth, text in pairs) / words, 4),
        "cer": round(sum(Levenshtein.distance("".join(t), "".join(r)) for t, r in pairs) / characters, 4),
    }


def summary(rounds: Sequence[Row]) -> Row:
    """Returns the median of each figure over the rounds."""
    return {name: _median([row[name] for row in rounds if name in row]) for name in rounds[0]}


def _median(values: Sequence[Any]) -> Any:
    if isinstance(values[0], dict):
        return {name: _median([value[name] for value in values if name in value]) for name in values[0]}
    return round(statistics.median(values), 4)


def with_ratios(rows: Sequence[Row]) -> None:
    """Puts into each row how many pages it reads in the processor time of one page of RapidOCR on the same pages."""
    peers = {row["kind"]: row["cpu_s"] for row in rows if row["reader"] == PEER}
    for row in rows:
        if row["kind"] in peers:
            row["ratio"] = round(peers[row["kind"]] / max(row["cpu_s"], 1e-9), 2)


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures each reader on each kind of page, and yields a line for both."""
    skipped = {name: why for name in options.reader or READERS if (why := why_not(name, options.faster_paddle))}
    yield from (f"skipped {name}: {why}" for name, why in skipped.items())
    rows: list[Row] = []
    report |= {"seed": frame.SEED, "currency": load_settings().cost.currency, "skipped": skipped, "rows": rows}
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kind or KINDS:
            chosen = papers(kind, options.data, Path(folder), options.warm_up + options.pages)
            names = [n for n in options.reader or READERS if n not in skipped and (kind != "text-pdf" or n in WHOLE)]
            turns: dict[str, list[Row]] = {name: [] for name in names}
            for name in names * options.rounds:
                turns[name].append(measure(name, chosen, options.warm_up, options.faster_paddle))
                yield _line({"kind": kind, "reader": name, **turns[name][-1]})
            rows += [{"kind": kind, "reader": name, **summary(turns[name])} for name in names]
            with_ratios(rows)
            yield from (f"{kind}  {row['reader']}  ratio {row.get('ratio')}" for row in rows if row["kind"] == kind)
    if options.picture:
        options.picture.write_text(speed_picture.drawn(rows, report["machine"]), encoding="utf-8")


def _line(row: Row) -> str:
    return "  ".join(f"{name} {value}" for name, value in row.items() if name != "stage_s")


def main(argv: Sequence[str] | None = None) -> int:
    """Measures the readers; kinds that need the development sets have the samples only where these are absent."""
    parser = frame.parser("speed", __doc__, data=DATA)
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="default: all; may be repeated")
    parser.add_argument("--reader", action="append", choices=list(READERS), help="default: all; may be repeated")
    parser.add_argument("--pages", type=frame.count, default=10, help="files of each kind that are measured")
    parser.add_argument("--warm-up", type=frame.count, default=2, help="files before them that are not measured")
    parser.add_argument("--rounds", type=frame.count, default=1, help="runs of each reader, in turns; medians count")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg", help="also draw the figures")
    parser.add_argument(
        "--faster-paddle", default=sys.executable, metavar="PYTHON", help="a Python that has the package faster-paddle"
    )
    return frame.main(parser.parse_args(argv), run)


if __name__ == "__main__":
    sys.exit(main())
