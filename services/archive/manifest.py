"""The manifest of an archive: one JSON line a file, divided into shards. Its digest is the id of the archive."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from schemas.errors import ConfigurationError, PermanentError
from schemas.settings import Limits
from store.sources import Found, files_at
from values.groups import groups

SHARD_PAGES = 1000
"""Pages of a shard: half an hour to an hour and a half of one worker."""
PAGE_BYTES = 200_000
"""Bytes of a page in files that nobody counted. Assumption: A4 at 200 dpi, as JPEG; used until pages are counted."""
AT_ONCE = 64
"""Files that are looked at together."""
ONE_PAGE = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif"})
SEVERAL_PAGES = frozenset({".pdf", ".tif", ".tiff", ".xml"})


@dataclass(frozen=True)
class Entry:
    """A line of a manifest, by its number from 1. ``shard`` is None where ``problem`` says why the file is not usable.

    ``counted`` says whether pages were counted in the file; else they follow from its bytes.
    """

    line: int
    path: str
    bytes: int
    pages: int
    counted: bool
    shard: int | None
    problem: str | None = None


@dataclass
class Totals:
    """Sums over a manifest. ``estimated`` are those of the pages that were not counted."""

    files: int = 0
    unusable: int = 0
    bytes: int = 0
    pages: int = 0
    estimated: int = 0
    shards: int = 0

    def add(self, entry: Entry) -> None:
        """Adds a line."""
        if entry.shard is None:
            self.unusable += 1
            return
        self.files += 1
        self.bytes += entry.bytes
        self.pages += entry.pages
        self.estimated += 0 if entry.counted else entry.pages
        self.shards = entry.shard


@dataclass(frozen=True)
class ShardPlan:
    """A shard as the manifest has it; ``offset`` is where its first line begins, ``line`` the number of that line."""

    number: int
    offset: int
    line: int
    files: int
    pages: int


@dataclass(frozen=True)
class Manifest:
    """A manifest that was read once: its digest, its sums and where its shards begin."""

    path: Path
    id: str
    totals: Totals
    shards: tuple[ShardPlan, ...]

    def entries(self, shard: int) -> Iterator[Entry]:
        """Yields the files of a shard, in order."""
        plan = self.shards[shard - 1]
        left = plan.files
        with self.path.open("rb") as lines:
            lines.seek(plan.offset)
            for number, line in enumerate(lines, start=plan.line):
                entry = _parsed(line, number)
                if entry.shard == shard:
                    yield entry
                    left -= 1
                    if not left:
                        return

    def find(self, lines: Collection[int]) -> dict[int, Entry]:
        """Returns lines by their numbers, from one pass over the file."""
        found: dict[int, Entry] = {}
        if not lines:
            return found
        with self.path.open("rb") as all_lines:
            for number, line in enumerate(all_lines, start=1):
                if number in lines:
                    found[number] = _parsed(line, number)
                    if len(found) == len(lines):
                        break
        return found

    def unusable(self, limit: int) -> list[Entry]:
        """Returns the first files that the plan could not use."""
        found: list[Entry] = []
        if not self.totals.unusable:
            return found
        with self.path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                entry = _parsed(line, number)
                if entry.shard is None:
                    found.append(entry)
                    if len(found) == min(limit, self.totals.unusable):
                        break
        return found


def open_manifest(path: Path) -> Manifest:
    """Reads a manifest once, line by line.

    Raises:
        ConfigurationError: There is no such file, or it is no manifest.
    """
    digest, totals, offset = hashlib.sha256(), Totals(), 0
    begun: dict[int, tuple[int, int]] = {}
    files: dict[int, int] = {}
    pages: dict[int, int] = {}
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                entry = _parsed(line, number)
                digest.update(line)
                totals.add(entry)
                if entry.shard is not None:
                    begun.setdefault(entry.shard, (offset, number))
                    files[entry.shard] = files.get(entry.shard, 0) + 1
                    pages[entry.shard] = pages.get(entry.shard, 0) + entry.pages
                offset += len(line)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise ConfigurationError(f"{path}: {reason}; fieldwright archive plan makes a manifest") from None
    if sorted(begun) != list(range(1, len(begun) + 1)):
        raise ConfigurationError(f"{path}: shards are missing in it; make it again with fieldwright archive plan")
    shards = tuple(ShardPlan(n, *begun[n], files[n], pages[n]) for n in sorted(begun))
    return Manifest(path, digest.hexdigest(), totals, shards)


def write_manifest(
    locations: Iterable[str], output: Path, *, limits: Limits, shard_pages: int = SHARD_PAGES, look_inside: bool = True
) -> Iterator[Entry]:
    """Walks the places and writes a line a file; yields each line once it is written.

    Nothing is ingested. The file gets its name when it is complete, so an interrupted plan leaves no manifest.

    Args:
        locations: Files, folders, patterns or fsspec URLs.
        output: Where the manifest goes; it must not exist.
        limits: What an ingest would refuse.
        shard_pages: Pages of a shard. A shard has more only where one file has.
        look_inside: Whether local files are opened, so that pages are counted and damaged files are named. Remote
            ones are judged by name and size.

    Raises:
        ConfigurationError: The output exists or cannot be written, a location has nothing, or its driver is missing.
        StoreUnavailable: A location does not answer.
    """
    if output.exists():
        raise ConfigurationError(f"{output} exists: choose another --output, or remove it; its archive keeps its state")
    unfinished = output.with_name(f".{output.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8") as out:
            yield from _written(_planned(locations, limits, shard_pages, look_inside, skip=output), out)
        unfinished.replace(output)
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise ConfigurationError(f"{output}: {reason}; choose another --output") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _written(entries: Iterable[Entry], out: IO[str]) -> Iterator[Entry]:
    for entry in entries:
        row: dict[str, Any] = {
            "path": entry.path, "bytes": entry.bytes, "pages": entry.pages, "counted": entry.counted,
            "shard": entry.shard,
        }  # fmt: skip
        if entry.problem is not None:
            row["problem"] = entry.problem
        out.write(json.dumps(row) + "\n")
        yield entry


def _planned(
    locations: Iterable[str], limits: Limits, shard_pages: int, look_inside: bool, *, skip: Path
) -> Iterator[Entry]:
    shard, room, line = 1, shard_pages, 0
    counted_pages = counted_bytes = 0
    found = (f for location in locations for f in files_at(location) if f.url != str(skip.absolute()))
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for some in groups(found, AT_ONCE):
            looked = pool.map(lambda file: _looked(file, limits, look_inside), some)
            for file, (pages, problem) in zip(some, looked, strict=True):
                line += 1
                if problem is not None:
                    yield Entry(line, file.url, file.size, 0, False, None, problem)
                    continue
                is_counted = pages is not None
                if pages is None:
                    page_bytes = counted_bytes / counted_pages if counted_pages else PAGE_BYTES
                    pages = max(min(round(file.size / page_bytes), limits.pages), 1)
                elif Path(file.name).suffix.lower() in SEVERAL_PAGES:
                    counted_pages, counted_bytes = counted_pages + pages, counted_bytes + file.size
                if pages > room and room < shard_pages:
                    shard, room = shard + 1, shard_pages
                room -= pages
                yield Entry(line, file.url, file.size, pages, is_counted, shard)


def _looked(file: Found, limits: Limits, look_inside: bool) -> tuple[int | None, str | None]:
    """Returns pages and problem of a file; no pages where nobody counted them."""
    if file.problem is not None:
        return None, file.problem
    if "://" not in file.url and look_inside:
        from extractors.input.file_types import inspect

        try:
            return inspect(Path(file.url), limits=limits, name=file.name).pages, None
        except PermanentError as error:
            return None, error.message
        except OSError:
            return None, "the file cannot be read: check its rights and its disk"
    suffix = Path(file.name).suffix.lower()
    if file.size == 0:
        return None, "the file has no bytes; send it again from its source"
    if file.size > limits.bytes:
        return None, f"{file.size} bytes are more than the limit of {limits.bytes}; split or compress it"
    if suffix and suffix not in ONE_PAGE | SEVERAL_PAGES:
        return None, f"files that end in {suffix[:10]} are not read; send a PDF or a picture"
    return (1 if suffix in ONE_PAGE else None), None


def _parsed(line: bytes, number: int) -> Entry:
    try:
        row = json.loads(line)
        return Entry(
            number, str(row["path"]), int(row["bytes"]), int(row["pages"]), bool(row["counted"]),
            None if row["shard"] is None else int(row["shard"]), row.get("problem"),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        raise ConfigurationError(
            f"line {number} is no line of a manifest; fieldwright archive plan makes manifests"
        ) from None
