"""A deployment for a benchmark: its own home, store and models folder, and people who answer by the truth."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.releases import releases
from schemas.errors import EngineUnavailable
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.review import Correction, Reviewed
from schemas.settings import Settings
from schemas.validation import ValidationReport
from services import review, stages
from services.intake import take_in
from services.stage_results import FIELDS, REPORT
from services.workbench import Workbench
from store.reviews import Conclusion
from training import scoring
from training.datasets import Document

BATCH, PERSON, LEASE_S = 16, "benchmark", 600.0
MODELS = ("classifier", "decision", "layout", "layoutlm", "pii", "second_reader")


@dataclass(frozen=True)
class Labeled:
    """A document in the store, and the line of the truth that people answer by."""

    id: str
    document: Document
    names: frozenset[str]
    """The fields that the set labels for documents of this class."""


class Deployment:
    """A home with a store and a models folder of its own; its commands run as processes of their own.

    Args:
        home: The folder.
        models: The shipped models, which are linked.
    """

    def __init__(self, home: Path, models: Path) -> None:
        self.home, self.models = home, home / "models"
        self.models.mkdir(parents=True, exist_ok=True)
        for name in MODELS:
            if (models / name).exists() and not (self.models / name).exists():
                (self.models / name).symlink_to((models / name).resolve(), target_is_directory=True)
        self.bench = Workbench(Settings(home=home, models=self.models))
        self.commands: list[dict[str, Any]] = []

    def command(self, *words: str) -> str:
        """Runs a command of Fieldwright, notes it with its seconds, and returns what it printed.

        Raises:
            EngineUnavailable: It ended with an error.
        """
        own = {"FIELDWRIGHT_HOME": str(self.home), "FIELDWRIGHT_MODELS": str(self.models)}
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "fieldwright", *words],
            env=os.environ | own, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise EngineUnavailable(f"fieldwright {' '.join(words[:2])} ended with {done.returncode}: {done.stderr}")
        self.commands.append({"command": " ".join(words[:3]), "seconds": round(time.perf_counter() - begun, 1)})
        return done.stdout

    def add(self, checkpoint: Path, name: str) -> str:
        """Adds a checkpoint as a release, and returns its version."""
        before = {one.version for one in releases(self.models)}
        self.command("models", "add", str(checkpoint), "--name", name)
        [version] = {one.version for one in releases(self.models)} - before
        return version

    def read(self, documents: Sequence[Labeled]) -> list[Labeled]:
        """Takes documents to their outcomes; returns those that the fields of were read."""
        for some in groups(documents):
            batch = stages.Batch(self.bench, [one.id for one in some])
            for stage in (*stages.READING, stages.conclude):
                stage(batch)
        return [one for one in documents if self.maker(one.id)]

    def maker(self, document_id: str) -> str:
        """Returns what read the fields of a document; empty where nothing did."""
        found = self.bench.store.load(document_id, FIELDS, Extraction)
        return found.model if found else ""

    def label(self, one: Labeled) -> None:
        """Has a person answer every labeled field of a document by the truth."""
        store = self.bench.store
        outcome, machine = store.outcome(one.id), store.load(one.id, FIELDS, Extraction)
        report = store.load(one.id, REPORT, ValidationReport)
        assert outcome is not None
        assert machine is not None
        assert report is not None
        if review.can_reopen(outcome):
            review.reopen(self.bench, one.id, "a person looks at it again", user=PERSON)
        version = store.reviews.version(one.id)
        store.reviews.take(one.id, PERSON, LEASE_S)
        store.reviews.conclude(
            Conclusion(
                user=PERSON, key=one.id[:32], version=version or "",
                outcome=Outcome(document_id=one.id, document_class=machine.document_class, status="accepted"),
                reviewed=Reviewed(document_id=one.id, document_class=machine.document_class),
                report=report, report_version="1", corrections=answers(one, machine),
            )
        )  # fmt: skip


def groups(documents: Sequence[Labeled]) -> Iterator[Sequence[Labeled]]:
    """Yields the documents in batches."""
    for start in range(0, len(documents), BATCH):
        yield documents[start : start + BATCH]


def answers(one: Labeled, machine: Extraction) -> list[Correction]:
    """Returns what a person says of each labeled field that the document has or that was found."""
    found = {f.name: (f.value, f.confidence) for f in machine.fields if f.value is not None}
    return [
        Correction(
            field=judged.field,
            action="accept" if judged.right else "correct" if judged.expected else "absent",
            before=judged.found,
            after=judged.found if judged.right else judged.expected and str(judged.expected["value"]),
            confidence=judged.confidence,
            model=machine.model,
        )
        for judged in scoring.judge(one.document.row, found, set(one.names))
    ]


def taken_in(deployment: Deployment, documents: Sequence[Document]) -> list[Labeled]:
    """Stores each document from a folder of its set in an inbox; copies of a file count once."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for document in documents:
        names[document.set_name, document.document_class].update(document.row["fields"])
    found: dict[str, Labeled] = {}
    for document in documents:
        path = deployment.home / "inbox" / document.set_name / document.path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(document.path, path)
        for taken in take_in(deployment.bench, [str(path)], document_class=document.document_class):
            if taken.document_id is not None:
                known = frozenset(names[document.set_name, document.document_class])
                found.setdefault(taken.document_id, Labeled(taken.document_id, document, known))
    return list(found.values())
