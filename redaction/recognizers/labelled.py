"""Values that only their caption makes personal: the caption is before, left of or above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from redaction.entities import LIKELY, Entity, Hit
from redaction.page_grid import REACH_BELOW, Cell, Sheet, is_caption
from redaction.recognizers.base import Recognizer

NUMBER = r"(?:\s*(?:no|nr|num|number|nummer|numéro|numero|número|n°|nº|#|id|code)\b\.?|\s*[#№])?"
"""What may follow the noun of a caption, as in ``Policy No.``."""

CONNECTOR = re.compile(
    r"(?:\s*\([^()]{0,60}\)?)?[\s:;.#*=\-–_>]*(?:(?:is|ist|est|es|are|was|reads|lautet|number|no|nr)\b[\s:.#]*)?",
    re.IGNORECASE,
)
"""What may be between a caption and its value."""

IDENTIFIER = r"(?=[A-Z0-9\-./]*\d)[A-Z0-9][A-Z0-9\-./]{2,}[A-Z0-9](?:[ -]\d{2,}[A-Z0-9]*)*"
"""An identifier: at least four characters with a digit in it; further groups start with digits."""


LONGEST_LEAD = 16
"""Characters of a caption before its words, as in ``11. INSURED'S policy``."""


class LabelledRecognizer(Recognizer):
    """Finds what follows a caption: in its cell, in the cell right of it, or in the cells below it.

    ``label`` is matched without case; ``value`` must match from the start of the text that follows. ``column`` accepts
    values below only if the caption has its own cell, and continues down a table's column.
    """

    entity: Entity
    label: re.Pattern[str]
    value: re.Pattern[str] = re.compile(IDENTIFIER)
    score: float = LIKELY
    rows: int = 40
    over_lines: bool = False
    """Whether a value may begin at the end of one line and go on at the start of the next."""

    @property
    def entities(self) -> Sequence[Entity]:  # type: ignore[override]
        """The one kind it finds."""
        return (self.entity,)

    def accepts(self, text: str) -> bool:
        """Whether a value that has the right form may be one; captions never are."""
        return not is_caption(text)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the values of all captions of this kind."""
        for match in self.label.finditer(sheet.captions):
            for start, end in self._values(sheet, match):
                yield Hit(start, end, self.entity, self.score)

    def _values(self, sheet: Sheet, match: re.Match[str]) -> list[tuple[int, int]]:
        """Returns where the values of one caption are: the nearest place that has any."""
        cell = sheet.cells[sheet.cell_index(match.end() - 1)]
        if found := self._at(sheet, match.end(), cell.end):
            return [found]
        if self.over_lines and (found := self._at(sheet, match.end(), _next_line_end(sheet, cell.end))):
            return [found]
        rest = sheet.text[match.end() : cell.end]
        if re.sub(r"\([^()]*\)?", "", rest).strip(" :;.#*_-)") and not is_caption(rest):
            return []
        right = sheet.right_of(cell)
        if right and (found := self._at(sheet, right.start, right.end)):
            return [found]
        if below := self._below(sheet, cell, _column(sheet, cell, match.start())):
            return below
        following = sheet.text.find("\n", match.end() - 1) + 1
        if following and cell.end + 1 == following and (found := self._at(sheet, following, following + 60)):
            return [found]
        return []

    def _below(self, sheet: Sheet, cell: Cell, left: float) -> list[tuple[int, int]]:
        """Returns the values below a caption, down to the next caption or the first row that has none behind one."""
        values: list[tuple[int, int]] = []
        for row in sheet.below(cell, left)[: self.rows]:
            found = self.whole_values(sheet, row) if values else self.in_row(sheet, row)
            if values and not found:
                break
            # Small captions such as MM DD YY are between a caption and its value; a longer one opens the next box.
            if not found and not all(_is_minor(sheet.cell_text(c)) for c in row):
                break
            if not found and row[0].top - cell.bottom > REACH_BELOW * sheet.height:
                break
            values += found
        return values

    def in_row(self, sheet: Sheet, row: Sequence[Cell]) -> list[tuple[int, int]]:
        """Returns the values in the first row below the caption."""
        return self.whole_values(sheet, row)

    def whole_values(self, sheet: Sheet, row: Sequence[Cell]) -> list[tuple[int, int]]:
        """Returns the cells of one row that hold a whole value."""
        return [found for c in row if (found := self._at(sheet, c.start, c.end))]

    def _at(self, sheet: Sheet, start: int, end: int) -> tuple[int, int] | None:
        """Returns the value that starts at this place behind connecting words, or None."""
        connector = CONNECTOR.match(sheet.text, start, end)
        begin = connector.end() if connector else start
        for place in dict.fromkeys((begin, start)):
            value = self.value.match(sheet.text, place, end)
            if value and value.end() > value.start() and self.accepts(value.group()):
                return value.span()
        return None


def _next_line_end(sheet: Sheet, end: int) -> int:
    """Returns where the line below ends, for a cell that ends its own line; else the cell's end."""
    if sheet.text[end : end + 1] != "\n":
        return end
    following = sheet.text.find("\n", end + 1)
    return following if following >= 0 else len(sheet.text)


def _is_minor(text: str) -> bool:
    """Whether a cell is a small caption or a tick, below which a value may be."""
    return all(len(word) <= 3 for word in text.split())


def _column(sheet: Sheet, cell: Cell, start: int) -> float:
    """Returns the left edge of a caption: its cell's, unless another caption is before it in the same cell."""
    return cell.left if start - cell.start <= LONGEST_LEAD else sheet.left_of(start)


def labels(*alternatives: str) -> re.Pattern[str]:
    """Returns a pattern that finds any of these captions as whole words, in any case and over line breaks."""
    joined = "|".join(a.replace(" ", r"[\s.\-]*") for a in alternatives)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{joined}){NUMBER}(?![A-Za-z])", re.IGNORECASE)


def every(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Returns all matches, overlapping ones included, so that a near miss does not hide what follows it."""
    place = 0
    while match := pattern.search(text, place):
        yield match
        place = match.start() + 1
