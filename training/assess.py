"""Scores a set by the product's own path, from files to values, with the cause of each error."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.settings import Settings
from services.extract import Extracted, extract_files
from training import scoring
from training.calibration_report import PRECISION
from training.causes import CAUSES, cause
from training.datasets import Document
from training.figures import Figures, figures_of
from training.fitting import most_accepted
from training.scoring import Judged, Tally
from values.rates import right_share


@dataclass(frozen=True)
class Wrong:
    """One field that is not right, and why. Holds text of the document: shown on request, never logged."""

    judged: Judged
    cause: str


@dataclass(frozen=True)
class Assessment:
    """What a measurement found. ``cells`` are those of line items, None where the truth has none.

    ``statuses`` counts how the documents ended under the thresholds in force.
    """

    figures: Figures
    cells: Tally | None
    calibration_error: float | None
    accepted_at_99: float
    class_accuracy: float | None
    statuses: Counter[str]
    wrong: tuple[Wrong, ...]

    @property
    def causes(self) -> dict[str, int]:
        """How often each cause occurs, in the order of the path from pixels to value."""
        counted = Counter(w.cause for w in self.wrong)
        return {name: counted[name] for name in CAUSES if counted[name]}

    @property
    def causes_by_field(self) -> dict[str, dict[str, int]]:
        """How often each cause occurs on each field."""
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for wrong in self.wrong:
            counted[wrong.judged.field][wrong.cause] += 1
        return {name: dict(counted[name].most_common()) for name in sorted(counted)}


def extracted(
    settings: Settings, documents: Sequence[Document], *, classify: bool = False
) -> Iterator[tuple[Document, Extracted]]:
    """Yields what ``fieldwright extract`` makes of each document; documents of one class go through together.

    Of a file that was divided, wrongly so, the first part counts.
    """
    groups: dict[str | None, list[Document]] = defaultdict(list)
    for document in documents:
        groups[None if classify else document.document_class].append(document)
    for document_class, chosen in groups.items():
        paths = [str(document.path) for document in chosen]
        first: dict[str, Extracted] = {}
        for made in extract_files(settings, paths, document_class=document_class):
            first.setdefault(made.file, made)
        yield from zip(chosen, first.values(), strict=True)


def assess(done: Sequence[tuple[Document, Extracted]]) -> Assessment:
    """Returns the figures and causes of extracted documents of one set."""
    names = scoring.vocabulary(document.row for document, _ in done)
    columns = scoring.columns(document.row for document, _ in done)
    judged: list[list[Judged]] = []
    wrong: list[Wrong] = []
    cells: Tally | None = None
    for document, made in done:
        fields = {f.name: f for f in made.extraction.fields} if made.extraction else {}
        found = {name: (f.value, f.confidence) for name, f in fields.items() if f.value is not None}
        here = scoring.judge(document.row, found, names[document.document_class])
        judged.append(here)
        wrong += [Wrong(j, cause(j, fields.get(j.field), made.read)) for j in here if not j.right]
        if document.row.get("line_items") is not None:
            rows = [item.values for item in made.extraction.line_items] if made.extraction else []
            counted, _ = scoring.judge_cells(document.row["line_items"], rows, columns[document.document_class])
            cells = (cells or Tally()) + counted
    decisions = [(j.confidence, j.right) for fields in judged for j in fields if j.confidence is not None]
    return Assessment(
        figures=figures_of(judged),
        cells=cells,
        calibration_error=scoring.calibration_error(decisions),
        accepted_at_99=most_accepted(decisions, sum(map(len, judged)), precision=PRECISION).share,
        class_accuracy=right_share(made.outcome.document_class == document.document_class for document, made in done),
        statuses=Counter(made.outcome.status for _, made in done),
        wrong=tuple(wrong),
    )
