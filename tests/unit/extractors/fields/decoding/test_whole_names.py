from __future__ import annotations

import pytest

from extractors.fields.decoding.whole_names import with_whole_names
from tests.builders import field, page, read_document


@pytest.mark.parametrize(
    ("elsewhere", "end", "value"),
    [
        ("Mike for President", "President", "Mike for President"),
        ("Mike for Congress", "President", "Mike"),  # printed otherwise
        ("Mike (33528)", "(33528)", "Mike"),  # a customer's number
        ("Mike Order: 12", "12", "Mike"),
    ],
)
def test_a_name_is_completed_by_what_is_printed_twice(elsewhere: str, end: str, value: str) -> None:
    middle = {"President": " for", "(33528)": "", "12": " Order:"}[end]
    read = read_document(page(f"Mike{middle} {end}", "Billing address", elsewhere))
    name = field("advertiser", "Mike", kind="name", raw="Mike", word_ids=(0,))
    found = with_whole_names(read, {"advertiser": name})["advertiser"]
    assert found.value == value
    assert len(found.word_ids) == len(value.split())
    assert bool(found.why) is (value != "Mike")


def test_a_name_inside_of_its_cell_stays() -> None:
    read = read_document(page("To Mike Smith Ltd", "To Mike Smith Ltd"))
    name = field("buyer_name", "Mike Smith", kind="name", raw="Mike Smith", word_ids=(1, 2))
    assert with_whole_names(read, {"buyer_name": name})["buyer_name"] == name
