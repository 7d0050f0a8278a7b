"""What a document is like, without its text: slices of comparisons and drift are computed from it."""

from __future__ import annotations

from pydantic import Field

from schemas.document import DocumentId
from schemas.geometry import Frozen

BUCKETS = 64
HASHES = 64


class Traits(Frozen):
    """Traits of one document.

    ``quality`` is the mean confidence of recognized words, 0 without any word, None where a text layer was read.
    ``vocabulary`` counts words by a hash of each, in `BUCKETS` buckets. ``layout`` is a MinHash of the first page's
    words at their places: the share of equal entries estimates how much of two pages is alike.
    """

    document_id: DocumentId
    source: str
    page_count: int = Field(ge=0)
    words_per_page: float = Field(ge=0)
    quality: float | None = None
    language: str
    vocabulary: tuple[int, ...]
    layout: tuple[int, ...]

    @property
    def quality_band(self) -> str:
        """The band of legibility that the document is in."""
        if self.quality is None:
            return "text layer"
        return "sharp" if self.quality >= 0.97 else "fair" if self.quality >= 0.9 else "poor"


def likeness(one: Traits, other: Traits) -> float:
    """Returns the share of words and places that two first pages have in common, in [0, 1]."""
    if not one.layout or not other.layout:
        return 0.0
    return sum(a == b for a, b in zip(one.layout, other.layout, strict=True)) / len(one.layout)
