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
    """A word that may be shown: what was personal reads ``[ENTITY]``. ``word_id`` is its id in the `ReadDocument`."""

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
    """Ink of which nobody knows what it says, as in `Page`."""

    @property
    def text(self) -> str:
        """Words joined by a blank, lines by a line feed."""
        parts: list[str] = []
        last_line: int | None = None
        for word in self.words:
            if last_line is not None:
                parts.append(" " if word.line_index == last_line else "\n")
            parts.append(word.text)
            last_line = word.line_index
        return "".join(parts)

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
