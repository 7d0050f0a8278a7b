"""One reading of a page from several: unsure lines at other widths, and looks at other scales."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.ocr.cascade import LineReader
from extractors.ocr.crops import Crop
from extractors.ocr.recognition import Reading

UNSURE = 0.97
"""Lines read with a lower mean probability are recognized again."""

SAME_PLACE = 0.5
"""Share of the smaller of two lines that the other covers, from which both are readings of one place."""

SURE = 0.9
"""Mean probability from which a line counts that only the second look found."""

Read = tuple[Crop, Reading]
_Corners = tuple[float, float, float, float]


def read_again(recognizer: LineReader, read: Sequence[Read], widths: Sequence[float]) -> list[Read]:
    """Returns the lines, each unsure one in the surest of its readings at several widths.

    Args:
        recognizer: Reads lines.
        read: The lines and their readings.
        widths: Shares of a line's natural width at which it is recognized again.
    """
    unsure = [n for n, (_, reading) in enumerate(read) if reading.confidence < UNSURE]
    crops = [read[n][0].pixels for n in unsure]
    others = [recognizer.read(crops, width) for width in widths]
    surest = list(read)
    for n, *again in zip(unsure, *others, strict=True):
        crop, first = read[n]
        # A reading that lost characters is surer for having lost them.
        whole = [reading for reading in again if len(reading.characters) >= len(first.characters)]
        surest[n] = crop, max((first, *whole), key=lambda reading: reading.confidence)
    return surest


def merged(first: Sequence[Read], second: Sequence[Read]) -> list[Read]:
    """Returns the lines of two looks at a page: at each place those of the look that is surer there.

    A look may find one line where the other finds two: lines that share a place are compared together. The second look
    counts only where it has not fewer characters.
    """
    groups = _places([_corners(crop) for crop, _ in first], [_corners(crop) for crop, _ in second])
    chosen: list[Read] = []
    for in_first, in_second in groups:
        ours, theirs = [first[n] for n in in_first], [second[n] for n in in_second]
        if not ours:
            chosen += [item for item in theirs if item[1].confidence >= SURE]
        else:
            is_whole = _length(theirs) >= _length(ours)
            chosen += theirs if is_whole and _certainty(theirs) > _certainty(ours) else ours
    return chosen


def _certainty(read: Sequence[Read]) -> float:
    """Returns the mean probability of all characters."""
    probabilities = [c.probability for _, reading in read for c in reading.characters]
    return sum(probabilities) / len(probabilities) if probabilities else 0.0


def _length(read: Sequence[Read]) -> int:
    return sum(len(reading.characters) for _, reading in read)


def _corners(crop: Crop) -> _Corners:
    height, width = crop.pixels.shape[:2]
    return crop.on_page(0, 0, width, height)


def _places(first: Sequence[_Corners], second: Sequence[_Corners]) -> list[tuple[list[int], list[int]]]:
    """Returns the lines of both looks, as indices, in groups that share a place."""
    leader = list(range(len(first) + len(second)))

    def leader_of(n: int) -> int:
        while leader[n] != n:
            n = leader[n]
        return n

    for i, one in enumerate(first):
        for j, other in enumerate(second):
            if _shared(one, other) >= SAME_PLACE * min(_area(one), _area(other)):
                leader[leader_of(len(first) + j)] = leader_of(i)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for n in range(len(leader)):
        of_first, of_second = groups.setdefault(leader_of(n), ([], []))
        if n < len(first):
            of_first.append(n)
        else:
            of_second.append(n - len(first))
    return list(groups.values())


def _shared(one: _Corners, other: _Corners) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def _area(corners: _Corners) -> float:
    return (corners[2] - corners[0]) * (corners[3] - corners[1])
