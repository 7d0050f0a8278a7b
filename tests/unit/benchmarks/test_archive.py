from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.archive import by_quarter, files_of, process, write_documents
from schemas.settings import Limits
from services.archive.manifest import open_manifest, write_manifest
from services.workbench import Workbench
from store.archives import ArchiveFile
from tests.workbenches import workbench

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def ended(line: int, minutes: float | None) -> ArchiveFile:
    at = None if minutes is None else BEGUN + timedelta(minutes=minutes)
    return ArchiveFile(line, 1, 1, "d", 1, ended_at=at)


def test_pages_an_hour_are_those_of_each_quarter() -> None:
    files = (
        [ended(n, n + 1.0) for n in range(4)] + [ended(n, 4 + 2.0 * (n - 3)) for n in range(4, 8)] + [ended(9, None)]
    )
    assert by_quarter(files, BEGUN) == [60, 60, 30, 30]
    assert by_quarter([], BEGUN) == []


class Nobody:
    """Stands for worker processes: each one that is started finishes one more file of the archive."""

    def __init__(self, home: Path, manifest: Path, tier: str) -> None:
        self.started: list[str] = []
        self.killed = 0

    def __enter__(self) -> Nobody:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def start(self, name: str) -> None:
        self.started.append(name)

    def kill_first(self) -> None:
        self.killed += 1

    def are_done(self) -> bool:
        return self.killed > 0


def test_documents_are_the_same_each_time_and_one_worker_is_killed_once_a_third_is_finished(tmp_path, monkeypatch):
    for name in ("one", "two"):
        write_documents(tmp_path / name, 3)
    assert [p.read_bytes() for p in sorted((tmp_path / "one").iterdir())] == [
        p.read_bytes() for p in sorted((tmp_path / "two").iterdir())
    ]
    list(write_manifest([str(tmp_path / "one")], tmp_path / "m.jsonl", limits=Limits(), shard_pages=1))
    manifest = open_manifest(tmp_path / "m.jsonl")
    monkeypatch.setattr("benchmarks.archive.Workers", Nobody)
    monkeypatch.setattr("benchmarks.archive.LOOK_S", 0.0)
    with workbench(tmp_path / "home") as bench:
        finished(bench, manifest)
        found = process(bench, manifest, "draft", 2)
    assert (found["killed_at_page"], found["files"], found["without_result"], found["repeated"]) == (1, 1, 1, 0)


def finished(bench: Workbench, manifest) -> None:
    """Notes the first file of an archive as one without a document."""
    bench.store.archives.register(manifest.id, [shard.number for shard in manifest.shards])
    bench.store.archives.record(manifest.id, [ArchiveFile(1, 1, 1, None, 1, problem="gone", ended_at=BEGUN)])
    assert len(files_of(bench, manifest)) == 1
