"""A document on its way from bytes to words: ``SourceDocument``, then ``Page`` by page, then ``ReadDocument``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from schemas.geometry import Box, Frozen
from schemas.tiers import Tier

PDF = "application/pdf"
"""The media type of a PDF."""

DocumentId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""sha256 of the document's bytes, as 64 lower-case hexadecimal digits."""

Confidence = Annotated[float, Field(ge=0.0, le=1.0)]

PAGE_BREAK = "\f"
"""Separates the texts of two pages, as in pdftotext's output."""

TextSource = Literal["text_layer", "ocr", "none"]

WordSource = Literal["ocr", "code"]


class SourceDocument(Frozen):
    """A stored original.

    ``name`` is what the sender called the file; ``source`` states where it came from (a path, an inbox, a URL).
    ``tier`` was stated for this document; None leaves it to the settings.
    """

    id: DocumentId
    name: str
    media_type: str
    size_bytes: int = Field(ge=0)
    document_class: str | None = None
    source: str = ""
    received_at: datetime
    tier: Tier | None = None


class Word(Frozen):
    """One word as an engine read it.

    ``characters`` holds a confidence for each character of ``text`` where the engine has them, else it is empty.
    ``source`` is None for a word of the page's own ``text_source``; "ocr" for one that was recognized beside a text
    layer, "code" for the content of a QR or bar code.
    """

    text: str = Field(min_length=1)
    box: Box
    confidence: Confidence = 1.0
    characters: tuple[Confidence, ...] = ()
    source: WordSource | None = None


class Line(Frozen):
    """Words that are beside each other, left to right."""

    words: tuple[Word, ...] = Field(min_length=1)

    @property
    def text(self) -> str:
        """The words, one blank between them."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around all words."""
        return Box.around(word.box for word in self.words)


class Mark(Frozen):
    """A check box on the page, ticked or not: it carries meaning and has no text."""

    box: Box
    checked: bool
    confidence: Confidence = 1.0


BlockKind = Literal["title", "header", "paragraph", "list", "table", "figure", "footer", "stamp"]


class Block(Frozen):
    """A region of the page's layout. ``lines`` are indices into the page's lines, in reading order.

    Figures and stamps without words have no lines. ``confidence`` is that of the kind.
    """

    kind: BlockKind
    box: Box
    lines: tuple[int, ...] = ()
    confidence: Confidence = 1.0


class PreprocessStep(Frozen):
    """One change made to a page image, with what was measured and why it was applied."""

    name: str
    version: str
    parameters: dict[str, float | int | str | bool] = Field(default_factory=dict)
    measured: dict[str, float | int | str | bool] = Field(default_factory=dict)


class PageFinding(Frozen):
    """Something a reviewer should know about a page. ``message`` has no text of the document."""

    code: str
    message: str


class Page(Frozen):
    """One upright page.

    ``number`` counts from 1. ``width`` and ``height`` are the pixels of the upright page image at ``dpi``.
    ``rotation_deg`` is how far the page was turned clockwise to be upright. ``lines`` are in reading order.
    ``samples`` are words of a text layer that recognition compares with the pixels before it trusts the digits.
    ``unread`` covers ink that no word accounts for: pictures, handwriting, signatures. Readers without the right to
    see personal data must not see it.
    """

    number: int = Field(ge=1)
    width: int = Field(ge=1)
    height: int = Field(ge=1)
    dpi: float = Field(gt=0)
    rotation_deg: float = 0.0
    steps: tuple[PreprocessStep, ...] = ()
    text_source: TextSource = "none"
    lines: tuple[Line, ...] = ()
    samples: tuple[Word, ...] = ()
    blocks: tuple[Block, ...] = ()
    unread: tuple[Box, ...] = ()
    findings: tuple[PageFinding, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _accept_stored(cls, values: Any) -> Any:
        """Drops ``marks``, which readings stored by version 0.1.0 hold; an `Extraction` has them now."""
        return {k: v for k, v in values.items() if k != "marks"} if isinstance(values, dict) else values

    @property
    def text(self) -> str:
        """The lines, one a row."""
        return "\n".join(line.text for line in self.lines)


class QuarantinedPage(Frozen):
    """A page that could not be read, with the reason: nothing is lost in silence."""

    number: int = Field(ge=1)
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word with its place in the document: ``id`` counts from 0 in reading order over all pages.

    It is computed from a reading and never stored, so that nothing of it needs validation.
    """

    id: int
    page_number: int
    line_index: int
    start: int
    end: int
    word: Word

    @property
    def text(self) -> str:
        """The word's text."""
        return self.word.text

    @property
    def box(self) -> Box:
        """The word's box on its page."""
        return self.word.box

    @property
    def line(self) -> tuple[int, int]:
        """The line that the word is on: page number, and index on the page."""
        return self.page_number, self.line_index


class ReadDocument(Frozen):
    """All pages of a document as read, and the exact map between characters and words.

    ``text`` joins words by a blank, lines by a line feed and pages by a form feed; ``words[i].start`` and ``.end``
    are offsets into it.
    """

    document_id: DocumentId
    engine: str
    pages: tuple[Page, ...]
    quarantined: tuple[QuarantinedPage, ...] = ()

    @cached_property
    def words(self) -> tuple[PlacedWord, ...]:
        """Every word of every page in reading order; ``words[i].id == i``."""
        placed: list[PlacedWord] = []
        offset = 0
        for page in self.pages:
            for line_index, line in enumerate(page.lines):
                for word in line.words:
                    end = offset + len(word.text)
                    placed.append(
                        PlacedWord(
                            id=len(placed),
                            page_number=page.number,
                            line_index=line_index,
                            start=offset,
                            end=end,
                            word=word,
                        )
                    )
                    offset = end + 1
            # The form feed takes the place of the separator behind the page's last word; a page without words still
            # has its own form feed.
            if not page.lines:
                offset += 1
        return tuple(placed)

    @cached_property
    def text(self) -> str:
        """The whole text; the offsets of `words` point into it."""
        return PAGE_BREAK.join(page.text for page in self.pages)

    @cached_property
    def derived(self) -> dict[Hashable, Any]:
        """What was computed from this reading, by a key of who computed it: kept as long as the reading."""
        return {}

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    def words_between(self, start: int, end: int) -> tuple[PlacedWord, ...]:
        """Returns the words that share at least one character with ``text[start:end]``."""
        if end <= start:
            return ()
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end - 1)
        return tuple(word for word in self.words[first:last] if word.start < end and word.end > start)

    def span_of(self, word_ids: Iterable[int]) -> tuple[int, int]:
        """Returns the smallest ``(start, end)`` of `text` that holds the given words.

        Raises:
            ValueError: No word was given.
        """
        chosen = [self.words[i] for i in word_ids]
        if not chosen:
            raise ValueError("a span of no words does not exist")
        return min(w.start for w in chosen), max(w.end for w in chosen)

    def page(self, number: int) -> Page:
        """Returns the page with this number.

        Raises:
            KeyError: The document has no such page, or it was quarantined.
        """
        for page in self.pages:
            if page.number == number:
                return page
        raise KeyError(number)

    def words_of_page(self, number: int) -> Sequence[PlacedWord]:
        """Returns the words of one page, in reading order."""
        return [word for word in self.words if word.page_number == number]
