"""How many examples a taught class needs: F1 on documents kept aside after 10, 50, 100 and all examples.

Each point is taught as by ``fieldwright train``, from a base that never saw the class. The base is a model of the
recipe without the measured sets. Give it with ``--base``, or let it be trained first (``--base-minutes``). This takes
hours of a processor; run it by name, when nothing else runs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import frame
from benchmarks.frame import DATA
from schemas.classes import SHIPPED
from schemas.settings import load_settings

SETS = {"ad_buy": "ad_buy", "registration_form": "fara_forms"}
"""The taught classes and the sets of their examples."""

SIZES = (10, 50, 100, 0)
"""Examples to learn from; 0 means all there are."""

WORK = Path("build/learning")


def main(argv: Sequence[str] | None = None) -> int:
    """Teaches every point; returns 2 where the data or a package is absent."""
    parser = frame.parser("learning-curve", __doc__, data=DATA)
    parser.add_argument("--cache", type=Path, default=Path("build/reads"), help="recognized words: private")
    parser.add_argument("--class", nargs="+", choices=list(SETS), default=list(SETS), dest="classes")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), help="examples; 0 means all")
    parser.add_argument("--minutes", type=float, default=15.0, help="training time of each point")
    parser.add_argument("--windows", type=int, help="in place of minutes: windows that each point is trained on")
    parser.add_argument("--base", type=Path, help="a checkpoint that never saw these classes; else one is trained")
    parser.add_argument("--base-minutes", type=float, default=60.0)
    parser.add_argument("--generated", type=int, default=4000, help="invented documents for the base")
    parser.add_argument("--threads", type=int, default=0)
    return frame.main(parser.parse_args(argv), run, needs="score.py")


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures the points and yields a line for each."""
    base = options.base or make_base(options)
    report |= {"minutes": options.minutes, "windows": options.windows, "base": base.name, "points": []}
    for point in points(options, base):
        report["points"].append(point)
        yield shown(point)


def make_base(options: argparse.Namespace) -> Path:
    """Trains a model of the recipe without the measured sets; returns its folder."""
    from extractors.ocr.rapid import RapidEngine
    from training.reading import ReadingCache
    from training.recipe import makers, mixtures
    from training.schedule import Plan
    from training.train import train

    unseen = set(SETS.values())
    caches = [ReadingCache(options.cache, RapidEngine())]
    chosen = [
        m
        for m in mixtures(options.data, caches, makers(), synthetic_count=options.generated, without=unseen)
        if m.examples
    ]
    folder = WORK / "base"
    known = [kind for kind in SHIPPED.with_fields if kind.name not in SETS]
    about = {
        "name": "layoutlm-minilm",
        "version": "base of the learning curve",
        "classes": [kind.name for kind in known],
    }
    train(chosen, Plan(minutes=options.base_minutes, threads=options.threads), folder, about, classes=known)
    return folder


def points(options: argparse.Namespace, base: Path) -> Iterator[dict[str, Any]]:
    """Yields one point after the other: class, examples, and the figures on the documents kept aside."""
    from extractors.fields.layoutlm.model import LayoutLMExtractor
    from extractors.ocr.rapid import RapidEngine
    from training.reading import ReadingCache
    from training.teach import examples_of, measured, trained
    from training.teaching_set import TeachingRequest, known_class, material_of

    reader, classifier = ReadingCache(options.cache, RapidEngine()), load_settings().models / "classifier"
    for name in options.classes:
        for size in options.sizes:
            request = TeachingRequest(
                name, (options.data / SETS[name],), WORK, base, classifier, options.minutes, windows=options.windows,
                threads=options.threads, most=size or None,
            )  # fmt: skip
            kind = known_class(request, None)
            material = material_of(request, kind, reader)
            examples = examples_of(material, kind)
            folder, begun = WORK / f"{name}-{size or 'all'}", time.monotonic()
            about = trained(request, kind, examples, folder)
            figures = measured(LayoutLMExtractor(folder, threads=options.threads), material.aside)
            yield {
                "class": name,
                "examples": len(examples),
                "measured_on": figures.documents,
                "f1": figures.f1,
                "f1_interval": figures.f1_interval,
                "by_field": {field: counted.f1 for field, counted in figures.by_field.items()},
                "windows": about["windows_trained"],
                "seconds": round(time.monotonic() - begun),
            }


def shown(point: dict[str, Any]) -> str:
    """Returns one line of the printed curve."""
    low, high = point["f1_interval"]
    return (
        f"{point['class']:18} {point['examples']:4} examples  F1 {point['f1'] or 0:.3f} ({low:.3f} to {high:.3f})"
        f" on {point['measured_on']} documents"
    )


if __name__ == "__main__":
    sys.exit(main())
