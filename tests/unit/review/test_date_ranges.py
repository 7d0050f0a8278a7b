from __future__ import annotations

import pytest

from review.date_ranges import is_doubtful
from tests.builders import extraction, field, page, read_document

OWN = "Period 04/13/20 - 04/26/20"
AROUND = "Invoice period 03/30/20 - 04/26/20"


@pytest.mark.parametrize(
    ("lines", "doubtful"),
    [
        ((OWN,), False),
        ((OWN, AROUND), True),
        ((OWN, "Week 04/13/20 - 04/19/20"), False),
        ((OWN, "Printed 05/30/20"), False),
        (("Period 04/13/20 - 04/26/20", "Spots 04/18/20 04/19/20 04/20/20"), True),  # used for three days
        (("Period 04/13/20 - 04/26/20", "Spots 04/18/20 04/20/20"), False),  # too few to tell
        (("Period 04/13/20 - 04/26/20", "Spots 04/14/20 04/19/20 04/20/20"), False),
        (("Period 04/13/20 - 04/26/20", "Spots 04/13/20 04/18/20 04/19/20 04/20/20"), False),
    ],
)
def test_another_range_or_unused_days_are_a_doubt(lines: tuple[str, ...], doubtful: bool) -> None:
    ends = {"flight_from": "2020-04-13", "flight_to": "2020-04-26"}
    fields = [field(name, value, kind="date") for name, value in ends.items()]
    assert is_doubtful(extraction(*fields, document_class="ad_buy"), read_document(page(*lines))) is doubtful


@pytest.mark.parametrize(
    ("line", "first_word", "doubtful"),
    [
        ("Order Flight 04/13/20 - 04/26/20", 2, False),
        ("Flight Dates: 04/13/20 - 04/26/20", 2, False),
        ("Flight 4711 04/13/20 - 04/26/20", 2, True),  # the caption is of a number
        ("Estimate 04/13/20 - 04/26/20 Flight", 1, True),  # it is behind the range
    ],
)
def test_a_caption_that_names_the_field_leaves_no_doubt(line: str, first_word: int, doubtful: bool) -> None:
    ids = tuple(range(first_word, first_word + 3))
    ends = {"flight_from": "2020-04-13", "flight_to": "2020-04-26"}
    fields = [field(name, value, kind="date", word_ids=ids) for name, value in ends.items()]
    document = read_document(page(line, AROUND))
    assert is_doubtful(extraction(*fields, document_class="ad_buy"), document) is doubtful


def test_documents_without_a_range_have_no_such_doubt() -> None:
    issued = extraction(field("issue_date", "2020-04-13", kind="date"))
    assert not is_doubtful(issued, read_document(page("04/13/20", "03/30/20 - 04/26/20")))
