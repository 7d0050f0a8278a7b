"""What recognition takes for what: the few other ways in which a printed number may be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.document import ReadDocument
from values.confusions import CAPITALS_OF_WORDS, OTHER_DIGITS, SMALL_LETTERS, digits_of_capitals

SIGN_LIKE = "58S3E6C"
"""What a currency sign in front of a number is read as."""

UNSURE = 0.90
"""A character that was recognized with less confidence may be another one."""


@dataclass(frozen=True)
class Character:
    """One character of a value as read. ``unsure`` is whether it may be another one."""

    text: str
    unsure: bool


def characters_of(read: ReadDocument, word_ids: Sequence[int]) -> list[Character]:
    """Returns the characters of words, a blank between them; those of a text layer are sure."""
    recognized = {page.number for page in read.pages if page.text_source == "ocr"}
    found: list[Character] = []
    for word_id in word_ids:
        placed = read.words[word_id]
        if found:
            found.append(Character(" ", False))
        known = placed.word.characters or (placed.word.confidence,) * len(placed.text)
        for text, confidence in zip(placed.text, known, strict=False):
            found.append(Character(text, placed.page_number in recognized and confidence < UNSURE))
    return found


def with_likely_letters(characters: Sequence[Character], *, accents: bool) -> str:
    """Returns the text of a name with letters for unsure digits inside of words, and for unsure accented letters.

    Args:
        characters: The characters as read.
        accents: Whether the document surely has accented letters: then an unsure one stays as well.
    """
    text = "".join(character.text for character in characters)
    made = list(text)
    for word in re.finditer(r"\w{3,}", text):
        strange = [i for i in range(*word.span()) if not text[i].isalpha()]
        for i in range(*word.span()):
            if characters[i].unsure and strange == [i]:
                small = any(c.islower() for c in text[max(i - 1, 0) : i + 2])
                made[i] = text[i].translate(SMALL_LETTERS if small else CAPITALS_OF_WORDS)
            elif characters[i].unsure and not accents:
                made[i] = unicodedata.normalize("NFD", text[i])[0]
    return "".join(made)


def with_digits_for_letters(characters: Sequence[Character], *, prefix: int) -> str:
    """Returns the text with digits for the letters that look like some, behind a prefix of so many letters."""
    seen = 0
    made = []
    for character in characters:
        seen += character.text.isalnum()
        made.append(digits_of_capitals(character.text) if seen > prefix else character.text)
    return "".join(made)


def other_readings(characters: Sequence[Character]) -> Iterator[str]:
    """Yields the texts in which one unsure digit is another one that looks like it."""
    for i, character in enumerate(characters):
        if character.unsure:
            for other in OTHER_DIGITS.get(character.text, ""):
                yield "".join(c.text for c in (*characters[:i], Character(other, True), *characters[i + 1 :]))


def other_points(text: str) -> Iterator[str]:
    """Yields the text with a decimal point before its last two digits, if it has no mark and may have lost one."""
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    if len(digits) >= 3 and not any(mark in text for mark in ".,'"):
        yield f"{text[: digits[-2]].rstrip()}.{text[digits[-2] :]}"


def without_sign(text: str) -> Iterator[str]:
    """Yields the text without its first digit, where that may be a currency sign: "560.00" for "$60.00"."""
    if len(text) > 1 and text[0] in SIGN_LIKE and text[1].isdigit():
        yield text[1:]
