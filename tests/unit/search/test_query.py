from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.errors import DocumentError
from search.clauses import All, AmountRange, Clause, DateRange, Either, Match, Not, Phrase, QueryError, Word
from search.query import SearchQuery
from tests.searching import FILTERS, narrow, parse_query


def w(text: str, *joins: str) -> Word:
    return Word(text=text, joins=joins)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("", None),
        ("  \n\t ", None),
        ("acme", w("acme")),
        ("acme corp", All(clauses=(w("acme", "acmecorp"), w("corp", "acmecorp")))),
        ("acme AND corp", All(clauses=(w("acme", "acmecorp"), w("corp", "acmecorp")))),
        (
            "acme class:invoice corp",
            All(clauses=(w("acme"), Match(filter=FILTERS["class"], text="invoice"), w("corp"))),
        ),
        ('"acme corp"', Phrase(text="acme corp")),
        ("“acme corp”", Phrase(text="acme corp")),
        ('a"b c"', All(clauses=(w("a"), Phrase(text="b c")))),
        ("a OR b", Either(clauses=(w("a"), w("b")))),
        ("a OR b c", All(clauses=(Either(clauses=(w("a"), w("b"))), w("c")))),
        ("a or b", All(clauses=(w("a", "aor"), w("or", "aor", "orb"), w("b", "orb")))),
        ("ORDER", w("ORDER")),
        ('"OR"', Phrase(text="OR")),
        ("-a", Not(clause=w("a"))),
        ("NOT a", Not(clause=w("a"))),
        ("-(a OR b)", Not(clause=Either(clauses=(w("a"), w("b"))))),
        ("a - b", All(clauses=(w("a", "ab"), w("b", "ab")))),
        ("a-b", w("a-b")),
        ("a -", w("a")),
        ("() a", w("a")),
        ("a OR &", w("a")),
        ("24(5)", All(clauses=(w("24", "245"), w("5", "245")))),
        ("Total: 5", All(clauses=(w("Total:", "Total:5"), w("5", "Total:5")))),
        ("http://acme.com", w("http://acme.com")),
        ("12:30", w("12:30")),
        ("SELLER:acme", Match(filter=FILTERS["seller"], text="acme")),
        ('seller:"acme ag"', Match(filter=FILTERS["seller"], text="acme ag", exact=True)),
        ("status:Needs_Review", Match(filter=FILTERS["status"], text="needs_review")),
        ("id:ABCD", Match(filter=FILTERS["id"], text="abcd")),
        ("invoice_number:A-1/2", Match(filter=FILTERS["invoice_number"], text="A-1/2")),
        ("-class:claim", Not(clause=Match(filter=FILTERS["class"], text="claim"))),
        ("amount:100", AmountRange(filter=FILTERS["amount"], low=Decimal(100), high=Decimal(100))),
        ("amount:=100", AmountRange(filter=FILTERS["amount"], low=Decimal(100), high=Decimal(100))),
        ("amount:-5..5", AmountRange(filter=FILTERS["amount"], low=Decimal(-5), high=Decimal(5))),
        ("amount:>1.50", AmountRange(filter=FILTERS["amount"], low=Decimal("1.50"), include_low=False)),
        ("amount:<2", AmountRange(filter=FILTERS["amount"], high=Decimal(2), include_high=False)),
        ("amount:..2", AmountRange(filter=FILTERS["amount"], high=Decimal(2))),
        ('amount:">=2"', AmountRange(filter=FILTERS["amount"], low=Decimal(2))),
        ("date:2024", DateRange(filter=FILTERS["date"], first=date(2024, 1, 1), last=date(2024, 12, 31))),
        ("date:2024-2", DateRange(filter=FILTERS["date"], first=date(2024, 2, 1), last=date(2024, 2, 29))),
        ("date:2023-11..2024", DateRange(filter=FILTERS["date"], first=date(2023, 11, 1), last=date(2024, 12, 31))),
        ("date:>2024", DateRange(filter=FILTERS["date"], first=date(2025, 1, 1))),
        ("date:>=2024", DateRange(filter=FILTERS["date"], first=date(2024, 1, 1))),
        ("date:<2024-03", DateRange(filter=FILTERS["date"], last=date(2024, 2, 29))),
        ("date:<=2024-03", DateRange(filter=FILTERS["date"], last=date(2024, 3, 31))),
        ("due_date:2024-01-02..", DateRange(filter=FILTERS["due_date"], first=date(2024, 1, 2))),
    ],
)
def test_text_becomes_clauses(text: str, clause: Clause | None) -> None:
    query = parse_query(text)
    assert query.clause == clause
    assert SearchQuery.model_validate_json(query.model_dump_json()) == query


