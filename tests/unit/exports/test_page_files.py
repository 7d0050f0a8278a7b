"""Pages of a PDF become a PDF of their own, the same bytes each time."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

from exports.page_files import pages_of_pdf
from tests.files import letter, pdf


def test_the_chosen_pages_and_no_others(tmp_path: Path) -> None:
    texts = ("the first page of this file", "the second page of this file", "the third page of this file")
    file = pdf(tmp_path / "three.pdf", *(lambda canvas, text=text: letter(canvas, [text]) for text in texts))

    made = pages_of_pdf(file, [2, 3])

    assert made is not None
    assert made == pages_of_pdf(file, [2, 3])
    with pikepdf.open(io.BytesIO(made)) as part:
        streams = [page.Contents.read_bytes() for page in part.pages]
    assert [text in stream for stream, text in zip(streams, (b"second", b"third"), strict=True)] == [True, True]


def test_what_cannot_be_taken_apart_gives_nothing(tmp_path: Path) -> None:
    file = tmp_path / "torn.pdf"
    file.write_bytes(b"%PDF-1.4 nothing more")

    assert pages_of_pdf(file, [1]) is None
