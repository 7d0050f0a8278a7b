"""A document of no known class gets its general fields by captions and places."""

from __future__ import annotations

import pytest

from extractors.fields.extractor import FieldInput
from extractors.fields.generic import general_fields
from extractors.fields.routing import RoutedExtractor
from schemas.classes import SHIPPED
from schemas.document import Line, Page
from schemas.extraction import Classification, Extraction
from schemas.general import OTHER
from tests.builders import line, read_document


def shown(*lines: Line) -> dict[str, str | None]:
    page = Page(number=1, width=1654, height=2339, dpi=200, text_source="text_layer", lines=lines)
    return {f.name: f.value for f in general_fields(read_document(page), OTHER)}


def letter(*more: Line) -> tuple[Line, ...]:
    head = ("Harwick Insurance Ltd", "14 Mill Lane", "LS9 7QT Leeds", "www.harwick-insurance.example")
    return (*(line(text, left=0.6, top=0.04 + 0.02 * i) for i, text in enumerate(head)), *more)


def test_a_letter_has_sender_date_number_and_total() -> None:
    found = shown(
        *letter(
            line("Date: 4 May 2024", top=0.2),
            line("Policy number: HP-20417", top=0.22),
            line("Your premium for the coming year", top=0.3),
            line("Premium 100.00 GBP", top=0.34),
            line("Total 119.00 GBP", top=0.36),
        )
    )
    assert found == {
        "document_number": "HP-20417",
        "issue_date": "2024-05-04",
        "sender_name": "Harwick Insurance Ltd",
        "currency": "GBP",
        "total_amount": "119.00",
    }


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Customer number: 10233", "document_number"),
        ("Telephone 0113 496 0000", "document_number"),
        ("Please bring 20.00 with you", "total_amount"),
        ("Valid until 4 May 2024", "issue_date"),
    ],
)
def test_what_no_caption_calls_so_is_not_invented(text: str, absent: str) -> None:
    assert absent not in shown(*letter(line(text, top=0.3)))


def test_a_page_without_words_has_no_fields() -> None:
    assert general_fields(read_document(), OTHER) == ()


class Named:
    """An extractor that says which one it is."""

    version = "1"

    def __init__(self, name: str) -> None:
        self.name = name

    def recognizes(self, read: object) -> bool:
        return True

    def extract(self, batch: list[FieldInput]) -> list[Extraction]:
        return [
            Extraction(
                document_id=item.read.document_id,
                document_class=item.classification.document_class,
                class_confidence=1.0,
                model=self.name,
            )
            for item in batch
        ]


def test_each_document_is_read_by_the_extractor_for_its_class() -> None:
    names = ("invoice", "other", "claim", "letter", "invoice")
    batch = [
        FieldInput(
            read_document(seed=str(at)),
            Classification(
                document_id=read_document(seed=str(at)).document_id, document_class=name, confidence=1.0, model="test"
            ),
            SHIPPED.or_other(name),
        )
        for at, name in enumerate(names)
    ]
    made = RoutedExtractor(Named("forms"), Named("general")).extract(batch)  # type: ignore[arg-type]
    assert [e.model for e in made] == ["general", "generic 1", "forms", "generic 1", "general"]
    assert [e.document_id for e in made] == [item.read.document_id for item in batch]
