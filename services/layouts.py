"""Memory of layouts: reviews teach it, the next documents of a layout are read with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.fields.known_layouts.hints import hint_of
from extractors.fields.known_layouts.matching import LayoutIndex
from extractors.fields.known_layouts.teaching import layout_of, taught_again
from schemas.document import ReadDocument
from schemas.extraction import Extraction
from schemas.layouts import LayoutHint
from schemas.vocabulary import DocumentClass
from store.layouts import Layouts

if TYPE_CHECKING:
    from datetime import datetime


class LiveLayouts:
    """The stored layouts in memory, brought up to date before they are used.

    Args:
        layouts: Where they are stored.
    """

    def __init__(self, layouts: Layouts) -> None:
        self._layouts = layouts
        self._seen: tuple[int, datetime | None] | None = None
        self._indexes: dict[str, LayoutIndex] = {}

    def refresh(self) -> None:
        """Learns of what was taught and forgotten since: a batch asks once, not for each document."""
        revision = self._layouts.revision()
        if revision != self._seen:
            self._seen, self._indexes = revision, {}

    def hint(self, read: ReadDocument, kind: DocumentClass) -> LayoutHint | None:
        """Returns where the layout of a document expects its values; None where the layout is not known."""
        return hint_of(read, self._index(kind.name), kind)

    def teach(self, read: ReadDocument, extraction: Extraction, kind: DocumentClass, *, actor: str) -> None:
        """Keeps what a document teaches whose fields a person established.

        Standard forms teach nothing: their places are known.
        """
        if any(field.source == "form" for field in extraction.fields):
            return
        self.refresh()
        taught, known = layout_of(read, extraction, kind), None
        if not taught.values:
            return
        if (found := self._index(kind.name).of_words(taught.words)) is not None:
            known = found[0]
            taught = taught_again(known.layout, taught)
        self._layouts.teach(taught, read.document_id, actor=actor, known=known)
        self.refresh()

    def _index(self, document_class: str) -> LayoutIndex:
        if document_class not in self._indexes:
            is_empty = self._seen is not None and self._seen[0] == 0
            self._indexes[document_class] = LayoutIndex([] if is_empty else self._layouts.known(document_class))
        return self._indexes[document_class]
