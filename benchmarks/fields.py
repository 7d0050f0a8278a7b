"""Fields against the truth of the development sets, by the product's own path from file to value.

``services.extract`` reads each document, as ``fieldwright extract`` does; ``score.py`` of the data folder scores the
result. By default only documents that the field model did not learn from are read. Their class is given, so class
accuracy is 1 by definition. With ``--classify`` the classifier finds the class. The shipped one also learned from these
documents; its own figures are in its model card. With ``--scanned`` every document is printed and scanned first: 200
dpi, no text layer, noise from fixed seeds. The time includes loading the models. Run ``python -m benchmarks fields
--json``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import frame
from benchmarks.frame import DATA
from benchmarks.scans import scanned
from schemas.report import document_report
from schemas.settings import Settings, load_settings
from training.assess import assess, extracted
from training.causes import CAUSES
from training.datasets import Document, load_set
from training.evaluate import score
from training.recipe import is_labelled

SETS = (
    "sroie_receipts",
    "zugferd_invoices",
    "invoice2data",
    "azure_documents",
    "cms1500_claims",
    "ad_buy",
    "fara_forms",
    "template_invoices",
)

COLUMNS: tuple[tuple[str, str], ...] = (
    ("documents", "docs"),
    ("f1", "F1"),
    ("precision", "prec."),
    ("recall", "recall"),
    ("line_cell_f1", "cells F1"),
    ("class_accuracy", "class"),
    ("ece", "ECE"),
    ("automation_at_99", "auto@99"),
    ("grounding", "grounded"),
    ("pages_per_s", "pages/s"),
)
"""Figures and their headings, in the order of the table."""


@dataclass(frozen=True)
class Choice:
    """Which documents are read, whether their class is given, and whether they are printed and scanned first."""

    everything: bool = False
    limit: int | None = None
    classify: bool = False
    scanned: bool = False

    def of(self, documents: Sequence[Document]) -> list[Document]:
        """Returns the documents that are read, in their order."""
        labelled = [d for d in documents if is_labelled(d) and (self.everything or d.held_out)]
        return labelled[: self.limit]


def measure(settings: Settings, data: Path, name: str, choice: Choice) -> dict[str, Any]:
    """Returns the figures of one set; only ``documents`` where no document was chosen.

    Args:
        settings: Engines and models to measure.
        data: The folder of the sets.
        name: One of them.
        choice: Which of its documents.
    """
    documents = choice.of(load_set(data, name))
    if not documents:
        return {"documents": 0}
    with tempfile.TemporaryDirectory() as folder:
        if choice.scanned:
            documents = scanned(documents, Path(folder))
        start = time.perf_counter()
        done = list(extracted(settings, documents, classify=choice.classify))
        seconds = time.perf_counter() - start
    rows = [
        document_report(Path(made.file).name, outcome=made.outcome, read=made.read, extraction=made.extraction)
        for _, made in done
    ]
    pages = sum(len(row["pages"]) for row in rows)
    found = assess(done)
    return figures(score(data, documents, rows)) | {
        "f1_interval": found.figures.f1_interval,
        "by_field": {field: counted.f1 for field, counted in found.figures.by_field.items()},
        "causes": found.causes,
        "causes_by_field": found.causes_by_field,
        "class_given": not choice.classify,
        "pages": pages,
        "seconds": round(seconds, 1),
        "pages_per_s": round(pages / seconds, 3),
    }


def figures(report: dict[str, Any]) -> dict[str, Any]:
    """Returns the figures of the table from the scorer's report; None where a set has no truth for one."""
    micro = report.get("fields", {}).get("micro", {})
    confidence = report.get("confidence", {})
    return {
        "documents": report["documents"],
        "f1": micro.get("f1"),
        "precision": micro.get("precision"),
        "recall": micro.get("recall"),
        "labelled": micro.get("labelled"),
        "line_cell_f1": report.get("line_items", {}).get("cells", {}).get("f1"),
        "class_accuracy": report.get("document_class_accuracy"),
        "ece": confidence.get("expected_calibration_error"),
        "automation_at_99": confidence.get("automation_at_99_precision"),
        "grounding": report.get("grounding", {}).get("share_with_page_and_boxes"),
        "status": report.get("status"),
    }


def table_row(name: str, found: dict[str, Any]) -> str:
    """Returns one line of the printed table."""
    return f"{name:18}" + "".join(f"{_shown(found.get(key)):>10}" for key, _ in COLUMNS)


def cause_lines(sets: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """Yields the errors by cause as a Markdown table for the README, one column for each set."""
    found = {name: report["causes"] for name, report in sets.items() if report.get("causes")}
    if not found:
        return
    yield f"| errors by cause | {' | '.join(found)} |"
    yield "|---" * (len(found) + 1) + "|"
    for cause in CAUSES:
        counts = [causes.get(cause, 0) for causes in found.values()]
        if any(counts):
            yield f"| {cause} | {' | '.join(map(str, counts))} |"


def _shown(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures the sets and yields the table, a line a set, and the causes of errors."""
    settings = load_settings()
    choice = Choice(options.all, options.limit, options.classify, options.scanned)
    report |= {
        "ocr_engine": settings.ocr_engine,
        "device": settings.device,
        "models": settings.models.name,
        "documents": "all" if options.all else "held out",
        "scanned": options.scanned,
        "sets": {},
    }
    yield f"{'set':18}" + "".join(f"{heading:>10}" for _, heading in COLUMNS)
    for name in options.sets or SETS:
        report["sets"][name] = measure(settings, options.data, name, choice)
        yield table_row(name, report["sets"][name])
    yield from cause_lines(report["sets"])


def main(argv: Sequence[str] | None = None) -> int:
    """Measures the sets; returns 2 where the data or a model is absent."""
    parser = frame.parser("fields", __doc__, data=DATA)
    parser.add_argument("--set", action="append", choices=SETS, dest="sets", help="default: all; may be repeated")
    parser.add_argument("--all", action="store_true", help="also documents that models learned from")
    parser.add_argument("--limit", type=frame.count, metavar="N", help="at most N documents of each set")
    parser.add_argument("--classify", action="store_true", help="do not tell the class; the classifier finds it")
    parser.add_argument("--scanned", action="store_true", help="print and scan every document first: 200 dpi, noisy")
    return frame.main(parser.parse_args(argv), run, needs="score.py")


if __name__ == "__main__":
    sys.exit(main())
