"""The index in Elasticsearch, for production."""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from schemas.errors import DocumentError, IndexUnavailable
from search.clauses import QueryError
from search.elastic_client import TRANSIENT, bulk, connect, translated
from search.elastic_indices import Target, VersionedIndices
from search.elastic_query import pages_dsl, query_dsl, sort_dsl
from search.entry import EntrySummary, IndexEntry
from search.facets import aggregations, read_facets
from search.highlight import highlight
from search.index import EntriesRefused, Hit, SearchResult
from search.mapping import DELETED, to_source
from search.packing import StoredPage, unpack
from search.query import SearchQuery
from search.vocabulary import SearchVocabulary
from values.wording import quantity

_PAGES_EXAMINED = 10
"""Elasticsearch's best pages of a document, of which the highlighter takes the best."""

_EXACT_PATHS = {"seller": "seller.raw"}

Failures = dict[str, tuple[int, str]]


class ElasticIndex:
    """A `SearchIndex` on an Elasticsearch 8 server.

    Args:
        url: Address with scheme and port; a user and password in it work too.
        name: The alias that searches use; the indices behind it begin with this name.
        vocabulary: The fields that it is searched by.
        api_key: Key with read, write and manage on ``name*``.
        timeout_s: How long one request may take.
    """

    def __init__(
        self, url: str, name: str, vocabulary: SearchVocabulary, *, api_key: str | None = None, timeout_s: float = 10
    ) -> None:
        self._vocabulary = vocabulary
        self._client = connect(url, api_key=api_key, timeout_s=timeout_s)
        self._name = name
        self._indices = VersionedIndices(self._client, name, vocabulary)

    def put(self, entries: Sequence[IndexEntry]) -> None:
        """Adds or replaces entries; see `SearchIndex.put`."""
        if not entries:
            return
        sources = {entry.document_id: to_source(entry, self._vocabulary) for entry in entries}
        failures: Failures = {}
        for target in self._indices.targets():
            actions = ({"_index": target.alias, "_id": key, "_source": source} for key, source in sources.items())
            failures |= _kept(bulk(self._client, actions), target)
        self._indices.refresh(self._name)
        _raise_failures(failures)

    def delete(self, document_ids: Sequence[str]) -> None:
        """Removes documents; see `SearchIndex.delete`."""
        if not document_ids:
            return
        failures: Failures = {}
        for target in self._indices.targets():
            if target.role == "live":
                actions: list[dict[str, Any]] = [
                    {"_op_type": "delete", "_index": target.alias, "_id": i} for i in document_ids
                ]
            else:
                # The rebuild has yet to come to this document, so the new index must remember that it is gone.
                actions = [{"_index": target.alias, "_id": i, "document_id": i, DELETED: True} for i in document_ids]
            failures |= _kept(bulk(self._client, actions), target)
        self._indices.refresh(self._name)
        _raise_failures({key: failure for key, failure in failures.items() if failure[1] != "not_found"})

    def search(self, query: SearchQuery) -> SearchResult:
        """Returns one page of matching documents; see `SearchIndex.search`."""
        self._indices.check()
        after = _sort_values(query.after)
        with translated():
            answer = self._client.search(
                index=self._name,
                query=query_dsl(query),
                sort=sort_dsl(query),
                size=query.limit + 1,
                from_=None if after else query.offset,
                search_after=after,
                aggs=aggregations(lambda path: _EXACT_PATHS.get(path, path)) if query.facets else None,
                source_excludes=["pages", "month"],
                track_total_hits=True,
            ).body
        found = answer["hits"]["hits"]
        page = found[: query.limit]
        pages = self._pages([hit["_id"] for hit in page], query)
        return SearchResult(
            total=answer["hits"]["total"]["value"],
            hits=tuple(_hit(hit, pages.get(hit["_id"], []), query) for hit in page),
            facets=read_facets(answer["aggregations"]) if query.facets else (),
            next=_mark(page[-1]["sort"]) if page and len(found) > len(page) else None,
        )

    def rebuild(self, entries: Iterable[IndexEntry]) -> int:
        """Fills a new index and puts it in place of the old one; see `SearchIndex.rebuild`.

        Two rebuilds at a time: the later one continues, the earlier one ends with ``IndexUnavailable``.
        """
        new = self._indices.begin_rebuild()
        try:
            # create, not index: what another process has put or deleted since the rebuild began is newer.
            actions = (
                {
                    "_op_type": "create",
                    "_index": self._indices.rebuilding,
                    "_id": entry.document_id,
                    "_source": to_source(entry, self._vocabulary),
                }
                for entry in entries
            )
            failures = {key: f for key, f in bulk(self._client, actions).items() if f[0] != 409}
            if any(status in TRANSIENT or status == 404 for status, _ in failures.values()):
                raise IndexUnavailable("Elasticsearch did not take all entries; rebuild again later", stage="index")
            self._indices.refresh(new)
            self._indices.finish_rebuild(new)
        except BaseException:
            # If the server is gone too, the next rebuild removes what is left.
            with contextlib.suppress(DocumentError):
                self._indices.abandon_rebuild(new)
            raise
        _raise_failures(failures)
        return self.count()

    def count(self) -> int:
        """Returns the number of documents in the index."""
        self._indices.check()
        with translated():
            answer = self._client.count(index=self._name, query={"bool": {"must_not": [{"term": {DELETED: True}}]}})
        return int(answer["count"])

    def health(self) -> str:
        """Returns the server's version and state, and the number of entries."""
        count = self.count()
        with translated():
            version = self._client.info()["version"]["number"]
            status = self._client.cluster.health(index=self._name)["status"]
        return f"Elasticsearch {version} is {status}, index {self._name} holds {quantity(count, 'entry', 'entries')}"

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _pages(self, document_ids: list[str], query: SearchQuery) -> dict[str, list[StoredPage]]:
        """Returns the best pages of each hit: only they travel, not the hundreds that a document may have."""
        if not document_ids or not any(query.words()):
            return {}
        with translated():
            answer = self._client.search(
                index=self._name,
                query=pages_dsl(query, document_ids, _PAGES_EXAMINED),
                size=len(document_ids),
                source=False,
            )
        return {
            hit["_id"]: [
                unpack(base64.b64decode(page["_source"]["words"]))
                for page in hit["inner_hits"]["pages"]["hits"]["hits"]
            ]
            for hit in answer["hits"]["hits"]
        }


