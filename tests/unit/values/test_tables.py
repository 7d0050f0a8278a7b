from decimal import Decimal

import pytest

from values.tables import Row, check_table, product_differs, sum_gap


def row(*numbers: str | None) -> Row:
    return Row(*(None if n is None else Decimal(n) for n in numbers))


@pytest.mark.parametrize(
    ("rows", "stated", "state", "wrong", "differs"),
    [
        ([row("2", "5", "10"), row("1", "3", "3")], ["13"], "confirmed", (), False),
        ([row("2", "5", "10"), row("1", "3", "3")], ["99", "13.01"], "confirmed", (), False),  # rounding
        ([row("2", "5", "10"), row("1", "3", "4")], ["14"], "contradicted", (1,), False),
        ([row("2", "5", "10"), row("1", "3", "3")], ["15"], "contradicted", (), True),
        ([row("2", "5", "10"), row("1", "3", None)], ["13"], "unknown", (), False),
        ([row("2", "5", "10")], [], "unknown", (), False),
        ([], ["13"], "unknown", (), False),
    ],
)
def test_a_table_is_confirmed_contradicted_or_unknown(rows, stated, state, wrong, differs) -> None:
    found = check_table(rows, [Decimal(s) for s in stated])
    assert (found.state, found.wrong_rows, found.sum_differs) == (state, wrong, differs)


def test_charges_and_allowances_may_count_into_the_sum() -> None:
    amounts = [Decimal("10"), Decimal("5")]
    assert sum_gap(amounts, [Decimal("16")], [Decimal("3"), Decimal("-2")]) == 0
    assert sum_gap(amounts, [Decimal("16")]) == 1


@pytest.mark.parametrize(
    ("numbers", "differs"),
    [
        (("4", "25", "80"), False),  # a discount
        (("4", "25", "119"), False),  # with 19 % tax
        (("400", "25", "100"), False),  # the price of a hundred
        (("4", "25", "30"), True),
        (("4", None, "30"), False),
    ],
)
def test_a_row_multiplies_out_but_for_known_reasons(numbers, differs) -> None:
    assert product_differs(row(*numbers), Decimal("0.19")) is differs
