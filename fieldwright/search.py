"""``fieldwright search``: hits with highlighted snippets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast, get_args

from rich.text import Text

from fieldwright.console import STATUS_STYLES, console, notes, print_json
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from search.index import Hit, SearchResult, Snippet
from search.query import Sort, parse_query
from search.vocabulary import SearchVocabulary
from services.workbench import Workbench

_FILTER = re.compile(r"(-?)([A-Za-z_]+):([^\s\"()](?:[^\"():]*[^\s\"():])?)")
_OPERATOR = re.compile(r"(?:^|\s)(?:AND|OR|NOT|-\S*)(?:\s|$)")


def run(words: Sequence[str], *, limit: int, sort: str, as_json: bool) -> None:
    """Answers a query from the index in use, which is Elasticsearch or the embedded one."""
    if sort not in get_args(Sort):
        raise ConfigurationError(f"--sort takes one of {', '.join(get_args(Sort))}")
    with Workbench(load_settings()) as bench:
        result = _answer(bench, words, limit=limit, sort=cast(Sort, sort))
    if as_json:
        print_json(result.model_dump(mode="json"))
    else:
        print_result(result)


def _answer(bench: Workbench, words: Sequence[str], *, limit: int, sort: Sort) -> SearchResult:
    query = query_of(words, bench.vocabulary)
    if query != " ".join(words):
        notes.print(f"searching for {query}", style="dim", highlight=False, markup=False)
    return bench.finder.search(parse_query(query, bench.vocabulary, limit=limit, sort=sort))


def query_of(words: Sequence[str], vocabulary: SearchVocabulary) -> str:
    """Returns the query that the arguments of a command line were meant to be.

    The shell removes quotes: ``seller:"acme ag"`` arrives as ``seller:acme ag``. So of several arguments, one with a
    blank can only have been a phrase. One argument alone is a query as it is.
    """
    return " ".join(_quoted(word, vocabulary, alone=len(words) == 1) for word in words)


def _quoted(word: str, vocabulary: SearchVocabulary, *, alone: bool) -> str:
    found = _FILTER.fullmatch(word)
    if not re.search(r"\s", word) or '"' in word or _OPERATOR.search(found.group(3) if found else word):
        return word
    if found is not None and any(known.kind in ("text", "key") for known in vocabulary.called(found.group(2))):
        return f'{found.group(1)}{found.group(2)}:"{found.group(3)}"'
    return word if alone or ":" in word or "(" in word else f'"{word}"'


def print_result(result: SearchResult) -> None:
    """Prints hits, one below the other, and the facets that narrow them."""
    for hit in result.hits:
        _print_hit(hit)
    console.print(f"[bold]{result.total}[/bold] {'document' if result.total == 1 else 'documents'} found")
    for facet in result.facets:
        if len(facet.buckets) > 1:
            buckets = "  ".join(f"{bucket.query} ({bucket.count})" for bucket in facet.buckets[:6])
            console.print(f"[dim]{facet.name}: {buckets}[/dim]", highlight=False)


def _print_hit(hit: Hit) -> None:
    entry = hit.entry
    line = Text(entry.name, style="bold")
    line.append(f"  {entry.document_class}  ", style="default")
    line.append(entry.status, style=STATUS_STYLES[entry.status])
    for part in (entry.seller, entry.date, entry.amount and f"{entry.amount} {entry.fields.get('currency', '')}"):
        if part:
            line.append(f"  {part}", style="default")
    console.print(line)
    for snippet in hit.snippets:
        console.print(_marked(snippet))


def _marked(snippet: Snippet) -> Text:
    text = Text(f"  page {snippet.page_number}: ", style="dim")
    body = Text(snippet.text.replace("\n", " "), style="default")
    for start, end in snippet.marks:
        body.stylize("bold magenta", start, end)
    return text.append_text(body)
