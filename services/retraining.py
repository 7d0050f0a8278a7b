"""A candidate of a class, trained on reviewed documents in a process of its own; a person puts it into use."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.taught_models import in_use, taught_models
from schemas.errors import ConfigurationError, EngineUnavailable
from services.training_export import export_corrections
from services.workbench import Workbench
from store.types import Json

FOLDER = "retraining"
"""Below the home: what the candidates learned from, readable by its owner only."""
LEAST = 20
"""Reviewed documents of a class without which no candidate is trained."""
MOST_S = 6 * 3600
"""How long a training may take in all."""


@dataclass(frozen=True)
class Retrained:
    """What became of a class: ``version`` is the candidate, None where too few documents are reviewed."""

    document_class: str
    documents: int
    version: str | None = None

    @property
    def approve(self) -> str:
        """The command with which a person puts the candidate into use."""
        return f"fieldwright models use {self.document_class} {self.version}" if self.version else ""


def run_command(words: Sequence[str]) -> int:
    """Runs a command of Fieldwright to its end, and returns its exit code."""
    command = [sys.executable, "-m", "fieldwright", *words]
    return subprocess.run(command, check=False, timeout=MOST_S, stdout=subprocess.DEVNULL).returncode


def retrain(
    bench: Workbench,
    document_class: str | None = None,
    *,
    minutes: float = 15.0,
    least: int = LEAST,
    run: Callable[[Sequence[str]], int] = run_command,
) -> list[Retrained]:
    """Trains a candidate for a class, or for each taught one. What is in use stays in use.

    The candidate goes on from what reads the class now: its taught version, or the shipped model.

    Args:
        bench: The store and the models.
        document_class: The class, taught or shipped; None is every taught class.
        minutes: How long each trains.
        least: Reviewed documents below which a class is left out.
        run: Runs the command that trains.

    Raises:
        ConfigurationError: There is no such class, it has no fields, or the documents cannot be written.
        EngineUnavailable: A training broke off.
    """
    names = sorted(in_use(bench.settings.models)) if document_class is None else [document_class]
    if document_class is not None and not bench.catalog.require(document_class).fields:
        raise ConfigurationError(f"{document_class} has no fields to learn")
    return [_candidate(bench, name, minutes, least, run) for name in names]


def _candidate(
    bench: Workbench, name: str, minutes: float, least: int, run: Callable[[Sequence[str]], int]
) -> Retrained:
    data = bench.settings.home / FOLDER / name
    exported = export_corrections(bench, data, document_class=name)
    if exported.documents < least:
        return Retrained(name, exported.documents)
    before = _versions(bench.settings.models, name)
    # What the version in use learned from other documents stays: these are only those that people corrected.
    taught = in_use(bench.settings.models).get(name)
    start = ["--start", str(taught)] if taught is not None else []
    told = ["train", name, "--data", str(data), *start, "--minutes", f"{minutes:g}", "--candidate", "--quiet"]
    if run(told) != 0:
        raise EngineUnavailable(f"the training of {name} broke off: fieldwright {' '.join(told)} says why")
    made = sorted(_versions(bench.settings.models, name) - before)
    facts: dict[str, Json] = {"class": name, "version": made[-1] if made else "", "documents": exported.documents}
    bench.store.append_event(None, "candidate_trained", facts, actor="fieldwright")
    return Retrained(name, exported.documents, made[-1] if made else None)


def _versions(models: Path, name: str) -> set[str]:
    return {one.version for one in taught_models(models) if one.document_class == name}
