"""Texts of a page that carry the label of their field."""

from __future__ import annotations

from markupsafe import Markup


def mark(text: str, label: str, line: int | None = None) -> Markup:
    """Returns the text as an element with its label, and with the number of its line item."""
    row = "" if line is None else f' data-line="{line}"'
    return Markup('<span data-field="{}"{}>{}</span>').format(label, Markup(row), text)
