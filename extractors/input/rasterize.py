"""Renders PDF pages with pdf2image, and limits time, processor and memory of poppler's processes."""

from __future__ import annotations

import atexit
import math
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractors.page_image import Pixels
from schemas.errors import ConfigurationError, EncryptedDocument, LimitExceeded, UnreadableDocument
from schemas.settings import Limits

if TYPE_CHECKING:
    from PIL import Image

_PROGRAMS = ("pdfinfo", "pdftoppm", "pdftocairo")
_POINTS_PER_INCH = 72

FIRST_PAGES = 4
"""Pages of which `count_pages` reads the sizes too: starting poppler takes longer than reading them."""

_KEPT = 16
"""Files whose first sizes are kept for `page_sizes`; a file is read right after its pages are counted."""


@dataclass(frozen=True)
class PageSize:
    """Size in points of a page as a viewer shows it: its crop box, turned by its ``/Rotate``."""

    width_pt: float
    height_pt: float

    def pixels(self, dpi: float) -> int:
        """Returns how many pixels the page has at a resolution."""
        scale = dpi / _POINTS_PER_INCH
        return math.ceil(self.width_pt * scale) * math.ceil(self.height_pt * scale)

    def dpi_within(self, pixels: int, dpi: float) -> float:
        """Returns ``dpi``, or the lower resolution at which the page has no more than ``pixels`` pixels."""
        if self.pixels(dpi) <= pixels:
            return dpi
        # One pixel less on both sides makes up for the rounding up.
        area = self.width_pt * self.height_pt
        return max(math.sqrt(pixels / area) * _POINTS_PER_INCH * 0.999, 1.0)


