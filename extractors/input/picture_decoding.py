"""Picture files (TIFF, JPEG, PNG, ...) decoded in a process of its own, under limits of memory and processor time.

`extractors.input.images` asks; the process is this very file, so it loads Pillow and nothing of ours. No step holds the
whole picture twice in more than its own depth. A picture far above the needed resolution is scaled down in bands.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

PIXELS_AS_PRINTED = 300
"""Resolution above which a picture is scaled down: it costs time and brings recognition nothing."""

MOST_PIXELS = 36_000_000
"""No page gets more: A4 at 600 dpi, A1 at 200. Every later step takes memory and time by the pixel."""

FORMATS = ("TIFF", "JPEG", "PNG", "BMP", "WEBP", "GIF")

_A4_AT_300_DPI = 2480 * 3508
_PLAUSIBLE_DPI = (50.0, 2400.0)
_PLAUSIBLE_LONG_SIDE_IN = (1.0, 60.0)
_SCREEN_DPI = (72.0, 96.0)
"""What programs write when they know nothing: it gives no printed size."""
_PAPER_LONG_SIDE_IN = 11.3
"""Between A4 (11.7) and Letter (11.0)."""
_RECEIPT_WIDTH_IN = 3.15
"""80 mm, the usual till roll."""
_RECEIPT_ASPECT = 1.9
_TAG_SUBFILE_TYPE = 254
_TAG_ORIENTATION = 274
_TURNED = (5, 6, 7, 8)
"""Orientations that swap width and height."""
_BAND_PIXELS = 4_000_000

DAMAGED = "the picture is damaged and cannot be decoded; send it again from its source"


class Refused(Exception):
    """A picture that is not read: ``kind`` is ``limit`` or ``unreadable``."""

    def __init__(self, kind: str, message: str, page_number: int | None = None) -> None:
        super().__init__(message)
        self.kind, self.message, self.page_number = kind, message, page_number


def count(path: str, most_pages: int, most_pixels: int) -> int:
    """Returns how many pages a picture file has, from its headers alone; counting stops one above the limit.

    Raises:
        Refused: A page has too many pixels, or the headers are damaged.
    """
    with _opened(path) as image:
        frames = 0
        for frame in _frames(image, most_pages + 1):
            image.seek(frame)
            _check_size(image, most_pixels, frames + 1)
            frames += 1
    return frames


def read(path: str, index: int, dpi: float, most_pages: int, most_pixels: int) -> tuple[dict[str, Any], Image.Image]:
    """Returns one page, RGB and upright, and what was done: ``dpi``, ``steps`` and ``findings``.

    Raises:
        Refused: The page has too many pixels, takes too much memory, or cannot be decoded.
    """
    findings: list[dict[str, Any]] = []
    with _opened(path) as image:
        image.seek(_nth_frame(image, index, most_pages))
        _check_size(image, most_pixels, index + 1)
        if image.format == "GIF" and getattr(image, "n_frames", 1) > 1:
            findings.append({"code": "frames_ignored", "message": "a moving picture: only its first frame is read"})
        # Asked before decoding: Pillow applies a TIFF's orientation while it loads.
        orientation = image.getexif().get(_TAG_ORIENTATION, 1)
        tagged = _tagged_dpi(image.info.get("dpi"), turned=orientation in _TURNED)
        size = _turned(image.size, orientation)
        if image.format in ("JPEG", "MPO"):
            target = _turned(_Plan.of(size, tagged, dpi).size, orientation)
            decoded, is_cut = _decoded_jpeg(image, path, target)
            if is_cut:
                message = "the file ends early: the lower part of the page is missing"
                findings.append({"code": "image_truncated", "message": message})
        else:
            image.load()
            decoded = image
        left = decoded.getexif().get(_TAG_ORIENTATION, 1)
        plan = _Plan.of(_turned(decoded.size, left) if image.format == "TIFF" else size, tagged, dpi)
        upright = _upright(_to_rgb(decoded, _turned(plan.size, left)), left)
    steps = [*_orientation_steps(orientation), *plan.steps]
    return {"dpi": plan.dpi, "steps": steps, "findings": findings + plan.findings}, _sized(upright, plan.size)


@contextmanager
def _opened(path: str) -> Iterator[Image.Image]:
    """Opens a picture lazily and gives every error of the decoder a name."""
    from PIL import Image, UnidentifiedImageError

    # Pillow looks up the requested formats among those loaded, and loads some of them only on request.
    Image.init()
    # Warnings of Pillow are about tags that are not needed here, and about sizes that `_check_size` judges.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=FORMATS) as image:
                yield image
        except Image.DecompressionBombError:
            message = "a page has too many pixels; scan it at a lower resolution"
            raise Refused("limit", message) from None
        except MemoryError:
            message = "a page takes more memory than is allowed; scan it at a lower resolution or save it as JPEG"
            raise Refused("limit", message) from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError):
            raise Refused("unreadable", DAMAGED) from None
        except (TypeError, OverflowError, ZeroDivisionError, AttributeError, RuntimeError):
            # Hostile tags reach these inside Pillow: a rational without denominator, a string where a number belongs.
            raise Refused("unreadable", DAMAGED) from None


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


def _nth_frame(image: Image.Image, index: int, most_pages: int) -> int:
    for number, frame in enumerate(_frames(image, most_pages + 1)):
        if number == index:
            return frame
    raise Refused("unreadable", "the picture file has fewer pages than its directory lists: send it again")


def _is_preview(image: Image.Image) -> bool:
    kind = getattr(image, "tag_v2", {}).get(_TAG_SUBFILE_TYPE, 0)
    return isinstance(kind, int) and bool(kind & 1)


def _check_size(image: Image.Image, most_pixels: int, number: int) -> None:
    pixels = image.width * image.height
    if pixels > most_pixels:
        message = f"page {number} has {pixels} pixels, more than the limit of {most_pixels}; scan it at a lower dpi"
        raise Refused("limit", message, number)
    if pixels == 0:
        raise Refused("unreadable", f"page {number} has no pixels; send it again", number)


def _decoded_jpeg(image: Image.Image, path: str, target: tuple[int, int]) -> tuple[Image.Image, bool]:
    """Returns the loaded picture, at least as large as ``target``, and whether the file ended early.

    libjpeg scales by halves while it decodes. Half a JPEG still shows the upper half of the page, which is useful, so
    it is read with a finding. The end marker that is added makes libjpeg fill what is missing with gray; Pillow's
    LOAD_TRUNCATED_IMAGES would do that for every picture of the process. Other formats have no such marker and are
    refused.
    """
    from PIL import Image

    image.draft(None, target)
    try:
        image.load()
        return image, False
    except OSError:
        with open(path, "rb") as file:  # noqa: PTH123
            whole = Image.open(io.BytesIO(file.read() + b"\xff\xd9"), formats=FORMATS)
        whole.draft(None, target)
        whole.load()
        return whole, True


def _turned(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    return (size[1], size[0]) if orientation in _TURNED else size


def _orientation_steps(orientation: int) -> list[dict[str, Any]]:
    if orientation not in range(2, 9):
        return []
    return [{"name": "camera_orientation", "version": "1", "measured": {"exif_orientation": orientation}}]


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    from PIL.Image import Transpose

    method = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(orientation)
    return image if method is None else image.transpose(method)


def _to_rgb(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    """Returns 8 bits a channel, RGB, transparent parts white as in print, scaled by whole numbers toward ``target``.

    Done in bands: a picture may fill half of the memory, and a second copy of it would not fit.
    """
    from PIL import Image

    across, down = (max(have // want, 1) for have, want in zip(image.size, target, strict=True))
    if across == down == 1 and image.mode == "RGB" and not image.has_transparency_data:
        return image
    levels = _levels(image) if _is_deep(image) else None
    rows = max(_BAND_PIXELS // image.width // down, 1) * down
    out = Image.new("RGB", (-(-image.width // across), -(-image.height // down)))
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        rgb = _band_to_rgb(band, levels)
        out.paste(rgb.reduce((across, down)) if max(across, down) > 1 else rgb, (0, top // down))
    return out


def _band_to_rgb(band: Image.Image, levels: tuple[float, float] | None) -> Image.Image:
    from PIL import Image

    if levels is not None:
        band = _to_8_bits(band, *levels)
    if band.has_transparency_data:
        colored = band.convert("RGBA")
        background = Image.new("RGBA", colored.size, "white")
        return Image.alpha_composite(background, colored).convert("RGB")
    return band.convert("RGB")


def _is_deep(image: Image.Image) -> bool:
    return image.mode in ("I", "F") or image.mode.startswith("I;16")


def _levels(image: Image.Image) -> tuple[float, float]:
    """Returns the lowest level and the range of 16 or 32 bit gray, by its own depth: scanners store 10 of 16 bits."""
    import numpy as np

    low, high = 0.0, 0.0
    rows = max(_BAND_PIXELS // image.width, 1)
    for top in range(0, image.height, rows):
        values = np.asarray(image.crop((0, top, image.width, min(top + rows, image.height)))).astype(np.float64)
        values = np.nan_to_num(values, posinf=0.0, neginf=0.0)
        low, high = min(low, float(values.min())), max(high, float(values.max()))
    peak = high - low
    return low, 1.0 if peak <= 1.0 else 2.0 ** math.ceil(math.log2(peak + 1)) - 1


def _to_8_bits(band: Image.Image, low: float, full: float) -> Image.Image:
    import numpy as np
    from PIL import Image

    values = np.nan_to_num(np.asarray(band).astype(np.float64), posinf=0.0, neginf=0.0)
    return Image.fromarray(np.round((values - low) * (255.0 / full)).astype(np.uint8))


class _Plan:
    """The size that a picture gets, its resolution then, and the steps and findings that record it."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size, self.dpi = size, 0.0
        self.steps: list[dict[str, Any]] = []
        self.findings: list[dict[str, Any]] = []

    @classmethod
    def of(cls, size: tuple[int, int], tagged: tuple[float, float], wanted_dpi: float) -> _Plan:
        """Returns the plan for a picture of a size, upright, with the resolution that its file states."""
        plan = cls(size)
        x_dpi, y_dpi = tagged
        if x_dpi and y_dpi and not 0.9 < x_dpi / y_dpi < 1.1:
            # Fax: 204 x 98 dots an inch. Letters at half their height are not recognized.
            finer = max(x_dpi, y_dpi)
            plan.size = round(size[0] * finer / x_dpi), round(size[1] * finer / y_dpi)
            plan.steps.append({"name": "square_pixels", "version": "1", "measured": {"x_dpi": x_dpi, "y_dpi": y_dpi}})
            x_dpi = finer
        source, plan.dpi = "tag", x_dpi
        if not plan.dpi or not _plausible(plan.dpi, max(plan.size)):
            plan.dpi, source = guessed_dpi(*plan.size), "guess"
            plan.steps.append({"name": "guess_resolution", "version": "1", "parameters": {"dpi": plan.dpi}})
        plan._scale_down(wanted_dpi, source)
        return plan

    def _scale_down(self, wanted_dpi: float, source: str) -> None:
        width, height = self.size
        wanted = _shrink_factor(width * height, self.dpi, wanted_dpi)
        factor = min(wanted, math.sqrt(MOST_PIXELS / (width * height)))
        if factor >= 0.95:
            return
        self.size = max(round(width * factor), 1), max(round(height * factor), 1)
        measured = {"width": width, "height": height, "dpi": self.dpi, "dpi_source": source}
        parameters = {"width": self.size[0], "height": self.size[1]}
        self.steps.append({"name": "scale_down", "version": "1", "parameters": parameters, "measured": measured})
        if factor < wanted:
            message = f"scaled down to {MOST_PIXELS} pixels; scan very large pages in parts if small print is missing"
            self.findings.append({"code": "dpi_reduced", "message": message})
        self.dpi = round(self.dpi * self.size[0] / width, 1)


