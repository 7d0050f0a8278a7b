"""Documents of drills are what their truth says, however they look."""

from __future__ import annotations

import pypdfium2
import pytest

from gameday.documents import blurred, garbled_receipts, receipts, recompressed, scanned_receipts, template_invoices


def text_of(content: bytes) -> str:
    return pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()


def test_the_same_seed_draws_the_same_documents():
    assert [one.content for one in receipts(1, 2)] == [one.content for one in receipts(1, 2)]
    assert len({one.id for one in receipts(1, 4)}) == 4


def test_printed_values_are_on_the_page():
    for drawn in receipts(1, 3):
        assert drawn.printed["total_amount"].text in text_of(drawn.content)
        assert drawn.printed["total_amount"].page_number == 1


def test_receipts_of_a_language():
    assert {one.language for one in receipts(3, 3, "de")} == {"de"}


def test_a_garbled_text_layer_has_other_letters_and_the_same_digits_and_pixels():
    [sound], [garbled] = receipts(5, 1), garbled_receipts(5, 1)
    letters, other = (([c for c in text_of(d.content) if c.isalpha()]) for d in (sound, garbled))
    assert len(letters) == len(other)
    assert sum(a == b for a, b in zip(letters, other, strict=True)) < 0.2 * len(letters)
    digits, same = ([c for c in text_of(d.content) if c.isdigit()] for d in (sound, garbled))
    assert digits == same
    pages = [pypdfium2.PdfDocument(d.content)[0].render(scale=1).to_numpy() for d in (sound, garbled)]
    assert (pages[0] == pages[1]).all()


def test_invoices_of_a_template_differ_in_their_numbers_only():
    first, second = template_invoices(42, 2)
    assert first.truth["invoice_number"] != second.truth["invoice_number"]
    assert {k: v for k, v in first.truth.items() if k != "invoice_number"} == {
        k: v for k, v in second.truth.items() if k != "invoice_number"
    }
    assert second.truth["invoice_number"] in text_of(second.content)


@pytest.mark.parametrize("change", [blurred, recompressed])
def test_changed_pictures_keep_their_size(change):
    [sharp], [changed] = scanned_receipts(7, 1), scanned_receipts(7, 1, change)
    assert sharp.content != changed.content
    assert sharp.truth == changed.truth
