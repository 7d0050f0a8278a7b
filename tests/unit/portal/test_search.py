from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from portal.search_views import Search, boxes_on, filter_title, first_page, pieces
from search.clauses import AmountRange
from services.workbench import Workbench
from tests.builders import document_id, index_entry
from tests.portals import program, signed_in
from tests.searching import VOCABULARY, parse_query
from tests.workbenches import workbench

ENTRIES = (
    index_entry(
        ["ACME Tools GmbH", "Total amount due 1.234,50 EUR", "Contact [PERSON] [PERSON]"],
        ["payrnent within thirty days", "payrnent by bank"],
        seed="acme",
        name="acme <march>.pdf",
        seller_name="ACME Tools GmbH",
        issue_date="2024-03-05",
        currency="EUR",
        total_amount="1234.50",
    ),
    *(
        index_entry(
            [f"copper pipes {i}"],
            seed=f"pipes {i}",
            name=f"pipes {i}.pdf",
            document_class="receipt",
            status="needs_review",
            total_amount=str(i + 1),
        )
        for i in range(25)
    ),
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with workbench(tmp_path_factory.mktemp("portal")) as made:
        made.index.put(ENTRIES)
        yield made


@pytest.fixture(scope="module")
def viewer(bench: Workbench) -> TestClient:
    return signed_in(bench, "viewer")


def page(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def test_the_start_page_lists_the_newest_documents_page_by_page(viewer: TestClient) -> None:
    first = page(viewer, "/")
    assert "26 documents" in first
    assert "Page 1 of 2" in first
    assert first.count("data-hit ") == 20
    assert page(viewer, "/search?page=2").count("data-hit ") == 6
    assert "No document has all of this" in page(viewer, "/search?page=3")


def test_a_hit_shows_its_words_its_facts_and_where_they_stand(viewer: TestClient) -> None:
    answer = viewer.get("/search", params={"q": "payment acme"})
    assert "acme &lt;march&gt;.pdf" in answer.text
    assert "<mark>payrnent</mark>" in answer.text
    assert "1,234.50 EUR" in answer.text
    assert f"/documents/{document_id('acme')}?page=2&amp;q=payment+acme" in answer.text
    assert answer.text.count("<rect ") == 2
    assert f"/documents/{document_id('acme')}/pages/2" in answer.text


def test_what_is_redacted_is_not_on_the_page(viewer: TestClient) -> None:
    assert "[PERSON]" in page(viewer, "/search?q=contact")
    assert "0 documents" in page(viewer, "/search?q=person")


def test_filters_narrow_and_can_be_dropped_again(viewer: TestClient) -> None:
    assert "25 documents" in page(viewer, "/search?f=class:receipt")
    both = page(viewer, "/search?q=copper&f=class:receipt&f=amount:>=10&sort=amount-asc")
    assert "16 documents" in both
    assert "/search?q=copper&f=amount%3A%3E%3D10&sort=amount-asc" in both  # without the class
    assert both.index("pipes 9.pdf") < both.index("pipes 10.pdf")
    assert "3 documents" in page(viewer, "/search?amount_from=5&amount_to=7")
    assert "1 document<" in page(viewer, "/search?date_from=2024-03-05&date_to=2024-03-05")
    assert "Nothing here yet" not in page(viewer, "/search?f=class:claim")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/search?q=%22acme", "this quote is never closed"),
        ("/search?q=sellr:acme", "did you mean seller:"),
        ("/search?q=acme&f=class:nonsense", "needs one of"),
        ("/search?amount_from=much", "needs a number such as"),
        ("/search?amount_from=9&amount_to=1", "upside down"),
        ("/search?q=acme+OR&f=class:invoice", "OR needs a word on both sides"),
        ("/search?page=9999", "narrow the search"),
    ],
)
def test_what_cannot_be_understood_is_explained(viewer: TestClient, address: str, message: str) -> None:
    assert message in page(viewer, address, 422)


def test_half_characters_and_long_texts_are_no_defects(viewer: TestClient) -> None:
    assert viewer.get("/search?q=a%ed%a0%80").status_code == 200
    assert viewer.get("/search", params={"q": "x" * 5000}).status_code == 422
    assert viewer.get("/search", params={"q": "x" * 3000}).status_code == 422
    assert viewer.get("/search?q=%00").status_code == 400


