"""Scores a checkpoint on documents whose words are at hand, with the scorer of the data sets."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from extractors.fields.extractor import FieldExtractor
from schemas.classes import SHIPPED
from schemas.document import ReadDocument
from schemas.errors import ConfigurationError
from schemas.outcome import Outcome
from schemas.report import document_report
from training.calibrate import given_class
from training.datasets import Document


def load_scorer(data: Path) -> ModuleType:
    """Returns the module ``score.py`` of the data folder.

    Raises:
        ConfigurationError: The folder has no scorer.
    """
    path = data / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if not path.exists() or spec is None or spec.loader is None:
        raise ConfigurationError(f"{path} does not exist: the data sets lie beside the repository, in ../shared/data")
    import sys

    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def predictions(
    extractor: FieldExtractor, documents: Sequence[Document], reads: Sequence[ReadDocument]
) -> list[dict[str, Any]]:
    """Returns the extractor's result of each document, its class given, as the command line would write it."""
    batch = [given_class(read, SHIPPED.require(d.document_class)) for d, read in zip(documents, reads, strict=True)]
    rows = []
    for document, item, extraction in zip(documents, batch, extractor.extract(batch), strict=True):
        outcome = Outcome(
            document_id=item.read.document_id, document_class=document.document_class, status="needs_review"
        )
        rows.append(document_report(document.path.name, outcome=outcome, read=item.read, extraction=extraction))
    return rows


def score(data: Path, documents: Iterable[Document], rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Returns the scorer's whole report on some documents of a set."""
    scorer = load_scorer(data)
    with tempfile.TemporaryDirectory() as folder:
        truth, predicted = Path(folder, "truth.jsonl"), Path(folder, "predictions.jsonl")
        truth.write_text("".join(json.dumps(_without_text(d.row)) + "\n" for d in documents), encoding="utf-8")
        predicted.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        report: dict[str, Any] = scorer.evaluate(truth, predicted)
    return report


def _without_text(row: Any) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("text_file", "text")}
