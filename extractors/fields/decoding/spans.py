"""Runs of words that make one value: along a line, over a gap in it, and down the lines below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.fields.token_scores import LabelledWords
from schemas.document import PlacedWord, ReadDocument
from schemas.geometry import Box

LINE_GAP = 1.4
"""Lines of one value are at most this many line heights apart."""

WIDE_LINE_GAP = 2.4
"""The same if the model is sure that the lower line continues the value: forms set their lines wide."""

WORD_GAP, WIDE_WORD_GAP = 2.1, 4.0
"""Parts of one line of a value are at most so many heights apart, likewise."""

OVERLAP = 0.3
"""Lines of one value overlap by this share of the shorter one."""

DECIDED_LINE_GAP = 5.0
"""The same if a party's block includes the lower line: a country may be between town and postcode."""

SURELY_GOES_ON = 0.1
"""A first word surely continues a value if its share of beginning is below this."""

COLUMN_GAP = 1.8
"""Words of one line that are so many heights apart are in two columns."""

MOST_NEIGHBORS = 2
"""A part of a date is completed by so many words at most."""

Span = list[int]


def lines_of(read: ReadDocument, ids: Sequence[int]) -> list[Span]:
    """Groups words by the lines they are on."""
    lines: list[Span] = []
    for i in ids:
        if lines and read.words[lines[-1][-1]].line == read.words[i].line:
            lines[-1].append(i)
        else:
            lines.append([i])
    return lines


def spans_of(words: LabelledWords, name: str, chosen: Sequence[int], *, near_goes_on: bool = False) -> list[Span]:
    """Groups words that follow each other on one line; a word that begins a value opens a new group.

    With ``near_goes_on`` this needs a gap: two names are never side by side without one. A word that only seems to
    begin another name continues this one.
    """
    spans: list[Span] = []
    for i in chosen:
        follows = spans and spans[-1][-1] == i - 1 and words.read.words[i - 1].line == words.read.words[i].line
        if follows and (not words.is_first(name, i) or (near_goes_on and _is_near(words.read, i))):
            spans[-1].append(i)
        else:
            spans.append([i])
    return spans


def _is_near(read: ReadDocument, i: int) -> bool:
    """Whether a word is not in another column than the one before it."""
    return gap(read, read.words[i - 1], read.words[i]) < COLUMN_GAP


def gap(read: ReadDocument, left: PlacedWord, right: PlacedWord) -> float:
    """Returns the gap between two words side by side, in heights of the taller one."""
    page = read.page(left.page_number)
    return (right.box.left - left.box.right) * page.width / (max(left.box.height, right.box.height) * page.height)


def joined_parts(read: ReadDocument, spans: Sequence[Span], read_as: Callable[[Span], str | None]) -> list[Span]:
    """Joins neighbors on a line that mean nothing alone and something together: "05" and "02-18"."""
    joined: list[Span] = []
    for span in spans:
        if joined and span[0] == joined[-1][-1] + 1 and read.words[joined[-1][-1]].line == read.words[span[0]].line:
            parts = (read_as(joined[-1]), read_as(span))
            if None in parts and read_as([*joined[-1], *span]) is not None:
                joined[-1] = [*joined[-1], *span]
                continue
        joined.append(list(span))
    return joined


def completed(read: ReadDocument, span: Span, read_as: Callable[[Span], str | None]) -> Span:
    """Returns a span that means nothing alone with the fewest neighbors on its line that give it a meaning.

    "2021." with "07." and "12." is a date. A span without such neighbors stays.
    """
    if read_as(span) is not None:
        return span
    line = read.words[span[0]].line
    for more in range(1, MOST_NEIGHBORS + 1):
        for before in range(more + 1):
            grown = list(range(span[0] - before, span[-1] + more - before + 1))
            if grown[0] < 0 or grown[-1] >= len(read.words) or any(read.words[i].line != line for i in grown):
                continue
            if read_as(grown) is not None:
                return grown
    return span


def joined_lines(words: LabelledWords, name: str, spans: Sequence[Span]) -> list[Span]:
    """Joins a group to the one right above it, if its first word continues it and begins no value.

    Reading order may put other columns between the lines of an address, so it is geometry that decides.
    """
    joined: list[Span] = []
    for span in spans:
        share = float(words.begins[name][span[0]] / max(words.inside[name][span[0]], 1e-6))
        surely = share < SURELY_GOES_ON
        reach = DECIDED_LINE_GAP if share == 0 else WIDE_LINE_GAP if surely else LINE_GAP
        line = [words.read.words[i] for i in span]
        home = next(
            (g for g in reversed(joined) if share <= 0.5 and _is_below(words.read, g, line, reach, surely=surely)), None
        )
        if home is not None:
            home.extend(span)
        else:
            joined.append(list(span))
    return joined


def _is_below(
    read: ReadDocument, group: Sequence[int], line: Sequence[PlacedWord], reach: float, *, surely: bool
) -> bool:
    """Whether a line continues a group of words: beside its last row or below it."""
    last, first = read.words[group[-1]], line[0]
    if last.page_number != first.page_number:
        return False
    last_row = [word for i in group if _are_in_row(word := read.words[i], last)]
    beside = gap(read, last, first)
    # Where a line runs askew, its tall box reaches into the next one: what starts under it is not beside it.
    if _are_in_row(first, last) and beside > -0.5:
        return beside < (WIDE_WORD_GAP if surely else WORD_GAP)
    height = max(last.box.height, first.box.height)
    below = first.box.top - last.box.bottom
    return -0.7 * height < below < reach * height and _is_under(last_row, line)


def _are_in_row(a: PlacedWord, b: PlacedWord) -> bool:
    return a.page_number == b.page_number and abs(a.box.center[1] - b.box.center[1]) < 0.5 * max(
        a.box.height, b.box.height
    )


def _is_under(above: Sequence[PlacedWord], below: Sequence[PlacedWord]) -> bool:
    """Whether two lines are in one column: they overlap, whether set left, centered or right."""
    upper, lower = (Box.around(word.box for word in line) for line in (above, below))
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    return overlap > OVERLAP * min(upper.width, lower.width)
