"""The text layer of a PDF, page by page: characters, their boxes, and the pictures behind them.

PDFium runs in a separate process with limits of memory and time. A hostile PDF that crashes or hangs it costs one page,
not the worker.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from extractors.input import pdfium_process
from extractors.input.helper_process import Helper, HelperFailed, borrowed

INVISIBLE = 3
"""Text render mode that draws nothing: what OCR programs put over a scan."""

MEMORY_BYTES = 800_000_000
"""Address space of the process: forms that contain themselves take all that there is."""

_SCRIPT = Path(pdfium_process.__file__)


class Character(NamedTuple):
    """One character as PDFium sees it, in points of the unturned page, origin at the bottom left.

    ``box`` is the ink, ``cell`` the place from descender to ascender and from pen to pen. ``angle_deg`` is how far the
    text runs counter-clockwise from left to right. ``mode`` is the text render mode, ``order`` the place of its text
    object in drawing order. ``mapped`` is False where the font maps no Unicode for the glyph. ``font`` numbers the
    fonts of a page.
    """

    code: int
    box: tuple[float, float, float, float]
    cell: tuple[float, float, float, float]
    angle_deg: float
    mode: int
    order: int
    generated: bool
    mapped: bool
    font: int = 0


@dataclass(frozen=True)
class Picture:
    """A picture on the page: its box in points, its pixels, and its place in drawing order."""

    box: tuple[float, float, float, float]
    pixels: tuple[int, int]
    order: int


@dataclass(frozen=True)
class RawPage:
    """One page's text layer.

    ``box`` is the visible part in units of the page, which are ``user_unit`` points; ``turn_deg`` is ``/Rotate``,
    clockwise.
    """

    box: tuple[float, float, float, float]
    turn_deg: int
    characters: tuple[Character, ...]
    pictures: tuple[Picture, ...]
    complete: bool
    user_unit: float = 1.0


class PdfiumFailed(Exception):
    """PDFium crashed, hung, or could not load the page; it will be started anew for the next one."""


class TextLayer:
    """The text layer of one PDF, as a context: ``with TextLayer(path, ...) as layer: layer.page(1)``."""

    def __init__(self, path: Path, *, memory_bytes: int, timeout_s: float) -> None:
        self._path = str(path.resolve())
        self._arguments = str(min(memory_bytes, MEMORY_BYTES)), str(int(timeout_s) + 1)
        self._timeout_s = timeout_s
        self._helpers = contextlib.ExitStack()
        self._helper: Helper | None = None

    def __enter__(self) -> TextLayer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._helper is not None:
            # The file is let go: it may be a copy that is deleted now.
            with contextlib.suppress(HelperFailed):
                self._helper.ask(["close"], self._timeout_s)
        self._helper = None
        self._helpers.close()

    def page(self, number: int) -> RawPage:
        """Returns the text layer of one page, counted from 1.

        Raises:
            PdfiumFailed: It could not be read within the limits.
        """
        answer, characters = self._ask(number)
        return RawPage(
            box=tuple(answer["box"]),
            turn_deg=answer["turn_deg"],
            characters=tuple(_characters(characters, answer["characters"])),
            pictures=tuple(Picture(tuple(p[0]), tuple(p[1]), p[2]) for p in answer["pictures"]),
            complete=answer["complete"],
            user_unit=answer["user_unit"],
        )

    def _ask(self, number: int) -> tuple[Any, bytearray]:
        try:
            if self._helper is None:
                self._helper = self._helpers.enter_context(borrowed(_SCRIPT, *self._arguments))
            answer, characters = self._helper.ask(["page", self._path, number], self._timeout_s)
        except HelperFailed:
            self._helper = None
            raise PdfiumFailed(f"page {number}") from None
        if answer is None:
            raise PdfiumFailed(f"page {number}")
        return answer, characters


def _characters(packed: bytearray, count: int) -> Iterator[Character]:
    """Yields the characters that the process has packed, as `pdfium_process` documents; places in 1/1000 point."""
    places, numbers = (
        np.frombuffer(packed, np.float64, 9 * count),
        np.frombuffer(packed, np.int64, 6 * count, 72 * count),
    )
    boxes = np.round(places[: 4 * count], 3).reshape(count, 4)[:, [0, 2, 1, 3]].tolist()
    cells = np.round(places[4 * count : 8 * count], 3).reshape(count, 4).tolist()
    columns = zip(boxes, cells, places[8 * count :].tolist(), numbers.reshape(count, 6).tolist(), strict=True)
    for box, cell, angle, (code, mode, order, generated, mapped, font) in columns:
        ink, place = tuple(box), tuple(cell)
        yield Character(code, ink, place, angle, mode, order, bool(generated), bool(mapped), font)  # type: ignore[arg-type]
