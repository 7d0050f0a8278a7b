"""Words that may be fixed in a layout: hashed, with their places."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from schemas.document import PlacedWord, ReadDocument
from schemas.layouts import FixedWord

LEAST_LETTERS = 3
MOST_PAGES = 3
"""Pages on which values are taught: later ones are tables and terms."""


def key_of(word: PlacedWord) -> str | None:
    """Returns the hash of a word that may be fixed; None for numbers and for short words."""
    text = word.text.casefold().strip(":.,;()#*-–")
    if len(text) < LEAST_LETTERS or any(c.isdigit() for c in text) or not any(c.isalpha() for c in text):
        return None
    return hashlib.blake2b(text.encode(), digest_size=6, person=b"layout").hexdigest()


def fixed_words(read: ReadDocument, left_out: Collection[int] = ()) -> list[FixedWord]:
    """Returns the words of a document that may be fixed.

    Args:
        read: The document.
        left_out: Ids of words that are not: those of values.
    """
    numbers = page_numbers(read)
    found = []
    for word in read.words:
        number, key = numbers[word.page_number], key_of(word)
        if key is not None and number <= MOST_PAGES and word.id not in left_out:
            found.append(FixedWord(key=key, page_number=number, box=word.box))
    return found


def page_numbers(read: ReadDocument) -> dict[int, int]:
    """Returns a document's own page numbers, from 1, by those of its file."""
    return {page.number: number for number, page in enumerate(read.pages, start=1)}
