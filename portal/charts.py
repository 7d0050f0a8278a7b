"""Line charts as SVG, made here: no script, no style attribute, nothing from another host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 52, 8, 10, 22
MOST_LINES = 6
"""Distinguishable colors; further lines are left out, the table below has them."""

Lines = Mapping[str, Sequence[float | None]]
"""Values by day of each line; None where a day has none."""


def line_chart(title: str, days: Sequence[date], lines: Lines, *, percent: bool = False) -> Markup:
    """Returns a chart with one line for each name; `portal.templates.operations` writes its legend and table.

    Args:
        title: What it shows; read out with the range of values.
        days: One for each value.
        lines: Values by name.
        percent: Whether values are shares.
    """
    shown = dict(list(lines.items())[:MOST_LINES])
    top = max((value for values in shown.values() for value in values if value is not None), default=0.0) or 1.0
    parts = [_grid(top, days, percent)]
    for number, values in enumerate(shown.values()):
        points = [(_x(i, len(days)), _y(v, top)) for i, v in enumerate(values) if v is not None]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline class="line line-{number}" points="{path}"/>')
        parts += [f'<circle class="dot-{number}" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in points]
    told = escape(f"{title}: from {days[0].isoformat()} to {days[-1].isoformat()}, at most {written(top, percent)}")
    return Markup(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">{"".join(parts)}</svg>'
    )


def written(value: float, percent: bool = False) -> str:
    """Returns a value as charts and tables write it."""
    if percent:
        return f"{value:.1%}"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.2f}"


def _grid(top: float, days: Sequence[date], percent: bool) -> str:
    parts = []
    for share in (0.0, 0.5, 1.0):
        y = _y(share * top, top)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        label = written(share * top, percent)
        parts.append(f'<text class="axis" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    for index, anchor in ((0, "start"), (len(days) - 1, "end")):
        x, day = _x(index, len(days)), days[index].isoformat()
        parts.append(f'<text class="axis" x="{x:.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">{day}</text>')
    return "".join(parts)


def _x(index: int, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (index / (count - 1) if count > 1 else 0.5)


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)