def _hit(hit: dict[str, Any], pages: list[StoredPage], query: SearchQuery) -> Hit:
    snippets, boxes = highlight(pages, query)
    entry = EntrySummary.model_validate(hit["_source"])
    return Hit(entry=entry, score=hit["_score"] or 0.0, snippets=snippets, boxes=boxes)


def _kept(failures: Failures, target: Target) -> Failures:
    """Returns the failures that count: an index that ceased to be rebuilt meanwhile needs nothing any more."""
    if target.role == "rebuilding":
        return {key: failure for key, failure in failures.items() if failure[0] != 404}
    return failures


def _raise_failures(failures: Failures) -> None:
    if not failures:
        return
    ids = sorted(failures)
    kinds = ", ".join(sorted({kind for _, kind in failures.values()}))
    if any(status in TRANSIENT for status, _ in failures.values()):
        raise IndexUnavailable(
            f"Elasticsearch did not take {quantity(len(ids), 'entry', 'entries')} ({kinds}); put them again",
            stage="index",
        )
    raise EntriesRefused(
        f"Elasticsearch refused {quantity(len(ids), 'entry', 'entries')} ({kinds}), the others are in:"
        f" {', '.join(ids)}",
        document_ids=ids,
    )


def _mark(sort_values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(sort_values).encode()).decode()


def _sort_values(mark: str | None) -> list[Any] | None:
    if mark is None:
        return None
    try:
        values = json.loads(base64.b64decode(mark.encode(), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or not values:
        raise QueryError("this mark of the next page is not from this search: start again from the first page")
    return values
