"""What readers without the right to personal data get: words, fields and pixels."""

from __future__ import annotations

import json

import numpy as np
import pytest

from redaction.view import WITHHELD, names_somebody, redacted_extraction, redacted_image, redacted_reading
from schemas.document import ReadDocument
from schemas.extraction import LineItem
from schemas.redacted import RedactedDocument, RedactedPage, RedactedWord
from tests import builders


def redacted(read: ReadDocument, *hidden: str, fields: tuple[str, ...] = ()) -> RedactedDocument:
    pages = []
    for page in read.pages:
        words = tuple(
            RedactedWord(
                text="[PERSON]" if w.text in hidden else w.text, box=w.box, word_id=w.id,
                line_index=w.line_index, redacted=w.text in hidden,
            )
            for w in read.words_of_page(page.number)
        )  # fmt: skip
        pages.append(RedactedPage(number=page.number, width=page.width, height=page.height, words=words))
    return RedactedDocument(
        document_id=read.document_id, policy="claim-1", engine="test", pages=tuple(pages), redacted_fields=fields
    )


@pytest.fixture
def read() -> ReadDocument:
    return builders.read_document(
        builders.page("Patient Jane Roe", "Total 120.00"), builders.page("Signed: Jane", number=2)
    )


def test_hidden_words_are_nowhere_in_the_reading(read: ReadDocument) -> None:
    assert "Jane" in read.text  # and the text is computed now: it must not travel with the copy
    shown = redacted_reading(read, redacted(read, "Jane", "Roe"))
    assert shown.text == "Patient [PERSON] [PERSON]\nTotal 120.00\fSigned: [PERSON]"
    assert "Jane" not in json.dumps(shown.model_dump(mode="json"))
    assert "Jane" not in str(vars(shown))
    assert [w.id for w in shown.words] == [w.id for w in read.words]
    assert [w.box for w in shown.words] == [w.box for w in read.words]


def test_hidden_words_do_not_tell_how_sure_the_engine_was(read: ReadDocument) -> None:
    shown = redacted_reading(read, redacted(read, "Jane"))
    assert shown.words[1].word.characters == ()
    assert shown.words[1].word.confidence == 1.0
    assert shown.words[0].word == read.words[0].word


@pytest.mark.parametrize(
    "other",
    [
        builders.read_document(builders.page("Patient Jane Roe", "Total 120.00"), seed="another"),
        builders.read_document(builders.page("Patient Jane Roe", "Total 120.00")),
        builders.read_document(builders.page("Patient Jane Roe", "Total"), builders.page("Signed: Jane", number=2)),
    ],
    ids=["another document", "a page less", "a word less"],
)
def test_a_redaction_of_another_reading_shows_nothing(read: ReadDocument, other: ReadDocument) -> None:
    with pytest.raises(ValueError, match="redact the document again"):
        redacted_reading(read, redacted(other, "Jane"))


def test_fields_with_hidden_words_or_a_hidden_name_are_left_out(read: ReadDocument) -> None:
    extraction = builders.extraction(
        builders.field("patient_name", "Jane Roe", word_ids=(1, 2)),
        builders.field("patient_phone", "555 0100", word_ids=()),  # typed by a person who pointed at nothing
        builders.field("total_charge", "120.00", kind="money", word_ids=(4,)),
    ).model_copy(
        update={
            "line_items": (
                LineItem(cells={
                    "description": builders.field("description", "Jane", word_ids=(6,)),
                    "line_amount": builders.field("line_amount", "120.00", kind="money", word_ids=(4,)),
                }),
                LineItem(cells={"description": builders.field("description", "Jane", word_ids=(6,))}),
            )
        }
    )  # fmt: skip
    shown = redacted_extraction(extraction, redacted(read, "Jane", "Roe", fields=("patient_phone",)))
    assert [f.name for f in shown.fields] == ["total_charge"]
    assert [list(item.cells) for item in shown.line_items] == [["line_amount"]]


@pytest.mark.parametrize(
    ("name", "personal"),
    [
        ("claim_jane_roe.pdf", True), ("JANE.tif", True), ("r0e-2024.pdf", True), ("scan 17.pdf", False),
        ("total.pdf", False), ("jan.pdf", False),
    ],
)  # fmt: skip
def test_a_file_name_may_name_somebody(read: ReadDocument, name: str, personal: bool) -> None:
    assert names_somebody(name, read, redacted(read, "Jane", "Roe")) is personal


def test_pixels_of_hidden_words_are_black_and_the_rest_is_as_it_was(read: ReadDocument) -> None:
    pixels = np.full((2339, 1654, 3), 200, np.uint8)
    page = redacted(read, "Jane").pages[0]
    shown = redacted_image(pixels, page)
    left, top, right, bottom = page.words[1].box.to_pixels(1654, 2339)
    assert not shown[top:bottom, left:right].any()
    left, top, right, bottom = page.words[3].box.to_pixels(1654, 2339)
    assert (shown[top:bottom, left:right] == 200).all()


@pytest.mark.parametrize(
    ("ink", "expected"), [(True, {WITHHELD}), (False, {255})], ids=["handwriting nobody could read", "empty page"]
)
def test_a_page_without_words_is_withheld_unless_it_is_empty(ink: bool, expected: set[int]) -> None:
    pixels = np.full((100, 80, 3), 255, np.uint8)
    if ink:
        pixels[40:44, 10:60] = 30
    shown = redacted_image(pixels, RedactedPage(number=1, width=80, height=100))
    assert set(np.unique(shown)) == expected
