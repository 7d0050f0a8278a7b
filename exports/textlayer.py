"""The invisible text of a searchable PDF: every word exactly over its picture, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exports.glyphless import ASCENT, UNITS_PER_EM, WIDTHS, glyph_of
from schemas.document import Line, Page

POINTS_PER_INCH = 72
FONT = "Text"
"""How the pages call the font."""

_LARGEST_CODE = 0xFFFF
_BLANK = 0.16
"""Width of the narrowest blank, in heights of the line: poppler's own measure is 0.15."""
_SLOPING = 1.35
"""A line this much taller than its tallest word is not level: a photograph, or a skewed page."""


class Alphabet:
    """The characters of a document, each with a code of its own for the font.

    Codes are numbered by the first use of each character. So any Unicode character fits, and the file's map back to
    Unicode stays small. What comes after 65535 different characters shares the code of U+FFFD.
    """

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def encode(self, text: str) -> bytes:
        """Returns a text as two-byte codes."""
        return b"".join(self._code(character).to_bytes(2, "big") for character in text)

    def _code(self, character: str) -> int:
        if character not in self._codes:
            if len(self._codes) >= _LARGEST_CODE - 1:
                character = "\ufffd"
            self._codes.setdefault(character, len(self._codes) + 1)
        return self._codes[character]

    @property
    def characters(self) -> list[str]:
        """All characters so far; the first has code 1."""
        return list(self._codes)

    def to_unicode(self) -> bytes:
        """Returns the CMap that leads from the codes back to Unicode."""
        pairs = [
            f"<{code:04x}> <{character.encode('utf-16-be', 'surrogatepass').hex()}>"
            for character, code in self._codes.items()
        ]
        # A section of a CMap holds a hundred pairs at most.
        sections = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
        body = "\n".join(f"{len(s)} beginbfchar\n" + "\n".join(s) + "\nendbfchar" for s in sections)
        return _CMAP.replace("@", body).encode("ascii")


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
@
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


@dataclass(frozen=True)
class _Run:
    """Text from ``left`` to ``right`` on a baseline, in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    baseline: float


def text_operators(page: Page, alphabet: Alphabet) -> bytes:
    """Returns the operators that set a page's words invisibly: each as wide as its box, lines as high as theirs.

    All words of a line have one size. Viewers draw selections and poppler finds lines by the size of the text, while
    ink boxes differ by word. Blanks fill the gaps between words, so that copied text has them.
    """
    width, height = page.width * POINTS_PER_INCH / page.dpi, page.height * POINTS_PER_INCH / page.dpi
    parts = [b"BT 3 Tr"]
    for line in page.lines:
        size = _size(line)
        parts.append(f"/{FONT} {size * height:.3f} Tf".encode())
        parts += (_shown(run, size * height, alphabet) for run in _runs(line, width, height, size))
    return b"\n".join([*parts, b"ET"])


def _size(line: Line) -> float:
    """Returns the height of a line's text as a share of the page: the line's, or of a sloping one, a word's."""
    tallest = max(word.box.height for word in line.words)
    return line.box.height if line.box.height <= _SLOPING * tallest else tallest


def _runs(line: Line, width: float, height: float, size: float) -> Iterator[_Run]:
    level = size == line.box.height
    extents = _apart([(word.box.left * width, word.box.right * width) for word in line.words], _BLANK * size * height)
    for word, (left, right), following in zip(line.words, extents, (*extents[1:], None), strict=True):
        middle = (line.box if level else word.box).center[1]
        baseline = height * (1 - middle + size * (0.5 - ASCENT / UNITS_PER_EM))
        yield _Run(_clean(word.text), left, right, baseline)
        if following is not None and following[0] > right:
            yield _Run(" ", right, following[0], baseline)


def _apart(extents: Sequence[tuple[float, float]], blank: float) -> list[tuple[float, float]]:
    """Returns the words' left and right ends with room for a blank between each two.

    The page has a blank, and poppler joins words without one. Where boxes touch or overlap, each gives up at most a
    third.
    """
    ends = [list(extent) for extent in extents]
    for i, (before, after) in enumerate(pairwise(extents)):
        missing = blank - (after[0] - before[1])
        if missing > 0:
            ends[i][1] -= min(missing / 2, (before[1] - before[0]) / 3)
            ends[i + 1][0] += min(missing / 2, (after[1] - after[0]) / 3)
    return [(left, right) for left, right in ends]


def _clean(text: str) -> str:
    """Returns the text without characters that move a cursor: they would end a line in a copied text."""
    return "".join(c if c.isprintable() or glyph_of(c) else " " for c in text)


def _shown(run: _Run, size: float, alphabet: Alphabet) -> bytes:
    natural = sum(WIDTHS[glyph_of(character)] for character in run.text) / UNITS_PER_EM * size
    stretch = 100 * (run.right - run.left) / natural if natural else 100
    place = f"{stretch:.3f} Tz 1 0 0 1 {run.left:.3f} {run.baseline:.3f} Tm"
    return f"{place} <{alphabet.encode(run.text).hex()}> Tj".encode()
