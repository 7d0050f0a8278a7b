"""Where documents come from: a file, a folder, a pattern, or a place that fsspec reaches (S3 and the like)."""

from __future__ import annotations

import errno
import fnmatch
import glob
import hashlib
import io
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from schemas.errors import ConfigurationError, DocumentError, StoreUnavailable, UnreadableDocument

_UNFINISHED = ("*.tmp", "*.temp", "*.part", "*.partial", "*.filepart", "*.crdownload", "*.swp", "*~", "~$*")
_SYSTEM_FILES = ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r")
_SYSTEM_FOLDERS = (
    "__macosx", "@eadir", "@tmp", "@__thumb", "@recycle", "@recently-snapshot", "#recycle", "#snapshot", "~snapshot",
    "$recycle.bin", "recycler", "recycled", "system volume information", "lost+found", "network trash folder",
    "temporary items",
)  # fmt: skip
"""Thumbnails, deleted files and old versions, as Windows, macOS, Synology, QNAP and NetApp name their folders."""
CHUNK_BYTES = 1 << 20
"""How much is asked of a remote place at once."""
_TIMES = ("ETag", "etag", "md5Hash", "LastModified", "last_modified", "mtime", "updated", "created")
"""Names that fsspec's file systems use for a content tag or a modification time, the surest first."""


class NothingThere(ConfigurationError):
    """There is no file and no folder at a location."""

    code = "nothing_there"


@dataclass(frozen=True)
class Found:
    """A file at a place, not read yet.

    ``url`` names it without credentials; ``stamp`` is a tag or time of its last change, empty where the place gives
    none. ``key`` is a digest of all three, or None where they don't prove that the content is the same. ``problem``
    says why it can't be read; `open` then raises.
    """

    name: str
    url: str
    size: int
    stamp: str
    opener: Callable[[], BinaryIO]
    look_again: Callable[[], Found]
    key: str | None = None
    changed_at: float | None = None
    """Seconds since 1970 of the last change of content or name, where the place is this machine."""
    problem: str | None = None

    def open(self) -> BinaryIO:
        """Returns the bytes as a stream, to be closed by the caller.

        Reading from a remote place raises the same errors as opening it; reading a local file raises OSError.

        Raises:
            UnreadableDocument: It may not be read, or it is gone.
            StoreUnavailable: The place does not answer.
        """
        if self.problem:
            raise UnreadableDocument(f"{self.url}: {self.problem}")
        try:
            return self.opener()
        except Exception as error:
            raise typed_error(error, self.url) from None


def files_at(location: str) -> Iterator[Found]:
    """Finds the files at a place, in the order of their names.

    Folders are searched to the bottom. Hidden and unfinished files are left out. An unreadable or irregular file, or a
    link out of the folder, is returned with its `Found.problem`: nothing is lost in silence.

    Args:
        location: A file, a folder, a pattern (``in/**/*.pdf``), or a URL (``s3://bucket/in``, ``memory://in/*.pdf``).

    Raises:
        NothingThere: There is nothing at the location.
        ConfigurationError: The driver for it is missing.
        StoreUnavailable: The place does not answer.
    """
    if location.startswith("file://"):
        location = unquote(urlsplit(location).path)
    return _remote(location) if "://" in location else _local(location)


def settled(found: Found, *, quiet_s: float = 2.0, patience_s: float = 60.0) -> Found | None:
    """Waits until a file's size and modification time are stable, and returns its state.

    A local file that changed long enough ago is returned at once, as is one with a problem.

    Args:
        found: The file.
        quiet_s: Seconds without a change that mean that no one is writing any more.
        patience_s: Seconds after which to give up.

    Returns:
        The file in its present state, or None if it still grows or is gone; the next scan finds it again.
    """
    give_up = time.monotonic() + patience_s
    while True:
        if found.problem or (found.changed_at is not None and time.time() - found.changed_at >= quiet_s):
            return found
        if time.monotonic() >= give_up:
            return None
        time.sleep(quiet_s)
        try:
            now = found.look_again()
        except DocumentError:
            return None
        if now.problem:
            return None
        if (now.size, now.stamp) == (found.size, found.stamp):
            return now
        found = now


