"""Diagnosis codes: which exist, and what a misread one may be."""

from __future__ import annotations

import pytest

from values.icd10 import is_billable, likely_codes


@pytest.mark.parametrize(
    ("code", "billable"),
    [
        ("L20.9", True),
        ("L209", True),
        ("L26.9", False),
        ("E78", False),
        ("E78.5", True),
        ("S93.401A", True),
        ("", False),
    ],
)
def test_only_codes_without_finer_ones_are_billable(code: str, billable: bool) -> None:
    assert is_billable(code) is billable


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("L269", ("L209",)),
        ("$93401A", ("S93401A",)),
        ("110", ("I10",)),
        ("K219", ("K219",)),
        ("0649", ("D649", "Q649")),  # O64.9 has finer codes below it
        ("XYZ", ()),
    ],
)
def test_the_codes_that_a_misread_one_may_be(text: str, codes: tuple[str, ...]) -> None:
    assert set(likely_codes(text)) == set(codes)