def _sized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    from PIL.Image import Resampling

    if image.size == size:
        return image
    if size[0] > image.width or size[1] > image.height:
        return image.resize(size, Resampling.BICUBIC)
    return image.resize(size, Resampling.LANCZOS, reducing_gap=3.0)


def _tagged_dpi(tagged: Any, *, turned: bool) -> tuple[float, float]:
    """Returns the resolution that the file states, across and down, or zeros where it states none that is possible."""
    try:
        x, y = (float(value) for value in tagged)
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
    """Returns the resolution if the picture shows a whole A4 or Letter page, or a narrow till receipt."""
    long, short = max(width, height), min(width, height)
    inches = long / _PAPER_LONG_SIDE_IN if long / short < _RECEIPT_ASPECT else short / _RECEIPT_WIDTH_IN
    return round(min(max(inches, 72.0), 1200.0), 1)


def _shrink_factor(pixels: int, dpi: float, wanted_dpi: float) -> float:
    """Returns the scale factor: never up, and never below A4 at 300 dpi, as the stated resolution may be wrong."""
    return min(1.0, max(max(wanted_dpi, PIXELS_AS_PRINTED) / dpi, math.sqrt(_A4_AT_300_DPI / pixels)))


def _serve(memory_bytes: int, cpu_s: int) -> None:
    """Answers requests, ``["count", ...]`` and ``["read", ...]`` with the arguments of `count` and `read`."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer
    for line in sys.stdin:
        # The parent watches the clock; this ends the process where the parent is gone.
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + cpu_s, resource.RLIM_INFINITY))
        task, *arguments = json.loads(line)
        pixels = b""
        try:
            if task == "count":
                answer: dict[str, Any] = {"pages": count(*arguments)}
            else:
                answer, image = read(*arguments)
                answer |= {"width": image.width, "height": image.height, "bytes": image.width * image.height * 3}
                pixels = image.tobytes()
        except Refused as error:
            answer = {"refused": error.kind, "message": error.message, "page_number": error.page_number}
        except MemoryError:
            answer = {"refused": "limit", "message": "a page takes more memory than is allowed; scan it at a lower dpi"}
        with contextlib.suppress(BrokenPipeError):
            out.write(json.dumps(answer).encode() + b"\n")
            out.write(pixels)
            out.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
