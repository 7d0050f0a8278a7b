import pytest

from redaction.page_grid import Sheet, is_caption
from schemas.document import Page
from tests.builders import line, page


def form(*cells):
    """A page of lines at given places: ``(text, left, top)``."""
    lines = tuple(line(text, left, top) for text, left, top in cells)
    return Sheet(Page(number=1, width=1654, height=2339, dpi=200, lines=lines))


def test_a_wide_gap_ends_a_cell():
    words = line("Policy No.", 0.1).words + line("A-1", 0.5).words
    sheet = Sheet(page("x").model_copy(update={"lines": (line("Policy No.").model_copy(update={"words": words}),)}))
    assert [sheet.cell_text(c) for c in sheet.cells] == ["Policy No.", "A-1"]


def test_below_takes_the_captions_own_column():
    sheet = form(("BIRTH DATE", 0.3, 0.1), ("SEX", 0.6, 0.1), ("07", 0.3, 0.12), ("15", 0.35, 0.12), ("M", 0.6, 0.12))
    below = sheet.below(sheet.cells[0], sheet.cells[0].left)
    assert [[sheet.cell_text(c) for c in row] for row in below] == [["07", "15"]]


def test_below_ends_where_the_page_is_empty():
    sheet = form(("NAME", 0.1, 0.1), ("far away", 0.1, 0.3))
    assert sheet.below(sheet.cells[0], sheet.cells[0].left) == []


def test_right_of_stays_on_the_row():
    sheet = form(("Name", 0.1, 0.1), ("Smith", 0.2, 0.1), ("Jones", 0.2, 0.2))
    right = sheet.right_of(sheet.cells[0])
    assert right is not None
    assert sheet.cell_text(right) == "Smith"


def test_misread_captions_are_put_right_in_place():
    sheet = form(("PRIOR AUTHCRIZATICN NUMBER", 0.1, 0.1), ("TELEPHCNE", 0.1, 0.2))
    assert "authorization" in sheet.captions
    assert "telephone" in sheet.captions
    assert len(sheet.captions) == len(sheet.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date of birth", True),
        ("Policy No.", True),
        ("SSN", True),
        ("Ruth Montez", False),
        ("12 Main Street", False),
        ("", False),
    ],
)
def test_captions(text, expected):
    assert is_caption(text) is expected


def test_a_page_without_words():
    sheet = Sheet(Page(number=1, width=10, height=10, dpi=72))
    assert sheet.text == ""
    assert sheet.cells == ()
    assert sheet.context(0, 0) == ""
