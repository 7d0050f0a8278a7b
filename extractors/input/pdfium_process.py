"""The process that reads text layers with PDFium: see `extractors.input.pdfium`. It loads nothing of ours."""

from __future__ import annotations

import contextlib
import json
import mmap
import sys
import time
from collections.abc import Sequence
from typing import Any

MAX_CHARACTERS = 200_000
"""Characters of one page that are looked at; a page set in 4 point type holds about a tenth."""

_MAX_OBJECTS = 100_000
_MAX_DEPTH = 8
_IMAGE, _FORM = 3, 5
_SMALL_PAGE = 430
"""Units of the longer side below which a user unit above one point is likely, perhaps in compressed objects."""

_SMALLEST_UNIT, _LARGEST_UNIT = 0.01, 1000


def _serve(memory_bytes: int, cpu_s: int) -> None:
    """Answers requests on standard input with one line of JSON each, null for what cannot be loaded.

    A request is ``["page", path, number]`` or ``["close"]``; a document stays open until another one is requested.
    The answer to a page is followed by its characters, ``"bytes"`` long, as `_Reader.packed` returns them.
    """
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2

    document: _Document | None = None
    for line in sys.stdin:
        # The parent watches the clock; this ends the process where the parent is gone.
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + cpu_s, resource.RLIM_INFINITY))
        task, *arguments = json.loads(line)
        answer: Any = None
        characters = b""
        with contextlib.suppress(pypdfium2.PdfiumError, IndexError, ValueError):
            if document is not None and (task == "close" or document.path != arguments[0]):
                document.close()
                document = None
            if task == "page":
                document = document or _Document(arguments[0])
                answer, characters = document.page(arguments[1])
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + characters)
        sys.stdout.buffer.flush()


class _Document:
    """An open PDF."""

    def __init__(self, path: str) -> None:
        import pypdfium2

        self.path = path
        self._pdf = pypdfium2.PdfDocument(path)
        self._pdf.init_forms()
        self._units = _UserUnits(path)

    def page(self, number: int) -> tuple[dict[str, Any], bytes]:
        answer, characters = _read(_flat(self._pdf, number))
        answer["user_unit"] = self._units.of(number, answer["box"])
        return answer, characters

    def close(self) -> None:
        self._pdf.close()


