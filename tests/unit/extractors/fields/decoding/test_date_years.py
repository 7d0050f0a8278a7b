import pytest

from extractors.fields.decoding.date_years import with_years
from tests.builders import field, page, read_document
from values.normalize import Hints


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["DATE : 11 Mar", "09:33 AM", "2015"], "2015-03-11"),
        (["DATE : 11 Mar", "09:33 AM", "Staff: ANNA"], None),
        (["DATE : 11 Mar", "2014 2015"], None),  # which one
        (["DATE : 11 Mar", "2 x 25.28 50.56 BALL PEN", "2015"], None),  # too far away
    ],
)
def test_the_only_year_shortly_behind_a_date_completes_it(lines: list[str], value: str | None) -> None:
    read = read_document(page(*lines))
    ids = tuple(w.id for w in read.words if w.text in ("11", "Mar"))
    dated = field("issue_date", None, kind="date", raw="11 Mar", word_ids=ids)
    found = with_years(read, {"issue_date": dated}, Hints())["issue_date"]
    assert found.value == value
    assert (len(found.word_ids) == len(ids) + 1) is (value is not None)
