"""From the address of a search page to a query, and from an answer to what the page shows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import Query

from search.clauses import QueryError
from search.index import Facet, Hit, SearchResult, Snippet
from search.query import MAX_OFFSET, SearchQuery, Sort, narrow, parse_query
from search.vocabulary import SearchVocabulary

PAGE_SIZE = 20
MOST_FILTERS = 20
SORTS = {
    "relevance": "Best match",
    "received": "Newest first",
    "received-asc": "Oldest first",
    "date": "Document date, latest first",
    "date-asc": "Document date, earliest first",
    "amount": "Amount, highest first",
    "amount-asc": "Amount, lowest first",
}
EXAMPLES = (
    ("acme copper pipes", "all three words, anywhere in the document"),
    ('"total amount due"', "these words in this order, exactly as written"),
    ("acme OR globex", "one of the two"),
    ("invoice -draft", "not this word"),
    ("refurb*", "words that begin so; *werkstatt ends so, *stat* contains it"),
    ("class:invoice status:needs_review", "by class and status"),
    ('seller:"acme tools"', "by seller; vendor: and supplier: mean the same"),
    ("amount:100..500", "by amount; also 4,950.00, 4.950,00, >100, <=500"),
    ("date:2024-03", "by document date: a day, a month, a year, or 2024-01..2024-06; also 15.03.2024 and 03/2024"),
    ("invoice_number:INV-2024/001", "by a field; blanks and punctuation do not matter"),
)
"""Queries for the page's help; each is a link to its answer."""

Words = Annotated[str, Query(max_length=4000)]
Bound = Annotated[str, Query(max_length=30)]


@dataclass(frozen=True)
class Search:
    """The request of a search page, from its address."""

    q: str = ""
    filters: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1
    amount_from: str = ""
    amount_to: str = ""
    date_from: str = ""
    date_to: str = ""

    @property
    def conditions(self) -> list[str]:
        """All filters as queries of their own, those of the two ranges among them."""
        ranges = (("amount", self.amount_from, self.amount_to), ("date", self.date_from, self.date_to))
        return [*self.filters, *(f'{name}:"{_bounds(low, high)}"' for name, low, high in ranges if low or high)]

    @property
    def effective_sort(self) -> str:
        """The sort in use: with words the best match, else the newest."""
        if self.sort in SORTS and (self.q or self.sort != "relevance"):
            return self.sort
        return "relevance" if self.q else "received"

    def query(self, vocabulary: SearchVocabulary) -> SearchQuery:
        """Returns the query.

        Raises:
            QueryError: Words or a condition break the rules.
        """
        sort, _, direction = self.effective_sort.partition("-")
        offset = (self.page - 1) * PAGE_SIZE
        if offset > MAX_OFFSET:
            raise QueryError("there are too many results: narrow the search")
        chosen: Sort = next(known for known in get_args(Sort) if known == sort)
        query = parse_query(
            self.q, vocabulary, sort=chosen, descending=direction != "asc", limit=PAGE_SIZE, offset=offset
        )
        return narrow(query, self.conditions, vocabulary)

    def address(self, **changes: Any) -> str:
        """Returns the address of this search with changes; any but the page itself leads to the first page."""
        changed = replace(self, **({"page": 1} | changes))
        named = [("q", changed.q), *(("f", f) for f in changed.filters)]
        ranges = ("amount_from", "amount_to", "date_from", "date_to")
        named += [(name, getattr(changed, name)) for name in (*ranges, "sort")]
        named += [("page", str(changed.page))] if changed.page > 1 else []
        pairs = [(name, value) for name, value in named if value]
        return f"/search?{urlencode(pairs)}" if pairs else "/search"

    def with_filter(self, text: str) -> str:
        """Returns the address with one more filter."""
        return self.address(filters=tuple(dict.fromkeys((*self.filters, text))))

    def without_filter(self, text: str) -> str:
        """Returns the address with one filter less."""
        return self.address(filters=tuple(f for f in self.filters if f != text))

    def chips(self, vocabulary: SearchVocabulary) -> list[tuple[str, str]]:
        """Returns each active condition with the address that drops it."""
        chips = [(filter_title(f, vocabulary), self.without_filter(f)) for f in self.filters]
        if self.amount_from or self.amount_to:
            text = f"Amount {range_title(self.amount_from, self.amount_to)}"
            chips.append((text, self.address(amount_from="", amount_to="")))
        if self.date_from or self.date_to:
            text = f"Date {range_title(self.date_from, self.date_to)}"
            chips.append((text, self.address(date_from="", date_to="")))
        return chips


def asked(
    q: Words = "",
    f: Annotated[list[Annotated[str, Query(max_length=500)]] | None, Query()] = None,
    sort: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    amount_from: Bound = "",
    amount_to: Bound = "",
    date_from: Bound = "",
    date_to: Bound = "",
) -> Search:
    """Returns the request in the address of a search page: a dependency for handlers."""
    filters = tuple(dict.fromkeys(text for text in (f or [])[:MOST_FILTERS] if text.strip()))
    bounds = (value.strip() for value in (amount_from, amount_to, date_from, date_to))
    return Search(q.strip(), filters, sort, page, *bounds)


