"""Makes a checkpoint's confidences mean something: fits ``calibration.json`` on documents the weights never saw.

The documents are the held-out side of the sets (`training.sets`). All of them are fitted on for what ships; every
reported figure comes from cross-fitting by family, so that no value is judged by a calibration that saw its document
or a near-copy of it. A split into three parts would leave some sixty documents for each of fitting and reporting, too
few for either.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.fields.about import read_about, weights_of
from extractors.fields.calibration import CALIBRATION_FILE, Calibration, groups_of
from extractors.fields.evidence import NAMES, Case, cases
from extractors.fields.extractor import FieldInput
from extractors.fields.layoutlm import LayoutLMExtractor
from schemas.document import ReadDocument
from schemas.extraction import Classification, Extraction
from training import scoring
from training.fitting import Accepted, Known, accepted_at, cross_fitted, fit, most_accepted, trusted
from training.sets import Document

PRECISION = 0.99
"""What values accepted without a person must reach."""

ENOUGH = 299
"""So many values without an error show a precision of 0.99 with 95 % confidence; with fewer nothing is shown."""

LOWEST = 0.9
"""No threshold lies below: whatever the average of all that is accepted, the last one would be wrong too often."""

NEVER = 1.0
"""A threshold that no calibrated confidence reaches."""


@dataclass(frozen=True)
class Sample:
    """Values with verdicts, and the slots there are to decide: values that were expected or found, by class."""

    known: tuple[Known, ...]
    slots: Mapping[str, int]

    def __add__(self, other: Sample) -> Sample:
        return Sample((*self.known, *other.known), Counter(self.slots) + Counter(other.slots))


def given_class(read: ReadDocument, name: str) -> FieldInput:
    """Returns a document whose class is told."""
    told = Classification(document_id=read.document_id, document_class=name, confidence=1.0, fixed=True, model="given")
    return FieldInput(read, told)


def verdicts(
    extractor: LayoutLMExtractor, documents: Sequence[Document], reads: Iterable[ReadDocument]
) -> Iterator[tuple[list[scoring.Judged], list[Known]]]:
    """Yields for each document of one set its judged fields, and its decoded values before any calibration.

    Args:
        extractor: The checkpoint.
        documents: Documents that its weights did not learn from.
        reads: Their words.
    """
    names = scoring.vocabulary(d.row for d in documents)
    columns: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for line in document.row.get("line_items") or ():
            columns[document.document_class].update(line)
    for document, read in zip(documents, reads, strict=True):
        kind = document.document_class
        [labelled] = extractor.label([(read, kind)])
        extraction = extractor.decode(given_class(read, kind), labelled)
        found = {f.name: (f.value, f.confidence) for f in extraction.fields if f.value is not None}
        judged = scoring.judge(document.row, found, names[kind])
        right: dict[tuple[int | None, str], bool] = {(None, j.field): j.right for j in judged if j.found is not None}
        right |= _cells(document, extraction, columns[kind])
        yield (
            judged,
            [
                _known(document, case, right[case.line, case.field.name])
                for case in cases(labelled, extraction)
                if (case.line, case.field.name) in right
            ],
        )


def _cells(document: Document, extraction: Extraction, columns: set[str]) -> dict[tuple[int | None, str], bool]:
    if document.row.get("line_items") is None:
        return {}
    _, right = scoring.judge_cells(document.row["line_items"], [item.values for item in extraction.line_items], columns)
    return dict(right)


def _known(document: Document, case: Case, right: bool) -> Known:
    in_line = case.line is not None
    return Known(
        document.set_name,
        document.family,
        str(document.row["file"]),
        document.document_class,
        case.field.name,
        in_line,
        groups_of(document.document_class, case.field, in_line=in_line),
        case.evidence,
        case.field.confidence,
        right,
    )


def known_values(extractor: LayoutLMExtractor, documents: Sequence[Document], reads: Iterable[ReadDocument]) -> Sample:
    """Returns every decoded value of documents of one set with its verdict: see `verdicts`."""
    known: list[Known] = []
    slots: Counter[str] = Counter()
    for judged, values in verdicts(extractor, documents, reads):
        slots.update(j.document_class for j in judged)
        known.extend(values)
    return Sample(tuple(known), slots)


# ----------------------------------------------------------------------------------------------------------------------
# The file and its report


def calibrate(checkpoint: Path, sample: Sample, *, prior: Calibration | None = None) -> dict[str, Any]:
    """Fits, measures and writes ``calibration.json`` into the checkpoint; returns what was written."""
    fitted = fit(sample.known, prior=prior)
    judged = cross_fitted(sample.known, prior=prior)
    stored = {
        "weights": weights_of(read_about(checkpoint)),
        "model": {
            "evidence": list(NAMES),
            "means": fitted.means,
            "scales": fitted.scales,
            "weights": fitted.weights,
            "offsets": fitted.offsets,
        },
        "thresholds": thresholds(sample, judged),
        "report": report(sample, judged),
        "made": datetime.now(UTC).date().isoformat(),
    }
    (checkpoint / CALIBRATION_FILE).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    return stored


def thresholds(sample: Sample, judged: Sequence[float]) -> dict[str, float]:
    """Returns the confidence to accept from: ``default``, and each class and ``class.line`` with evidence of its own.

    Calibrated confidences compare between the fields of a class, so one threshold serves all of them. A class with too
    few values to allow any threshold by itself takes the default; one with enough values, of which no part is right
    often enough, is never accepted.
    """
    whole = trusted(_decisions(sample, judged), len(sample.known), precision=PRECISION).threshold
    default = NEVER if whole is None else _down(whole)
    found = {"default": default}
    for key, chosen in _parts(sample).items():
        own = trusted([(judged[i], sample.known[i].right) for i in chosen], len(chosen), precision=PRECISION)
        if own.threshold is not None:
            found[key] = _down(own.threshold)
        elif len(chosen) >= ENOUGH:
            found[key] = NEVER
    return found


def _down(threshold: float) -> float:
    """Returns the threshold with four digits, so that what was accepted with it still is, and no lower than allowed."""
    return max(int(threshold * 10_000) / 10_000, LOWEST)


def _decisions(sample: Sample, judged: Sequence[float]) -> list[tuple[float, bool]]:
    return [(confidence, one.right) for confidence, one in zip(judged, sample.known, strict=True)]


def _parts(sample: Sample) -> dict[str, list[int]]:
    """Returns the values of each class, fields and cells apart."""
    parts: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(sample.known):
        parts[f"{one.document_class}.line" if one.in_line else one.document_class].append(i)
    return dict(sorted(parts.items()))


def report(sample: Sample, judged: Sequence[float]) -> dict[str, Any]:
    """Returns calibration error before and after, and what can be accepted at 99 %, for each class and each field."""
    accept_from = thresholds(sample, judged)
    figures = {}
    for key, chosen in _parts(sample).items():
        slots = sample.slots.get(key, 0) or len(chosen)
        figures[key] = _figures(sample, judged, chosen, slots, accept_from.get(key, accept_from["default"]))
    by_field = {
        name: _figures(sample, judged, chosen, len(chosen), accept_from.get(part, accept_from["default"]))
        for part, name, chosen in _fields(sample)
    }
    return {"classes": figures, "fields": by_field}


def _fields(sample: Sample) -> Iterator[tuple[str, str, list[int]]]:
    for part, chosen in _parts(sample).items():
        for name in sorted({sample.known[i].field for i in chosen}):
            yield part, f"{part}.{name}", [i for i in chosen if sample.known[i].field == name]


def _figures(
    sample: Sample, judged: Sequence[float], chosen: Sequence[int], slots: int, threshold: float
) -> dict[str, Any]:
    after = [(judged[i], sample.known[i].right) for i in chosen]
    before = [(sample.known[i].decoded, sample.known[i].right) for i in chosen]
    at_threshold = accepted_at(after, threshold, slots)
    return {
        "values": len(chosen),
        "right": sum(right for _, right in after),
        "calibration_error_before": _rounded(scoring.calibration_error(before)),
        "calibration_error_after": _rounded(scoring.calibration_error(after)),
        "accepted_at_99_before": _rounded(most_accepted(before, slots, precision=PRECISION).share),
        "accepted_at_99_after": _rounded(most_accepted(after, slots, precision=PRECISION).share),
        "threshold": threshold,
        "at_threshold": _shown(at_threshold),
    }


def _shown(accepted: Accepted) -> dict[str, Any]:
    low, high = accepted.precision_interval
    return {
        "accepted": accepted.accepted,
        "wrong": accepted.accepted - accepted.right,
        "share": _rounded(accepted.share),
        "share_interval": [_rounded(v) for v in accepted.share_interval],
        "precision_interval": [_rounded(low), _rounded(high)],
        "shown": low >= PRECISION,
        "remark": "" if low >= PRECISION else f"too thin to show {PRECISION}: {accepted.accepted} values accepted",
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def report_lines(stored: Mapping[str, Any]) -> Iterator[str]:
    """Yields the report of a calibration as the lines of a Markdown table, for the terminal and the model card."""
    heads = (
        "values", "count", "ECE before", "after", "auto@99 before", "after", "accept from", "accepted", "wrong",
        "precision, 95 %",
    )  # fmt: skip
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for name, row in stored["report"]["classes"].items():
        through = row["at_threshold"]
        low, high = through["precision_interval"]
        yield (
            f"| {name} | {row['values']} | {row['calibration_error_before']:.3f} | {row['calibration_error_after']:.3f}"
            f" | {row['accepted_at_99_before']:.2f} | {row['accepted_at_99_after']:.2f} | {row['threshold']:.4f}"
            f" | {through['share']:.2f} | {through['wrong']} | {low:.3f} to {high:.3f}"
            f"{'' if through['shown'] else ' (thin)'} |"
        )
