"""Releases for tests of the flows: cards of checkpoints without weights, and extractors in place of them."""

from __future__ import annotations

import json
from pathlib import Path

from extractors.fields.extractor import FieldExtractor
from registry.manifest import read_about
from registry.releases import add_release
from services.release_readers import Marked
from services.workbench import Workbench


def small_release(models: Path, name: str) -> str:
    """Adds a release that only has a manifest, for the classes of the shipped model; returns its version."""
    folder = models.parent / f"checkpoint-{name}"
    folder.mkdir()
    about = {"name": name, "version": "1", "classes": read_about(models / "layoutlm")["classes"]}
    (folder / "fieldwright.json").write_text(json.dumps(about))
    return add_release(models, folder, name).version


def stand_in(bench: Workbench, version: str, extractor: FieldExtractor) -> None:
    """Has an extractor read in place of a release's weights."""
    readers, make = bench.readers, bench.readers._make
    readers._made.pop(version, None)
    readers._make = lambda wanted: Marked(extractor, version) if wanted == version else make(wanted)