class _FirstSizes:
    """Sizes of the first pages of files that were counted last; a file that changed since is another one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int, int, int], list[PageSize | None]] = {}

    def put(self, path: Path, sizes: list[PageSize | None]) -> None:
        with self._lock, suppress(OSError):
            self._known[self._key(path)] = sizes
            while len(self._known) > _KEPT:
                del self._known[next(iter(self._known))]

    def get(self, path: Path) -> list[PageSize | None] | None:
        with self._lock, suppress(OSError):
            return self._known.get(self._key(path))
        return None

    @staticmethod
    def _key(path: Path) -> tuple[str, int, int, int]:
        state = path.stat()
        return str(path.resolve()), state.st_ino, state.st_size, state.st_mtime_ns


_first_sizes = _FirstSizes()


def count_pages(path: Path, *, limits: Limits) -> int:
    """Returns how many pages a PDF has.

    Raises:
        EncryptedDocument: The PDF needs a password.
        UnreadableDocument: It is damaged, or takes more time or memory than `limits` allow.
        ConfigurationError: Poppler is not installed.
    """
    try:
        info = _info(path, limits, first_page=1, last_page=FIRST_PAGES)
    except UnreadableDocument:
        # A damaged page must not hide how many there are.
        return int(_info(path, limits)["Pages"])
    count = int(info["Pages"])
    _first_sizes.put(path, _sizes(info, 1, min(count, FIRST_PAGES)))
    return count


def page_sizes(path: Path, first: int, last: int, *, limits: Limits) -> list[PageSize | None]:
    """Returns the sizes of pages ``first`` to ``last``, counted from 1; None where the PDF gives none.

    Raises:
        EncryptedDocument, UnreadableDocument, ConfigurationError: As `count_pages`.
    """
    known = _first_sizes.get(path)
    if known is not None and last <= len(known):
        return known[first - 1 : last]
    return _sizes(_info(path, limits, first_page=first, last_page=last), first, last)


def _sizes(info: Mapping[str, str], first: int, last: int) -> list[PageSize | None]:
    found: dict[int, PageSize] = {}
    turned: set[int] = set()
    for key, value in info.items():
        parts = key.split()
        if len(parts) != 3 or parts[0] != "Page" or not parts[1].isdigit():
            continue
        if parts[2] == "size":
            width, _, height = value.split()[:3]
            found[int(parts[1])] = PageSize(float(width), float(height))
        elif parts[2] == "rot" and int(value) % 180:
            turned.add(int(parts[1]))
    sizes: list[PageSize | None] = []
    for number in range(first, last + 1):
        size = found.get(number)
        if size is not None and not (size.width_pt > 0 and size.height_pt > 0):
            size = None
        if size is not None and number in turned:
            size = PageSize(size.height_pt, size.width_pt)
        sizes.append(size)
    return sizes


def render(path: Path, first: int, last: int, *, dpi: float, limits: Limits) -> Sequence[Pixels]:
    """Returns pages ``first`` to ``last`` as a viewer shows them, (height, width, 3), at a resolution.

    Raises:
        LimitExceeded: It took more time than `limits` allow.
        UnreadableDocument: Poppler complained about a page, or could not draw one within its memory.
        EncryptedDocument, ConfigurationError: As `count_pages`.
    """
    return _drawn(path, first, last, dpi, limits, strict=True)


def render_damaged(path: Path, number: int, *, dpi: float, limits: Limits) -> Pixels:
    """Returns what poppler can still draw of a page that it complains about.

    Raises:
        LimitExceeded, UnreadableDocument, EncryptedDocument, ConfigurationError: As `render`.
    """
    return _drawn(path, number, number, dpi, limits, strict=False)[0]


def _drawn(path: Path, first: int, last: int, dpi: float, limits: Limits, *, strict: bool) -> list[Pixels]:
    from pdf2image import convert_from_path

    with _named_errors(limits):
        images: list[Image.Image] = convert_from_path(
            str(path.resolve()),
            dpi=dpi,
            first_page=first,
            last_page=last,
            use_cropbox=True,
            strict=strict,
            timeout=limits.page_timeout_s * (last - first + 1),
            poppler_path=_limited_programs(limits.memory_bytes, _cpu_s(limits)),
        )
        # Out of memory, poppler ends as if all were well, with a picture of one pixel or without one.
        if len(images) != last - first + 1 or any(image.width * image.height <= 1 for image in images):
            raise UnreadableDocument(
                "poppler could not draw the page within its limits; repair the PDF or print it anew"
            )
        return [_pixels(image) for image in images]


def _pixels(image: Image.Image) -> Pixels:
    """Returns the pixels of a picture as pdf2image hands it on: a file of raw rows, which Pillow would copy twice."""
    size = image.width * image.height * 3
    data = image.fp.getvalue() if isinstance(image.fp, BytesIO) else b""  # type: ignore[attr-defined]
    if image.format != "PPM" or image.mode != "RGB" or len(data) <= size:
        return np.asarray(image.convert("RGB"))
    return np.frombuffer(data, np.uint8, size, len(data) - size).reshape(image.height, image.width, 3)


def _info(path: Path, limits: Limits, **pages: int) -> dict[str, str]:
    from pdf2image import pdfinfo_from_path

    with _named_errors(limits):
        info: dict[str, str] = pdfinfo_from_path(
            str(path.resolve()),
            timeout=limits.page_timeout_s,
            poppler_path=_limited_programs(limits.memory_bytes, _cpu_s(limits)),
            **pages,
        )
    return info


@contextmanager
def _named_errors(limits: Limits) -> Iterator[None]:
    """Turns pdf2image's errors into ours; poppler's own words may quote the document and are dropped."""
    from pdf2image import exceptions

    try:
        yield
    except exceptions.PDFInfoNotInstalledError:
        raise ConfigurationError("poppler is missing; install it, for example by: apt install poppler-utils") from None
    except exceptions.PDFPopplerTimeoutError:
        raise LimitExceeded(
            f"the PDF took longer than {limits.page_timeout_s:g} s a page; print it anew, or allow more time"
        ) from None
    except exceptions.PDFPageCountError as error:
        if "Incorrect password" in str(error):
            raise EncryptedDocument("the PDF needs a password; send it without one") from None
        raise UnreadableDocument("the PDF is damaged, its pages cannot be found; send it again") from None
    except (exceptions.PDFSyntaxError, ValueError, IndexError, OSError):
        raise UnreadableDocument("the PDF is damaged; repair it or print it anew") from None


def _cpu_s(limits: Limits) -> int:
    # Some calls inside pdf2image have no timeout: the limit on processor time ends those too.
    return max(math.ceil(limits.page_timeout_s) * 4, 1)


def _limited_programs(memory_bytes: int, cpu_s: int) -> str:
    """Returns a folder with poppler's programs, each starting the real one under limits.

    pdf2image starts its processes itself without a hook before they run, but accepts the folder of the programs.
    ``exec`` keeps the process id, so that its timeout ends the real program. Core files are off: they would hold the
    document.
    """
    folder = _folder(memory_bytes, cpu_s, os.getpid())
    limits = f"ulimit -c 0; ulimit -t {cpu_s}; ulimit -v {memory_bytes // 1024}"
    for program in _PROGRAMS:
        script, real = folder / program, shutil.which(program)
        # Looked at each time: the system may sweep temporary folders while a worker lives for weeks.
        if real is None or script.exists():
            continue
        folder.mkdir(mode=0o700, exist_ok=True)
        # Renamed into place, so that another thread never starts a script that is still being written.
        draft = folder / f"{program}.{threading.get_ident()}"
        draft.write_text(f'#!/bin/sh\n{limits}\nexec "{real}" "$@"\n', encoding="utf-8")
        draft.chmod(0o500)
        draft.rename(script)
    return str(folder)


@cache
def _folder(memory_bytes: int, cpu_s: int, owner: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fieldwright-poppler-"))

    def remove() -> None:
        # A forked worker inherits this call; only the process that made the folder may take it away.
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder
