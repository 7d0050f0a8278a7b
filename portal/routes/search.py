"""Search: the start page for everybody, and the same as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from portal import search_views
from portal.context import Bench
from portal.pages import render
from portal.search_views import Search
from portal.security import require
from search.clauses import QueryError
from search.index import SearchResult
from search.query import MAX_LIMIT, MAX_OFFSET, Sort, narrow, parse_query
from services.workbench import Workbench
from store.accounts import User

router = APIRouter()

Reader = Annotated[User, Depends(require("viewer", scope="search"))]


@router.get("/", include_in_schema=False)
@router.get("/search", include_in_schema=False)
def search_page(
    request: Request,
    bench: Bench,
    user: Annotated[User, Depends(require("viewer"))],
    search: Annotated[Search, Depends(search_views.asked)],
) -> Response:
    """The search page: hits with what they have of the words, and what narrows them further."""
    try:
        result = bench.finder.search(search.query(bench.vocabulary))
    except QueryError as error:
        return _page(request, bench, search, SearchResult(total=0), error=error)
    return _page(request, bench, search, result)


@router.get("/api/v1/search", tags=["search"], response_model=SearchResult)
def search_api(
    bench: Bench,
    user: Reader,
    q: Annotated[str, Query(max_length=4000, description="Words, phrases and filters, as in the search box.")] = "",
    f: Annotated[list[str] | None, Query(max_length=search_views.MOST_FILTERS, description="More filters.")] = None,
    sort: Annotated[Sort, Query()] = "relevance",
    descending: Annotated[bool, Query()] = True,
    limit: Annotated[int, Query(ge=0, le=MAX_LIMIT)] = 20,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
    after: Annotated[str | None, Query(max_length=2000, description="`next` of the page before.")] = None,
    facets: Annotated[bool, Query()] = True,
    tolerant: Annotated[bool, Query(description="Also find what OCR misread.")] = True,
) -> SearchResult:
    """Finds documents: facts, redacted snippets, and boxes of the found words on their pages."""
    query = parse_query(
        q,
        bench.vocabulary,
        sort=sort,
        descending=descending,
        limit=limit,
        offset=offset,
        after=after,
        facets=facets,
        tolerant=tolerant,
    )
    return bench.finder.search(narrow(query, f or [], bench.vocabulary))


def _page(
    request: Request, bench: Workbench, search: Search, result: SearchResult, error: QueryError | None = None
) -> Response:
    number, last = search_views.page_numbers(search, result.total)
    return render(
        request,
        "search.html",
        status=200 if error is None else 422,
        search=search,
        result=result,
        error=error,
        facets=search_views.shown_facets(result, search, bench.vocabulary),
        number=number,
        last=last,
        page_url=lambda page: search.address(page=page),
        is_empty=_has_no_documents(bench, search, result, error),
        vocabulary=bench.vocabulary,
        tools=search_views,
    )


def _has_no_documents(bench: Workbench, search: Search, result: SearchResult, error: QueryError | None) -> bool:
    """Whether there is nothing at all to find, so that the page leads to the upload."""
    return error is None and result.total == 0 and not search.q and not search.conditions and bench.index.count() == 0
