"""The embedded index's folder: which index answers, which one is being filled, and who may write.

::

    index/
    ├─ write.lock             held by the one process that writes
    ├─ current                the name of the index that answers
    ├─ rebuilding             the name of the index that a rebuild fills; absent at other times
    ├─ v1-5c0ffee1-<when>/    a tantivy index, its schema version in the name
    └─ v1-5c0ffee1-<when>/
       └─ touched             ids that were put or deleted while this one was being filled: the rebuild skips them

Every change of a pointer is a rename, and so is a tantivy commit: a crash leaves the state before or after.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from schemas.errors import ConfigurationError, IndexUnavailable

_LOCK_POLL_S = 0.02

Pointer = Literal["current", "rebuilding"]


class IndexFolder:
    """The files around the indexes. What changes them is called with `locked` held.

    Args:
        path: The folder; it is made when something is first written.
        version: Schema version of the indexes that can be used.
        lock_wait_s: How long to wait for another writer.
    """

    def __init__(self, path: Path, *, version: str, lock_wait_s: float) -> None:
        self.path = path
        self._version = version
        self._lock_wait_s = lock_wait_s

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the folder's lock; the system lets go of it when a process dies.

        Raises:
            IndexUnavailable: Another process holds it for too long, or the folder cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = (self.path / "write.lock").open("ab")
        except OSError as error:
            raise IndexUnavailable(
                f"the index folder {self.path} cannot be written ({error.strerror})", stage="index"
            ) from None
        with lock:
            deadline = time.monotonic() + self._lock_wait_s
            while not _taken(lock.fileno()):
                if time.monotonic() > deadline:
                    raise IndexUnavailable(
                        f"another process writes the index for more than {self._lock_wait_s:.0f} s; try again later",
                        stage="index",
                    )
                time.sleep(_LOCK_POLL_S)
            try:
                yield
            finally:
                _make_private(self.path)

    def named(self, pointer: Pointer) -> str | None:
        """Returns the name that a pointer holds; None where there is none."""
        try:
            return (self.path / pointer).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None

    def point(self, pointer: Pointer, name: str) -> None:
        """Makes a pointer name another index, in one step."""
        temporary = self.path / f"{pointer}.new"
        with temporary.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path / pointer)

    def unpoint(self, pointer: Pointer) -> None:
        """Removes a pointer."""
        (self.path / pointer).unlink(missing_ok=True)

    def usable(self, name: str) -> str:
        """Returns the name again.

        Raises:
            ConfigurationError: The index has another schema version.
        """
        if not self.same_version(name):
            raise ConfigurationError(
                f"the index in {self.path} was made for other fields: run `fieldwright reindex`", stage="index"
            )
        return name

    def same_version(self, name: str) -> bool:
        """Whether an index has our schema version."""
        return name.rpartition("-")[0] == self._version

    def new_name(self) -> str:
        """Returns a new index name, its folder created: a rebuild recognizes its own index by the name."""
        name = f"{self._version}-{time.time_ns() // 1_000}"
        (self.path / name).mkdir(mode=0o700)
        return name

    def remove(self, name: str) -> None:
        """Removes an index. Readers keep its files open; the system frees them when the last one has moved on."""
        shutil.rmtree(self.path / name, ignore_errors=True)

    def remove_all_but(self, name: str) -> None:
        """Removes every other index."""
        for folder in self._indexes():
            if folder.name != name:
                self.remove(folder.name)

    def touch(self, name: str, document_ids: Iterable[str]) -> None:
        """Notes documents that the index being filled must not get from the rebuild any more."""
        with (self.path / name / "touched").open("a", encoding="ascii") as file:
            file.writelines(f"{document_id}\n" for document_id in document_ids)

    def touched(self, name: str) -> frozenset[str]:
        """Returns the documents that were noted."""
        file = self.path / name / "touched"
        return frozenset(file.read_text(encoding="ascii").split()) if file.exists() else frozenset()

    def _indexes(self) -> list[Path]:
        return [f for f in self.path.iterdir() if f.is_dir() and f.name.rpartition("-")[2].isdecimal()]


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _make_private(folder: Path) -> None:
    """Takes the folder and its files from everybody but their owner; tantivy itself writes with the umask's rights."""
    for path in (folder, *folder.rglob("*")):
        # Another process may replace a file meanwhile.
        with contextlib.suppress(OSError):
            mode = path.lstat().st_mode
            if mode & 0o077 and not stat.S_ISLNK(mode):
                path.chmod(stat.S_IMODE(mode) & 0o700)