def _bounds(low: str, high: str) -> str:
    """Writes a range as a query does; quotes in it would end it early."""
    return f"{low}..{high}".replace('"', "")


def filter_title(text: str, vocabulary: SearchVocabulary) -> str:
    """Writes a filter for people: ``class:invoice`` is ``Class: Invoice``."""
    name, _, value = text.partition(":")
    if name == "amount" and " amount:" in value:
        low, high = value.split(" amount:", 1)
        return f"Amount: {low.lstrip('>=')} to {high.lstrip('<=')}"
    if name == "date" and (title := month_title(value)):
        return f"Date: {title}"
    known = vocabulary.called(name)
    if not value or not known:
        return text
    return f"{known[0].title}: {value_title(known[0].name, value.strip(chr(34)), vocabulary)}"


def value_title(name: str, value: str, vocabulary: SearchVocabulary) -> str:
    """Writes the value of a facet for people."""
    known = vocabulary.filters.get(name)
    if known is not None and value in known.choices and known.choice_titles:
        return known.choice_titles[known.choices.index(value)]
    if name == "month":
        return month_title(value) or value
    if name == "amount" and ".." in value:
        low, high = value.split("..", 1)
        return range_title(*(f"{int(v):,}" if v else "" for v in (low, high)))
    return value


def month_title(value: str) -> str | None:
    """Writes ``2024-03`` as ``March 2024``; None for anything else."""
    try:
        return f"{datetime.datetime.strptime(value, '%Y-%m'):%B %Y}"
    except ValueError:
        return None


def range_title(low: str, high: str) -> str:
    """Writes a range whose ends may be open."""
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else f"up to {high}"


def pieces(snippet: Snippet) -> list[tuple[str, bool]]:
    """Returns a snippet's text cut at its marks, each piece with whether it is marked."""
    cut, at = [], 0
    for start, end in snippet.marks:
        cut += [(snippet.text[at:start], False), (snippet.text[start:end], True)]
        at = end
    return [(text, marked) for text, marked in [*cut, (snippet.text[at:], False)] if text]


def first_page(hit: Hit) -> int:
    """Returns the page that a hit shows: the one with most of its boxes, else the first."""
    numbers = [box.page_number for box in hit.boxes]
    return max(sorted(set(numbers)), key=numbers.count) if numbers else 1


def boxes_on(hit: Hit, number: int) -> list[tuple[int, int, int, int]]:
    """Returns left, top, width, height of the hit's boxes on a page, in thousandths of the page times ten."""
    found = [box.box for box in hit.boxes if box.page_number == number]
    return [
        (round(b.left * 10_000), round(b.top * 10_000), round(b.width * 10_000), round(b.height * 10_000))
        for b in found
    ]


def shown_facets(
    result: SearchResult, search: Search, vocabulary: SearchVocabulary
) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Returns each facet that can narrow the search: its title, and value, count and address of each bucket."""
    facets = []
    for facet in result.facets:
        buckets = [b for b in facet.buckets if b.query not in search.filters]
        if _narrows(facet, buckets, result.total):
            rows = [
                (value_title(facet.name, b.value, vocabulary), b.count, search.with_filter(b.query)) for b in buckets
            ]
            facets.append((facet_title(facet.name, vocabulary), rows))
    return facets


def facet_title(name: str, vocabulary: SearchVocabulary) -> str:
    """Returns what a facet is called: as its filter, or as the part of the date that it is."""
    return vocabulary.filters[name].title if name in vocabulary.filters else name.capitalize()


def field_names(vocabulary: SearchVocabulary) -> list[tuple[str, str, str]]:
    """Returns each name that a search takes before a colon, its title, and other names for it."""
    return [(f.name, f.title, ", ".join(vocabulary.other_names(f))) for f in vocabulary.filters.values()]


def _narrows(facet: Facet, buckets: Sequence[Any], total: int) -> bool:
    return bool(buckets) and (len(facet.buckets) > 1 or buckets[0].count < total)


def page_numbers(search: Search, total: int) -> tuple[int, int]:
    """Returns this page and the last one that can be opened."""
    last = max(1, -(-total // PAGE_SIZE))
    return search.page, min(last, MAX_OFFSET // PAGE_SIZE + 1)


def image_url(document_id: str, number: int, width: int) -> str:
    """Returns the address of a page's image without personal data: a list of hits is no look into documents."""
    return f"/documents/{document_id}/pages/{number}.webp?width={width}&redacted=true"


def document_url(hit: Hit, search: Search) -> str:
    """Returns the address of a hit's document: at the found page, with the words to mark and the way back."""
    way_back = search.address(page=search.page).partition("?")[2]
    named = [("page", str(first_page(hit))), ("q", search.q), ("hits", way_back or "page=1")]
    return f"/documents/{hit.entry.document_id}?{urlencode([(name, value) for name, value in named if value])}"


def example_url(query: str) -> str:
    """Returns the address of a search for an example."""
    return f"/search?{urlencode({'q': query})}"
