"""Names and addresses that change places among training pages."""

from __future__ import annotations

import random

import pytest

from training.entity_swap import ValuePool, swapped
from training.examples import Example, ExamplePage


def page(*lines: str, **groups: list[tuple[int, ...]]) -> ExamplePage:
    """Lines of words, 10 units a letter and 20 a line, with labeled places."""
    texts, boxes = [], []
    for row, line in enumerate(lines):
        left = 100
        for text in line.split():
            texts.append(text)
            boxes.append((left, 20 * row, left + 10 * len(text), 20 * row + 10))
            left += 10 * len(text) + 10
    return ExamplePage(1, tuple(texts), tuple(boxes), tuple((name, tuple(places)) for name, places in groups.items()))


def pool(*pages: ExamplePage) -> ValuePool:
    return ValuePool([Example(str(i), "receipt", (p,)) for i, p in enumerate(pages)])


OTHER = page("Corner Bakery Limited", "TOTAL 4.00", seller_name=[(0, 1, 2)], total_amount=[(4,)])


def test_a_value_takes_the_place_of_another_with_its_label() -> None:
    mine = page("ACME SHOP", "TOTAL 12.50", seller_name=[(0, 1)], total_amount=[(3,)])
    new = swapped(mine, pool(OTHER), random.Random(1), share=1.0)
    assert new.texts == ("Corner", "Bakery", "Limited", "TOTAL", "12.50")
    assert new.groups == (("seller_name", ((0, 1, 2),)), ("total_amount", ((4,),)))
    assert new.boxes[0] == (100, 0, 160, 10)
    assert [box[0] for box in new.boxes[:3]] == [100, 170, 240], "letters keep their width, words a blank between"
    assert new.boxes[3:] == mine.boxes[2:]


def test_lines_change_line_by_line_and_only_with_as_many_lines() -> None:
    mine = page("1 High Street", "London", "Thank you", seller_address=[(0, 1, 2, 3)])
    two = page("Via Roma 5", "20121 Milano", seller_address=[(0, 1, 2, 3, 4)])
    one = page("Quai 7, Paris", seller_address=[(0, 1, 2)])
    assert swapped(mine, pool(two), random.Random(1), share=1.0).texts == (
        "Via", "Roma", "5", "20121", "Milano", "Thank", "you",
    )  # fmt: skip
    assert swapped(mine, pool(one), random.Random(1), share=1.0) == mine


def test_every_place_of_a_value_is_replaced() -> None:
    mine = page("ACME", "hello", "ACME", seller_name=[(0,), (2,)])
    new = swapped(mine, pool(page("Blue Fox", seller_name=[(0, 1)])), random.Random(1), share=1.0)
    assert new.texts == ("Blue", "Fox", "hello", "Blue", "Fox")
    assert new.groups == (("seller_name", ((0, 1), (3, 4))),)


@pytest.mark.parametrize(
    ("mine", "share"),
    [
        (page("ACME SHOP", seller_name=[(0, 1)]), 0.0),
        (page("TOTAL 12.50", total_amount=[(1,)]), 1.0),
        (page("ACME old SHOP", seller_name=[(0, 2)]), 1.0),
        (page("ACME SHOP", seller_name=[(0, 1)], buyer_name=[(1,)]), 1.0),
    ],
    ids=["nothing drawn", "amounts stay", "words that do not follow one another stay", "shared words stay"],
)
def test_stays(mine: ExamplePage, share: float) -> None:
    assert swapped(mine, pool(OTHER), random.Random(1), share=share) == mine


def test_one_place_of_two_values_stays_the_place_of_both() -> None:
    mine = page("ACME SHOP", seller_name=[(0, 1)], buyer_name=[(0, 1)])
    new = swapped(mine, pool(OTHER, page("Me", buyer_name=[(0,)])), random.Random(1), share=1.0)
    assert new.texts in (("Corner", "Bakery", "Limited"), ("Me",))
    assert {places for _, places in new.groups} == {(tuple(range(len(new.texts))),)}
