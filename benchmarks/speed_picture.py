"""The speed figures as a picture: processor seconds a page as bars, one group a kind of page, errors beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.svg import WIDTH, page, text

LABEL, BAR, GAP, LETTERS = 170, 16, 5, 210
OWN, OTHER = "#1f6f8b", "#9aa5b1"


def drawn(rows: Sequence[Mapping[str, Any]], machine: str) -> str:
    """Returns an SVG of the rows of ``python -m benchmarks speed``; shorter bars are faster."""
    parts, top = [], 44
    for kind in dict.fromkeys(row["kind"] for row in rows):
        own = [row for row in rows if row["kind"] == kind]
        longest = max(row["cpu_s"] for row in own)
        parts.append(text(0, top, kind, weight="bold"))
        top += 10
        for row in sorted(own, key=lambda row: row["cpu_s"]):
            parts += _bar(row, top, (WIDTH - LABEL - LETTERS) * row["cpu_s"] / longest)
            top += BAR + GAP
        top += 24
    return page(top, f"Processor seconds a page, models loaded ({machine})", parts)


def _bar(row: Mapping[str, Any], top: int, length: float) -> Iterable[str]:
    color = OWN if row["reader"].startswith("fieldwright") else OTHER
    yield text(LABEL - 8, top + 12, row["reader"], anchor="end")
    yield f'<rect x="{LABEL}" y="{top}" width="{max(length, 1):.1f}" height="{BAR}" fill="{color}"/>'
    said = f"{row['cpu_s']:.2f} s" + (f", {row['word_f1']:.1%} of words" if "word_f1" in row else "")
    yield text(LABEL + length + 6, top + 12, said)
