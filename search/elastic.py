"""The index in Elasticsearch, for production: versioned indices behind an alias.

``fieldwright`` is an alias of ``fieldwright-v1-<hash of the mapping>-<when>``. While a rebuild fills a new index, the
alias ``fieldwright-rebuilding`` names it, and every process writes to both. Whoever writes asks for the two aliases
before and after, so nothing is lost when a rebuild starts or ends in between.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

import elasticsearch

from schemas.errors import ConfigurationError, DocumentError, IndexUnavailable
from search.elastic_client import TRANSIENT, bulk, connect, translated
from search.elastic_query import pages_dsl, query_dsl, sort_dsl
from search.entry import EntrySummary, IndexEntry
from search.facets import aggregations, read_facets
from search.highlight import highlight
from search.index import EntriesRefused, Hit, SearchResult
from search.mapping import DELETED, index_body, schema_version, to_source
from search.packing import StoredPage, unpack
from search.query import QueryError, SearchQuery

_PAGES_EXAMINED = 10
"""Elasticsearch's best pages of a document, of which the highlighter takes the best."""

_ROUNDS = 5
"""How often a write looks again for a rebuild that began or ended meanwhile."""

_EXACT_PATHS = {"seller": "seller.raw"}

Failures = dict[str, tuple[int, str]]
Role = Literal["live", "rebuilding", "rebuilding for another version"]


class _Target(NamedTuple):
    """An index to write to, under the alias that says what it is."""

    role: Role
    alias: str
    concrete: str


