import pytest

from extractors.fields.decoding.document_dates import in_order
from schemas.extraction import ExtractedField
from tests.builders import field
from values.normalize import Hints, normalize


def dated(issue: str, due: str, hints: Hints) -> dict[str, ExtractedField]:
    values = {"issue_date": issue, "due_date": due}
    return {
        name: field(name, normalize("date", raw, hints=hints).value, kind="date", raw=raw)
        for name, raw in values.items()
    }


@pytest.mark.parametrize("hints", [Hints(), Hints(month_first=False)])
def test_a_due_date_before_the_issue_date_exchanges_day_and_month(hints: Hints) -> None:
    found = in_order(dated("10/3/23", "11/2/23", hints), hints)
    assert {name: f.value for name, f in found.items()} == {"issue_date": "2023-10-03", "due_date": "2023-11-02"}
    assert "follows the issue date" in found["due_date"].why[-1]


@pytest.mark.parametrize(
    ("issue", "due"),
    [
        ("3/10/23", "2/11/23"),  # in order as they are
        ("13.10.2023", "12.09.2023"),  # no other reading
        ("1/12/23", "1/2/23"),  # the due date is first either way
    ],
)
def test_dates_stay_where_they_are_in_order_or_no_other_reading_is_plausible(issue: str, due: str) -> None:
    hints = Hints(month_first=False)
    before = dated(issue, due, hints)
    assert in_order(before, hints) == before
