"""Words and pages of the pictures that benchmarks draw."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH = 760


def text(
    x: float, y: float, said: str, *, anchor: str = "start", weight: str = "normal", color: str | None = None
) -> str:
    """Returns words at a place, in the color of the page or another one."""
    fill = f'fill="{color}" ' if color else ""
    return f'<text {fill}x="{x:.1f}" y="{y:g}" text-anchor="{anchor}" font-weight="{weight}">{escape(said)}</text>'


def page(height: int, title: str, parts: Sequence[str]) -> str:
    """Returns an SVG with a title and its parts."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
            'font-size="12" fill="#333">',
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            text(0, 18, title, weight="bold"),
            *parts,
            "</svg>",
            "",
        ]
    )
