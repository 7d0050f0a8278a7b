"""``fieldwright search``: hits with highlighted snippets."""

from __future__ import annotations

from typing import cast, get_args

from rich.text import Text

from fieldwright.console import STATUS_STYLES, console, print_json
from flows.wiring import Workbench
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from search.index import Hit, SearchResult, Snippet
from search.query import Sort, parse_query


def run(query: str, *, limit: int, sort: str, as_json: bool) -> None:
    """Answers a query from the index in use, which is Elasticsearch or the embedded one."""
    if sort not in get_args(Sort):
        raise ConfigurationError(f"--sort takes one of {', '.join(get_args(Sort))}")
    parsed = parse_query(query).model_copy(update={"limit": limit, "sort": cast(Sort, sort)})
    with Workbench(load_settings()) as bench:
        result = bench.index.search(parsed)
    if as_json:
        print_json(result.model_dump(mode="json"))
    else:
        print_result(result)


def print_result(result: SearchResult) -> None:
    """Prints hits, one below the other, and the facets that narrow them."""
    for hit in result.hits:
        _print_hit(hit)
    console.print(f"[bold]{result.total}[/bold] documents found")
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
