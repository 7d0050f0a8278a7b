"""Fields of documents in layouts that nobody learned from: invented data, printed by Chromium.

The layouts are modeled on prints of open systems (`training.pages.layouts`). Errors on one half may be examined. The
other half is kept apart: its figures predict those of a new layout. Documents are made anew from a fixed seed, one in
seven of them a scan. Their class is not given. Run ``python -m benchmarks layouts --json``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks import frame
from benchmarks.fields import figures
from benchmarks.frame import DATA
from schemas.classes import SHIPPED
from schemas.report import document_report
from schemas.settings import Settings, load_settings
from training.assess import assess, extracted
from training.datasets import Document, load_set
from training.evaluate import score
from training.pages.write import write

SEED = 1
PARTIES = ("seller_name", "buyer_name", "seller_vat_id", "buyer_vat_id")

COLUMNS = (
    ("documents", "docs"),
    ("f1", "F1"),
    ("parties_f1", "parties"),
    ("critical_right", "critical"),
    ("line_cell_f1", "cells F1"),
    ("class_accuracy", "class"),
    ("accepted", "accepted"),
)
"""Figures and their headings, in the order of the table."""


def measure(settings: Settings, data: Path, documents: Sequence[Document], *, classify: bool) -> dict[str, Any]:
    """Returns the figures of documents, over all of them and by layout."""
    done = list(extracted(settings, documents, classify=classify))
    rows = [
        document_report(Path(made.file).name, outcome=made.outcome, read=made.read, extraction=made.extraction)
        for _, made in done
    ]
    report = score(data, documents, rows)
    found = assess(done)
    by_field = {name: counted.f1 for name, counted in found.figures.by_field.items()}
    wrong = {(error["file"], error.get("field")) for error in report["errors"]}
    critical = [not any((document.path.name, name) in wrong for name in _critical(document)) for document in documents]
    by_layout: Counter[str] = Counter()
    for document in documents:
        by_layout[str(document.row["group"])] += sum(file == document.path.name for file, _ in wrong)
    return figures(report) | {
        "class_given": not classify,
        "parties_f1": mean(by_field[name] or 0.0 for name in PARTIES),
        "critical_right": mean(critical),
        "accepted": mean(made.outcome.status == "accepted" for _, made in done),
        "by_field": by_field,
        "causes": found.causes,
        "errors_by_layout": dict(by_layout),
    }


def _critical(document: Document) -> list[str]:
    """Returns the fields of a document's class that decide the payment and its receiver."""
    return [f.name for f in SHIPPED.require(document.document_class).fields if f.importance == "critical"]


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures both halves, or a folder, and yields a line each."""
    settings = load_settings()
    report |= {"seed": options.seed, "class_given": options.given, "halves": {}}
    yield f"{'half':14}" + "".join(f"{heading:>10}" for _, heading in COLUMNS)
    with tempfile.TemporaryDirectory() as folder:
        for half in ("development", "apart"):
            for _ in write(Path(folder, half), options.count, seed=options.seed, apart=half == "apart"):
                pass
            documents = load_set(Path(folder), half)
            found = measure(settings, options.data, documents, classify=not options.given)
            report["halves"][half] = found
            yield f"{half:14}" + "".join(f"{_shown(found[key]):>10}" for key, _ in COLUMNS)


def _shown(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def main(argv: Sequence[str] | None = None) -> int:
    """Measures the layouts; returns 2 where the scorer, the browser or a model is absent."""
    parser = frame.parser("layouts", __doc__, data=DATA)
    parser.add_argument("--count", type=frame.count, default=128, help="documents of each half (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="another one invents other documents")
    parser.add_argument("--given", action="store_true", help="tell the class of each document")
    return frame.main(parser.parse_args(argv), run, needs="score.py")


if __name__ == "__main__":
    sys.exit(main())
