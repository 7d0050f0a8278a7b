"""The index without a server: tantivy in a folder with many reading processes and one writing process."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import tantivy

from schemas.errors import ConfigurationError, DocumentError, IndexUnavailable
from search.clauses import QueryError
from search.embedded_folder import IndexFolder
from search.embedded_query import (
    FACET_FIELDS,
    PAGES,
    RECEIVED_MS,
    read_entry,
    schema,
    schema_version,
    to_document,
    to_query,
)
from search.entry import IndexEntry
from search.facets import aggregations, read_facets
from search.highlight import highlight
from search.index import Hit, SearchResult
from search.packing import unpack
from search.query import SearchQuery
from search.vocabulary import SearchVocabulary
from values.wording import quantity

LOCK_WAIT_S = 30.0

_WRITER_BYTES = 50_000_000
_BATCH_WORDS = 200_000
"""Words of a commit during a rebuild: each commit costs a fifth of a second and merging, and others wait."""
_OPEN_ATTEMPTS = 3
_MARK = re.compile(r"from-(\d{1,9})", re.ASCII)
_SORT_FIELDS = {"date": "date", "amount": "amount", "received": RECEIVED_MS}


class EmbeddedIndex:
    """A `SearchIndex` in a folder.

    Args:
        folder: Where the index lies; it is made at the first use.
        vocabulary: The fields that it is searched by.
        lock_wait_s: How long a write waits for another process that writes.
    """

    def __init__(self, folder: Path, vocabulary: SearchVocabulary, *, lock_wait_s: float = LOCK_WAIT_S) -> None:
        self._vocabulary = vocabulary
        self._folder = IndexFolder(Path(folder), version=schema_version(vocabulary), lock_wait_s=lock_wait_s)
        self._reader: tuple[str, tantivy.Index] | None = None
        self._reader_lock = threading.Lock()

    def put(self, entries: Sequence[IndexEntry]) -> None:
        """Adds or replaces entries; see `SearchIndex.put`."""
        documents = {entry.document_id: to_document(entry, self._vocabulary) for entry in entries}
        if documents:
            self._write(list(documents), list(documents.values()))

    def delete(self, document_ids: Sequence[str]) -> None:
        """Removes documents; see `SearchIndex.delete`."""
        if document_ids:
            self._write(document_ids, [])

    def search(self, query: SearchQuery) -> SearchResult:
        """Returns one page of matching documents; see `SearchIndex.search`."""
        offset = query.offset if query.after is None else _offset(query.after)
        with _translated():
            index = self._current_index()
            searcher = index.searcher()
            wanted = to_query(query, index.schema)
            by_relevance = query.order == "relevance"
            found = searcher.search(
                wanted,
                limit=query.limit + 1,
                # tantivy makes room for all hits before the page: for no more of them than there are documents.
                offset=min(offset, searcher.num_docs),
                order_by_field=_SORT_FIELDS.get(query.order),
                order=tantivy.Order.Desc if query.descending or by_relevance else tantivy.Order.Asc,
            )
            page = found.hits[: query.limit]
            facets = searcher.aggregate(wanted, aggregations(FACET_FIELDS.__getitem__)) if query.facets else {}
            hits = [_hit(searcher.doc(address), key if by_relevance else 0.0, query) for key, address in page]
        more = bool(page) and len(found.hits) > len(page)
        return SearchResult(
            total=found.count,
            hits=tuple(hits),
            facets=read_facets(facets),
            next=f"from-{offset + len(page)}" if more else None,
        )

    def rebuild(self, entries: Iterable[IndexEntry]) -> int:
        """Fills a new index and puts it in place of the old one; see `SearchIndex.rebuild`.

        Others write between two batches. Of two rebuilds at a time, the later one continues, the earlier one ends with
        ``IndexUnavailable``.
        """
        new = self._begin_rebuild()
        try:
            for batch in _batches(entries, self._vocabulary):
                self._fill(new, batch)
            self._finish_rebuild(new)
        except BaseException:
            with contextlib.suppress(DocumentError):
                self._abandon(new)
            raise
        return self.count()

    def count(self) -> int:
        """Returns the number of documents in the index."""
        with _translated():
            return int(self._current_index().searcher().num_docs)

    def health(self) -> str:
        """Returns where the index lies and the number of entries."""
        return f"embedded index in {self._folder.path} holds {quantity(self.count(), 'entry', 'entries')}"

    def close(self) -> None:
        """Lets go of the open index."""
        with self._reader_lock:
            self._reader = None

    def _write(self, document_ids: Sequence[str], documents: Sequence[tantivy.Document]) -> None:
        """Replaces documents in the current index, and in the one that is being filled."""
        with self._folder.locked():
            current = self._current_name()
            filling = self._folder.named("rebuilding")
            if filling is not None and filling != current:
                if not self._folder.same_version(filling):
                    raise IndexUnavailable("another version rebuilds the index; try again later", stage="index")
                # Noted only when it is in: after a crash in between, the rebuild brings the document.
                self._commit(filling, document_ids, documents)
                self._folder.touch(filling, document_ids)
            self._commit(current, document_ids, documents)

    def _commit(self, name: str, document_ids: Sequence[str], documents: Sequence[tantivy.Document]) -> None:
        with _translated():
            writer = tantivy.Index.open(str(self._folder.path / name)).writer(_WRITER_BYTES, 1)
            try:
                for document_id in document_ids:
                    writer.delete_documents_by_term("id", document_id)
                for document in documents:
                    writer.add_document(document)
                writer.commit()
            finally:
                writer.wait_merging_threads()

    def _begin_rebuild(self) -> str:
        with self._folder.locked():
            stale = self._folder.named("rebuilding")
            if stale is not None and stale != self._folder.named("current"):
                self._folder.remove(stale)
            new = self._make_index()
            self._folder.point("rebuilding", new)
        return new

    def _fill(self, new: str, documents: dict[str, tantivy.Document]) -> None:
        with self._folder.locked():
            self._check_rebuilding(new)
            touched = self._folder.touched(new)
            kept = {key: document for key, document in documents.items() if key not in touched}
            self._commit(new, list(kept), list(kept.values()))

    def _finish_rebuild(self, new: str) -> None:
        with self._folder.locked():
            self._check_rebuilding(new)
            self._folder.point("current", new)
            self._folder.unpoint("rebuilding")
            self._folder.remove_all_but(new)

    def _abandon(self, new: str) -> None:
        with self._folder.locked():
            if self._folder.named("rebuilding") == new != self._folder.named("current"):
                self._folder.unpoint("rebuilding")
                self._folder.remove(new)

    def _check_rebuilding(self, new: str) -> None:
        if self._folder.named("rebuilding") != new:
            raise IndexUnavailable("another rebuild took over from this one", stage="index")

    def _make_index(self) -> str:
        name = self._folder.new_name()
        with _translated():
            tantivy.Index(schema(self._vocabulary), path=str(self._folder.path / name))
        return name

    def _current_name(self) -> str:
        """Returns the name of the index that answers, made where there is none; the lock is held."""
        name = self._folder.named("current")
        if name is None:
            name = self._make_index()
            self._folder.point("current", name)
        return self._folder.usable(name)

    def _current_index(self) -> tantivy.Index:
        """Returns the index that answers, with all commits of all processes so far."""
        with self._reader_lock:
            for attempt in range(_OPEN_ATTEMPTS):
                name = self._folder.named("current")
                if name is None:
                    with self._folder.locked():
                        name = self._current_name()
                self._folder.usable(name)
                try:
                    if self._reader is None or self._reader[0] != name:
                        index = tantivy.Index.open(str(self._folder.path / name))
                        index.config_reader("manual", 0)
                        self._reader = (name, index)
                    self._reader[1].reload()
                    return self._reader[1]
                except ValueError:
                    # A rebuild may have removed the index since its name was read: look again.
                    self._reader = None
                    if attempt + 1 == _OPEN_ATTEMPTS:
                        raise
        raise IndexUnavailable("the index is rebuilt again and again; try again later", stage="index")


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turns tantivy's one error into what helps: a full disk passes, a damaged index must be rebuilt."""
    try:
        yield
    except OSError:
        raise IndexUnavailable("the index folder cannot be read or written: check the disk", stage="index") from None
    except ValueError as error:
        if any(sign in str(error).lower() for sign in ("no space", "ioerror", "io error", "lockbusy")):
            raise IndexUnavailable("the index cannot be read or written now: check the disk", stage="index") from None
        raise ConfigurationError("the index is damaged: run `fieldwright reindex`", stage="index") from None


def _batches(entries: Iterable[IndexEntry], vocabulary: SearchVocabulary) -> Iterator[dict[str, tantivy.Document]]:
    batch: dict[str, tantivy.Document] = {}
    words = 0
    for entry in entries:
        batch[entry.document_id] = to_document(entry, vocabulary)
        words += sum(len(page.words) for page in entry.pages)
        if words >= _BATCH_WORDS:
            yield batch
            batch, words = {}, 0
    if batch:
        yield batch


def _hit(document: tantivy.Document, score: float, query: SearchQuery) -> Hit:
    snippets, boxes = highlight((unpack(page) for page in document.get_all(PAGES)), query)
    return Hit(entry=read_entry(document), score=score, snippets=snippets, boxes=boxes)


def _offset(mark: str) -> int:
    match = _MARK.fullmatch(mark)
    if match is None:
        raise QueryError("this mark of the next page is not from this search: start again from the first page")
    return int(match.group(1))