def _local(location: str) -> Iterator[Found]:
    path = Path(location).expanduser()
    if path.is_dir():
        yield from _folder(path)
    elif path.exists() or path.is_symlink():
        yield _file(path)
    elif glob.has_magic(location):
        matches = sorted(Path(match) for match in glob.glob(str(path), recursive=True))  # noqa: PTH207 (absolute too)
        root = _fixed_part(path)
        # What the pattern names itself was requested; what it only matches is inspected.
        yield from (
            _file(match)
            for match in matches
            if not match.is_dir() and not any(is_skipped(part) for part in match.relative_to(root).parts)
        )
    else:
        raise NothingThere(f"there is no file or folder {location}; check the path")


def _fixed_part(pattern: Path) -> Path:
    """Returns the folder that a pattern names before its first wildcard."""
    parts = [index for index, part in enumerate(pattern.parts) if glob.has_magic(part)]
    return Path(*pattern.parts[: parts[0]])


def _folder(root: Path) -> Iterator[Found]:
    inside = root.resolve()
    unreadable: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=unreadable.append):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not is_skipped(name) and name not in links)
        for name in sorted([*names, *links]):
            if not is_skipped(name):
                yield _file(here / name, inside=inside)
        while unreadable:
            error = unreadable.pop()
            yield _unreadable(Path(error.filename), f"the folder can't be read: {error.strerror}")
    while unreadable:
        error = unreadable.pop()
        yield _unreadable(Path(error.filename), f"the folder can't be read: {error.strerror}")


def _file(path: Path, *, inside: Path | None = None) -> Found:
    try:
        # A link in an inbox must not make Fieldwright read what its sender can't.
        # Not Path.resolve: a link that leads in a circle makes it raise RuntimeError.
        if (
            inside is not None
            and path.is_symlink()
            and not Path(os.path.realpath(path, strict=True)).is_relative_to(inside)
        ):
            return _unreadable(path, "it is a link that leaves the folder; name its target instead")
        facts = path.stat()
    except OSError as error:
        return _unreadable(path, error.strerror or "it cannot be read")
    if stat.S_ISDIR(facts.st_mode):
        return _unreadable(path, "it is a link to a folder of the same inbox, where the files are found already")
    if not stat.S_ISREG(facts.st_mode):
        return _unreadable(path, "it is no regular file")
    if not os.access(path, os.R_OK):
        return _unreadable(path, "it may not be read by this user")
    url, stamp = str(path.absolute()), str(facts.st_mtime_ns)
    return Found(
        name=path.name,
        url=url,
        size=facts.st_size,
        stamp=stamp,
        key=_key(url, facts.st_size, stamp),
        opener=lambda: path.open("rb"),
        look_again=lambda: _file(path, inside=inside),
        # The time of change (ctime) too: cp -p sets back the time of modification, and nothing sets back this one.
        changed_at=max(facts.st_mtime, facts.st_ctime),
    )


def _unreadable(path: Path, problem: str) -> Found:
    def refuse() -> BinaryIO:
        raise PermissionError(errno.EACCES, problem)

    return Found(path.name, str(path.absolute()), 0, "", refuse, lambda: _file(path), problem=problem)


def _remote(location: str) -> Iterator[Found]:
    place = without_credentials(location)
    system, path = file_system(location, place)
    try:
        # What is listed once is remembered by fsspec: a watched bucket would never show a new file.
        system.invalidate_cache()
        listed = _listed(system, path)
    except FileNotFoundError:
        raise NothingThere(f"there is nothing at {place}; check the URL") from None
    except Exception as error:
        raise typed_error(error, place) from None
    for name in sorted(listed):
        if not any(is_skipped(part) for part in name.removeprefix(path).split("/") if part):
            yield object_of(system, name, listed[name])


