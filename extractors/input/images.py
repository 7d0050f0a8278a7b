"""Picture files (TIFF, JPEG, PNG, ...) become pages: RGB pixels as a viewer shows them, at an honest resolution."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extractors.input import picture_decoding
from extractors.input.helper_process import HelperFailed, HelperTimedOut, borrowed
from extractors.input.picture_decoding import MOST_PIXELS, guessed_dpi
from extractors.page_image import Pixels
from schemas.document import PageFinding, PreprocessStep
from schemas.errors import LimitExceeded, UnreadableDocument
from schemas.settings import Limits

__all__ = ["MEDIA_TYPES", "MOST_PIXELS", "SUFFIXES", "Picture", "count_pages", "guessed_dpi", "read_picture"]

MEDIA_TYPES = ("image/tiff", "image/jpeg", "image/png", "image/bmp", "image/webp", "image/gif")
SUFFIXES = frozenset({"tif", "tiff", "jpg", "jpeg", "png", "bmp", "webp", "gif"})

MEMORY_BYTES = 1_000_000_000
"""Address space of the process that decodes: the largest picture allowed takes about half of it."""

_SCRIPT = Path(picture_decoding.__file__)


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
    answer, _ = _asked(["count", str(path.resolve()), limits.pages, limits.page_pixels], limits)
    return int(answer["pages"])


def read_picture(path: Path, index: int, *, dpi: float, limits: Limits) -> Picture:
    """Returns one page of a picture file; ``index`` counts from 0.

    Args:
        path: The file.
        index: The page.
        dpi: The resolution wanted: only pictures far above it are scaled, and never up.
        limits: The pixels a page may have; time and memory of the process that decodes.

    Raises:
        LimitExceeded: The page has too many pixels, or takes too much time or memory.
        UnreadableDocument: The page cannot be decoded.
    """
    request = ["read", str(path.resolve()), index, dpi, limits.pages, limits.page_pixels]
    answer, data = _asked(request, limits)
    return Picture(
        np.frombuffer(data, np.uint8).reshape(answer["height"], answer["width"], 3),
        answer["dpi"],
        tuple(PreprocessStep(**step) for step in answer["steps"]),
        tuple(PageFinding(**finding) for finding in answer["findings"]),
    )


def _asked(request: list[Any], limits: Limits) -> tuple[Any, bytearray]:
    """Returns what the decoding process answers; its refusals and its end become errors."""
    with _named_errors(limits), borrowed(_SCRIPT, *_arguments(limits)) as helper:
        answer, data = helper.ask(request, limits.page_timeout_s)
    if kind := answer.get("refused"):
        refusal = LimitExceeded if kind == "limit" else UnreadableDocument
        raise refusal(answer["message"], page_number=answer.get("page_number"))
    return answer, data


def _arguments(limits: Limits) -> tuple[str, str]:
    return str(min(limits.memory_bytes, MEMORY_BYTES)), str(int(limits.page_timeout_s) + 1)


@contextmanager
def _named_errors(limits: Limits) -> Iterator[None]:
    try:
        yield
    except HelperTimedOut:
        raise LimitExceeded(
            f"the picture took longer than {limits.page_timeout_s:g} s; save it anew, or allow more time"
        ) from None
    except HelperFailed:
        raise UnreadableDocument("the picture stops its decoder; save it anew in another program") from None