@pytest.mark.parametrize(
    ("text", "position", "advice"),
    [
        ('a "b c', 2, 'add "'),
        ("a (b c", 2, 'add ")"'),
        ("a b)", 3, "remove it"),
        ("OR a", 0, "both sides"),
        ("x a OR", 2, "both sides"),
        ("x (a OR ) b", 3, "both sides"),
        ("x -()a NOT", 7, "nothing behind"),
        ("!!! &", 0, "no letter or digit"),
        ("x sellr:acme", 2, "did you mean seller:"),
        ("x foo:bar", 2, "put it in quotes"),
        ("x foo:bar", 2, "Fields of every document: id, name, class, status, reason, seller, amount, date, received; "),
        ("x foo:bar", 2, "buyer_name"),
        ("x vendr:bar", 2, "did you mean vendor:"),
        ("x seller:", 2, "seller:acme"),
        ("x seller: acme", 2, "seller:acme"),
        ('x seller:"!"', 2, "seller:acme"),
        ("class:invoces", 0, "invoice"),
        ("status:open", 0, "needs_review"),
        ("id:xyz1", 0, "4 characters"),
        ("id:abc", 0, "4 characters"),
        ("amount:abc", 0, "100..500"),
        ("amount:12,34,5", 0, "1234.50"),
        ("amount:..", 0, "100..500"),
        ("amount:5..1", 0, "smaller number first"),
        ("amount:1e5", 0, "a number such as"),
        ("amount:>", 0, "a number such as"),
        ("amount:１００", 0, "a number such as"),
        ("date:>5/1/2024", 0, "write 2024-01-05 or 2024-05-01"),
        ("date:31.02.2024", 0, "no such day"),
        ("date:soon", 0, "2024-03-15"),
        ("date:2024-02-30", 0, "no such day"),
        ("date:2024-13", 0, "no such day"),
        ("date:0000", 0, "no such day"),
        ("date:2024..2023", 0, "earlier date first"),
        ("date:..", 0, "2024-01..2024-03"),
        ("date:>9999", 0, "nothing lies beyond"),
        ("date:<0001", 0, "nothing lies beyond"),
        ("(" * 30 + "a" + ")" * 30, 11, "simpler query"),
        ("-" * 30 + "a", 11, "simpler query"),
        ("NOT " * 30 + "a", 44, "simpler query"),
        ("a " * 100, 128, "fewer words"),
        ("a" * 3000, 0, "fewer words"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_helps(text: str, position: int, advice: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert advice in caught.value.message
    assert caught.value.position == position
    assert isinstance(caught.value, DocumentError)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.message, again.position) == (caught.value.message, caught.value.position)


SPICES = [
    "-",
    "(",
    ")",
    '"',
    " OR ",
    " AND ",
    "NOT ",
    ":",
    "..",
    ">",
    "<=",
    " ",
    "\ud800",
    "\x00",
    "“",
    "2024",
    "-5",
    "a",
]
PIECES = st.one_of(st.text(max_size=8), st.sampled_from(SPICES), st.sampled_from([f"{name}:" for name in FILTERS]))


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_is_a_query_or_a_named_mistake(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as error:
        place = error.position
    else:
        place = 0
        assert SearchQuery.model_validate_json(query.model_dump_json()) == query
    assert 0 <= place <= len(text)


def amounts(*values: str) -> Clause:
    found = [AmountRange(filter=FILTERS["amount"], low=Decimal(v), high=Decimal(v)) for v in values]
    return found[0] if len(found) == 1 else Either(clauses=tuple(found))


def days(*values: str) -> Clause:
    found = [DateRange(filter=FILTERS["date"], first=date.fromisoformat(a), last=date.fromisoformat(b)) for a, b in
             ((v.split("/") * 2)[:2] for v in values)]  # fmt: skip
    return found[0] if len(found) == 1 else Either(clauses=tuple(found))


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("amount:4,950.00", amounts("4950.00")),
        ("amount:4.950,00", amounts("4950.00")),
        ("amount:4'950.00", amounts("4950.00")),
        ("amount:4950,5", amounts("4950.5")),
        ("amount:$4,950.00", amounts("4950.00")),
        ("amount:4.950,00€", amounts("4950.00")),
        ('amount:"4 950,00 EUR"', amounts("4950.00")),
        ("amount:-4.950,00", amounts("-4950.00")),
        ("amount:4,950", amounts("4950", "4.950")),  # thousands, or three decimals
        ("amount:4.950", amounts("4950", "4.950")),
        ("amount:1,234,567", amounts("1234567")),
        ("amount:0,950", amounts("0.950")),
        ("amount:>4,950", AmountRange(filter=FILTERS["amount"], low=Decimal(4950), include_low=False)),
        ("date:20.08.2020", days("2020-08-20")),
        ("date:20/08/2020", days("2020-08-20")),
        ("date:08/20/2020", days("2020-08-20")),
        ("date:05/01/2024", days("2024-01-05", "2024-05-01")),
        ("date:05.01.2024", days("2024-01-05")),
        ("date:2020.08.20", days("2020-08-20")),
        ("date:20.8.20", days("2020-08-20")),
        ("date:08/2020", days("2020-08-01/2020-08-31")),
        ("date:8.2020", days("2020-08-01/2020-08-31")),
        ('date:"August 2020"', days("2020-08-01/2020-08-31")),
        ("date:Aug-2020", days("2020-08-01/2020-08-31")),
        ('date:"20. August 2020"', days("2020-08-20")),
        ("date:20-Aug-2020", days("2020-08-20")),
        ("date:01.08.2020..31.08.2020", days("2020-08-01/2020-08-31")),
        # without a name they are words and facts
        ("4,950.00", Either(clauses=(w("4,950.00"), amounts("4950.00")))),
        ("4950.00", Either(clauses=(w("4950.00"), amounts("4950.00")))),
        ("20.08.2020", Either(clauses=(w("20.08.2020"), days("2020-08-20")))),
        ("4950", w("4950")),
        ("08/2020", w("08/2020")),
        ("2024-117", w("2024-117")),
    ],
)
def test_amounts_and_dates_are_understood_as_people_write_them(text: str, clause: Clause) -> None:
    assert parse_query(text).clause == clause


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("vendor:acme", "seller"),
        ("Supplier:acme", "seller"),
        ("total:5", "amount"),
        ("customer:acme", "buyer_name payer_name insurance_plan_name"),
        ("buyer:acme", "buyer_name"),
        ("number:7", "invoice_number purchase_order contract_number registration_number document_number"),
        ("Order_number:7", "purchase_order"),
        ("InvoiceNumber:7", "invoice_number"),
        ("seller_vat_id:DE1", "seller_vat_id"),
    ],
)
def test_a_field_has_the_names_that_people_give_it(text: str, fields: str) -> None:
    clause = parse_query(text).clause
    found = clause.clauses if isinstance(clause, Either) else (clause,)
    assert {c.filter.name for c in found if isinstance(c, Match | AmountRange)} == set(fields.split())


