"""Archives for tests: folders with odd files, their manifests, and workers with small engines."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from flows.archive import Effort, work_shards
from flows.draining import Drain
from schemas.settings import Limits
from services import stages
from services.archive.manifest import Manifest, open_manifest, write_manifest
from services.archive.shards import Choice, Progress
from services.workbench import Workbench
from tests.workbenches import SAMPLES, TEXT_PDFS, run

DRAFT = Choice("draft")


def folder(at: Path, *names: str) -> Path:
    """A folder with samples."""
    at.mkdir(parents=True, exist_ok=True)
    for name in names or TEXT_PDFS:
        shutil.copy(SAMPLES / name, at / name)
    return at


def planned(output: Path, *places: Path | str, shard_pages: int = 1) -> Manifest:
    """The manifest of places; each file is a shard of its own unless stated otherwise."""
    list(write_manifest([str(place) for place in places], output, limits=Limits(), shard_pages=shard_pages))
    return open_manifest(output)


def begun(bench: Workbench, manifest: Manifest, **more: float) -> Manifest:
    """Notes an archive in the store, as each worker does."""
    bench.store.archives.register(manifest.id, [shard.number for shard in manifest.shards], **more)
    return manifest


def process(bench: Workbench, ids: Sequence[str]) -> None:
    """All stages, the index included."""
    run(bench, ids, *stages.READING, stages.redact, stages.conclude, stages.index)


def work(
    bench: Workbench, manifest: Manifest, effort: Effort | None = None, *, choice: Choice = DRAFT, process=process
) -> Progress:
    """One worker, from its first shard until none is free."""
    return work_shards(bench, begun(bench, manifest), choice, effort or Effort(), Drain(), process=process)


def ended_once(bench: Workbench) -> dict[str, int]:
    """How often each document of the store got an outcome."""
    ids = [document.id for document in bench.store.documents(limit=1000)]
    return {i: sum(event.kind == "finished" for event in bench.store.events(i)) for i in ids}
