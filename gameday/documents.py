"""Documents for drills: invented, small, with their truth; and what cameras, scanners and programs do to them."""

from __future__ import annotations

import hashlib
import io
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from PIL import Image, ImageFilter

from schemas.geometry import Box
from training.synthetic.document import SyntheticDocument, SyntheticPage, SyntheticWord
from training.synthetic.invoice import make_invoice
from training.synthetic.receipt import make_receipt
from training.synthetic.render import render_image, render_pdf

DPI = 100
"""Pixels per inch of drawn pictures: a page is read in about a second."""
_MAPPED = re.compile(r"(?<=> <)00([4567][0-9A-Fa-f])(?=>)")
"""The letters that a font's table maps glyphs to."""
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_ROWS = ("seller_address", "buyer_address")
"""Fields printed in several rows."""
Change = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class Printed:
    """The text of a field as a page shows it; ``page_number`` counts from 1."""

    text: str
    page_number: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Drawn:
    """A file with what is true of it.

    ``truth`` maps fields to normal forms, ``printed`` to what a page shows; a field that is not in ``truth`` is absent.
    """

    name: str
    content: bytes
    document_class: str
    truth: Mapping[str, str]
    printed: Mapping[str, Printed]
    language: str

    @property
    def id(self) -> str:
        """The id that the store gives to it."""
        return hashlib.sha256(self.content).hexdigest()


def receipts(seed: int, count: int, language: str | None = None) -> Iterator[Drawn]:
    """Yields receipts as PDF files with a text layer; the same seed yields the same ones."""
    for number, document in enumerate(_receipts(seed, count, language)):
        yield _drawn(f"receipt-{seed}-{number}.pdf", render_pdf(document), document)


def scanned_receipts(seed: int, count: int, change: Change = lambda image: image) -> Iterator[Drawn]:
    """Yields receipts as pictures, each as ``change`` leaves it."""
    for number, document in enumerate(_receipts(seed, count, None)):
        [page] = render_image(document, DPI, random.Random(number), noise=False)
        yield _drawn(f"scan-{seed}-{number}.png", _png(change(Image.fromarray(page.pixels))), document)


def invoices(seed: int, count: int, countries: tuple[str, ...]) -> Iterator[Drawn]:
    """Yields short invoices of some countries as PDF files with a text layer."""
    rng, found = random.Random(seed), 0
    while found < count:
        document = make_invoice(rng, countries=countries)
        if _is_template(document):
            yield _drawn(f"invoice-{seed}-{found}.pdf", render_pdf(document), document)
            found += 1


def template_invoices(seed: int, count: int, country: str = "GB") -> Iterator[Drawn]:
    """Yields invoices of one template and supplier: only their numbers differ."""
    rng = random.Random(seed)
    first = next(d for d in iter(lambda: make_invoice(rng, countries=(country,)), None) if _is_template(d))
    number = first.truth["invoice_number"]
    for copy in range(count):
        document = first if copy == 0 else _renumbered(first, number, _other_digits(number, copy))
        yield _drawn(f"template-{seed}-{copy}.pdf", render_pdf(document), document)


def garbled_receipts(seed: int, count: int) -> Iterator[Drawn]:
    """Yields receipts whose pages look right while a damaged font leaves other letters in their text layer."""
    for number, document in enumerate(_receipts(seed, count, None)):
        yield _drawn(f"garbled-{seed}-{number}.pdf", garbled(render_pdf(document)), document)


def garbled(pdf: bytes) -> bytes:
    """Returns a PDF whose fonts map their glyphs to other letters; its pages look the same."""
    import pikepdf

    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for found in document.objects:
            if isinstance(found, pikepdf.Dictionary) and "/ToUnicode" in found:
                table = found.ToUnicode.read_bytes().decode("latin-1")
                found.ToUnicode.write(_MAPPED.sub(_other_letter, table).encode("latin-1"))
        document.save(stream, deterministic_id=True)
    return stream.getvalue()


def blurred(image: Image.Image) -> Image.Image:
    """Returns a picture out of focus."""
    return image.filter(ImageFilter.GaussianBlur(3))


def recompressed(image: Image.Image) -> Image.Image:
    """Returns a picture as an app sends it that makes it smaller and compresses it hard."""
    width, height = image.size
    small = image.resize((int(width * 0.5), int(height * 0.5)))
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=8)
    return Image.open(stream).resize((width, height))


def _receipts(seed: int, count: int, language: str | None) -> Iterator[SyntheticDocument]:
    rng, found = random.Random(seed), 0
    while found < count:
        document = make_receipt(rng)
        if language is None or document.language == language:
            found += 1
            yield document


def _drawn(name: str, content: bytes, document: SyntheticDocument) -> Drawn:
    printed = {field: found for field in document.truth if (found := _printed(document, field)) is not None}
    return Drawn(name, content, document.document_class, dict(document.truth), printed, document.language)


def _printed(document: SyntheticDocument, field: str) -> Printed | None:
    """Returns the words of a field where it is printed first."""
    words: list[SyntheticWord] = []
    for number, page in enumerate(document.pages, start=1):
        for word in page.words():
            if word.label == field and word.begins and words and words[-1].label == field and field not in _ROWS:
                break
            if word.label == field:
                words.append(word)
        if words:
            boxes = tuple(Box(left=w.box[0], top=w.box[1], right=w.box[2], bottom=w.box[3]) for w in words)
            return Printed(" ".join(word.text for word in words), number, boxes)
    return None


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _is_template(document: SyntheticDocument) -> bool:
    """Whether an invoice is short, and its number has digits enough to be unique on its page."""
    number = document.truth.get("invoice_number", "")
    digits = sum(c.isdigit() for c in number)
    return (
        len(document.pages) == 1 and digits >= 4 and len(document.line_items) < 6 and "total_amount" in document.truth
    )


def _other_digits(number: str, copy: int) -> str:
    """Returns a number of the same form: its digits are turned on by the copy's."""
    return "".join(str((int(c) + copy + at) % 10) if c.isdigit() else c for at, c in enumerate(number))


def _renumbered(document: SyntheticDocument, number: str, other: str) -> SyntheticDocument:
    pages = [_with_text(page, number, other) for page in document.pages]
    return replace(document, pages=pages, truth=document.truth | {"invoice_number": other})


def _with_text(page: SyntheticPage, text: str, other: str) -> SyntheticPage:
    runs = [replace(run, text=run.text.replace(text, other)) for run in page.runs]
    lines = [[replace(word, text=word.text.replace(text, other)) for word in line] for line in page.lines]
    return replace(page, runs=runs, lines=lines)


def _other_letter(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    letter = chr(code)
    if not letter.isalpha():
        return match[0]
    other = _CONSONANTS[code * 7 % len(_CONSONANTS)]
    return f"00{ord(other.upper() if letter.isupper() else other):02X}"
