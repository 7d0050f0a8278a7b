from __future__ import annotations

import pytest

from extractors.input import rasterize
from schemas.errors import UnreadableDocument
from schemas.settings import Limits
from tests.files import pdf

LIMITS = Limits()
SMALL, LARGE = (300, 200), (500, 700)


def sized(path, *sizes):
    """A PDF with an empty page of each size in points."""
    path.unlink(missing_ok=True)

    def draw(canvas):
        for number, size in enumerate(sizes):
            if number:
                canvas.showPage()  # `pdf` ends the last page
            canvas.setPageSize(size)
            canvas.drawString(20, 20, "page")

    return pdf(path, draw)


def sizes_of(path, first, last):
    return [(size.width_pt, size.height_pt) for size in rasterize.page_sizes(path, first, last, limits=LIMITS)]


@pytest.fixture
def calls(monkeypatch):
    """The pages of each call of poppler."""
    found = []
    real = rasterize._info

    def counted(path, limits, **pages):
        found.append(pages)
        return real(path, limits, **pages)

    monkeypatch.setattr(rasterize, "_info", counted)
    return found


def test_one_call_counts_the_pages_and_gives_the_first_sizes(tmp_path, calls):
    path = sized(tmp_path / "a.pdf", SMALL, LARGE, SMALL)
    count = rasterize.count_pages(path, limits=LIMITS)
    assert sizes_of(path, 1, count) == [SMALL, LARGE, SMALL]
    assert sizes_of(path, 2, 2) == [LARGE]
    assert len(calls) == 1


def test_sizes_of_later_pages_take_a_call(tmp_path, calls):
    path = sized(tmp_path / "a.pdf", *[SMALL] * rasterize.FIRST_PAGES, LARGE)
    rasterize.count_pages(path, limits=LIMITS)
    last = rasterize.FIRST_PAGES + 1
    assert sizes_of(path, last, last) == [LARGE]
    assert len(calls) == 2


def test_a_file_that_changed_is_another_one(tmp_path):
    path = sized(tmp_path / "a.pdf", SMALL)
    rasterize.count_pages(path, limits=LIMITS)
    sized(path, LARGE, LARGE)
    assert sizes_of(path, 1, 1) == [LARGE]


def test_sizes_that_cannot_be_read_do_not_hide_the_count(tmp_path, monkeypatch):
    path = sized(tmp_path / "a.pdf", SMALL)
    real = rasterize._info

    def broken(path, limits, **pages):
        if pages:
            raise UnreadableDocument("a page is damaged")
        return real(path, limits)

    monkeypatch.setattr(rasterize, "_info", broken)
    assert rasterize.count_pages(path, limits=LIMITS) == 1
