from __future__ import annotations

import pytest

from extractors.input.pdf_words import Glyph, pieces, rows


def typed(text, x=0.0, y=0.0, *, advance=5.0, height=10.0, spacing=0.0, order=0, blanks=True):
    """Glyphs of one row, each 5 wide and 10 high; without ``blanks`` a space is only a gap."""
    glyphs = []
    for c in text:
        cell = (x, y, x + advance, y + height)
        if c != " " or blanks:
            glyphs.append(Glyph(ord(c), cell, cell, order=order))
        x += advance + spacing
    return glyphs


def texts(glyphs):
    return [piece.text for piece in pieces(glyphs)]


@pytest.mark.parametrize("blanks", [True, False])
def test_words_end_at_blanks_and_at_gaps(blanks):
    assert texts(typed("Total due 12.50", blanks=blanks)) == ["Total", "due", "12.50"]


def test_kerning_does_not_split_a_word():
    a, v, e = typed("AVE")
    v = Glyph(v.code, v.ink, (v.cell[0] - 0.8, 0, v.cell[2] - 0.8, 10))
    assert texts([a, v, e]) == ["AVE"]


def test_a_letterspaced_word_stays_whole_and_its_neighbour_apart():
    spaced = typed("INVOICE", spacing=3.0)
    assert texts([*spaced, *typed("2024", x=spaced[-1].cell[2] + 9)]) == ["INVOICE", "2024"]


@pytest.mark.parametrize(("gap", "expected"), [(0.3, ["notbe"]), (0.8, ["not", "be"])])
def test_a_blank_that_pdfium_sees_makes_a_small_gap_count(gap, expected):
    before, after = typed("not"), typed("be", x=15.0 + gap)
    blank = Glyph(32, (15, 0, 15, 0), (15, 0, 15, 0), generated=True)
    assert texts([*before, blank, *after]) == expected


def test_a_gap_without_such_a_blank_must_be_larger():
    assert texts([*typed("not"), *typed("be", x=15.8)]) == ["notbe"]
    assert texts([*typed("not"), *typed("be", x=17.5)]) == ["not", "be"]


def test_an_object_left_out_between_two_words_was_a_blank():
    blank = Glyph(32, (20, 0, 20, 0), (20, 0, 20, 0), generated=True)
    assert texts([*typed("of", order=3), blank, *typed("the", x=10.0, order=5)]) == ["of", "the"]
    assert texts([*typed("of", order=3), blank, *typed("the", x=10.0, order=4)]) == ["ofthe"]


def test_letters_of_a_ligature_share_its_box():
    n, e, o = typed("neo")
    ligature = (10.0, 0.0, 15.0, 10.0)
    t1, t2 = Glyph(ord("t"), ligature, ligature), Glyph(ord("t"), ligature, ligature)
    o = Glyph(o.code, (15, 0, 20, 10), (15, 0, 20, 10))
    assert texts([n, e, t1, t2, o]) == ["netto"]


def test_bold_made_by_drawing_twice_is_read_once():
    doubled = []
    for i, glyph in enumerate(typed("Hello")):
        left, top, right, bottom = glyph.cell
        again = (left + 0.3, top, right + 0.3, bottom)
        doubled += [
            Glyph(glyph.code, glyph.cell, glyph.cell, order=2 * i),
            Glyph(glyph.code, again, again, order=2 * i + 1),
        ]
    assert texts(doubled) == ["Hello"]
    shadow = [*typed("Total", order=1), *typed("Total", x=0.4, y=0.4, order=2)]
    assert texts(shadow) == ["Total"]
    assert texts([*typed("Total", order=1), *typed("Total", y=14, order=2)]) == ["Total", "Total"]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("ﬁnal", ["final"]),
        ("oﬃce", ["office"]),
        ("exam\u00adple", ["example"]),
        ("exam\u00ad", ["exam-"]),
        ("exam\x02", ["exam-"]),
        ("a\x00b", ["a", "b"]),
        ("a\u00a0b", ["a", "b"]),
        ("cafe\u0301", ["café"]),
        ("\uf0b7", ["•"]),
        ("\uf0feYes", ["☑Yes"]),
        ("\ue123\ue124", []),
        ("ab\ufeffcd", ["abcd"]),
        ("10²", ["10²"]),
    ],
)
def test_characters_with_a_meaning_of_their_own(codes, expected):
    assert texts(typed(codes)) == expected


def test_rows_end_where_a_column_ends():
    words = pieces([*typed("Item one"), *typed("4.50", x=120)])
    assert [[w.text for w in row] for row in rows(words)] == [["Item", "one"], ["4.50"]]
    near = pieces([*typed("Item one"), *typed("4.50", x=52)])
    assert [[w.text for w in row] for row in rows(near)] == [["Item", "one", "4.50"]]


def test_rows_are_sorted_whatever_the_order_of_drawing():
    words = pieces([*typed("third", y=40), *typed("second", x=20, y=20.5), *typed("the", y=20), *typed("first", y=0)])
    assert [[w.text for w in row] for row in rows(words)] == [["first"], ["the", "second"], ["third"]]


def test_rows_close_to_each_other_stay_apart():
    words = pieces([*typed("upper"), *typed("lower", y=9.0)])
    assert [[w.text for w in row] for row in rows(words)] == [["upper"], ["lower"]]


def test_a_caption_from_bottom_to_top_is_a_row_of_its_own():
    glyphs, y = [], 100.0
    for c in "ab cd":
        cell = (0.0, y - 5, 10.0, y)
        glyphs.append(Glyph(ord(c), cell, cell, angle_deg=270.0))
        y -= 5
    words = pieces([*glyphs, *typed("text", x=30, y=90)])
    assert [[w.text for w in row] for row in rows(words)] == [["ab", "cd"], ["text"]]
