"""Layouts that reviews taught: hashed fixed words with their places, and the places of values. No text."""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from schemas.document import DocumentId
from schemas.geometry import Box, Frozen


class FixedWord(Frozen):
    """A word that documents of a layout may share: its hash, and where it is. Pages count from 1."""

    key: str
    page_number: int = Field(ge=1)
    box: Box


class TaughtValue(Frozen):
    """Where a value was, and the fixed words beside it, the most telling first."""

    field: str
    page_number: int = Field(ge=1)
    box: Box
    anchors: tuple[FixedWord, ...] = ()


class Layout(Frozen):
    """What the reviewed documents of one layout have in common. ``absent`` are fields that none of them had."""

    document_class: str
    words: tuple[FixedWord, ...]
    values: tuple[TaughtValue, ...]
    absent: tuple[str, ...] = ()


class KnownLayout(Frozen):
    """A layout in the store. ``taught_by`` are the reviewed documents, the newest last."""

    id: int
    layout: Layout
    taught_by: tuple[DocumentId, ...]
    changed_at: AwareDatetime
    changed_by: str


class LayoutHint(Frozen):
    """Where a known layout expects the values of a document.

    ``places`` are word ids by field, ``absent`` fields that its documents do not have. ``score`` is the share of its
    fixed words that are in place. ``is_changed``: many values are no longer in their places; none is expected then.
    """

    layout: int
    score: float
    places: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    absent: tuple[str, ...] = ()
    is_changed: bool = False
