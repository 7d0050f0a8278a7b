from __future__ import annotations

import pytest

from fieldwright.search import query_of
from tests.searching import VOCABULARY, parse_query


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        # what the shell leaves of: seller:"acme ag"
        (["seller:acme ag"], 'seller:"acme ag"'),
        (["seller:acme ag", "amount:>100"], 'seller:"acme ag" amount:>100'),
        (["-seller:acme ag"], '-seller:"acme ag"'),
        (["invoice_number:INV 2024 1"], 'invoice_number:"INV 2024 1"'),
        (["total amount due", "class:invoice"], '"total amount due" class:invoice'),
        # what is a query already
        (["seller:acme amount:>100"], "seller:acme amount:>100"),
        (["total amount:>100"], "total amount:>100"),
        (["total amount"], "total amount"),
        (["acme", "OR", "globex"], "acme OR globex"),
        (["acme OR globex", "class:invoice"], "acme OR globex class:invoice"),
        (["seller:acme -draft"], "seller:acme -draft"),
        (["seller:acme OR globex"], "seller:acme OR globex"),
        (['seller:"acme ag"'], 'seller:"acme ag"'),
        (["(acme berlin) OR globex", "x"], "(acme berlin) OR globex x"),
        (["class:invoice copper"], "class:invoice copper"),
        (["http://a b"], "http://a b"),
    ],
)
def test_quotes_that_the_shell_took_are_put_back(arguments: list[str], query: str) -> None:
    assert query_of(arguments, VOCABULARY) == query
    parse_query(query)