def _listed(system: Any, path: str) -> dict[str, dict[str, Any]]:
    if glob.has_magic(path) and not system.exists(path):
        found = system.glob(path, detail=True)
    elif system.isfile(path):
        found = {path: system.info(path)}
    elif system.exists(path):
        found = system.find(path, detail=True)
    else:
        raise FileNotFoundError
    return {name: facts for name, facts in found.items() if facts.get("type") != "directory"}


def object_of(system: Any, path: str, facts: dict[str, Any]) -> Found:
    """Returns a file of an fsspec file system, as its listing describes it."""
    whole_url = system.unstrip_protocol(path)
    url = without_credentials(whole_url)

    def look_again() -> Found:
        system.invalidate_cache()
        try:
            return object_of(system, path, system.info(path))
        except Exception as error:
            raise typed_error(error, url) from None

    def opener() -> BinaryIO:
        return io.BufferedReader(_Remote(system.open(path, "rb"), url), CHUNK_BYTES)

    stamp = next((str(facts[key]) for key in _TIMES if facts.get(key)), "")
    size = int(facts.get("size") or 0)
    key = _key(whole_url, size, stamp)
    return Found(path.rsplit("/", 1)[-1], url, size, stamp, opener, look_again, key)


class _Remote(io.RawIOBase):
    """A remote stream whose errors are typed: a line that drops half way is no defect of the document."""

    def __init__(self, stream: BinaryIO, place: str) -> None:
        self._stream = stream
        self._place = place

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Reads as many bytes as come at once."""
        try:
            data = self._stream.read(len(buffer))
        except Exception as error:
            raise typed_error(error, self._place) from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Closes the stream behind it too."""
        self._stream.close()
        super().close()


def file_system(location: str, place: str) -> tuple[Any, str]:
    """Returns fsspec's file system and path of a URL; ``place`` names it in messages.

    Raises:
        ConfigurationError: No driver reads it, or the driver is not installed.
        StoreUnavailable: It does not answer.
    """
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(location)
        return system, path
    except ImportError as error:
        module = getattr(error.__cause__, "name", None) or "the driver"
        raise ConfigurationError(f"{place} needs another package ({error}): pip install {module}") from None
    except ValueError:
        known = ", ".join(sorted(("file", "memory", "s3", "gs", "abfs", "sftp", "smb", "https")))
        raise ConfigurationError(f"no driver reads {place}; known are {known} and others of fsspec") from None
    except Exception as error:
        raise typed_error(error, place) from None


def _key(url: str, size: int, stamp: str) -> str | None:
    content = f"{url}\0{size}\0{stamp}"
    return hashlib.sha256(content.encode(errors="surrogateescape")).hexdigest() if stamp else None


def without_credentials(url: str) -> str:
    """Returns a URL without user, password and query, for messages."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path.partition('?')[0]}"


def is_skipped(name: str) -> bool:
    """Whether a file or folder of this name is hidden, unfinished or the system's own."""
    lower = name.lower()
    is_system = lower in _SYSTEM_FILES or lower in _SYSTEM_FOLDERS
    return lower.startswith(".") or is_system or any(fnmatch.fnmatch(lower, p) for p in _UNFINISHED)


def typed_error(error: Exception, place: str) -> DocumentError:
    """Returns our error for one of a driver of fsspec."""
    # Every driver has errors of its own, some with whole requests in their text: only the kind is given.
    if isinstance(error, FileNotFoundError | IsADirectoryError):
        return UnreadableDocument(f"{place} is gone; send the file again")
    if isinstance(error, PermissionError):
        return UnreadableDocument(f"{place} may not be read; check its permissions")
    late = " in time" if isinstance(error, TimeoutError) else ""
    return StoreUnavailable(f"{place} does not answer{late}; check network and credentials")
