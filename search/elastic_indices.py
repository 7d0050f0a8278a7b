"""The indices behind the alias: which ones a write must reach, and how a new one replaces the old one.

``fieldwright`` is an alias of ``fieldwright-v1-<hash of the mapping>-<when>``. While a rebuild fills a new index, the
alias ``fieldwright-rebuilding`` names it, and every process writes to both. Writers read the two aliases before and
after a write, so nothing is lost when a rebuild starts or ends in between.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import elasticsearch

from schemas.errors import ConfigurationError, IndexUnavailable
from search.elastic_client import bulk, translated
from search.mapping import DELETED, index_body, schema_version
from search.vocabulary import SearchVocabulary

_ROUNDS = 5
"""How often a write looks again for a rebuild that began or ended meanwhile."""

Role = Literal["live", "rebuilding", "rebuilding for another version"]


class Target(NamedTuple):
    """An index to write to, under the alias of its purpose."""

    role: Role
    alias: str
    concrete: str


class VersionedIndices:
    """The alias ``name`` and what it means."""

    def __init__(self, client: elasticsearch.Elasticsearch, name: str, vocabulary: SearchVocabulary) -> None:
        self._vocabulary = vocabulary
        self._client = client
        self._name = name
        self.rebuilding = f"{name}-rebuilding"
        self._checked = False
        self._lock = threading.Lock()

    def check(self) -> None:
        """Makes sure, once, that there is an index of the current mapping.

        Raises:
            ConfigurationError: The index has another mapping, or the name belongs to something else.
        """
        if not self._checked:
            self._current()
            self._checked = True

    def targets(self) -> Iterator[Target]:
        """Yields each index that must get a write, until no new one has turned up meanwhile."""
        written: set[Target] = set()
        for _ in range(_ROUNDS):
            new = [target for target in self._current() if target not in written]
            if not new:
                return
            if any(target.role == "rebuilding for another version" for target in new):
                raise IndexUnavailable("another version rebuilds the index; try again later", stage="index")
            for target in new:
                yield target
                written.add(target)
        raise IndexUnavailable("the index is rebuilt again and again; try again later", stage="index")

    def begin_rebuild(self) -> str:
        """Makes an empty index that gets all writes from now on, and returns its name.

        What an earlier rebuild left behind is removed; if that one still runs, it fails at its next step.
        """
        if self._name in self._behind(self._name):
            raise self._no_alias()
        for stale in self._behind(self.rebuilding):
            self.abandon_rebuild(stale)
        new = f"{self._name}-{schema_version(self._vocabulary)}-{time.time_ns() // 1_000_000}"
        self._create(new, alias=self.rebuilding)
        return new

    def finish_rebuild(self, new: str) -> None:
        """Moves the alias to the new index and removes the old one, in one step on the server.

        Raises:
            IndexUnavailable: Another rebuild took over.
        """
        actions: list[dict[str, Any]] = [{"remove_index": {"index": index}} for index in self._behind(self._name)]
        actions.append(self._no_longer_rebuilding(new))
        actions.append({"add": {"index": new, "alias": self._name}})
        with translated():
            try:
                self._client.indices.update_aliases(actions=actions)
            except elasticsearch.NotFoundError:
                # After a timeout the client asks again, and the first request may have done it.
                if self._behind(self._name) != [new]:
                    raise IndexUnavailable("another rebuild took over from this one", stage="index") from None
        self._forget_deleted(new)

    def abandon_rebuild(self, new: str) -> None:
        """Removes an index that was being filled; one that has come into use meanwhile is left alone."""
        with translated():
            try:
                # Only one of this step and the last step of `finish_rebuild` can succeed: both take away the alias.
                self._client.indices.update_aliases(actions=[self._no_longer_rebuilding(new)])
            except elasticsearch.NotFoundError:
                return
            self._client.indices.delete(index=new, ignore_unavailable=True)

    def _no_longer_rebuilding(self, index: str) -> dict[str, Any]:
        return {"remove": {"index": index, "alias": self.rebuilding, "must_exist": True}}

    def refresh(self, index: str) -> None:
        """Makes what was written visible to searches."""
        with translated():
            self._client.indices.refresh(index=index)

    def _current(self) -> list[Target]:
        with self._lock:
            found = self._find()
            if not any(target.role == "live" for target in found):
                self._create(f"{self._name}-{schema_version(self._vocabulary)}-first", alias=self._name)
                found = self._find()
        return found

    def _find(self) -> list[Target]:
        with translated():
            answer = self._client.indices.get(
                index=[self._name, self.rebuilding],
                ignore_unavailable=True,
                filter_path="*.aliases,*.mappings._meta",
            ).body
        found = [self._target(index, about) for index, about in answer.items()]
        if sum(target.role == "live" for target in found) > 1:
            raise ConfigurationError(f"alias {self._name} has more than one index: remove all but one", stage="index")
        return found

    def _target(self, index: str, about: dict[str, Any]) -> Target:
        if index == self._name:
            raise self._no_alias()
        same = about.get("mappings", {}).get("_meta", {}).get("schema") == schema_version(self._vocabulary)
        if self._name not in about["aliases"]:
            return Target("rebuilding" if same else "rebuilding for another version", self.rebuilding, index)
        if not same:
            raise ConfigurationError(f"{index} was made for other fields: run `fieldwright reindex`", stage="index")
        return Target("live", self._name, index)

    def _create(self, index: str, *, alias: str) -> None:
        with translated():
            try:
                self._client.indices.create(index=index, aliases={alias: {}}, **index_body(self._vocabulary))
            except elasticsearch.BadRequestError as error:
                if error.message != "resource_already_exists_exception":  # another process was faster
                    raise

    def _forget_deleted(self, index: str) -> None:
        """Removes the marks of documents that were deleted during the rebuild, unless they have come back since."""
        while True:
            self.refresh(index)
            with translated():
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
