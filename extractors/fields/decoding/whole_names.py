"""Names of which only the beginning was taken, completed where the document prints the whole more than once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from schemas.document import PlacedWord, ReadDocument
from schemas.extraction import ExtractedField, evidence_boxes, raw_text
from values.normalize import normalize

Run = Sequence[PlacedWord]

BLANK = 0.8
"""A blank is narrower than this share of a word's height."""

_PART_OF_NAME = re.compile(r"[^\W\d_][^\d()\[\]:]*")
"""A word that continues a name: no number, nothing in brackets, no caption."""


def with_whole_names(read: ReadDocument, found: Mapping[str, ExtractedField]) -> dict[str, ExtractedField]:
    """Returns the fields with a name that begins a run of words completed by the rest of it, if this is printed twice.

    The probabilities may end a name too early. What is printed in the same words elsewhere belongs together.
    """
    names = [f for f in found.values() if f.kind == "name" and f.word_ids and f.value is not None]
    if not names:
        return dict(found)
    runs = _runs(read)
    at = {word.id: run for run in runs for word in run}
    printed = Counter(_text(run) for run in runs)
    return dict(found) | {name.name: _whole(read, name, at[name.word_ids[0]], printed) for name in names}


def _whole(read: ReadDocument, name: ExtractedField, run: Run, printed: Counter[str]) -> ExtractedField:
    ids, count = tuple(word.id for word in run), len(name.word_ids)
    added = [word.text for word in run[count:]]
    is_beginning = bool(added) and ids[:count] == name.word_ids
    if not is_beginning or printed[_text(run)] < 2 or not all(map(_PART_OF_NAME.fullmatch, added)):
        return name
    raw, (page, boxes) = raw_text(read, ids), evidence_boxes(read, ids)
    update = {
        "raw": raw,
        "value": normalize("name", raw, name=name.name).value,
        "word_ids": ids,
        "boxes": boxes,
        "page_number": page,
        "why": (*name.why, "printed as a whole elsewhere"),
    }
    return name.model_copy(update=update)


def _runs(read: ReadDocument) -> Sequence[Run]:
    """Returns the words that a blank at most separates, line by line."""
    runs: list[list[PlacedWord]] = []
    for word in read.words:
        last = runs[-1][-1] if runs else None
        if last is not None and last.line == word.line and word.box.left - last.box.right < BLANK * word.box.height:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _text(run: Run) -> str:
    return " ".join(word.text for word in run).casefold()
