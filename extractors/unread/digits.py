"""Compares digits of a text layer with those on the page: a broken font may state others than it draws."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.input.digit_samples import digits_of, is_comparable
from extractors.ocr.engine import OcrEngine
from extractors.page_image import PageImage, Pixels
from schemas.document import Page, PageFinding, Word
from values.confusions import DIGITS

CONTRADICTION = "text_layer_contradicts_page"
"""Code of the finding on a page whose text layer states other digits than can be seen."""

SURE = 0.9
"""Confidence from which a recognized word counts as evidence."""

MOST_MORE = 12
"""Further words that are compared once a sample contradicts the page."""

MARGIN = 0.25
"""Paper around a word's crop, in heights of the word."""


def without_contradictions(engine: OcrEngine, images: Sequence[PageImage]) -> list[PageImage]:
    """Returns the pages; one whose text layer states other digits than it shows without its words, with a finding.

    Raises:
        EngineUnavailable: The engine cannot be loaded.
    """
    read = iter(_compared(engine, [(image, word) for image in images for word in image.page.samples]))
    return [_judged(engine, image, [next(read) for _ in image.page.samples]) for image in images]


def _compared(engine: OcrEngine, words: Sequence[tuple[PageImage, Word]]) -> list[tuple[str, str] | None]:
    """Returns the stated and the seen digits of each word; None where they cannot be compared."""
    read = engine.read_words([_crop(image, word) for image, word in words]) if words else []
    pairs = [
        (digits_of(word.text), digits_of(text.translate(DIGITS)) if confidence >= SURE else "")
        for (_, word), (text, confidence) in zip(words, read, strict=True)
    ]
    return [pair if len(pair[0]) == len(pair[1]) else None for pair in pairs]


def _crop(image: PageImage, word: Word) -> Pixels:
    height, width = image.pixels.shape[:2]
    left, top, right, bottom = word.box.to_pixels(width, height)
    margin = max(round(MARGIN * (bottom - top)), 2)
    return image.pixels[max(top - margin, 0) : bottom + margin, max(left - margin, 0) : right + margin]


def _judged(engine: OcrEngine, image: PageImage, compared: Sequence[tuple[str, str] | None]) -> PageImage:
    pairs = [pair for pair in compared if pair is not None]
    suspects = {stated for pair in pairs for stated, seen in zip(*pair, strict=True) if stated != seen}
    if not suspects:
        page = image.page.model_copy(update={"samples": ()}) if image.page.samples else image.page
        return PageImage(page, image.pixels)
    # One slip of recognition is no contradiction: other words with the same digits must show it too.
    others = [word for word in _numbers(image.page) if suspects & set(word.text) and word not in image.page.samples]
    more = _compared(engine, [(image, word) for word in others[:MOST_MORE]])
    pairs += [pair for pair in more if pair is not None]
    wrong = sum(stated != seen for stated, seen in pairs)
    if wrong < 2 and more:
        return PageImage(image.page.model_copy(update={"samples": ()}), image.pixels)
    return PageImage(_distrusted(image.page, wrong, len(pairs)), image.pixels)


def _numbers(page: Page) -> list[Word]:
    return [word for line in page.lines for word in line.words if is_comparable(word)]


def _distrusted(page: Page, wrong: int, compared: int) -> Page:
    message = (
        f"{wrong} of {compared} numbers that were compared show other digits than the text layer states; the page was "
        "recognized from its picture"
    )
    finding = PageFinding(code=CONTRADICTION, message=message)
    empty = {"lines": (), "samples": (), "text_source": "none", "findings": (*page.findings, finding)}
    return page.model_copy(update=empty)
