"""The types in which the layout of a published form is written down: see ``form_cms1500``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AreaKind = Literal[
    "id", "name", "text", "date", "birth_date", "state", "zip", "phone", "icd", "tax_id", "money", "npi",
    "first_line", "middle_lines", "last_line",
    "place", "procedure", "modifier", "pointer", "number", "skip",
]  # fmt: skip
"""How the typed text of an area becomes a value: see ``form_values``."""


@dataclass(frozen=True)
class Caption:
    """Print of the form itself: its left and right edge and its middle."""

    text: str
    left: float
    right: float
    middle: float


@dataclass(frozen=True)
class Area:
    """The rectangle in which a field is filled in."""

    field: str
    left: float
    top: float
    right: float
    bottom: float
    kind: AreaKind


@dataclass(frozen=True)
class Column:
    """One column of the form's table, from its left to its right line.

    ``length`` is the number of digits that every filled cell holds, 0 where that varies.
    """

    field: str
    left: float
    right: float
    kind: AreaKind
    length: int = 0


@dataclass(frozen=True)
class Option:
    """One check box of a field, by its middle: ticked, the field has this value."""

    field: str
    value: str
    x: float
    y: float


@dataclass(frozen=True)
class Slot:
    """Where a word of this look is usually typed: its left edge and its middle."""

    look: str
    left: float
    middle: float


@dataclass(frozen=True)
class FormTable:
    """The layout of one form. All positions have one unit, in which the page is ``width`` x ``height``.

    ``rows`` are the middles of the table's rows, ``row_reach`` how far a row reaches above and below.
    """

    name: str
    document_class: str
    width: float
    height: float
    captions: tuple[Caption, ...]
    areas: tuple[Area, ...]
    options: tuple[Option, ...]
    option_size: float
    rows: tuple[float, ...]
    row_reach: float
    columns: tuple[Column, ...]
    slots: tuple[Slot, ...]
