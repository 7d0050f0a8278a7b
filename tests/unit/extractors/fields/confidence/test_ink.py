import numpy as np
import pytest

from extractors.fields.confidence.ink import ink_beside
from extractors.page_image import PageImage
from schemas.document import Page
from tests.builders import extraction, field, page, read_document

READ = read_document(page("Shop").model_copy(update={"text_source": "ocr"}))
WORD = READ.words[0].box
HEIGHT, WIDTH = 1000, 800


def picture(*marks: tuple[float, float, float, float]) -> PageImage:
    """Returns a white page with black rectangles, in line heights from the left top corner of the word."""
    pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    tall = (WORD.bottom - WORD.top) * HEIGHT
    for left, top, right, bottom in marks:
        x, y = WORD.right * WIDTH, WORD.top * HEIGHT
        pixels[round(y + top * tall) : round(y + bottom * tall), round(x + left * tall) : round(x + right * tall)] = 0
    return PageImage(Page(number=1, width=WIDTH, height=HEIGHT, dpi=100), pixels)


@pytest.mark.parametrize(
    ("marks", "seen"),
    [
        ([], False),
        ([(0.4, 0.0, 1.4, 1.0)], True),  # a hole
        ([(0.4, 0.45, 2.4, 0.55)], False),  # a ruling
        ([(5.0, 0.0, 6.0, 1.0)], False),  # far away
    ],
)
def test_a_blob_beside_a_value_is_unexplained_ink(marks, seen) -> None:
    found = extraction(field("seller_name", "Shop", word_ids=(0,)), document_class="receipt")
    found = found.model_copy(update={"fields": (found.fields[0].model_copy(update={"boxes": (WORD,)}),)})
    image = picture(*marks)
    share = ink_beside(READ, found, ["seller_name"], lambda _: image)
    assert (share > 0.5) is seen
    assert seen or share == 0.0
    assert ink_beside(READ, found, ["total_amount"], lambda _: image) == 0.0
