"""PP-OCRv6, from the models that the package rapidocr ships, with word boundaries of our own.

Only the model files of rapidocr are used. Its pipeline joins words, hides pages without text and downloads what it
misses; here nothing is downloaded, ever. A smaller network that learned from them reads drafts first (``models/ocr``).
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Iterator, Sequence
from functools import cached_property, reduce
from itertools import islice
from pathlib import Path

import numpy as np

from extractors.ocr.cascade import Cascade, LineReader
from extractors.ocr.crops import Crop, cut, downward, is_turned, upward
from extractors.ocr.detection import Quad, find_lines
from extractors.ocr.engine import has_text_layer, read_each
from extractors.ocr.ink import LineInk, line_ink
from extractors.ocr.network import Network
from extractors.ocr.onnx_runtime import Device, load_network
from extractors.ocr.recognition import Reading, Recognizer
from extractors.ocr.rotated_regions import find_unread, ink_of, text_height
from extractors.ocr.rotated_text import look_again, put_together
from extractors.ocr.several_looks import merged, read_again
from extractors.ocr.word_segmentation import Piece, split_words
from extractors.page_image import PageImage, Pixels
from extractors.tiers import STANDARD_EFFORT, Effort
from schemas.document import Line, Page, Word
from schemas.errors import EngineUnavailable
from schemas.geometry import Box

DETECTION_MODEL = "PP-OCRv6_det_small.onnx"
RECOGNITION_MODEL = "PP-OCRv6_rec_small.onnx"

RECOGNITION_RANGES = "PP-OCRv6_rec_small.ranges.json"
"""In which ranges layers of the recognition network are computed in integers."""

FAST_RECOGNITION_MODEL = "latin.onnx"
OWN_MODELS = Path(__file__).resolve().parents[2] / "models" / "ocr"

READING = 2
"""Version of what is done around the networks; 2 looks again at stamps."""

LARGEST_ENLARGEMENT = 2.0

CONFIDENCE = 0.5
"""Lines read with a lower mean probability are specks and drawings. Source: RapidOCR's text_score."""


