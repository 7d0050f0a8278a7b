"""Picture files (TIFF, JPEG, PNG, ...) become pages: RGB pixels as a viewer shows them, at an honest resolution."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractors.input.page_image import Pixels
from schemas.document import PageFinding, PreprocessStep
from schemas.errors import LimitExceeded, UnreadableDocument
from schemas.settings import Limits

if TYPE_CHECKING:
    from PIL import Image

MEDIA_TYPES = ("image/tiff", "image/jpeg", "image/png", "image/bmp", "image/webp", "image/gif")
SUFFIXES = frozenset({"tif", "tiff", "jpg", "jpeg", "png", "bmp", "webp", "gif"})

PIXELS_AS_PRINTED = 300
"""Resolution above which a picture is scaled down: it costs time and brings recognition nothing."""

_A4_AT_300_DPI = 2480 * 3508
_FORMATS = ("TIFF", "JPEG", "PNG", "BMP", "WEBP", "GIF")
_PLAUSIBLE_DPI = (50.0, 2400.0)
_PLAUSIBLE_LONG_SIDE_IN = (1.0, 60.0)
_SCREEN_DPI = (72.0, 96.0)
"""What programs write when they know nothing: a size on paper is not to be had from it."""
_PAPER_LONG_SIDE_IN = 11.3
"""Between A4 (11.7) and Letter (11.0)."""
_RECEIPT_WIDTH_IN = 3.15
"""80 mm, the usual till roll."""
_RECEIPT_ASPECT = 1.9
_TAG_SUBFILE_TYPE = 254
_TAG_ORIENTATION = 274


@dataclass(frozen=True, eq=False)
class Picture:
    """One page of a picture file: ``pixels`` is (height, width, 3) RGB."""

    pixels: Pixels
    dpi: float
    steps: tuple[PreprocessStep, ...] = ()
    findings: tuple[PageFinding, ...] = ()


def count_pages(path: Path, *, limits: Limits) -> int:
    """Returns how many pages a picture file has, from its headers alone; counting stops one above the limit.

    Raises:
        LimitExceeded: A page has more pixels than `limits` allow: seen before anything is decoded.
        UnreadableDocument: The headers are damaged.
    """
    with _opened(path) as image:
        frames = 0
        for frame in _frames(image, limits.pages + 1):
            image.seek(frame)
            _check_size(image, limits, frames + 1)
            frames += 1
    return frames


def read_picture(path: Path, index: int, *, dpi: float, limits: Limits) -> Picture:
    """Returns one page of a picture file; ``index`` counts from 0.

    Args:
        path: The file.
        index: The page.
        dpi: The resolution wanted: only pictures far above it are scaled, and never up.
        limits: The pixels a page may have.

    Raises:
        LimitExceeded: The page has too many pixels.
        UnreadableDocument: The page cannot be decoded.
    """
    findings: list[PageFinding] = []
    with _opened(path) as image:
        frame = _nth_frame(image, index, limits)
        image.seek(frame)
        _check_size(image, limits, index + 1)
        if image.format == "GIF" and getattr(image, "n_frames", 1) > 1:
            findings.append(
                PageFinding(code="frames_ignored", message="a moving picture: only its first frame is read")
            )
        # Asked before decoding: Pillow applies a TIFF's orientation while it loads.
        orientation = image.getexif().get(_TAG_ORIENTATION, 1)
        tagged = image.info.get("dpi")
        decoded, truncated = _decoded(image, path)
        if truncated:
            findings.append(
                PageFinding(
                    code="image_truncated", message="the file ends early: the lower part of the page is missing"
                )
            )
        upright, steps = _upright(decoded, orientation)
        rgb = _to_rgb(upright)
    return _at_resolution(rgb, tagged, dpi, steps, findings, turned=orientation in (5, 6, 7, 8))


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """Opens a picture lazily and gives every error of the decoder a name."""
    from PIL import Image, UnidentifiedImageError

    # Pillow looks up the formats asked for among those loaded, and loads some of them only on request.
    Image.init()
    # Warnings of Pillow are about tags that are not needed here, and about sizes that `_check_size` judges.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=_FORMATS) as image:
                yield image
        except Image.DecompressionBombError:
            raise LimitExceeded("a page has far more pixels than any paper; scan it at a lower resolution") from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError) as error:
            raise UnreadableDocument(_advice(error)) from None
        except (TypeError, OverflowError, ZeroDivisionError, AttributeError, RuntimeError, MemoryError) as error:
            # Hostile tags reach these inside Pillow: a rational without denominator, a string where a number belongs.
            raise UnreadableDocument(_advice(error)) from None


def _advice(error: BaseException) -> str:
    return f"the picture is damaged and cannot be decoded ({type(error).__name__}); send it again from its source"


def _frames(image: Image.Image, at_most: int) -> Iterator[int]:
    """Yields the frames that are pages: all of a TIFF but its previews, the first of anything else."""
    if image.format != "TIFF":
        yield 0
        return
    pages = 0
    frame = 0
    while pages < at_most:
        try:
            image.seek(frame)
        except EOFError:
            return
        if not _is_preview(image):
            pages += 1
            yield frame
        frame += 1
        if frame > 4 * at_most:
            return


def _nth_frame(image: Image.Image, index: int, limits: Limits) -> int:
    for number, frame in enumerate(_frames(image, limits.pages + 1)):
        if number == index:
            return frame
    raise UnreadableDocument("the picture file has fewer pages than its directory told; send it again")


def _is_preview(image: Image.Image) -> bool:
    kind = getattr(image, "tag_v2", {}).get(_TAG_SUBFILE_TYPE, 0)
    return isinstance(kind, int) and bool(kind & 1)


def _check_size(image: Image.Image, limits: Limits, number: int) -> None:
    pixels = image.width * image.height
    if pixels > limits.page_pixels:
        raise LimitExceeded(
            f"page {number} has {pixels} pixels, more than the limit of {limits.page_pixels}; scan it at a lower dpi",
            page_number=number,
        )
    if pixels == 0:
        raise UnreadableDocument(f"page {number} has no pixels; send it again", page_number=number)


def _decoded(image: Image.Image, path: Path) -> tuple[Image.Image, bool]:
    """Returns the loaded picture and whether the file ended early.

    Half a JPEG still shows the upper half of the page, which a person can act on, so it is read with a finding. The
    end marker that is added makes libjpeg fill what is missing with grey; Pillow's LOAD_TRUNCATED_IMAGES would do that
    for every picture of the process. Other formats have no such marker and are refused.
    """
    from PIL import Image

    if image.format not in ("JPEG", "MPO"):
        image.load()
        return image, False
    try:
        image.load()
        return image, False
    except OSError:
        whole = Image.open(io.BytesIO(path.read_bytes() + b"\xff\xd9"), formats=_FORMATS)
        whole.load()
        return whole, True


def _upright(image: Image.Image, orientation: int) -> tuple[Image.Image, list[PreprocessStep]]:
    from PIL import ImageOps

    if orientation not in range(2, 9):
        return image, []
    step = PreprocessStep(name="camera_orientation", version="1", measured={"exif_orientation": orientation})
    return ImageOps.exif_transpose(image), [step]


def _to_rgb(image: Image.Image) -> Image.Image:
    """Returns 8 bits a channel, RGB, transparent parts white as on paper."""
    from PIL import Image

    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = Image.fromarray(_to_8_bits(np.asarray(image)))
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(paper, coloured).convert("RGB")
    return image.convert("RGB")


def _to_8_bits(values: np.ndarray) -> Pixels:
    """Returns 16 or 32 bit grey as 8 bit, by its own bit depth: scanners store 10 or 12 bits in 16."""
    values = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    low = min(float(values.min()), 0.0)
    peak = float(values.max()) - low
    full = 1.0 if peak <= 1.0 else 2.0 ** math.ceil(math.log2(peak + 1)) - 1
    return np.round((values - low) * (255.0 / full)).astype(np.uint8)


def _at_resolution(
    image: Image.Image,
    tagged: object,
    wanted_dpi: float,
    steps: list[PreprocessStep],
    findings: list[PageFinding],
    *,
    turned: bool,
) -> Picture:
    from PIL import Image

    x_dpi, y_dpi = _tagged_dpi(tagged, turned=turned)
    if x_dpi and y_dpi and not 0.9 < x_dpi / y_dpi < 1.1:
        # Fax: 204 x 98 dots an inch. Letters at half their height are not recognised.
        finer = max(x_dpi, y_dpi)
        size = round(image.width * finer / x_dpi), round(image.height * finer / y_dpi)
        image = image.resize(size, Image.Resampling.BICUBIC)
        steps.append(PreprocessStep(name="square_pixels", version="1", measured={"x_dpi": x_dpi, "y_dpi": y_dpi}))
        x_dpi = y_dpi = finer
    source = "tag"
    dpi = x_dpi
    if not dpi or not _plausible(dpi, max(image.size)):
        dpi, source = guessed_dpi(*image.size), "guess"
        steps.append(PreprocessStep(name="guess_resolution", version="1", parameters={"dpi": dpi}))
    factor = _shrink_factor(image.width * image.height, dpi, wanted_dpi)
    if factor < 0.95:
        size = max(round(image.width * factor), 1), max(round(image.height * factor), 1)
        steps.append(
            PreprocessStep(
                name="scale_down",
                version="1",
                parameters={"width": size[0], "height": size[1]},
                measured={"width": image.width, "height": image.height, "dpi": dpi, "dpi_source": source},
            )
        )
        dpi = round(dpi * size[0] / image.width, 1)
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return Picture(np.asarray(image), dpi, tuple(steps), tuple(findings))


def _tagged_dpi(tagged: object, *, turned: bool) -> tuple[float, float]:
    """Returns the resolution that the file tells, across and down, or zeros where it tells none that can be."""
    try:
        x, y = (float(value) for value in tagged)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    low, high = _PLAUSIBLE_DPI
    if not (low <= x <= high and low <= y <= high and 0.4 <= x / y <= 2.5):
        return 0.0, 0.0
    return (round(y, 1), round(x, 1)) if turned else (round(x, 1), round(y, 1))


def _plausible(dpi: float, long_side: int) -> bool:
    low, high = _PLAUSIBLE_LONG_SIDE_IN
    return dpi not in _SCREEN_DPI and low <= long_side / dpi <= high


def guessed_dpi(width: float, height: float) -> float:
    """Returns the resolution if the picture shows a whole A4 or Letter page, or a till receipt where it is narrow."""
    long, short = max(width, height), min(width, height)
    inches = long / _PAPER_LONG_SIDE_IN if long / short < _RECEIPT_ASPECT else short / _RECEIPT_WIDTH_IN
    return round(min(max(inches, 72.0), 1200.0), 1)


def _shrink_factor(pixels: int, dpi: float, wanted_dpi: float) -> float:
    """Returns by how much to scale: never up, and never below A4 at 300 dpi, for the resolution may be a lie."""
    return min(1.0, max(max(wanted_dpi, PIXELS_AS_PRINTED) / dpi, math.sqrt(_A4_AT_300_DPI / pixels)))
