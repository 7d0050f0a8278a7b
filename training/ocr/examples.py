"""What the fast network learns from: lines with what the accurate one gives for them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.input.file_types import inspect
from extractors.input.pages import read_pages
from extractors.ocr.crops import cut
from extractors.ocr.detection import find_lines
from extractors.ocr.network import Network
from extractors.ocr.onnx_runtime import load_network
from extractors.ocr.rapid import DETECTION_MODEL, LARGEST_ENLARGEMENT, RECOGNITION_MODEL, models_folder
from extractors.ocr.recognition import latin_classes, network_input
from extractors.page_image import PageImage, Pixels
from extractors.tiers import STANDARD_EFFORT
from schemas.errors import PermanentError
from schemas.settings import Limits
from training.datasets import load_set
from training.ocr.drawn import lines
from training.synthetic.degrade import CONDITIONS, degrade

SETS = ("sroie_receipts", "zugferd_invoices", "azure_documents", "ad_buy", "fara_forms", "cms1500_claims")
"""Sets whose training side is learned from."""

FIRST_PAGES = 2
LINES_OF_A_PAGE = 36
CLASSES_KEPT = 8
"""Of the classes of a column, the likeliest: all others together are below a thousandth."""

Packed = NDArray[np.uint8]


class LineExample(NamedTuple):
    """A crop of a line and what the accurate network gives for it.

    Attributes:
        picture: PNG of the crop.
        width: Of the network's input; the crop is padded to it.
        classes: (columns, CLASSES_KEPT), the likeliest of the Latin classes.
        probabilities: Their probabilities.
    """

    picture: Packed
    width: int
    classes: NDArray[np.int16]
    probabilities: NDArray[np.float16]


def load_lines(source: Iterable[Pixels], drawn: int, seed: int) -> Iterator[LineExample]:
    """Yields lines of pages, as the accurate networks of the package rapidocr find and read them, and drawn ones."""
    detection, recognition = (accurate(name) for name in (DETECTION_MODEL, RECOGNITION_MODEL))
    classes, chance = latin_classes(recognition.alphabet), random.Random(seed)
    for page in source:
        for crop in some_lines(page, detection, LINES_OF_A_PAGE, chance):
            yield line_example(crop, recognition, classes)
    for crop in islice(lines(seed), drawn):
        yield line_example(crop, recognition, classes)


def accurate(name: str) -> Network:
    """Returns a network of the package rapidocr, as its file has it."""
    return load_network(models_folder() / name, device="cpu")


def pages(data: Path, generated: Path, seed: int) -> Iterator[Pixels]:
    """Yields pages of the training side of the sets and of generated documents, in an order drawn by the seed.

    Pages with a text layer are degraded as a scanner, a fax machine or a telephone would, one in five not at all.
    """
    chance = random.Random(seed)
    paths = [d.path for name in SETS for d in load_set(data, name) if not d.held_out]
    paths += sorted((generated / "documents").glob("*.pdf"))
    chance.shuffle(paths)
    for path in paths:
        yield from _pages(path, chance)


def _pages(path: Path, chance: random.Random) -> Iterator[Pixels]:
    try:
        media_type, dpi = inspect(path, limits=Limits()).media_type, chance.choice((150, 200, 200, 300))
        for image in islice(read_pages(path, media_type=media_type, dpi=dpi, limits=Limits()), FIRST_PAGES):
            if not isinstance(image, PageImage):
                continue
            condition = chance.choice(("clean", *CONDITIONS)) if image.page.text_source == "text_layer" else "clean"
            yield image.pixels if condition == "clean" else degrade(image.pixels, condition, chance)[0]
    except PermanentError:  # some published samples are damaged
        return


def some_lines(page: Pixels, detection: Network, count: int, chance: random.Random) -> Iterator[Pixels]:
    """Yields crops of lines of a page, all or as many as stated."""
    quads = find_lines(
        detection, page, min(STANDARD_EFFORT.detection_sides[0] / max(page.shape[:2]), LARGEST_ENLARGEMENT)
    )
    for quad in chance.sample(quads, min(len(quads), count)):
        yield cut(page, quad).pixels


def line_example(crop: Pixels, recognition: Network, classes: NDArray[np.int64]) -> LineExample:
    """Returns a line with what the accurate network gives for it.

    Args:
        crop: The line, (HEIGHT, width, 3).
        recognition: The accurate network.
        classes: Its Latin classes, in the order of the fast network's classes.
    """
    tensor = network_input(crop)
    [top] = recognition.tops([tensor[np.newaxis]], classes)
    likeliest = np.argpartition(-top.chosen[0], CLASSES_KEPT, axis=1)[:, :CLASSES_KEPT]
    probabilities = np.take_along_axis(top.chosen[0], likeliest, axis=1)
    return LineExample(_png(crop), tensor.shape[2], likeliest.astype(np.int16), probabilities.astype(np.float16))


def _png(picture: Pixels) -> Packed:
    return np.asarray(cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1], np.uint8)