def test_a_choice_may_be_written_as_pages_show_it() -> None:
    for text in ('class:"Purchase order"', "class:purchase-order", "class:purchase_order"):
        clause = parse_query(text).clause
        assert isinstance(clause, Match)
        assert clause.text == "purchase_order"
    needs_review = Match(filter=FILTERS["status"], text="needs_review", exact=True)
    assert parse_query('status:"Needs review"').clause == needs_review


def test_a_mistake_does_not_repeat_the_text() -> None:
    for text in ("amount:Jane", "date:Jane", "status:Jane", "id:Jane", "jane:roe"):
        with pytest.raises(QueryError) as caught:
            parse_query(text)
        assert "jane" not in str(caught.value).lower()


def test_pages_too_deep_or_too_large_are_refused() -> None:
    with pytest.raises(QueryError, match="page by page"):
        parse_query("a", offset=9001)
    with pytest.raises(ValidationError):
        SearchQuery(offset=9001)
    for limit in (-1, 501):
        with pytest.raises(ValidationError):
            parse_query("a", limit=limit)


@pytest.mark.parametrize(
    ("text", "sort", "order"),
    [
        ("acme", "relevance", "relevance"),
        ("acme", "date", "date"),
        ("", "relevance", "received"),
        ("class:claim", "relevance", "received"),
        ("-acme", "relevance", "received"),
        ("class:claim OR acme", "relevance", "relevance"),
    ],
)
def test_relevance_needs_words(text: str, sort: str, order: str) -> None:
    assert parse_query(text, sort=sort).order == order  # type: ignore[arg-type]


def test_conditions_narrow_a_query_and_cannot_change_it() -> None:
    assert narrow(parse_query("acme"), []) == parse_query("acme")
    assert narrow(parse_query(""), ["class:invoice"]).clause == Match(filter=FILTERS["class"], text="invoice")
    narrowed = narrow(parse_query("a OR b"), ["class:invoice", ""])
    both = Either(clauses=(w("a"), w("b")))
    assert narrowed.clause == All(clauses=(both, Match(filter=FILTERS["class"], text="invoice")))
    with pytest.raises(QueryError, match="both sides"):
        narrow(parse_query("a OR"), ["b"])
    with pytest.raises(QueryError, match="needs one of"):
        narrow(parse_query("a"), ["class:nothing"])
