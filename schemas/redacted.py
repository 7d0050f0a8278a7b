"""Text and places without personal data."""

from __future__ import annotations

from pydantic import Field

from schemas.document import PAGE_BREAK, Confidence, DocumentId
from schemas.geometry import Box, Frozen


class PiiSpan(Frozen):
    """Personal data at ``text[start:end]`` of a `ReadDocument`; ``entity`` is Presidio's name for its kind."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    entity: str
    score: Confidence
    recognizer: str
    word_ids: tuple[int, ...] = ()


class RedactedWord(Frozen):
    """A word that may be shown. ``word_id`` is its id in the `ReadDocument`.

    The first word of a redacted span reads ``[ENTITY]``; the text of its other words is empty.
    """

    text: str
    box: Box
    word_id: int
    line_index: int
    redacted: bool = False


class RedactedPage(Frozen):
    """One page without personal data. ``number``, ``width`` and ``height`` as in `Page`."""

    number: int = Field(ge=1)
    width: int = Field(ge=1)
    height: int = Field(ge=1)
    words: tuple[RedactedWord, ...] = ()
    unread: tuple[Box, ...] = ()
    """Unread ink, as in `Page`."""

    @property
    def text(self) -> str:
        """Words joined by a blank, lines by a line feed; words without text and lines without words are left out."""
        parts: list[str] = []
        last_line: int | None = None
        for word in self.words:
            if not word.text:
                continue
            if last_line is not None:
                parts.append(" " if word.line_index == last_line else "\n")
            parts.append(word.text)
            last_line = word.line_index
        return "".join(parts)

    @property
    def tokens(self) -> tuple[tuple[str, Box], ...]:
        """The token of each redacted span and the box around its words, one for each line that it is on."""
        found: list[tuple[str, int, Box]] = []
        for word in self.words:
            if word.redacted and not word.text and found and found[-1][1] == word.line_index:
                text, line, box = found[-1]
                found[-1] = text, line, Box.around((box, word.box))
            elif word.redacted:
                found.append((word.text or (found[-1][0] if found else ""), word.line_index, word.box))
        return tuple((text, box) for text, _, box in found)

    @property
    def redacted_boxes(self) -> tuple[Box, ...]:
        """The boxes of redacted words."""
        return tuple(word.box for word in self.words if word.redacted)


class RedactedDocument(Frozen):
    """What may leave the store: pages without personal data, and the spans (offsets, no text) that were removed."""

    document_id: DocumentId
    policy: str
    engine: str
    pages: tuple[RedactedPage, ...] = ()
    spans: tuple[PiiSpan, ...] = ()
    redacted_fields: tuple[str, ...] = ()
    """Names of extracted fields whose words were redacted: their values must not reach the index either."""

    @property
    def text(self) -> str:
        """The pages' texts, a form feed between two pages."""
        return PAGE_BREAK.join(page.text for page in self.pages)
