"""What does a page take in each tier, how well is it read, and what does it cost?

``services.extract``, the code behind ``fieldwright extract``, takes held-out documents from their bytes to decided
fields: SROIE receipts, and invoices of ZUGFeRD as noisy scans at 200 dpi. Their class is given. The tiers take turns,
batch by batch, with models loaded and warm. ``cpu_s`` are processor seconds a page, ``wall_s``
seconds a page. Beside other work take ``cpu_s`` and ``ratio``: pages in the processor time of one page of ``standard``.
``cost_per_1000`` is the cost of a thousand pages at the rate FIELDWRIGHT_COST__MACHINE_HOUR of one process.
``word_f1`` counts words in any order, ``wer`` and ``cer`` are edits in reading order. ``f1`` is that of fields.
``accepted`` are documents without a person, ``wrong`` those of them with a critical field that is not right. Run
``python -m benchmarks tiers --json``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import frame
from benchmarks.frame import DATA
from benchmarks.scans import scanned
from benchmarks.speed import errors
from benchmarks.speed_readers import Stopwatch
from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from extractors.page_image import PageImage
from registry.class_files import load_catalog
from schemas.settings import Limits, Settings, load_settings
from schemas.tiers import TIERS, Tier
from services.extract import Extracted, extract_files
from training import scoring
from training.assess import assess
from training.datasets import Document, load_set

SETS = {"receipts": ("sroie_receipts", "receipt"), "invoice scans": ("zugferd_invoices", "invoice")}
"""Names of the sets, and the class of their documents that are read."""

BATCH = 8
"""Documents of one turn."""

Row = dict[str, Any]


def documents_of(name: str, data: Path, folder: Path, count: int) -> tuple[list[Document], list[str]]:
    """Returns the first held-out documents of a set and their true text, empty where it is not known."""
    set_name, document_class = SETS[name]
    chosen = [d for d in load_set(data, set_name) if d.held_out and d.document_class == document_class][:count]
    if name == "receipts":
        texts = [document.path.with_suffix(".txt") for document in chosen]
        return chosen, [text.read_text(encoding="utf-8") if text.exists() else "" for text in texts]
    return scanned(chosen, folder), [text_layer(document.path) for document in chosen]


def text_layer(path: Path) -> str:
    """Returns the text of a PDF; empty where a page has no text layer that can be trusted."""
    limits = Limits()
    media_type = inspect(path, limits=limits).media_type
    pages = [p.page for p in read_pages(path, media_type=media_type, dpi=72, limits=limits) if isinstance(p, PageImage)]
    return "\n".join(page.text for page in pages) if {p.text_source for p in pages} == {"text_layer"} else ""


@dataclass
class Turn:
    """One tier on its way through the documents: what it took and made so far."""

    results: Iterator[Extracted]
    wall_s: float = 0.0
    cpu_s: float = 0.0
    made: dict[str, Extracted] = field(default_factory=dict)

    def take(self, count: int) -> None:
        """Takes the next batch of results, with the seconds that it takes."""
        watch = Stopwatch()
        batch = list(islice(self.results, count))
        wall_s, cpu_s = watch.read()
        self.wall_s, self.cpu_s = self.wall_s + wall_s, self.cpu_s + cpu_s
        self.made |= {item.file: item for item in batch}


def measure(settings: Settings, documents: Sequence[Document], texts: Sequence[str]) -> dict[Tier, Row]:
    """Returns the figures of each tier; they take turns batch by batch, so that other work slows all of them alike.

    Args:
        settings: Engines and models.
        documents: Documents of one class, each in a file that holds it alone.
        texts: Their true text.
    """
    settings = settings.model_copy(update={"batch_size": BATCH})
    with tempfile.TemporaryDirectory() as folder:
        # A batch with copies of the last file has the models load: copies are not read again.
        copies = [Path(folder) / f"{n:04}_{documents[-1].path.name}" for n in range(BATCH)]
        for copy in copies:
            copy.write_bytes(documents[-1].path.read_bytes())
        measured = documents[:-1]
        files = [str(path) for path in (*copies, *(document.path for document in measured))]
        kind = documents[0].document_class
        turns = {tier: Turn(extract_files(settings, files, document_class=kind, tier=tier)) for tier in TIERS}
        for turn in turns.values():
            list(islice(turn.results, BATCH))
        for start in range(0, len(measured), BATCH):
            for turn in turns.values():
                turn.take(min(BATCH, len(measured) - start))
    return {tier: figures(settings, measured, texts, turn) for tier, turn in turns.items()}


def figures(settings: Settings, documents: Sequence[Document], texts: Sequence[str], turn: Turn) -> Row:
    """Returns seconds and cost of a page, errors of words and fields, and what was accepted."""
    done = [(document, turn.made[document.path.name]) for document in documents]
    pages = sum(len(item.read.pages) if item.read else 1 for _, item in done)
    found = assess(done)
    return {
        "documents": len(done),
        "pages": pages,
        "wall_s": round(turn.wall_s / pages, 3),
        "cpu_s": round(turn.cpu_s / pages, 3),
        "cost_per_1000": round(turn.cpu_s / pages / 3.6 * settings.cost.machine_hour, 4),
        **errors(texts, [item.read.text if item.read else "" for _, item in done]),
        "f1": round(found.figures.f1 or 0.0, 4),
        "accepted": found.statuses["accepted"],
        "wrong": sum(not _is_right(settings, document, item) for document, item in done if _is_accepted(item)),
    }


def _is_accepted(item: Extracted) -> bool:
    return item.outcome.status == "accepted"


def _is_right(settings: Settings, document: Document, item: Extracted) -> bool:
    """Whether every critical field of which the truth is known is right."""
    kind = load_catalog(settings.models).require(document.document_class)
    names = scoring.vocabulary([document.row])[document.document_class]
    fields = item.extraction.fields if item.extraction else ()
    found = {field.name: (field.value, field.confidence) for field in fields if field.value is not None}
    return all(one.right for one in scoring.judge(document.row, found, names) if one.field in kind.critical_fields)


def with_ratios(rows: Sequence[Row]) -> None:
    """Puts into each row how many pages its tier takes in the processor time of one page of ``standard``."""
    standard = {row["set"]: row["cpu_s"] for row in rows if row["tier"] == "standard"}
    for row in rows:
        row["ratio"] = round(standard[row["set"]] / max(row["cpu_s"], 1e-9), 2)


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures each tier on each set, and yields a line for both."""
    settings = load_settings()
    rows: list[Row] = []
    report |= {"currency": settings.cost.currency, "machine_hour": settings.cost.machine_hour, "rows": rows}
    with tempfile.TemporaryDirectory() as folder:
        for name in options.set or SETS:
            chosen, texts = documents_of(name, options.data, Path(folder), options.documents + 1)
            rows += [{"set": name, "tier": tier, **row} for tier, row in measure(settings, chosen, texts).items()]
            with_ratios(rows)
            yield from (_line(row) for row in rows if row["set"] == name)


def _line(row: Row) -> str:
    return "  ".join(f"{name} {value}" for name, value in row.items())


def main(argv: Sequence[str] | None = None) -> int:
    """Measures the tiers; returns 2 where the data or a model is absent."""
    parser = frame.parser("tiers", __doc__, data=DATA)
    parser.add_argument("--set", action="append", choices=list(SETS), help="default: all; may be repeated")
    parser.add_argument("--documents", type=frame.count, default=24, help="documents of each set that are measured")
    return frame.main(parser.parse_args(argv), run, needs="score.py")


if __name__ == "__main__":
    sys.exit(main())
