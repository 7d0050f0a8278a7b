"""The page number that a page prints: "Page 1 of 3", "Seite 2/2", "- 3 -"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from extractors.fields.decoding.cells import PageGrid
from values.folding import folded_words

HEAD, FOOT = 0.2, 0.85
"""A number without a word for "page" counts above the first and below the second share of the page's height."""

_PAGE: Final = (
    r"page|pages|pg|seite|blatt|pagina|paginas|pag|pagine|sida|sidan|side|sivu|strona|str|strana|oldal|bladzijde|blz"
)
_OF: Final = r"(?:of|von|de|sur|di|van|av|af|z|ze|par|out of)"
_CAPTIONED: Final = re.compile(
    rf"\b(?:{_PAGE})(?: (?:no|nr|number|nummer|n))? (\d{{1,3}})(?: (?:{_OF} )?(\d{{1,3}}))?\b"
)
_WHOLE: Final = re.compile(rf"^(\d{{1,3}}) {_OF} (\d{{1,3}})$")
_FRACTION: Final = re.compile(r"^\(?\s*(\d{1,2})\s*/\s*(\d{1,2})\s*\)?$")


class PageNumber(NamedTuple):
    """What a page prints: its number, and of how many pages; None where it does not say."""

    number: int
    of: int | None


def printed_number(grid: PageGrid) -> PageNumber | None:
    """Returns the number that the page of a grid prints; one with the count of pages has priority."""
    found = [
        number for number in _numbers(grid) if number.number >= 1 and (number.of is None or number.number <= number.of)
    ]
    return next((number for number in found if number.of is not None), found[0] if found else None)


def _numbers(grid: PageGrid) -> Iterator[PageNumber]:
    for row in grid.rows:
        for cell in row:
            text = folded_words(cell.text)
            is_edge = cell.box.bottom < HEAD or cell.box.top > FOOT
            if match := _CAPTIONED.search(text):
                yield PageNumber(int(match[1]), int(match[2]) if match[2] else None)
            elif match := _WHOLE.match(text) or (_FRACTION.match(cell.text) if is_edge else None):
                yield PageNumber(int(match[1]), int(match[2]))
        text = folded_words(" ".join(cell.text for cell in row))
        if match := _CAPTIONED.search(text):
            yield PageNumber(int(match[1]), int(match[2]) if match[2] else None)
