"""Page images as browsers get them: scaled, compressed, kept for a while, and never more than their reader may see."""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from services.documents import Pixels, image_stamp, page_image
from services.workbench import Workbench

Form = Literal["webp", "png", "jpg"]

MEDIA_TYPES: dict[Form, str] = {"webp": "image/webp", "png": "image/png", "jpg": "image/jpeg"}
WIDTHS = (120, 240, 360, 480, 720, 960, 1200, 1600, 2000)
"""A page is scaled to these widths only: the same few images serve every screen."""
REMEMBERED_BYTES = 64_000_000


@dataclass(frozen=True)
class Encoded:
    """An image file. ``tag`` changes when its content may have."""

    data: bytes
    media_type: str
    tag: str


class ImageMemory:
    """The most recently requested images, up to a number of bytes. Thread-safe."""

    def __init__(self, most_bytes: int = REMEMBERED_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._images: OrderedDict[str, Encoded] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> Encoded | None:
        """Returns an image, or None where it was never kept or is forgotten."""
        with self._lock:
            found = self._images.get(tag)
            if found is not None:
                self._images.move_to_end(tag)
            return found

    def put(self, image: Encoded) -> None:
        """Keeps an image; evicts the least recently requested ones."""
        with self._lock:
            if image.tag in self._images or len(image.data) > self._most_bytes:
                return
            self._images[image.tag] = image
            self._bytes += len(image.data)
            while self._bytes > self._most_bytes:
                _, forgotten = self._images.popitem(last=False)
                self._bytes -= len(forgotten.data)


def tag_of(
    bench: Workbench, document_id: str, number: int, *, whole: bool, width: int | None, form: Form
) -> str | None:
    """Returns what names one version of one image, or None where the reader has no image to see."""
    stamp = image_stamp(bench, document_id, whole=whole)
    if stamp is None:
        return None
    # The folder keeps two stores in one process apart.
    named = f"{bench.settings.files} {document_id} {number} {stamp} {_rounded(width)} {form}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def encoded(
    bench: Workbench,
    memory: ImageMemory,
    tag: str,
    document_id: str,
    number: int,
    *,
    whole: bool,
    width: int | None,
    form: Form,
) -> Encoded | None:
    """Returns a page as an image file, or None where there is none.

    Args:
        bench: The store.
        memory: Images that were made before.
        tag: What `tag_of` gave for it.
        document_id: The document.
        number: The page, from 1.
        whole: Whether the reader may see personal data; else it is black.
        width: Pixels that are needed; the image has up to a third more. None is all there are.
        form: The kind of file.
    """
    known = memory.get(tag)
    if known is not None:
        return known
    pixels = page_image(bench, document_id, number, whole=whole)
    if pixels is None:
        return None
    image = Encoded(_file(pixels, _rounded(width), form), MEDIA_TYPES[form], tag)
    memory.put(image)
    return image


def _rounded(width: int | None) -> int | None:
    return next((step for step in WIDTHS if width is not None and step >= width), None)


def _file(pixels: Pixels, width: int | None, form: Form) -> bytes:
    image = Image.fromarray(pixels)
    if width is not None and width < image.width:
        height = max(round(image.height * width / image.width), 1)
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    file = io.BytesIO()
    if form == "png":
        image.save(file, "PNG", compress_level=4)
    elif form == "jpg":
        image.save(file, "JPEG", quality=84)
    else:
        image.save(file, "WEBP", quality=84, method=2)
    return file.getvalue()
