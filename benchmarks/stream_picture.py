"""The curves of ``python -m benchmarks stream`` as a picture: what is accepted, the longer a deployment learns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.svg import page, text

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 40, 520, 40, 300, 330
COLORS = ("#1f6f8b", "#c0562f", "#4b8b3b", "#7a4fa3", "#b0902a", "#5b6770", "#b03060")
APART = 15
"""Pixels between the names of two curves."""


def drawn(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Returns an SVG with one curve for each row: the share accepted in each part of its stream."""
    parts = [*_axes()]
    ends = sorted((_y(row["curve"][-1]["accepted"]), name) for name, row in rows.items())
    places: list[float] = []
    for wanted, _ in ends:
        places.append(max([wanted, *(place + APART for place in places[-1:])]))
    at = {name: place for (_, name), place in zip(ends, places, strict=True)}
    for color, (name, row) in zip(COLORS * len(rows), rows.items(), strict=False):
        curve = row["curve"]
        points = " ".join(f"{_x(n, len(curve)):.1f},{_y(point['accepted']):.1f}" for n, point in enumerate(curve))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
        said = f"{name.replace('_', ' ')} ({row['documents']})"
        parts.append(text(RIGHT + 8, at[name] + 4, said, color=color))
    return page(HEIGHT, "Accepted without a person, from the first fifth of a stream of documents to the last", parts)


def _axes() -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield f'<path d="M{LEFT} {_y(share):.1f}H{RIGHT}" stroke="#ddd"/>'
        yield text(LEFT - 6, _y(share) + 4, f"{share:.0%}", anchor="end")


def _x(number: int, points: int) -> float:
    return LEFT + (RIGHT - LEFT) * number / (points - 1)


def _y(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share