class ElasticIndex:
    """A `SearchIndex` on an Elasticsearch 8 server.

    Args:
        url: Address with scheme and port; a user and password in it work too.
        name: The alias that searches use; the indices behind it begin with this name.
        api_key: Key with read, write and manage on ``name*``.
        timeout_s: How long one request may take.
    """

    def __init__(self, url: str, name: str, api_key: str | None = None, timeout_s: float = 10) -> None:
        self._client = connect(url, api_key=api_key, timeout_s=timeout_s)
        self._name = name
        self._rebuilding = f"{name}-rebuilding"
        self._checked = False
        self._lock = threading.Lock()

    def put(self, entries: Sequence[IndexEntry]) -> None:
        """Adds or replaces entries; see `SearchIndex.put`."""
        if not entries:
            return
        sources = {entry.document_id: to_source(entry) for entry in entries}
        failures: Failures = {}
        for target in self._targets():
            actions = ({"_index": target.alias, "_id": key, "_source": source} for key, source in sources.items())
            failures |= _kept(bulk(self._client, actions), target)
        self._refresh(self._name)
        _raise_failures(failures)

    def delete(self, document_ids: Sequence[str]) -> None:
        """Removes documents; see `SearchIndex.delete`."""
        if not document_ids:
            return
        failures: Failures = {}
        for target in self._targets():
            if target.role == "live":
                actions: list[dict[str, Any]] = [
                    {"_op_type": "delete", "_index": target.alias, "_id": i} for i in document_ids
                ]
            else:
                # The rebuild has yet to come to this document, so the new index must remember that it is gone.
                actions = [{"_index": target.alias, "_id": i, "document_id": i, DELETED: True} for i in document_ids]
            failures |= _kept(bulk(self._client, actions), target)
        self._refresh(self._name)
        _raise_failures({key: failure for key, failure in failures.items() if failure[1] != "not_found"})

    def search(self, query: SearchQuery) -> SearchResult:
        """Returns one page of matching documents; see `SearchIndex.search`."""
        self._check()
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

        Two rebuilds at a time: the later one goes on, the earlier one ends with ``IndexUnavailable``.
        """
        new = f"{self._name}-{schema_version()}-{time.time_ns() // 1_000_000}"
        self._begin_rebuild(new)
        try:
            # create, not index: what another process has put or deleted since the rebuild began is newer.
            actions = (
                {
                    "_op_type": "create",
                    "_index": self._rebuilding,
                    "_id": entry.document_id,
                    "_source": to_source(entry),
                }
                for entry in entries
            )
            failures = {key: f for key, f in bulk(self._client, actions).items() if f[0] != 409}
            if any(status in TRANSIENT or status == 404 for status, _ in failures.values()):
                raise IndexUnavailable("Elasticsearch did not take all entries; rebuild again later", stage="index")
            self._refresh(new)
            self._swap(new)
        except BaseException:
            # If the server is gone too, the next rebuild removes what is left.
            with contextlib.suppress(DocumentError):
                self._remove(new)
            raise
        self._forget_deleted(new)
        _raise_failures(failures)
        return self.count()

    def count(self) -> int:
        """Returns the number of documents in the index."""
        self._check()
        with translated():
            answer = self._client.count(index=self._name, query={"bool": {"must_not": [{"term": {DELETED: True}}]}})
        return int(answer["count"])

    def health(self) -> str:
        """Returns the server's version and state, and the number of entries."""
        count = self.count()
        with translated():
            version = self._client.info()["version"]["number"]
            status = self._client.cluster.health(index=self._name)["status"]
        return f"Elasticsearch {version} is {status}, index {self._name} holds {count} entries"

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _check(self) -> None:
        """Makes sure, once, that there is an index of the current mapping."""
        if not self._checked:
            self._current_targets()
            self._checked = True

    def _targets(self) -> Iterator[_Target]:
        """Yields each index that must get a write, until no new one has turned up meanwhile."""
        written: set[_Target] = set()
        for _ in range(_ROUNDS):
            new = [target for target in self._current_targets() if target not in written]
            if not new:
                return
            if any(target.role == "rebuilding for another version" for target in new):
                raise IndexUnavailable(
                    "another version of Fieldwright rebuilds the index; try again later", stage="index"
                )
            for target in new:
                yield target
                written.add(target)
        raise IndexUnavailable("the index is rebuilt again and again; try again later", stage="index")

    def _current_targets(self) -> list[_Target]:
        with self._lock:
            found = self._find_indices()
            if not any(target.role == "live" for target in found):
                self._create(f"{self._name}-{schema_version()}-first", alias=self._name)
                found = self._find_indices()
        return found

    def _find_indices(self) -> list[_Target]:
        with translated():
            answer = self._client.indices.get(
                index=[self._name, self._rebuilding],
                ignore_unavailable=True,
                filter_path="*.aliases,*.mappings._meta",
            ).body
        found: list[_Target] = []
        for index, about in answer.items():
            if index == self._name:
                raise self._no_alias()
            schema = about.get("mappings", {}).get("_meta", {}).get("schema")
            if self._name in about["aliases"]:
                if schema != schema_version():
                    raise ConfigurationError(
                        f"index {index} was made for other fields: run `fieldwright reindex`", stage="index"
                    )
                found.append(_Target("live", self._name, index))
            else:
                same = schema == schema_version()
                role: Role = "rebuilding" if same else "rebuilding for another version"
                found.append(_Target(role, self._rebuilding, index))
        if sum(target.role == "live" for target in found) > 1:
            raise ConfigurationError(f"alias {self._name} has more than one index: remove all but one", stage="index")
        return found

    def _create(self, index: str, *, alias: str) -> None:
        with translated():
            try:
                self._client.indices.create(index=index, aliases={alias: {}}, **index_body())
            except elasticsearch.BadRequestError as error:
                if error.message != "resource_already_exists_exception":  # another process was faster
                    raise

    def _begin_rebuild(self, new: str) -> None:
        if self._name in self._behind(self._name):
            raise self._no_alias()
        for stale in self._behind(self._rebuilding):
            self._remove(stale)
        self._create(new, alias=self._rebuilding)

    def _swap(self, new: str) -> None:
        """Moves the alias to the new index and removes the old one, in one step on the server."""
        with translated():
            old = self._behind(self._name)
            actions: list[dict[str, Any]] = [{"remove_index": {"index": index}} for index in old]
            actions.append({"remove": {"index": new, "alias": self._rebuilding, "must_exist": True}})
            actions.append({"add": {"index": new, "alias": self._name}})
            try:
                self._client.indices.update_aliases(actions=actions)
            except elasticsearch.NotFoundError:
                raise IndexUnavailable("another rebuild took over from this one", stage="index") from None

    def _forget_deleted(self, index: str) -> None:
        """Removes the marks of documents that were deleted during the rebuild, unless they have come back since."""
        while True:
            with translated():
                self._client.indices.refresh(index=index)
                answer = self._client.search(
                    index=index, query={"term": {DELETED: True}}, seq_no_primary_term=True, size=1000, source=False
                )
            marks = [
                {
                    "_op_type": "delete",
                    "_index": self._name,
                    "_id": hit["_id"],
                    "if_seq_no": hit["_seq_no"],
                    "if_primary_term": hit["_primary_term"],
                }
                for hit in answer["hits"]["hits"]
            ]
            if not marks:
                return
            bulk(self._client, marks)

    def _behind(self, alias: str) -> list[str]:
        with translated():
            return list(self._client.indices.get(index=alias, ignore_unavailable=True, filter_path="*.aliases").body)

    def _no_alias(self) -> ConfigurationError:
        return ConfigurationError(f"{self._name} is an index and must be an alias: set another name", stage="index")

    def _remove(self, index: str) -> None:
        with translated():
            self._client.indices.delete(index=index, ignore_unavailable=True)

    def _refresh(self, index: str) -> None:
        with translated():
            self._client.indices.refresh(index=index)

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


def _kept(failures: Failures, target: _Target) -> Failures:
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
            f"Elasticsearch did not take {len(ids)} entries ({kinds}); put them again", stage="index"
        )
    raise EntriesRefused(
        f"Elasticsearch refused {len(ids)} entries ({kinds}), the others are in: {', '.join(ids)}", document_ids=ids
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
