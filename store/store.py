"""`DocumentStore`: what the rest of Fieldwright asks of the store."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from store.accounts import Accounts
from store.database import Database
from store.documents import Documents
from store.duplicates import Duplicates
from store.events import Events
from store.files import Files
from store.leases import Leases, this_process
from store.outcomes import Outcomes
from store.parties import Parties
from store.results import Results
from store.reviews import Reviews
from store.types import Added, Chain, DocumentStatus, Event, StageRecord
from store.webhooks import Webhooks

__all__ = ["Added", "Chain", "DocumentStatus", "DocumentStore", "Event", "StageRecord", "this_process"]


class DocumentStore(Documents, Leases, Results, Outcomes, Duplicates, Events):
    """Documents, what was made of them, and what happened to them: in SQLite or PostgreSQL, with files beside it.

    Every method is one transaction: done as a whole, or not at all. Every method raises `StoreUnavailable` where
    database or disk do not answer, are locked for too long or full: the same call may succeed later. It raises
    `ConfigurationError` where this process may not use the database or the folder.

    There is one implementation, and tests use it on SQLite: a second one would have to repeat the locks.

    Threads may share one; processes open one each on the same URL and folder, or share it over a fork. The schema is
    created or brought up to date on opening. Use it in a ``with`` block, or call `close`.

    Args:
        url: SQLAlchemy URL, such as ``sqlite:////data/fieldwright.db`` or ``postgresql+psycopg://user@host/db``.
        files: Folder of originals and page images; created when missing, readable by its owner only.

    Raises:
        ConfigurationError: URL, folder or rights are wrong, or the schema is newer than this code.
        StoreUnavailable: The database or the disk does not answer.
    """

    def __init__(self, url: str, files: Path) -> None:
        self._files = Files(files)
        self._database = Database(url)
        self.accounts = Accounts(self._database)
        """Users, sessions and API tokens."""
        self.reviews = Reviews(self._database)
        """The review queue, who works on what, and corrections."""
        self.webhooks = Webhooks(self._database)
        """Who receives outcomes, and what was sent."""
        self.parties = Parties(self._database)
        """The organizations that documents may name."""

    def close(self) -> None:
        """Closes the connections."""
        self._database.close()

    def __enter__(self) -> DocumentStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
