"""Font files and their metrics: the width and height of a string."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from schemas.errors import ConfigurationError

_FOLDERS = (Path("/usr/share/fonts/truetype"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))

FAMILIES: dict[str, tuple[str, str]] = {
    "sans": ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf"),
    "serif": ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf"),
    "mono": ("liberation/LiberationMono-Regular.ttf", "liberation/LiberationMono-Bold.ttf"),
    "narrow": ("liberation/LiberationSansNarrow-Regular.ttf", "liberation/LiberationSansNarrow-Bold.ttf"),
    "dejavu": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    "condensed": ("dejavu/DejaVuSansCondensed.ttf", "dejavu/DejaVuSansCondensed-Bold.ttf"),
    "dejavuserif": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    "serifcondensed": ("dejavu/DejaVuSerifCondensed.ttf", "dejavu/DejaVuSerifCondensed-Bold.ttf"),
    "dejavumono": ("dejavu/DejaVuSansMono.ttf", "dejavu/DejaVuSansMono-Bold.ttf"),
}
"""Family -> regular and bold file, all in Debian's fonts-liberation and fonts-dejavu."""


def font_name(family: str, bold: bool) -> str:
    """Returns the name under which the face is registered: ``"sans-bold"``."""
    return f"{family}-bold" if bold else family


@cache
def font_file(name: str) -> Path:
    """Returns the file of a face, such as ``"sans-bold"``.

    Raises:
        ConfigurationError: The font is not installed.
    """
    family, _, weight = name.partition("-")
    relative = FAMILIES[family][bool(weight)]
    for folder in _FOLDERS:
        for path in (folder / relative, folder / Path(relative).name):
            if path.is_file():
                return path
    raise ConfigurationError(f"font {relative} is missing: install the packages fonts-liberation and fonts-dejavu")


class Face:
    """One registered font; widths in points at size 1."""

    def __init__(self, name: str) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        font = TTFont(name, str(font_file(name)))
        pdfmetrics.registerFont(font)
        self.ascent = min(font.face.ascent / 1000, 0.93)
        self.descent = min(-font.face.descent / 1000, 0.24)
        self._widths: dict[int, float] = font.face.charWidths
        self._default: float = font.face.defaultWidth
        self._known: dict[str, float] = {}

    def width(self, word: str) -> float:
        """Returns the advance width of the word at size 1."""
        known = self._known.get(word)
        if known is None:
            widths, default = self._widths, self._default
            known = sum(widths.get(ord(c), default) for c in word) / 1000
            if len(self._known) > 50_000:
                self._known.clear()
            self._known[word] = known
        return known


@cache
def face(name: str) -> Face:
    """Returns the font with this name, registered with reportlab.

    Raises:
        ConfigurationError: Its file is not on this machine; the message names the package.
    """
    return Face(name)
