"""Blocks of a page: titles, paragraphs, lists, tables, figures, stamps, headers and footers.

Generated pages of families that the model never learned from: 16 invoice layouts and three kinds of documents, nearly
one in two a bad scan. A block is found if its kind is right and it overlaps a true one by 0.5 (intersection over
union).
Also measured: milliseconds of the processor for a page. Run ``python -m benchmarks layout --json``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import frame
from schemas.settings import load_settings
from training.blocks.dataset import example_of
from training.blocks.measure import Found, measure
from training.blocks.pages import pages

SEED = 2


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures generated pages, and yields a line for each kind."""
    from extractors.layout.detector import PageLayoutModel

    model = PageLayoutModel(options.model or load_settings().models / "layout")
    found: list[tuple[Any, Sequence[Found]]] = []
    times: list[float] = []
    for page in pages(options.count, seed=options.seed, kind="held_out"):
        example = example_of(page)
        scale = example.parts.size[0] / page.image.page.width
        begun = time.process_time()
        layout = model.detect(page.image)
        times.append(1000 * (time.process_time() - begun))
        found.append((example, [_found(block, scale) for block in layout]))
    report |= {"seed": options.seed, "pages": len(found), "model": model.version, **measure(found)}
    report["ms_a_page"] = {"median": round(median(times), 1), "p95": round(frame.percentile(times, 95), 1)}
    yield f"{'kind':12}{'AP50':>8}{'F1':>8}{'prec.':>8}{'recall':>8}{'blocks':>8}"
    for kind, figures in report["by_kind"].items():
        yield f"{kind:12}" + "".join(
            f"{figures[name]:>8.3f}" if name != "blocks" else f"{figures[name]:>8}" for name in figures
        )
    yield f"mean AP50 {report['mean_ap50']:.3f}, {report['ms_a_page']['median']} ms of the processor a page"


def _found(block: Any, scale: float) -> Found:
    left, top, right, bottom = (value * scale for value in block.coordinates)
    return block.type, block.score, (left, top, right, bottom)


def main(argv: Sequence[str] | None = None) -> int:
    """Measures the layout model; returns 2 where the browser or the model is absent."""
    parser = frame.parser("layout", __doc__)
    parser.add_argument("--count", type=frame.count, default=160, help="generated pages (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="another one invents other pages")
    parser.add_argument("--model", type=Path, help="folder of other weights")
    return frame.main(parser.parse_args(argv), run)


if __name__ == "__main__":
    sys.exit(main())
