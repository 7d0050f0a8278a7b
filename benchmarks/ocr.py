"""Words and characters as the OCR engines read them, against sets whose text is known.

- ``funsd``: 50 noisy forms, every third of the sorted pages; the product never trains on this set.
- ``sroie``: receipts, a seeded sample.
- ``zugferd``, ``samples``: clean pages rendered at 300 dpi, against the text layer of the same page. Characters are
  compared line by line at the same place, so that the figure does not depend on the reading order.
- ``stamps``: first pages of the registration forms kept aside, with a received stamp that is mostly faint and turned:
  the share of pages on which a line reads as the stamp's date.

Words count as in ``score.py`` of the data folder, ignoring case and punctuation at the ends. ``strict`` compares them
unchanged, and ``parts`` splits them at every sign: FUNSD's truth parts many words at hyphens, slashes and points ("2-
25- 88", "$ 1, 340"), which no reader would. Run ``python -m benchmarks ocr``.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from PIL import Image

from benchmarks import frame
from benchmarks.frame import DATA, SEED
from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from extractors.ocr.engine import OcrEngine
from extractors.ocr.rapid import RapidEngine
from extractors.ocr.tesseract import TesseractEngine
from extractors.page_image import PageImage, Pixels
from schemas.document import Line, Page, QuarantinedPage, Word
from schemas.errors import PermanentError
from schemas.geometry import Box
from schemas.settings import Limits
from training.datasets import load_set
from training.evaluate import load_scorer
from values.normalize import parse_date

ROOT = Path(__file__).resolve().parents[1]
CLEAN_DPI = 300

CLEAN_LINE_SLACK = 0.2
"""A word belongs to the line of the text layer whose box, grown by this share of its height, holds its middle."""


class AsItComes:
    """RapidOCR without anything of ours: its own pipeline, options and word boundaries."""

    name = "rapid-as-it-comes"
    version = "rapidocr"

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._rapid = RapidOCR(params={"Global.log_level": "critical"})

    def recognize(self, images: Sequence[PageImage]) -> list[Page]:
        """Returns the pages with one word for each blank-separated part of RapidOCR's lines."""
        return [image.page.model_copy(update={"lines": tuple(self._lines(image))}) for image in images]

    def read_words(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Returns no text: the benchmark recognizes whole pages."""
        return [("", 0.0) for _ in crops]

    def _lines(self, image: PageImage) -> Iterator[Line]:
        result = self._rapid(np.ascontiguousarray(image.pixels[:, :, ::-1]))
        if result.txts is None:
            return
        for text, quad in zip(result.txts, result.boxes, strict=True):
            (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
            step = (right - left) / max(len(text), 1)
            words, at = [], 0
            for part in text.split():
                at = text.index(part, at)
                x0, x1 = left + at * step, left + (at + len(part)) * step
                box = Box.from_pixels(x0, top, x1, bottom, width=image.page.width, height=image.page.height)
                words.append(Word(text=part, box=box))
                at += len(part)
            if words:
                yield Line(words=tuple(words))


ENGINES: dict[str, Callable[[], OcrEngine]] = {
    "rapid": lambda: RapidEngine("cpu"),
    "rapid-as-it-comes": AsItComes,
    "tesseract": TesseractEngine,
}


@dataclass(frozen=True)
class Sample:
    """One page with its true text, or the date of its stamp; ``lines`` where the truth has places."""

    image: PageImage
    text: str = ""
    lines: tuple[Line, ...] = ()
    date: str = ""


def funsd(data: Path, limit: int) -> Iterator[Sample]:
    """Yields the forms kept aside: every third page."""
    yield from _pictures(sorted((data / "funsd" / "documents").glob("*.png"))[::3][:limit])


def sroie(data: Path, limit: int) -> Iterator[Sample]:
    """Yields a seeded sample of the receipts."""
    paths = sorted((data / "sroie_receipts" / "documents").glob("*.jpg"))
    random.Random(SEED).shuffle(paths)
    yield from _pictures(paths[:limit])


def zugferd(data: Path, limit: int) -> Iterator[Sample]:
    """Yields the first page of each e-invoice."""
    yield from _clean(sorted((data / "zugferd_invoices" / "documents").glob("*.pdf"))[:: max(1, 68 // limit)][:limit])


def samples(data: Path, limit: int) -> Iterator[Sample]:
    """Yields the first page of each of the product's own samples in PDF."""
    yield from _clean(sorted((ROOT / "samples" / "documents").glob("*.pdf"))[:limit])


def _clean(paths: Sequence[Path]) -> Iterator[Sample]:
    """Yields first pages with a text layer, rendered, their text layer taken away as the truth."""
    for path in paths:
        first = _first_page(path)
        if isinstance(first, PageImage) and first.page.text_source == "text_layer":
            bare = first.page.model_copy(update={"lines": (), "text_source": "none"})
            yield Sample(PageImage(bare, first.pixels), first.page.text, first.page.lines)


def _first_page(path: Path) -> PageImage | QuarantinedPage | None:
    try:
        media_type = inspect(path, limits=Limits()).media_type
        return next(iter(read_pages(path, media_type=media_type, dpi=CLEAN_DPI, limits=Limits())), None)
    except PermanentError:  # one sample is damaged on purpose
        return None


def stamps(data: Path, limit: int) -> Iterator[Sample]:
    """Yields the first page of each registration form kept aside whose stamp has a date."""
    kept = [d for d in load_set(data, "fara_forms") if d.held_out and "stamped_date" in d.row["fields"]]
    dated = [d for d in kept if "stamped_date" not in d.row.get("ignore_fields", ())]
    for document in dated[:limit]:
        first = _first_page(document.path)
        if isinstance(first, PageImage):
            yield Sample(first, date=str(document.row["fields"]["stamped_date"]["value"]))


SETS: dict[str, Callable[[Path, int], Iterator[Sample]]] = {
    "funsd": funsd,
    "sroie": sroie,
    "zugferd": zugferd,
    "samples": samples,
    "stamps": stamps,
}


def _pictures(paths: Sequence[Path]) -> Iterator[Sample]:
    for path in paths:
        pixels = np.asarray(Image.open(path).convert("RGB"))
        page = Page(number=1, width=pixels.shape[1], height=pixels.shape[0], dpi=200)
        yield Sample(PageImage(page, pixels), path.with_suffix(".txt").read_text(encoding="utf-8"))


def measure(engine: OcrEngine, samples: Iterator[Sample], scorer: ModuleType) -> dict[str, Any]:
    """Returns the figures of one engine on one set."""
    bag, strict, parts = scorer.Tally(), scorer.Tally(), scorer.Tally()
    edits = characters = pages = 0
    seconds = 0.0
    for sample in samples:
        started = time.perf_counter()
        [page] = engine.recognize([sample.image])
        seconds += time.perf_counter() - started
        pages += 1
        bag.add(scorer.score_text(sample.text, page.text).bag)
        strict.add(_tally(sample.text.upper().split(), page.text.upper().split(), scorer))
        parts.add(_tally(_parts(sample.text), _parts(page.text), scorer))
        if sample.lines:
            page_edits, page_characters = character_edits(sample.lines, page, scorer.edit_distance)
            edits, characters = edits + page_edits, characters + page_characters
    figures: dict[str, Any] = {"pages": pages, "seconds_per_page": round(seconds / max(pages, 1), 3)}
    figures |= {"words": _rounded(bag), "words_strict": _rounded(strict), "parts": _rounded(parts)}
    return figures | ({"cer": round(edits / characters, 5), "characters": characters} if characters else {})


def measure_stamps(engine: OcrEngine, samples: Iterator[Sample]) -> dict[str, Any]:
    """Returns the share of pages on which one engine reads the date of the stamp."""
    pages = dates = 0
    started = time.perf_counter()
    for sample in samples:
        [page] = engine.recognize([sample.image])
        pages += 1
        dates += any(parse_date(line.text) == sample.date for line in page.lines)
    seconds = (time.perf_counter() - started) / max(pages, 1)
    return {"pages": pages, "seconds_per_page": round(seconds, 3), "dates": round(dates / max(pages, 1), 4)}


def character_edits(truth: Sequence[Line], page: Page, distance: Callable[[str, str], int]) -> tuple[int, int]:
    """Returns the edits between each true line and what was read at its place, and the true characters.

    Blanks do not count: the word figures are about them. A word that is on no true line counts in full.
    """
    found: list[list[Word]] = [[] for _ in truth]
    strays = 0
    for word in (word for line in page.lines for word in line.words):
        index = _line_of(word, truth)
        if index is None:
            strays += len(word.text)
        else:
            found[index].append(word)
    edits = strays
    for line, words in zip(truth, found, strict=True):
        words.sort(key=lambda word: word.box.left)
        edits += distance(line.text.replace(" ", ""), "".join(word.text for word in words))
    return edits, sum(len(line.text.replace(" ", "")) for line in truth)


def _line_of(word: Word, lines: Sequence[Line]) -> int | None:
    x, y = word.box.center
    holding = []
    for index, line in enumerate(lines):
        box, slack = line.box, CLEAN_LINE_SLACK * line.box.height
        if box.left - slack <= x <= box.right + slack and box.top - slack <= y <= box.bottom + slack:
            holding.append((abs(y - box.center[1]), index))
    return min(holding)[1] if holding else None


def _tally(truth: Sequence[str], found: Sequence[str], scorer: ModuleType) -> Any:
    wanted, got = Counter(truth), Counter(found)
    right = (wanted & got).total()
    return scorer.Tally(right, got.total() - right, wanted.total() - right)


def _parts(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.upper())


def _rounded(tally: Any) -> dict[str, float | int | None]:
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in tally.report().items()}


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures each engine on each set and yields a line for both."""
    scorer = load_scorer(options.data)
    for engine_name in options.engine or ["rapid"]:
        engine = ENGINES[engine_name]()
        for set_name in options.sets or sorted(SETS):
            chosen = SETS[set_name](options.data, options.limit)
            figures = measure_stamps(engine, chosen) if set_name == "stamps" else measure(engine, chosen, scorer)
            report.setdefault(engine_name, {})[set_name] = figures
            yield f"{engine_name:18} {set_name:8} {json.dumps(figures)}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measures the engines; returns 2 where the data are absent."""
    parser = frame.parser("ocr", __doc__, data=DATA)
    parser.add_argument("--engine", action="append", choices=sorted(ENGINES), help="default: rapid; may be repeated")
    parser.add_argument("--set", action="append", choices=sorted(SETS), dest="sets", help="default: all sets")
    parser.add_argument("--limit", type=frame.count, default=50, help="pages of each set")
    return frame.main(parser.parse_args(argv), run, needs="score.py")


if __name__ == "__main__":
    sys.exit(main())
