"""Why a value is wrong, case by case: the first step after which the true value can no longer come out."""

from __future__ import annotations

import pytest

from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, FieldType
from tests.builders import field, page, read_document
from training import causes
from training.causes import cause
from training.scoring import Judged

READ = read_document(
    page("Acme Trading Ltd", "Invoice INV 2024-17", "Date 03 February 2024", "Net 10.00", "Total 12.50", "Cash 20.00")
)


def judged(kind: str, value: str, found: str | None, name: str = "a_field") -> Judged:
    return Judged("a.pdf", "invoice", name, {"value": value, "type": kind}, found, 0.9, False)


def words(*texts: str, kind: FieldType = "text") -> ExtractedField:
    """The field that was read from the given words of the page."""
    ids = [next(w.id for w in READ.words if w.text == text) for text in texts]
    return field("a_field", " ".join(texts), word_ids=tuple(ids), kind=kind if kind in ("text", "name") else "text")


CASES = [
    ("found nowhere by the model", judged("money", "12.50", None), None, causes.MISSED),
    ("another amount was taken", judged("money", "12.50", "20.00"), words("20.00"), causes.WRONG_PLACE),
    ("the right words gave another value", judged("money", "12.50", "1250"), words("12.50"), causes.NORMALIZATION),
    ("a part of the name", judged("name", "Acme Trading", "Trading"), words("Trading"), causes.CUT),
    ("a neighbor came along", judged("date", "2024-02-03", None), words("Date", "03", "February"), causes.CUT),
    ("a letter was misread", judged("name", "Acne Tradinq Ltd", None), None, causes.MISREAD),
    ("a digit was misread", judged("id", "INV 2O24-18", None), None, causes.MISREAD),
    ("the day was misread", judged("date", "2024-02-08", None), None, causes.MISREAD),
    ("words of two lines", judged("id", "Ltd Invoice", None), None, causes.SPLIT),
    ("not on the page", judged("name", "Zephyr Quarries", None), None, causes.ABSENT),
    ("short and not on the page", judged("number", "777", None), None, causes.ABSENT),
    ("a check box", judged("bool", "true", "false"), None, causes.MARK),
]


@pytest.mark.parametrize(("case", "judgement", "found", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_the_cause_is_found(case: str, judgement: Judged, found: ExtractedField | None, wanted: str) -> None:
    assert cause(judgement, found, READ) == wanted


def test_what_the_truth_does_not_have_was_found_anyway() -> None:
    invented = Judged("a.pdf", "invoice", "iban", None, "DE1", 0.9, False)
    assert cause(invented, words("20.00"), READ) == causes.INVENTED


@pytest.mark.parametrize("read", [None])
def test_a_document_that_was_rejected_was_not_read(read: ReadDocument | None) -> None:
    assert cause(judged("money", "12.50", None), None, read) == causes.NOT_READ


def test_every_cause_stands_in_the_list_once() -> None:
    assert len(set(causes.CAUSES)) == len(causes.CAUSES) == 10
