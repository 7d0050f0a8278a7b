"""What is left of a document for those who may not see personal data: words, fields and pixels.

Everything for such readers (pages, exports, JSON) comes from these functions, never from the document itself. What they
omit cannot be shown by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from redaction.lookalikes import skeleton
from redaction.pixels import redact_pixels
from schemas.document import Line, Page, ReadDocument, Word
from schemas.extraction import ExtractedField, Extraction, LineItem
from schemas.geometry import Box
from schemas.redacted import RedactedDocument, RedactedPage, RedactedWord

WITHHELD = 160
"""Gray of a page that is not shown at all."""
SHORTEST_NAME = 3
"""Shorter words are in too many names by chance."""


def redacted_reading(read: ReadDocument, redacted: RedactedDocument) -> ReadDocument:
    """Returns the document as if the redacted text had been read: same pages, one word for each redacted span.

    Lines without any other words than those of a span that began above are left out.

    Raises:
        ValueError: The redaction is of another document, or of an earlier reading of this one.
    """
    same_pages = [page.number for page in read.pages] == [page.number for page in redacted.pages]
    if read.document_id != redacted.document_id or not same_pages:
        raise ValueError("the redaction is not of this reading: redact the document again")
    pages = tuple(_page(original, page) for original, page in zip(read.pages, redacted.pages, strict=True))
    # Not model_copy: it would take the original's text along, once that has been computed.
    return ReadDocument(document_id=read.document_id, engine=read.engine, pages=pages, quarantined=read.quarantined)


def _page(original: Page, redacted: RedactedPage) -> Page:
    if len(redacted.words) != sum(len(line.words) for line in original.lines):
        raise ValueError("the redaction is not of this reading: redact the document again")
    words = iter(redacted.words)
    shown = [tuple(_shown_words((word, next(words)) for word in line.words)) for line in original.lines]
    left = [index for index, line in enumerate(shown) if line]
    moved = {index: place for place, index in enumerate(left)}
    blocks = (
        block.model_copy(update={"lines": tuple(moved[index] for index in block.lines if index in moved)})
        for block in original.blocks
    )
    lines = tuple(Line(words=shown[index]) for index in left)
    return original.model_copy(update={"lines": lines, "blocks": tuple(blocks)})


def _shown_words(pairs: Iterable[tuple[Word, RedactedWord]]) -> Iterator[Word]:
    """Yields the words of a line; a redacted span is one word over all of its places on the line."""
    token: Word | None = None
    for original, word in pairs:
        if word.redacted and not word.text:
            if token is not None:
                token = token.model_copy(update={"box": Box.around((token.box, word.box))})
            continue
        if token is not None:
            yield token
        token = Word(text=word.text, box=word.box) if word.redacted else None
        if token is None:
            yield original
    if token is not None:
        yield token


def redacted_extraction(extraction: Extraction, redacted: RedactedDocument) -> Extraction:
    """Returns the fields and table cells that may be shown: neither personal by policy nor with a redacted word.

    Their word ids are those of `redacted_reading`.
    """
    words = [word for page in redacted.pages for word in page.words]
    hidden_words = {word.word_id for word in words if word.redacted}
    ids = {word.word_id: place for place, word in enumerate(word for word in words if word.text)}

    def shown(field: ExtractedField) -> bool:
        return field.name not in redacted.redacted_fields and hidden_words.isdisjoint(field.word_ids)

    def moved(field: ExtractedField) -> ExtractedField:
        return field.model_copy(update={"word_ids": tuple(ids[i] for i in field.word_ids if i in ids)})

    items = (LineItem(cells={n: moved(c) for n, c in item.cells.items() if shown(c)}) for item in extraction.line_items)
    return extraction.model_copy(
        update={
            "fields": tuple(moved(field) for field in extraction.fields if shown(field)),
            "line_items": tuple(item for item in items if item.cells),
        }
    )


def names_somebody(file_name: str, read: ReadDocument, redacted: RedactedDocument) -> bool:
    """Whether a file's name repeats a redacted word of the document, as in ``claim_jane_roe.pdf``."""
    name = skeleton(file_name)
    hidden = (read.words[word.word_id].text for page in redacted.pages for word in page.words if word.redacted)
    return any(len(word) >= SHORTEST_NAME and word in name for word in map(skeleton, hidden))


def redacted_image(pixels: NDArray[np.uint8], page: RedactedPage) -> NDArray[np.uint8]:
    """Returns the page image with its personal data black, and all that was not read.

    A page with print and no read word is withheld, all gray: its content is unknown.
    """
    if not page.words and pixels.min() != pixels.max():
        return np.full_like(pixels, WITHHELD)
    return redact_pixels(redact_pixels(pixels, page.redacted_boxes), page.unread, margin=0.0)
