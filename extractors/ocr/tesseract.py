"""Tesseract, by way of pytesseract: a second opinion, and an engine where the models of rapidocr are not wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from extractors.ocr.engine import read_each
from extractors.page_image import PageImage, Pixels
from schemas.document import Line, Page, Word
from schemas.errors import EngineUnavailable
from schemas.geometry import Box

INSTALL = "install it with: apt-get install tesseract-ocr"

SINGLE_LINE = "--psm 7"
"""Tesseract's page segmentation mode for a picture of one line."""

SCREEN_DPI = 200

WORD_LEVEL = 5
"""Rows of this level are words. Source: Tesseract's TSV output."""


class TesseractEngine:
    """Reads printed text in the languages whose data is installed.

    Args:
        languages: Tesseract's names joined by ``+``, such as ``"eng+deu"``.
        timeout_s: Longest time for one page; a page that takes longer has a finding.
    """

    name = "tesseract"

    def __init__(self, languages: str = "eng", timeout_s: float = 120.0) -> None:
        self._languages = languages
        self._timeout_s = timeout_s

    @cached_property
    def version(self) -> str:
        """Version of the installed program.

        Raises:
            EngineUnavailable: The program is not installed.
        """
        import pytesseract

        try:
            return str(pytesseract.get_tesseract_version())
        except (pytesseract.TesseractNotFoundError, SystemExit, OSError) as error:
            raise EngineUnavailable(f"the program tesseract was not found; {INSTALL}") from error

    def recognize(self, images: Sequence[PageImage]) -> list[Page]:
        """Returns the pages with their words; see ``OcrEngine``.

        Raises:
            EngineUnavailable: The program or a language is missing, or every page to read failed.
        """
        return read_each(images, self._lines)

    def read_words(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Returns text and confidence of each crop; see ``OcrEngine``.

        Raises:
            EngineUnavailable: The program or a language is missing.
        """
        return [self._word(crop) for crop in crops]

    def _word(self, crop: Pixels) -> tuple[str, float]:
        height, width = crop.shape[:2]
        page = Page(number=1, width=width, height=height, dpi=SCREEN_DPI)
        words = [word for _, word in _words(self._rows(PageImage(page, crop), SINGLE_LINE), page)]
        return "".join(word.text for word in words), min((word.confidence for word in words), default=0.0)

    def _lines(self, image: PageImage) -> list[Line]:
        by_line = groupby(_words(self._rows(image), image.page), key=lambda item: item[0])
        return [Line(words=tuple(word for _, word in line)) for _, line in by_line]

    def _rows(self, image: PageImage, options: str = "") -> list[dict[str, Any]]:
        import pytesseract

        dpi = round(min(max(image.page.dpi, 70), 2400))
        try:
            table = pytesseract.image_to_data(
                image.pixels,
                lang=self._languages,
                config=f"--dpi {dpi} {options}",
                timeout=self._timeout_s,
                output_type=pytesseract.Output.DICT,
            )
        except pytesseract.TesseractNotFoundError as error:
            raise EngineUnavailable(f"the program tesseract was not found; {INSTALL}") from error
        except pytesseract.TesseractError as error:
            packages = " ".join(f"tesseract-ocr-{name}" for name in self._languages.split("+"))
            # Tesseract's own message may quote paths and is of no use to a reviewer.
            raise EngineUnavailable(f"tesseract failed; is its data installed? apt-get install {packages}") from error
        except RuntimeError as error:
            raise EngineUnavailable(f"tesseract took longer than {self._timeout_s:g} s for a page") from error
        return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


def _words(rows: Iterable[dict[str, Any]], page: Page) -> Iterable[tuple[tuple[int, int, int], Word]]:
    """Yields each word with the number of its block, paragraph and line."""
    for row in rows:
        text = str(row["text"]).strip()
        if row["level"] != WORD_LEVEL or not text:
            continue
        right, bottom = row["left"] + row["width"], row["top"] + row["height"]
        box = Box.from_pixels(row["left"], row["top"], right, bottom, width=page.width, height=page.height)
        confidence = min(max(float(row["conf"]) / 100, 0.0), 1.0)
        yield (row["block_num"], row["par_num"], row["line_num"]), Word(text=text, box=box, confidence=confidence)
