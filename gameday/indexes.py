"""Corrupted text in the search index."""

from __future__ import annotations

from gameday.drill import Base, Usual
from gameday.system import System
from schemas.redacted import RedactedPage
from search.entry import IndexEntry
from services import stages
from services.index_check import check_index


class CorruptedIndex(Usual):
    """Something wrote damaged text into the index; the store is whole."""

    name, fault, alert = "index", "corrupted text in the search index", "FieldwrightIndexText"
    base: Base = "text"

    def break_it(self, system: System) -> None:
        """Puts entries with damaged words in place of those of every document."""
        documents = [document.id for document in system.bench.store.documents(limit=100)]
        batch = stages.Batch(system.bench, documents)
        outcomes = system.bench.store.outcomes(documents)
        entries = [entry for i in documents if (entry := stages.entry_of(batch, i, outcomes[i])) is not None]
        system.bench.index.put([_corrupted(entry) for entry in entries])

    def detected(self, system: System) -> str | None:
        """Expects that the sample of the index is not found."""
        share = system.value("fieldwright_index_missing_ratio")
        return f"index_missing_ratio = {share:.2f}" if share is not None and share > 0.5 else None

    def mitigate(self, system: System) -> str | None:
        """Rebuilds the index from the store."""
        system.command("reindex", "--quiet")
        system.bench.index.close()
        found = check_index(system.bench)
        return f"{found.checked} of {found.checked} sampled documents are found" if not found.missing else None

    def recover(self, system: System) -> str | None:
        """Searches as people do."""
        system.wait(minutes=10)
        told = system.command("search", "class:receipt", "--limit", "1")
        return "searches answer from the new index" if "documents found" in told else None


def drills() -> list[CorruptedIndex]:
    """Returns the drills of this file."""
    return [CorruptedIndex()]


def _corrupted(entry: IndexEntry) -> IndexEntry:
    return entry.model_copy(update={"pages": tuple(map(_damaged, entry.pages)), "seller": None, "fields": {}})


def _damaged(page: RedactedPage) -> RedactedPage:
    words = tuple(word.model_copy(update={"text": "Ã¿" + word.text[::-1]}) for word in page.words)
    return page.model_copy(update={"words": words})