class RapidEngine:
    """Reads printed text in Latin and Chinese script.

    The models load with the first page and stay; one engine serves one thread at a time.

    Args:
        device: ``"cuda"`` for the GPU or an error, ``"cpu"``, or ``"auto"`` for the GPU when its runtime is there.
        threads: Processor threads; 0 leaves it to the runtime.
        models: Folder of the accurate networks; by default that of the package rapidocr.
        effort: How much work the reading of a page is.
    """

    name = "rapid"

    def __init__(
        self,
        device: Device = "auto",
        threads: int = 0,
        *,
        models: Path | None = None,
        effort: Effort = STANDARD_EFFORT,
    ) -> None:
        self._effort = effort
        self._networks = _Networks(device, threads, models)

    def at(self, effort: Effort) -> RapidEngine:
        """Returns an engine of another effort with the same networks."""
        other = RapidEngine(effort=effort)
        other._networks = self._networks
        return other

    @cached_property
    def version(self) -> str:
        """What is done here, and the package that the models come from, each with its version."""
        return f"{READING} PP-OCRv6-small rapidocr-{importlib.metadata.version('rapidocr')}"

    @property
    def _detection(self) -> Network:
        return self._networks.detection

    @cached_property
    def _recognizer(self) -> LineReader:
        certainty, networks = self._effort.certainty, self._networks
        return (
            networks.recognizer
            if certainty is None
            else Cascade(networks.fast_recognizer, networks.recognizer, certainty)
        )

    def recognize(self, images: Sequence[PageImage]) -> list[Page]:
        """Returns the pages with their words; see ``OcrEngine``.

        Raises:
            EngineUnavailable: The models cannot be loaded, or every page to read failed.
        """
        is_needed = any(not has_text_layer(image.page) for image in images)
        if is_needed:
            _ = self._detection, self._recognizer
        try:
            return read_each(images, self._read, self._detection.at_once if is_needed else 1)
        finally:
            self._networks.release()

    def read_words(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Returns text and confidence of each crop; see ``OcrEngine``.

        Raises:
            EngineUnavailable: The models cannot be loaded.
        """
        level = [cut(crop, _corners(crop)).pixels for crop in crops]
        return [(reading.text, reading.confidence) for reading in self._recognizer.read(level)]

    def _read(self, image: PageImage) -> list[Line]:
        looks = (self._look(image.pixels, side) for side in self._effort.detection_sides)
        lines = [line for crop, reading in reduce(merged, looks) for line in _lines(crop, reading, image.page)]
        lines = self._with_unread(image, lines) if self._effort.vertical_text else lines
        return sorted(lines, key=lambda line: (line.box.top, line.box.left))

    def _look(self, pixels: Pixels, side: int) -> list[tuple[Crop, Reading]]:
        """Returns the lines of a page, found at a size whose longest side has so many pixels."""
        scale = min(side / max(pixels.shape[:2]), LARGEST_ENLARGEMENT)
        quads = find_lines(self._detection, pixels, scale, self._effort.detection_step)
        read = read_upright_or_turned(self._recognizer, pixels, quads)
        return read_again(self._recognizer, read, self._effort.other_widths) if self._effort.other_widths else read

    def _with_unread(self, image: PageImage, lines: list[Line]) -> list[Line]:
        """Returns the lines with those of stamps that run up or down the page."""
        page, height = image.page, text_height(lines, image.page)
        ink = ink_of(image.pixels, height)
        for region in find_unread(ink, lines, page, height):
            # Stamps are faint and turned: the fast network has seen few.
            read = look_again(self._detection, self._recognizer.accurate, region.of(ink), height)
            on_page = [(crop.moved(region.left, region.top), reading) for crop, reading in read]
            found = [line for crop, reading in on_page for line in _lines(crop, reading, page)]
            lines = put_together(lines, found, page)
        return lines


class _Networks:
    """The networks of one device, loaded with the first page."""

    def __init__(self, device: Device, threads: int, models: Path | None) -> None:
        self._device = device
        self._threads = threads
        self._models = models

    @cached_property
    def detection(self) -> Network:
        return self._accurate(DETECTION_MODEL)

    @cached_property
    def recognizer(self) -> Recognizer:
        return Recognizer(self._accurate(RECOGNITION_MODEL, OWN_MODELS / RECOGNITION_RANGES))

    @cached_property
    def fast_recognizer(self) -> Recognizer:
        return Recognizer(self._network(OWN_MODELS / FAST_RECOGNITION_MODEL), measures_certainty=True)

    def release(self) -> None:
        """Frees what the runtime keeps for the next page: half a gigabyte that the stages behind this one need."""
        for name in ("detection", "recognizer", "fast_recognizer"):
            if name in self.__dict__:
                getattr(self, name).release()

    def _accurate(self, name: str, ranges: Path | None = None) -> Network:
        return self._network((self._models or models_folder()) / name, ranges)

    def _network(self, file: Path, ranges: Path | None = None) -> Network:
        return load_network(file, device=self._device, threads=self._threads, ranges=ranges)


def read_upright_or_turned(recognizer: LineReader, pixels: Pixels, quads: Sequence[Quad]) -> list[tuple[Crop, Reading]]:
    """Returns the crop and the reading of each region, those that are taller than wide in their likeliest direction.

    A tall region may be a single digit or letter, or a text that runs up or down the page.
    """
    tries = [(quad, upward(quad), downward(quad)) if is_turned(quad) else (quad,) for quad in quads]
    crops = [[cut(pixels, quad) for quad in directions] for directions in tries]
    level = recognizer.read([crop.pixels for [crop, *others] in crops if not others])
    turned = recognizer.accurate.read(
        [crop.pixels for [first, *others] in crops if others for crop in (first, *others)]
    )
    once, thrice = iter(level), iter(turned)
    chosen = []
    for directions in crops:
        readings = once if len(directions) == 1 else thrice
        read = list(zip(directions, islice(readings, len(directions)), strict=True))
        chosen.append(read[0] if _is_single(read[0][1]) else max(read, key=_evidence))
    return chosen


def _corners(pixels: Pixels) -> Quad:
    height, width = pixels.shape[:2]
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)


def _is_single(reading: Reading) -> bool:
    return len(reading.characters) == 1 and reading.confidence >= CONFIDENCE


def _evidence(read: tuple[Crop, Reading]) -> float:
    return read[1].confidence


def models_folder() -> Path:
    """Returns the folder of the models inside the installed package rapidocr.

    Raises:
        EngineUnavailable: The package is not installed.
    """
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise EngineUnavailable("the package rapidocr, which holds the OCR models, is missing: pip install rapidocr")
    return Path(spec.origin).parent / "models"


def _lines(crop: Crop, reading: Reading, page: Page) -> Iterator[Line]:
    if reading.confidence < CONFIDENCE:
        return
    ink = line_ink(crop.pixels)
    for pieces in split_words(reading, ink):
        yield Line(words=tuple(_word(piece, ink, crop, page) for piece in pieces))


def _word(piece: Piece, ink: LineInk, crop: Crop, page: Page) -> Word:
    left, right = int(piece.left), int(np.ceil(piece.right))
    rows = np.flatnonzero(ink.mask[ink.top : ink.bottom, max(left, 0) : right].any(axis=1))
    top, bottom = (ink.top + int(rows[0]), ink.top + int(rows[-1]) + 1) if len(rows) else (ink.top, ink.bottom)
    box = Box.from_pixels(*crop.on_page(left, top, right, bottom), width=page.width, height=page.height)
    probabilities = tuple(min(max(c.probability, 0.0), 1.0) for c in piece.characters)
    return Word(text=piece.text, box=box, confidence=float(np.mean(probabilities)), characters=probabilities)
