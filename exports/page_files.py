"""Extracts pages of a PDF into a PDF: the file of a document within a larger file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from pikepdf import ObjectStreamMode, Pdf, PdfError


def pages_of_pdf(path: Path, numbers: Sequence[int]) -> bytes | None:
    """Returns a PDF of the pages with these numbers, from 1, as they are; None where the file cannot be taken apart.

    The same pages give the same bytes. Embedded files, and whatever else belongs to the whole file, are left out.
    """
    try:
        with Pdf.open(path) as whole, Pdf.new() as part:
            part.pages.extend(whole.pages[number - 1] for number in numbers)
            file = io.BytesIO()
            part.save(file, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
            return file.getvalue()
    except (PdfError, IndexError, ValueError, OSError):
        return None
