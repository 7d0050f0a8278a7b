"""A candidate of a taught class, trained on reviewed documents in a process of its own; a person puts it into use."""

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
    """Trains a candidate for a taught class, or for each of them. What is in use stays in use.

    Args:
        bench: The store and the models.
        document_class: The class; None is every taught class.
        minutes: How long each trains.
        least: Reviewed documents below which a class is left out.
        run: Runs the command that trains.

    Raises:
        ConfigurationError: There is no such taught class, or the documents cannot be written.
        EngineUnavailable: A training broke off.
    """
    models = bench.settings.models
    taught = sorted(in_use(models))
    if document_class is not None and document_class not in taught:
        raise ConfigurationError(f"{document_class} is no taught class: there are {', '.join(taught) or 'none'}")
    return [_candidate(bench, name, minutes, least, run) for name in taught if document_class in (None, name)]


def _candidate(
    bench: Workbench, name: str, minutes: float, least: int, run: Callable[[Sequence[str]], int]
) -> Retrained:
    data = bench.settings.home / FOLDER / name
    exported = export_corrections(bench, data, document_class=name)
    if exported.documents < least:
        return Retrained(name, exported.documents)
    before = _versions(bench.settings.models, name)
    # What the version in use learned from other documents stays: these are only those that people corrected.
    start = str(in_use(bench.settings.models)[name])
    told = ["train", name, "--data", str(data), "--start", start, "--minutes", f"{minutes:g}", "--candidate", "--quiet"]
    if run(told) != 0:
        raise EngineUnavailable(f"the training of {name} broke off: fieldwright {' '.join(told)} says why")
    made = sorted(_versions(bench.settings.models, name) - before)
    facts: dict[str, Json] = {"class": name, "version": made[-1] if made else "", "documents": exported.documents}
    bench.store.append_event(None, "candidate_trained", facts, actor="fieldwright")
    return Retrained(name, exported.documents, made[-1] if made else None)


def _versions(models: Path, name: str) -> set[str]:
    return {one.version for one in taught_models(models) if one.document_class == name}
