import pytest

from review.sampling import asked, compare, drawn
from schemas.classes import SHIPPED
from tests.builders import document_id, extraction, field

RECEIPT = SHIPPED.require("receipt")


def test_the_draw_is_the_same_again_and_about_as_large_as_the_rate() -> None:
    ids = [document_id(str(n)) for n in range(4000)]
    chosen = [i for i in ids if drawn(i, 0.05, "reviewed")]
    assert chosen == [i for i in ids if drawn(i, 0.05, "reviewed")]
    assert 150 < len(chosen) < 250
    assert set(chosen) < {i for i in ids if drawn(i, 0.10, "reviewed")}
    assert set(chosen) != {i for i in ids if drawn(i, 0.05, "accepted")}
    assert not any(drawn(i, 0.0, "reviewed") for i in ids)
    assert all(drawn(i, 1.0, "reviewed") for i in ids)


@pytest.mark.parametrize(
    ("name", "kind", "first", "second", "agrees"),
    [
        ("total_amount", "money", "12.5", "12.50", True),
        ("total_amount", "money", "12.50", "12.51", False),
        ("total_amount", "money", None, "12.50", False),
        ("total_amount", "money", None, None, True),
        ("seller_name", "name", "Acme, Inc.", "ACME INC", True),
        ("seller_name", "name", "Müller", "Muller", True),
        ("seller_name", "name", "Acme Inc", "Acme Ltd", False),
        ("issue_date", "date", "2024-03-04", "2024-03-04", True),
        ("issue_date", "date", "2024-03-04", "2024-04-03", False),
    ],
)
def test_two_answers_agree_when_they_mean_the_same(name, kind, first, second, agrees) -> None:
    a, b = (extraction(*([field(name, v, kind=kind)] if v else []), document_class="receipt") for v in (first, second))
    [found] = compare(a, b, [RECEIPT.field(name)])
    assert (found.field, found.first, found.second, found.agrees) == (name, first, second, agrees)


def test_a_second_look_asks_for_main_fields_and_for_what_was_answered() -> None:
    nothing = extraction(document_class="receipt")
    assert [s.name for s in asked(nothing, RECEIPT)] == ["seller_name", "issue_date", "total_amount"]
    address = extraction(field("seller_address", "Street 1"), document_class="receipt")
    assert "seller_address" in [s.name for s in asked(address, RECEIPT)]
