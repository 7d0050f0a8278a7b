"""A synthetic document as a PDF with a text layer, or as a page image."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from training.synthetic.document import Shape, SyntheticDocument, SyntheticPage
from training.synthetic.fonts import face

if TYPE_CHECKING:
    import numpy as np


def render_pdf(document: SyntheticDocument) -> bytes:
    """Returns a PDF of the document; the same document gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    pdf = Canvas(stream, invariant=1)
    for page in document.pages:
        pdf.setPageSize((page.width_pt, page.height_pt))
        for shape in page.shapes:
            _draw_shape(pdf, page, shape)
        for run in page.runs:
            face(run.font)
            text = pdf.beginText(run.x, page.height_pt - run.y)
            text.setFont(run.font, run.size)
            text.setHorizScale(run.stretch * 100)
            text.setFillColorRGB(*run.colour)
            text.textOut(run.text)
            pdf.drawText(text)
        pdf.showPage()
    pdf.save()
    return stream.getvalue()


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


def render_page(document: SyntheticDocument, page_index: int, dpi: int) -> np.ndarray[Any, Any]:
    """Returns one page as (height, width, 3) uint8 RGB, clean."""
    import numpy as np
    import pypdfium2

    pdf = pypdfium2.PdfDocument(render_pdf(document))
    try:
        image = pdf[page_index].render(scale=dpi / 72).to_pil().convert("RGB")
        return np.asarray(image)
    finally:
        pdf.close()
