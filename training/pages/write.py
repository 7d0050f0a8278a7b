"""Writes documents of the layouts as PDF files with their truth, some of them as noisy scans."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from training.pages import rows
from training.pages.draft import Draft
from training.pages.grammar import Grammar, tables
from training.pages.layouts import GRAMMAR, Layout, layouts
from training.pages.printing import Printer
from training.pages.truth import truth_of
from training.synthetic.degrade import degrade

SCANS, DPI = 0.15, 200
"""Share of the documents that are scans, and their resolution in dots per inch."""

_FAMILIES = (
    "Liberation Sans, sans-serif", "Liberation Sans, sans-serif", "DejaVu Sans, sans-serif", "Liberation Serif, serif",
    "Liberation Sans Narrow, sans-serif",
)  # fmt: skip
_COLORS = ("#1f5fa8", "#7b2d8b", "#c0392b", "#2e7d32", "#333333")


@dataclass(frozen=True)
class Page:
    """A document as HTML, and its row of the truth without the name of its file."""

    layout: Layout
    html: str
    truth: dict[str, Any]


def make(layout: Layout, rng: random.Random) -> Page:
    """Returns a document of the layout; the same state of `rng` gives the same one."""
    country = rng.choice(layout.countries) if layout.countries else None
    shown = tables(rng)
    features = layout.features & shown.names if layout == GRAMMAR else layout.features
    draft = Draft(rng, rng.choice(layout.kinds), country, features=features)
    html = (
        _environment()
        .get_template("_page.html")
        .render(
            d=draft,
            g=Grammar(rng, draft, shown),
            layout=f"{layout.name}.html",
            size=rng.choice((8.5, 9, 9.5, 10, 10.5)),
            family=rng.choice(_FAMILIES),
            color=rng.choice(_COLORS),
        )
    )
    about = {"group": layout.name, "party": "labelled" if layout.labelled else "unlabelled"}
    return Page(layout, html, truth_of(draft, html) | about)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
    )
    made.globals.update(columns=rows.columns, cell=rows.cell, sums=rows.sums)
    return made


def write(folder: Path, count: int, *, seed: int, apart: bool, scans: float = SCANS) -> Iterator[str]:
    """Writes documents and ``truth.jsonl`` into the folder; yields the name of each file that is done.

    Args:
        folder: Is made where it is absent.
        count: Documents, shared out evenly over the layouts.
        seed: Another one invents other documents.
        apart: Whether the layouts are those kept apart, or those of development.
        scans: Share of the documents that become scans.
    """
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    chosen = layouts(apart=apart)
    with Printer() as printer, (folder / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for number in range(count):
            layout = chosen[number % len(chosen)]
            rng = random.Random(f"{seed} {layout.name} {number}")
            page = make(layout, rng)
            scanned = rng.random() < scans
            name = f"{layout.name}_{number // len(chosen) + 1}{'_scan.tif' if scanned else '.pdf'}"
            pdf = printer.pdf(page.html, paper="Letter" if page.truth["locale"] in ("US", "CA") else "A4")
            (documents / name).write_bytes(_scan(pdf, rng) if scanned else pdf)
            row = {"file": f"documents/{name}", **page.truth, "condition": "scan" if scanned else "pdf"}
            truth.write(json.dumps(row, ensure_ascii=False) + "\n")
            yield name


def _scan(pdf: bytes, rng: random.Random) -> bytes:
    import io

    import numpy as np
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [np.asarray(page.render(scale=DPI / 72).to_pil().convert("RGB")).copy() for page in document]
    finally:
        document.close()
    first, *others = [Image.fromarray(degrade(page, "scan", rng)[0]) for page in pages]
    stream = io.BytesIO()
    first.save(stream, "TIFF", save_all=True, append_images=others, dpi=(DPI, DPI), compression="jpeg", quality=85)
    return stream.getvalue()
