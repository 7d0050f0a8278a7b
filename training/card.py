"""The model card of a taught checkpoint: what it learned from, how it was measured, what it cannot do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from training.calibration_report import report_lines
from training.figures import Figures
from training.taught import Taught

FEW = 30
"""With fewer held-out documents a figure is weak, and the card states this."""


def teaching_card(taught: Taught) -> str:
    """Returns the card as Markdown."""
    return "\n".join(_lines(taught)) + "\n"


def _lines(taught: Taught) -> Iterator[str]:
    kind, request = taught.prepared.kind, taught.prepared.request
    yield f"# LayoutLM for {kind.title}, version {taught.folder.name}"
    yield ""
    yield (
        f"Reads class `{kind.name}` and nothing else. Taught on {datetime.now(UTC).date().isoformat()} on"
        f" {taught.windows} windows of pages, from the checkpoint `{taught.started_from}`, seed {request.seed}."
    )
    yield ""
    yield "## Learned from"
    yield ""
    yield (
        f"{len(taught.material.learn)} documents of `{request.data_names}`; {len(taught.material.aside)} more were kept"
        " aside and only measured on, divided by family so that near-copies are on one side."
        f" {len(taught.material.unread)} could not be read."
    )
    yield ""
    yield "| field | kind | values found among the words | of |"
    yield "|---|---|---|---|"
    for name, (found, wanted) in taught.prepared.alignment.items():
        yield f"| {name} | {kind.field(name).kind} | {found} | {wanted} |"
    yield ""
    yield "A value that the words do not show teaches nothing; many of them mean poor scans or doubtful truth."
    yield ""
    yield "## Figures"
    yield ""
    yield from _figures(taught.figures)
    if taught.before is not None:
        low, high = taught.before.f1_interval
        yield ""
        yield f"The model in use until then: micro F1 {_shown(taught.before.f1)} ({low:.3f} to {high:.3f})."
    yield from _calibration(taught)
    if taught.recognition is not None:
        seen = taught.recognition
        yield ""
        yield "## Distinction from other documents"
        yield ""
        yield (
            f"By its words: {seen.found} of {seen.documents} documents kept aside are recognized, and"
            f" {seen.false_alarms} of {seen.others} invented documents of thirty other kinds are taken for the class."
        )
    yield ""
    yield "## Limits"
    yield ""
    yield from _limits(taught)


def _figures(figures: Figures) -> Iterator[str]:
    low, high = figures.f1_interval
    yield (
        f"{figures.documents} documents kept aside, class given, exact match: micro F1 {_shown(figures.f1)}, 95 %"
        f" interval {low:.3f} to {high:.3f} for other documents of the same kind."
    )
    yield ""
    yield "| field | F1 | precision | recall | right | spurious | missed |"
    yield "|---|---|---|---|---|---|---|"
    for name, counted in figures.by_field.items():
        yield (
            f"| {name} | {_shown(counted.f1)} | {_shown(counted.precision)} | {_shown(counted.recall)}"
            f" | {counted.right} | {counted.spurious} | {counted.missed} |"
        )


def _calibration(taught: Taught) -> Iterator[str]:
    yield ""
    yield "## Confidence"
    yield ""
    if taught.calibration is None:
        yield "Not calibrated: no document was kept aside, and the checkpoint it started from has no calibration."
        return
    yield "Cross-fitted by family; `(thin)` where too few values were accepted to show a precision of 0.99."
    yield ""
    yield from report_lines(taught.calibration)


def _limits(taught: Taught) -> Iterator[str]:
    measured_on = taught.figures.documents
    if measured_on < FEW:
        yield f"- Measured on {measured_on} documents only: the interval is wide, and so is what it leaves open."
    weak = [name for name, counted in taught.figures.by_field.items() if (counted.f1 or 0) < 0.8]
    if weak:
        yield f"- Fields below 0.8: {', '.join(weak)}."
    yield "- Documents from other senders than the examples' have not been measured unless the families say so."


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
