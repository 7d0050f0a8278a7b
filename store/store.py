"""`DocumentStore`: what the rest of Fieldwright asks of the store."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from store.accounts import Accounts
from store.archives import Archives
from store.counters import Counters
from store.database import Database
from store.documents import Documents
from store.duplicates import Duplicates
from store.events import Events
from store.file_store import FileStore
from store.files import Files
from store.layouts import Layouts
from store.leases import Leases, this_process
from store.outcomes import Outcomes
from store.parties import Parties
from store.results import Results
from store.reviews import Reviews
from store.samples import Samples
from store.source_control import SourceControl
from store.standards import Standards
from store.types import Added, Chain, DocumentStatus, Event, StageRecord
from store.webhooks import Webhooks

__all__ = ["Added", "Chain", "DocumentStatus", "DocumentStore", "Event", "StageRecord", "this_process"]


class DocumentStore(Documents, Leases, Results, Outcomes, Duplicates, Events):
    """Documents, what was made of them, and what happened to them: in SQLite or PostgreSQL, with files beside it.

    Every method is one transaction: done as a whole, or not at all. Every method raises `StoreUnavailable` if the
    database or disk does not answer, is locked for too long or full. The same call may succeed later. It raises
    `ConfigurationError` where this process may not use the database or the folder.

    There is one implementation, and tests use it on SQLite: a second one would have to repeat the locks.

    Threads may share one; processes open one each on the same URL and folder, or share it over a fork. The schema is
    created or brought up to date on opening. Use it in a ``with`` block, or call `close`.

    Args:
        url: SQLAlchemy URL, such as ``sqlite:////data/fieldwright.db`` or ``postgresql+psycopg://user@host/db``.
        files: Where originals and page images are: a folder, which is created when missing, readable by its owner
            only, or any other `FileStore`.

    Raises:
        ConfigurationError: URL, folder or rights are wrong, or the schema is newer than this code.
        StoreUnavailable: The database or the disk does not answer.
    """

    def __init__(self, url: str, files: Path | FileStore) -> None:
        self._files: FileStore = Files(files) if isinstance(files, Path) else files
        self._database = Database(url)
        self.accounts = Accounts(self._database)
        """Users, sessions and API tokens."""
        self.reviews = Reviews(self._database)
        """The review queue, who works on what, and corrections."""
        self.webhooks = Webhooks(self._database)
        """Who receives outcomes, and what was sent."""
        self.parties = Parties(self._database)
        """The organizations that documents may name."""
        self.layouts = Layouts(self._database)
        """What reviews taught of layouts."""
        self.counters = Counters(self._database)
        """What was counted for metrics."""
        self.samples = Samples(self._database)
        """Checked values and queues, for figures of operations."""
        self.standards = Standards(self._database)
        """What admins promise for a class, and checked documents."""
        self.source_control = SourceControl(self._database)
        """Sources that are held, and how many documents each sent."""
        self.archives = Archives(self._database)
        """Shards and files of archives."""

    def close(self) -> None:
        """Closes the connections."""
        self._database.close()

    def __enter__(self) -> DocumentStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
