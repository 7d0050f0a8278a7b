"""A synthetic document as a PDF with a text layer, or as page images."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, replace
from typing import Any

from training.synthetic.degrade import CONDITIONS, Pixels, degrade, turn_box
from training.synthetic.document import Shape, SyntheticDocument, SyntheticPage, SyntheticWord
from training.synthetic.fonts import face


@dataclass(frozen=True, eq=False)
class RenderedPage:
    """A page's picture, (height, width, 3) uint8 RGB, and its words where the picture shows them."""

    pixels: Pixels
    lines: list[list[SyntheticWord]]
    condition: str


def render_pdf(document: SyntheticDocument) -> bytes:
    """Returns a PDF of the document with real text; the same document gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    pdf = Canvas(stream, invariant=1)
    for page in document.pages:
        _draw_page(pdf, page)
        pdf.showPage()
    pdf.save()
    return stream.getvalue()


def render_image(
    document: SyntheticDocument, dpi: int, rng: random.Random, *, noise: bool = True, condition: str | None = None
) -> list[RenderedPage]:
    """Returns the document's pages as pictures.

    Args:
        document: What to draw.
        dpi: Pixels per inch.
        rng: Decides the condition and its strength.
        noise: Whether the pages come from a scanner or a telephone rather than straight from the program.
        condition: One of `CONDITIONS`, the same for all pages; drawn where it is None.
    """
    pages = []
    chosen = condition or rng.choice(CONDITIONS)
    for page, pixels in zip(document.pages, _rasterize(render_pdf(document), dpi), strict=True):
        if not noise:
            pages.append(RenderedPage(pixels, page.lines, "clean"))
            continue
        worn, angle_deg = degrade(pixels, chosen, rng)
        lines = [
            [replace(w, box=turn_box(w.box, angle_deg, page.width_pt, page.height_pt)) for w in line]
            for line in page.lines
        ]
        pages.append(RenderedPage(worn, lines, chosen))
    return pages


def _rasterize(pdf_bytes: bytes, dpi: int) -> list[Pixels]:
    import numpy as np
    import pypdfium2

    pdf = pypdfium2.PdfDocument(pdf_bytes)
    try:
        return [np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB")).copy() for page in pdf]
    finally:
        pdf.close()


def _draw_page(pdf: Any, page: SyntheticPage) -> None:
    pdf.setPageSize((page.width_pt, page.height_pt))
    for shape in page.shapes:
        _draw_shape(pdf, page, shape)
    for run in page.runs:
        face(run.font)
        text = pdf.beginText(run.x, page.height_pt - run.y)
        text.setFont(run.font, run.size)
        text.setHorizScale(run.stretch * 100)
        text.setFillColorRGB(*run.color)
        text.textOut(run.text)
        pdf.drawText(text)


def _draw_shape(pdf: Any, page: SyntheticPage, shape: Shape) -> None:
    top, bottom = page.height_pt - shape.y1, page.height_pt - shape.y2
    pdf.setLineWidth(shape.width)
    if shape.stroke is not None:
        pdf.setStrokeColorRGB(*shape.stroke)
    if shape.fill is not None:
        pdf.setFillColorRGB(*shape.fill)
    stroke, fill = int(shape.stroke is not None), int(shape.fill is not None)
    if shape.kind == "line":
        pdf.line(shape.x1, top, shape.x2, bottom)
    elif shape.kind == "rect":
        pdf.rect(shape.x1, bottom, shape.x2 - shape.x1, top - bottom, stroke=stroke, fill=fill)
    else:
        pdf.ellipse(shape.x1, bottom, shape.x2, top, stroke=stroke, fill=fill)
