"""The suite of a class that comes from a file."""

from __future__ import annotations

from datetime import date

import pytest

from expectations.declared import declared_suite
from expectations.general import OTHER_SUITE
from expectations.validate import suite_of, validate
from schemas.classes import SHIPPED
from schemas.extraction import Extraction
from schemas.general import OTHER
from schemas.vocabulary import DocumentClass
from tests.builders import document_id, field

NOTE = DocumentClass.model_validate(
    {
        "name": "test_note",
        "title": "Note",
        "fields": [
            {"name": "number", "kind": "id", "title": "Number", "required": True},
            {"name": "parcels", "kind": "number", "title": "Parcels"},
            {"name": "sent", "kind": "date", "title": "Sent"},
            {"name": "received", "kind": "date", "title": "Received"},
            {"name": "mode", "kind": "code", "title": "Mode"},
        ],
        "expectations": [
            {"field": "number", "matches": "^N[0-9]+$", "message": "A number is N and digits.", "severity": "error"},
            {"field": "parcels", "at_least": 1, "at_most": 99, "message": "One to 99 parcels."},
            {"field": "mode", "one_of": ["AIR", "SEA"], "message": "By air or by sea."},
            {"field": "received", "not_less_than": "sent", "message": "Received before it was sent."},
            {"field": "received", "not_before": date(2000, 1, 1), "not_after": date(2030, 12, 31), "message": "When."},
        ],
    }
)
GOOD = {"number": "N17", "parcels": "3", "sent": "2024-02-01", "received": "2024-02-03", "mode": "SEA"}
KINDS = {f.name: f.kind for f in NOTE.fields}


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({}, set()),
        ({"number": "17"}, {"number_1"}),
        ({"number": None}, {"number_present"}),
        ({"parcels": "0"}, {"parcels_2"}),
        ({"parcels": "100"}, {"parcels_2"}),
        ({"parcels": None}, set()),
        ({"mode": "ROAD"}, {"mode_3"}),
        ({"received": "2024-01-31"}, {"received_4"}),
        ({"sent": "2024-02-03"}, set()),
        ({"sent": "1901-02-03"}, set()),  # no bound that the file does not state
        ({"sent": "1901-02-03", "received": "1999-12-31"}, {"received_5"}),
        ({"sent": None, "received": "2030-12-31"}, set()),
        ({"sent": None, "received": "2031-01-01"}, {"received_5"}),
    ],
)
def test_what_the_file_states_is_checked(changes: dict[str, str | None], failed: set[str]) -> None:
    values = {name: value for name, value in (GOOD | changes).items() if value is not None}
    extraction = Extraction(
        document_id=document_id(), document_class=NOTE.name, class_confidence=1, model="m",
        fields=tuple(field(name, value, kind=KINDS[name]) for name, value in values.items()),
    )  # fmt: skip
    [report] = validate(
        [extraction], SHIPPED.with_class(NOTE, origin="note.toml"), currencies=["EUR"], today=date(2024, 6, 1)
    )
    assert {failure.expectation for failure in report.failures} == failed
    assert report.suite == NOTE.name


def test_a_class_of_the_program_keeps_its_own_suite() -> None:
    suite = suite_of(SHIPPED.require("invoice"))
    assert suite is not None
    assert suite != declared_suite(SHIPPED.require("invoice"))
    assert suite_of(OTHER) is OTHER_SUITE
