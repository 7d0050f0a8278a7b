"""What each part of the training recipe brings: models trained without it, a small budget each, on held-out documents.

The figures of so short a training are not those of the shipped model; their differences say which part pays. Every
variant has the same seed, documents and budget. Run it by name, when nothing else runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import frame
from benchmarks.frame import DATA
from schemas.classes import SHIPPED

if TYPE_CHECKING:
    from training.train import Mixture

WORK = Path("build/ablation")
SETS = ("sroie_receipts", "zugferd_invoices", "azure_documents", "ad_buy", "fara_forms")

Change = Callable[[Sequence["Mixture"]], list["Mixture"]]

VARIANTS: Mapping[str, Change] = {
    "full recipe": lambda mixtures: list(mixtures),
    "without synthetic documents": lambda mixtures: [m for m in mixtures if not m.name.startswith("synthetic")],
    "without real documents": lambda mixtures: [m for m in mixtures if m.name.startswith("synthetic")],
    "without augmentation": lambda mixtures: [replace(m, augment=0.0) for m in mixtures],
    "without swapped names": lambda mixtures: [replace(m, swap=False) for m in mixtures],
    "without MiniLM": lambda mixtures: list(mixtures),
}
"""Each variant's change of the recipe; the last one's is in its plan."""


def main(argv: Sequence[str] | None = None) -> int:
    """Trains and measures every variant; returns 2 where the data or a package is absent."""
    parser = frame.parser("ablation", __doc__, data=DATA)
    parser.add_argument("--cache", type=Path, default=Path("build/reads"), help="recognized words: private")
    parser.add_argument("--variant", nargs="+", choices=list(VARIANTS), default=list(VARIANTS), dest="variants")
    parser.add_argument("--minutes", type=float, default=15.0, help="training time of each variant")
    parser.add_argument("--windows", type=int, help="in place of minutes: windows that each variant is trained on")
    parser.add_argument("--generated", type=int, default=4000, help="invented documents")
    parser.add_argument("--threads", type=int, default=0)
    return frame.main(parser.parse_args(argv), run, needs="score.py")


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures the variants and yields a line for each."""
    report |= {"minutes": options.minutes, "windows": options.windows, "variants": {}}
    for name, figures in variants(options):
        report["variants"][name] = figures
        yield f"{name:30} " + " ".join(f"{key} {value or 0:.3f}" for key, value in figures["f1"].items())


def variants(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields each variant's name and its F1 by set."""
    from extractors.fields.layoutlm.model import LayoutLMExtractor
    from extractors.ocr.rapid import RapidEngine
    from training.reading import ReadingCache
    from training.recipe import labelled, makers, mixtures
    from training.schedule import Plan
    from training.teach import measured
    from training.train import train

    cache = ReadingCache(options.cache, RapidEngine())
    recipe = mixtures(options.data, [cache], makers(), synthetic_count=options.generated)
    held_out = {name: labelled(options.data, name, held_out=True) for name in SETS}
    known = [kind.name for kind in SHIPPED.with_fields]
    for name in options.variants:
        folder = WORK / name.replace(" ", "-")
        plan = Plan(
            minutes=options.minutes, windows=options.windows, minilm=name != "without MiniLM", threads=options.threads
        )
        windows = train(
            VARIANTS[name](recipe),
            plan,
            folder,
            {"name": "layoutlm", "version": name, "classes": known},
            classes=SHIPPED.with_fields,
        )
        extractor = LayoutLMExtractor(folder, threads=options.threads)
        figures = {
            key: measured(extractor, [(d, cache.read(d.path)) for d in documents])
            for key, documents in held_out.items()
        }
        yield (
            name,
            {
                "f1": {key: found.f1 for key, found in figures.items()},
                "f1_interval": {key: found.f1_interval for key, found in figures.items()},
                "windows": windows,
            },
        )


if __name__ == "__main__":
    sys.exit(main())
