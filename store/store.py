"""The store as everyone else sees it: `SqlStore`, which does what `DocumentStore` promises."""

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
from store.protocol import DocumentStore
from store.results import Results
from store.reviews import Reviews
from store.types import Added, Chain, DocumentStatus, Event, StageRecord
from store.webhooks import Webhooks

__all__ = ["Added", "Chain", "DocumentStatus", "DocumentStore", "Event", "SqlStore", "StageRecord", "this_process"]


class SqlStore(Documents, Leases, Results, Outcomes, Duplicates, Events, DocumentStore):
    """The store in SQLite or PostgreSQL, with its files beside it.

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
        self.reviews = Reviews(self._database)
        self.webhooks = Webhooks(self._database)
        self.parties = Parties(self._database)

    def close(self) -> None:
        """See `DocumentStore.close`."""
        self._database.close()

    def __enter__(self) -> SqlStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
