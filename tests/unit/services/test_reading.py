from __future__ import annotations

import pytest

from schemas.document import Page
from services.stages.reading import PIXELS_AT_ONCE, _chunks


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([], []),
        ([1000] * 9, [8, 1]),
        ([6000] * 3, [1, 1, 1]),
        ([1000, 6000, 1000, 1000, 2000], [4, 1]),
        ([6000, 6000, 1000], [1, 2]),
    ],
)
def test_large_pages_are_in_memory_one_by_one(sides, expected):
    pages = [(str(i), Page(number=1, width=side, height=side, dpi=300)) for i, side in enumerate(sides)]
    chunks = list(_chunks(pages))
    assert [len(chunk) for chunk in chunks] == expected
    assert [item for chunk in chunks for item in chunk] == pages
    for chunk in chunks:
        assert len(chunk) == 1 or sum(page.width * page.height for _, page in chunk) <= PIXELS_AT_ONCE