def test_programs_find_the_same(bench: Workbench) -> None:
    client = program(bench, "viewer", "search")
    found = client.get("/api/v1/search", params={"q": "payment", "f": ["class:invoice"]}).json()
    assert found["total"] == 1
    assert [box["text"] for box in found["hits"][0]["boxes"]] == ["payrnent", "payrnent"]
    assert "[PERSON]" not in str(found["hits"][0]["entry"])
    exact = client.get("/api/v1/search", params={"q": "payment", "tolerant": False}).json()
    assert exact["total"] == 0
    wrong = client.get("/api/v1/search", params={"q": "sellr:x"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "query_error")
    walked = client.get("/api/v1/search", params={"limit": 10}).json()
    after = client.get("/api/v1/search", params={"limit": 20, "after": walked["next"]}).json()
    assert len(after["hits"]) == 16
    assert program(bench, "viewer", "documents:read", name="other").get("/api/v1/search").status_code == 403


def test_nobody_searches_without_signing_in(bench: Workbench) -> None:
    client = signed_in(bench, "viewer")
    client.cookies.clear()
    assert client.get("/search?q=acme").headers["location"] == "/sign-in?next=/search%3Fq%3Dacme"
    assert client.get("/api/v1/search").status_code == 401


def test_an_empty_index_leads_to_the_upload(tmp_path_factory: pytest.TempPathFactory) -> None:
    with workbench(tmp_path_factory.mktemp("empty")) as empty:
        assert "Upload documents" in page(signed_in(empty, "reviewer"), "/")
        viewers = page(signed_in(empty, "viewer"), "/")
        assert "Nothing here yet" in viewers
        assert "Upload documents" not in viewers


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("class:invoice", "Class: Invoice"),
        ("status:needs_review", "Status: Needs review"),
        ('seller:"ACME AG"', "Seller: ACME AG"),
        ("date:2024-03", "Date: March 2024"),
        ("date:2024", "Date: 2024"),
        ("amount:>=100 amount:<1000", "Amount: 100 to 1000"),
        ("amount:>=100", "Amount: >=100"),
        ("seller_name:ACME", "Seller: ACME"),
        ('class:"purchase_order"', "Class: Purchase order"),
        ("acme", "acme"),
    ],
)
def test_filters_are_written_for_people(text: str, title: str) -> None:
    assert filter_title(text, VOCABULARY) == title


def test_the_bounds_of_a_range_are_taken_as_people_write_them() -> None:
    clause = Search(amount_from="4 950,00", amount_to='5.000"').query(VOCABULARY).clause
    assert isinstance(clause, AmountRange)
    assert (clause.low, clause.high) == (4950, 5000)


def test_the_help_names_every_field_with_its_other_names(viewer: TestClient) -> None:
    text = page(viewer, "/")
    assert '<td><code>seller:</code></td><td>Seller</td><td class="muted">vendor, supplier, creditor</td>' in text
    assert text.count(":</code></td>") == len(VOCABULARY.filters)


def test_an_address_keeps_everything_but_the_page() -> None:
    search = Search(q="a b", filters=("class:invoice",), sort="date", page=3, amount_to="5")
    assert search.address() == "/search?q=a+b&f=class%3Ainvoice&amount_to=5&sort=date"
    assert search.address(page=2).endswith("&page=2")
    assert search.without_filter("class:invoice") == "/search?q=a+b&amount_to=5&sort=date"
    assert Search().address() == "/search"


def test_a_hit_is_cut_into_pieces_and_boxes(bench: Workbench) -> None:
    (hit,) = bench.index.search(parse_query("payment acme")).hits
    assert first_page(hit) == 2
    assert len(boxes_on(hit, 2)) == 2
    assert len(boxes_on(hit, 1)) == 1
    for snippet in hit.snippets:
        assert "".join(text for text, _ in pieces(snippet)) == snippet.text
        assert [text for text, marked in pieces(snippet) if marked] == [snippet.text[a:b] for a, b in snippet.marks]