class _UserUnits:
    """How many points a unit of each page has: PDFium does not give it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: list[float] | None = None

    def of(self, number: int, box: Sequence[float]) -> float:
        """Returns a page's unit in points. Only files that may have one, and very small pages, are looked at."""
        if self._found is None and (self._is_named() or max(box[2] - box[0], box[3] - box[1]) < _SMALL_PAGE):
            self._found = self._read()
        return self._found[number - 1] if self._found and number <= len(self._found) else 1.0

    def _is_named(self) -> bool:
        with open(self._path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:  # noqa: PTH123
            return data.find(b"/UserUnit") >= 0

    def _read(self) -> list[float]:
        import pikepdf

        with contextlib.suppress(pikepdf.PdfError, ValueError, TypeError), pikepdf.open(self._path) as pdf:
            units = (float(page.obj.get("/UserUnit", 1)) for page in pdf.pages)
            return [unit if _SMALLEST_UNIT <= unit <= _LARGEST_UNIT else 1.0 for unit in units]
        return []


def _flat(document: Any, number: int) -> Any:
    """Returns a page that includes form values and notes, as viewers show them: they are text of the page."""
    import pypdfium2.raw as pdfium

    page = document[number - 1]
    if pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = document[number - 1]
    return page


def _read(page: Any) -> tuple[dict[str, Any], bytes]:
    import pypdfium2.raw as pdfium

    orders: dict[int, int] = {}
    pictures: list[tuple[list[float], tuple[int, int], int]] = []
    _walk(pdfium, page.raw, orders, pictures, matrices=(), depth=0)
    text = page.get_textpage()
    try:
        count = text.count_chars()
        read = _Reader(pdfium, text.raw, orders)
        for i in range(min(count, MAX_CHARACTERS)):
            read.character(i)
    finally:
        text.close()
    characters = read.packed()
    answer = {
        "box": [round(v, 3) for v in page.get_bbox()],
        "turn_deg": page.get_rotation(),
        "characters": read.count,
        "bytes": len(characters),
        "pictures": pictures,
        "complete": count <= MAX_CHARACTERS and len(orders) <= _MAX_OBJECTS,
    }
    page.close()
    return answer, characters


def _walk(pdfium: Any, parent: Any, orders: dict[int, int], pictures: list[Any], *, matrices: Any, depth: int) -> None:
    """Numbers all objects of a page in drawing order, those inside of forms too, and notes the pictures."""
    from ctypes import addressof, byref, c_float, c_uint

    inside = depth > 0
    count = pdfium.FPDFFormObj_CountObjects(parent) if inside else pdfium.FPDFPage_CountObjects(parent)
    for i in range(max(count, 0)):
        if len(orders) > _MAX_OBJECTS:
            return
        item = pdfium.FPDFFormObj_GetObject(parent, i) if inside else pdfium.FPDFPage_GetObject(parent, i)
        if not item:
            continue
        orders[addressof(item.contents)] = len(orders)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == _FORM and depth < _MAX_DEPTH:
            matrix = pdfium.FS_MATRIX()
            known = pdfium.FPDFPageObj_GetMatrix(item, byref(matrix))
            below = (*matrices, (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)) if known else matrices
            _walk(pdfium, item, orders, pictures, matrices=below, depth=depth + 1)
        elif kind == _IMAGE:
            sides = [c_float() for _ in range(4)]
            size = c_uint(), c_uint()
            if pdfium.FPDFPageObj_GetBounds(item, *map(byref, sides)):
                pdfium.FPDFImageObj_GetImagePixelSize(item, byref(size[0]), byref(size[1]))
                box = _moved([side.value for side in sides], matrices)
                pictures.append(([round(v, 3) for v in box], (size[0].value, size[1].value), len(orders) - 1))


def _moved(box: list[float], matrices: Any) -> list[float]:
    """Returns a box of an object inside of forms on the page: the innermost matrix is the last."""
    for a, b, c, d, e, f in reversed(matrices):
        corners = [(box[i], box[j]) for i in (0, 2) for j in (1, 3)]
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        box = [min(xs), min(ys), max(xs), max(ys)]
    return box


class _Reader:
    """Asks PDFium for one character after the other; made once a page, for its buffers are used again.

    Attributes:
        count: Characters that were read.
    """

    def __init__(self, pdfium: Any, text: Any, orders: dict[int, int]) -> None:
        from array import array
        from ctypes import addressof, byref, c_double

        self._pdfium, self._text, self._orders = pdfium, text, orders
        self._address_of = addressof
        # PDFium writes left, right, bottom, top here.
        self._sides = (c_double * 4)()
        self._side_pointers = tuple(byref(c_double.from_buffer(self._sides, 8 * i)) for i in range(4))
        self._rectangle = pdfium.FS_RECTF()
        self._rectangle_pointer = byref(self._rectangle)
        self._styles: dict[int, tuple[int, int, int, float]] = {}
        self._fonts: dict[int, int] = {}
        self.count = 0
        self._boxes, self._cells = bytearray(), array("d")
        self._angles, self._numbers = array("d"), array("q")

    def packed(self) -> bytes:
        """Returns columns of all characters in native byte order.

        ``boxes`` (n, 4) doubles: left, right, bottom, top; ``cells`` (n, 4) doubles: left, bottom, right, top;
        ``angles`` (n) doubles in degrees; ``numbers`` (n, 6) of 8 bytes: Unicode, text render mode, drawing order,
        generated, mapped, font.
        """
        return b"".join((self._boxes, self._cells.tobytes(), self._angles.tobytes(), self._numbers.tobytes()))

    def character(self, i: int) -> None:
        """Adds a character; nothing where PDFium knows no place of it."""
        pdfium, text = self._pdfium, self._text
        if not pdfium.FPDFText_GetCharBox(text, i, *self._side_pointers):
            return
        self.count += 1
        self._boxes += self._sides
        cell = self._rectangle
        if pdfium.FPDFText_GetLooseCharBox(text, i, self._rectangle_pointer):
            self._cells.extend((cell.left, cell.bottom, cell.right, cell.top))
        else:
            left, right, bottom, top = self._sides
            self._cells.extend((left, bottom, right, top))
        generated = pdfium.FPDFText_IsGenerated(text, i) != 0
        item = pdfium.FPDFText_GetTextObject(text, i)
        address = self._address_of(item.contents) if item else 0
        # All that one text object draws has one style and one angle.
        style = None if generated else self._styles.get(address)
        if style is None:
            style = self._style(i, item, address)
            if not generated and address:
                self._styles[address] = style
        mode, order, font, angle = style
        self._angles.append(angle)
        mapped = pdfium.FPDFText_HasUnicodeMapError(text, i) <= 0
        self._numbers.extend((pdfium.FPDFText_GetUnicode(text, i), mode, order, generated, mapped, font))

    def _style(self, i: int, item: Any, address: int) -> tuple[int, int, int, float]:
        """Returns text render mode, drawing order, font and angle in degrees of a character."""
        angle = round(self._pdfium.FPDFText_GetCharAngle(self._text, i) * 57.29577951308232, 2)
        if not item:
            return 0, -1, 0, angle
        mode = self._pdfium.FPDFTextObj_GetTextRenderMode(item)
        return mode, self._orders.get(address, -1), self._font(item), angle

    def _font(self, item: Any) -> int:
        """Returns the number of a text object's font: two objects have one number if they share the font."""
        from ctypes import addressof

        font = self._pdfium.FPDFTextObj_GetFont(item)
        return self._fonts.setdefault(addressof(font.contents), len(self._fonts) + 1) if font else 0


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
