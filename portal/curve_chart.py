"""A curve of error against automation as SVG: no script, no style attribute, nothing from another host."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from portal.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from services.promise_curve import Point

HIGHEST = 0.2
"""Errors above this share are outside of the chart: nobody promises them."""


def curve_chart(title: str, points: Sequence[Point], promise: float, now: Point) -> Markup:
    """Returns a chart of the share of wrong documents, and of its bound, over the share accepted.

    Args:
        title: What it shows; read out with where the deployment is.
        points: One for each threshold.
        promise: Share of right documents that is promised: a line at the errors that it allows.
        now: What the threshold in use means, drawn as a ring.
    """
    allowed = _y(1 - promise)
    parts = [
        _grid(),
        f'<line class="line line-2" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{allowed:.1f}" y2="{allowed:.1f}"/>',
    ]
    for number, values in enumerate(([p.error for p in points], [p.bound for p in points])):
        places = [(_x(p.share), _y(v)) for p, v in zip(points, values, strict=True) if v <= HIGHEST]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline class="line line-{number}" points="{path}"/>')
    if now.accepted and now.error <= HIGHEST:
        parts.append(f'<circle class="here" cx="{_x(now.share):.1f}" cy="{_y(now.error):.1f}" r="5"/>')
    told = escape(f"{title}: at the threshold {now.threshold:.3f}, {now.share:.0%} accepted, {now.error:.1%} wrong")
    return Markup(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">{"".join(parts)}</svg>'
    )


def _grid() -> str:
    parts = []
    for share in (0.0, 0.05, 0.1, 0.15, 0.2):
        y = _y(share)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="axis" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>')
    for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        text = f"{share:.0%} accepted"
        parts.append(f'<text class="axis" x="{_x(share):.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">{text}</text>')
    return "".join(parts)


def _x(share: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * share


def _y(error: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(error, HIGHEST) / HIGHEST)
