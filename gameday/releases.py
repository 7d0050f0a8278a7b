"""Releases of a drill: the shipped checkpoint under another name, read by whatever the drill puts in its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from extractors.fields.extractor import FieldExtractor
from gameday.system import System
from registry.releases import releases
from services.release_readers import Marked, Readers


def add_release(system: System, name: str, *, change: Callable[[Path], None] = lambda folder: None) -> str:
    """Adds a copy of the shipped checkpoint as a candidate, by the command for it; returns its version.

    Args:
        system: Where it is added.
        name: What its version begins with.
        change: What is done to the copy before.
    """
    shipped, folder = system.home / "models" / "layoutlm", system.home / f"checkpoint-{name}"
    shutil.copytree(shipped, folder)
    about = json.loads((folder / "fieldwright.json").read_text(encoding="utf-8"))
    (folder / "fieldwright.json").write_text(json.dumps(about | {"version": name}), encoding="utf-8")
    change(folder)
    system.command("models", "add", str(folder), "--name", name)
    [version] = [one.version for one in releases(system.bench.settings.models) if one.version.startswith(f"{name}-")]
    return version


def read_with(system: System, version: str, worse: Callable[[FieldExtractor], FieldExtractor]) -> None:
    """Has an extractor read in place of a release; every other version reads as always."""
    bench = system.bench

    def make(wanted: str | None) -> FieldExtractor:
        return Marked(worse(bench.fields), version) if wanted == version else bench.reader_of(wanted)

    bench.__dict__["readers"] = Readers(bench.settings.models, make)
