"""Compares ink with words on every page, and reads the regions that have ink and no words.

A page with a text layer is recognized in these regions only. A scan was recognized as a whole before; only its codes
are read here. Ink that stays unread is noted on the page, for not everybody may see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.in_threads import in_threads
from extractors.ocr.engine import OcrEngine, has_text_layer
from extractors.page_image import PageImage
from extractors.rectangles import Region
from extractors.unread.codes import read_codes
from extractors.unread.ink import Ink, Mask, ink_of
from extractors.unread.regions import boxes_of, merged, unread_mask
from schemas.document import Line, Page, Word
from schemas.geometry import Box

READ = 0.5
"""Confidence from which a word counts as read: below it, nobody knows what is there."""

NEW, NEW_CHARACTER = 0.6, 0.85
"""Confidence from which a line of a region is taken, and one of a single character: drawings look like letters."""

KNOWN = 0.3
"""Share of a new word on known words from which it is one of them, recognized again beside the region."""

SLANTED = 4.0
"""Height of a word's box in character widths, along the page and across, from which its text is skewed."""

MARGIN_MM = 2.0
MOST_REGIONS, MOST_OF_PAGE = 12, 0.5
"""With more regions, or a larger share of the page, the whole page is recognized at once."""

SMALLEST_CODE_MM = 4.0


@dataclass(frozen=True, eq=False)
class _Look:
    """A page that has ink without words: where it is, and what its codes say."""

    image: PageImage
    page: Page
    ink: Ink
    mask: Mask
    regions: tuple[Region, ...]
    codes: tuple[Line, ...]


@dataclass(frozen=True, eq=False)
class _Crop:
    """A part of a page as an image of its own; ``left`` and ``top`` are pixels of the page."""

    image: PageImage
    left: int
    top: int


def read_unread(
    engine: OcrEngine,
    images: Sequence[PageImage],
    pages: Sequence[Page],
    *,
    recognize: bool = True,
    threads: int = 1,
) -> list[Page]:
    """Returns each page with the words of its regions without words, and boxes of the ink that stays unread.

    New lines are behind the page's own; lines of codes are the last.

    Args:
        engine: Recognizes the regions.
        images: The pages' images.
        pages: The same pages after recognition.
        recognize: Whether regions are recognized; else their ink stays unread.
        threads: Pages that are looked at at one time.

    Raises:
        EngineUnavailable: The engine failed on every region.
    """
    looks = in_threads(threads, lambda item: _look(*item), list(zip(images, pages, strict=True)))
    to_read = [(i, look) for i, look in enumerate(looks) if look and has_text_layer(look.page)] if recognize else []
    cut = [(i, crop) for i, look in to_read for crop in _crops(look)]
    read = engine.recognize([crop.image for _, crop in cut]) if cut else []
    found: list[list[Line]] = [[] for _ in looks]
    for (i, crop), part in zip(cut, read, strict=True):
        found[i] += _on_page(part, crop, pages[i])
    return [_finished(look, lines) if look else page for look, lines, page in zip(looks, found, pages, strict=True)]


def _look(image: PageImage, page: Page) -> _Look | None:
    """Returns where a page has ink without words; None where it has none, as most pages with a text layer."""
    ink = ink_of(image.pixels, page.dpi).without(_read_boxes(page.lines, page))
    mask, regions = unread_mask(ink)
    if not regions:
        return None
    least = SMALLEST_CODE_MM / ink.pixel_mm
    may_be_code = any(min(r.right - r.left, r.bottom - r.top) >= least for r in regions)
    codes = read_codes(image.pixels) if may_be_code else []
    if codes:
        ink = ink.without(line.box for line in codes)
        mask, regions = unread_mask(ink)
    return _Look(image, page, ink, mask, tuple(regions), tuple(codes))


def _read_boxes(lines: Sequence[Line], page: Page) -> Iterator[Box]:
    words = (word for line in lines for word in line.words)
    return (word.box for word in words if word.confidence >= READ and not _is_slanted(word, page))


def _is_slanted(word: Word, page: Page) -> bool:
    """Whether a word runs askew, so that its upright box holds much that is not the word."""
    width, height = word.box.width * page.width, word.box.height * page.height
    shape = min(height / width, width / height) * len(word.text)
    return word.source != "code" and len(word.text) > 2 and shape > SLANTED


def _crops(look: _Look) -> Iterator[_Crop]:
    """Yields the parts of a page to recognize: near regions together, or the whole page."""
    pixels, margin = look.image.pixels, round(MARGIN_MM / look.ink.pixel_mm)
    height, width = pixels.shape[:2]
    rows, columns = look.mask.shape
    regions = merged(look.regions, margin)
    area = sum((r.right - r.left) * (r.bottom - r.top) for r in regions)
    if len(regions) > MOST_REGIONS or area > MOST_OF_PAGE * look.mask.size:
        regions = [Region(0, 0, columns, rows)]
    for region in regions:
        left, right = (
            round(x * width / columns) for x in (max(region.left - margin, 0), min(region.right + margin, columns))
        )
        top, bottom = (
            round(y * height / rows) for y in (max(region.top - margin, 0), min(region.bottom + margin, rows))
        )
        part = pixels[top:bottom, left:right]
        page = Page(number=look.page.number, width=right - left, height=bottom - top, dpi=look.page.dpi)
        yield _Crop(PageImage(page, part), left, top)


def _on_page(part: Page, crop: _Crop, page: Page) -> Iterator[Line]:
    """Yields the lines of a recognized part in boxes of the page, without doubtful ones."""
    for line in part.lines:
        confidence = sum(word.confidence for word in line.words) / len(line.words)
        if confidence >= (NEW if sum(c.isalnum() for c in line.text) > 1 else NEW_CHARACTER):
            yield Line(words=tuple(_moved(word, part, crop, page) for word in line.words))


def _moved(word: Word, part: Page, crop: _Crop, page: Page) -> Word:
    box = Box.from_pixels(
        crop.left + word.box.left * part.width,
        crop.top + word.box.top * part.height,
        crop.left + word.box.right * part.width,
        crop.top + word.box.bottom * part.height,
        width=page.width,
        height=page.height,
    )
    return word.model_copy(update={"box": box, "source": "ocr"})


def _finished(look: _Look, found: Sequence[Line]) -> Page:
    known = [word.box for line in look.page.lines for word in line.words]
    new = []
    for line in found:
        words = tuple(word for word in line.words if not _is_known(word.box, known) and _has_ink(word.box, look.mask))
        new += [Line(words=words)] if words else []
    mask, _ = unread_mask(look.ink.without(_read_boxes(new, look.page)))
    lines = (*look.page.lines, *new, *look.codes)
    return look.page.model_copy(update={"lines": lines, "unread": boxes_of(mask, look.ink.pixel_mm)})


def _is_known(box: Box, known: Sequence[Box]) -> bool:
    return sum(box.overlap(other) for other in known) >= KNOWN * box.area


def _has_ink(box: Box, mask: Mask) -> bool:
    height, width = mask.shape
    left, top, right, bottom = box.to_pixels(width, height)
    return bool(mask[top : bottom + 1, left : right + 1].any())
