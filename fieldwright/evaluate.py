"""``fieldwright evaluate``: scores a checkpoint on a set, with the cause of each error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from fieldwright.console import console, escaped, hush, print_json, progress
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from services.workbench import check_models

if TYPE_CHECKING:
    from training.assess import Assessment
    from training.datasets import Document


def run(
    data: Path,
    *,
    checkpoint: Path | None,
    everything: bool,
    classify: bool,
    limit: int | None,
    errors: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Prints the figures of a set of documents with truth."""
    from training.assess import assess, extracted

    settings = load_settings(checkpoint=checkpoint)
    check_models(settings)
    hush()
    documents = labelled_documents(data, settings.models, everything=everything)[:limit]
    done = []
    with progress("reading", quiet=quiet or as_json, total=len(documents)) as advance:
        for item in extracted(settings, documents, classify=classify):
            done.append(item)
            advance()
    found = assess(done)
    if as_json:
        print_json(report(found, errors=errors))
    else:
        _print(found, errors=errors)


def labelled_documents(data: Path, models: Path, *, everything: bool = False) -> list[Document]:
    """Returns the documents of a set with truth; unless ``everything``, those that no model can have learned from.

    Raises:
        ConfigurationError: The set has no truth, or no document of a known class.
    """
    from registry.class_files import load_catalog
    from training.datasets import load_set
    from training.recipe import is_labelled
    from training.teaching_set import documents_aside

    catalog = load_catalog(models)
    try:
        labelled = [d for d in load_set(data.resolve().parent, data.resolve().name, catalog) if is_labelled(d, catalog)]
    except (OSError, ValueError, KeyError) as error:
        cause = f" ({error.strerror})" if isinstance(error, OSError) else ""
        raise ConfigurationError(
            f"{data / 'truth.jsonl'} cannot be used{cause}: it has one JSON object a line, each with file,"
            " document_class and fields"
        ) from None
    if not labelled:
        raise ConfigurationError(f"{data} has no document with true fields of a class that Fieldwright knows")
    return labelled if everything else documents_aside(labelled, models)


def report(found: Assessment, *, errors: bool) -> dict[str, Any]:
    """Returns the figures as JSON; ``errors`` adds each wrong field with its values."""
    figures = found.figures
    made: dict[str, Any] = {
        "documents": figures.documents,
        "f1": figures.f1,
        "f1_interval": figures.f1_interval,
        "precision": figures.counted.precision,
        "recall": figures.counted.recall,
        "line_cell_f1": found.cells.f1 if found.cells else None,
        "calibration_error": found.calibration_error,
        "accepted_at_99": found.accepted_at_99,
        "class_accuracy": found.class_accuracy,
        "status": dict(found.statuses),
        "by_field": {name: {"f1": counted.f1, **vars(counted)} for name, counted in figures.by_field.items()},
        "causes": found.causes,
        "causes_by_field": found.causes_by_field,
    }
    if errors:
        made["errors"] = [
            {
                "file": w.judged.file,
                "field": w.judged.field,
                "cause": w.cause,
                "expected": w.judged.expected and w.judged.expected["value"],
                "found": w.judged.found,
                "confidence": w.judged.confidence,
            }
            for w in found.wrong
        ]
    return made


def _print(found: Assessment, *, errors: bool) -> None:
    figures, counted = found.figures, found.figures.counted
    low, high = figures.f1_interval
    console.print(
        f"{figures.documents} documents: micro F1 {_shown(figures.f1)} ({low:.3f} to {high:.3f}), precision"
        f" {_shown(counted.precision)}, recall {_shown(counted.recall)}"
    )
    if found.cells:
        console.print(f"cells of line items: F1 {_shown(found.cells.f1)}")
    console.print(
        f"calibration error {_shown(found.calibration_error)}, accepted at 99 % precision {found.accepted_at_99:.2f}"
    )
    console.print(_fields(found))
    if found.wrong:
        console.print(_causes(found))
    for wrong in found.wrong if errors else ():
        expected = wrong.judged.expected["value"] if wrong.judged.expected else "nothing"
        console.print(
            f"{escaped(wrong.judged.file)} {wrong.judged.field}: {escaped(str(expected))} was expected,"
            f" {escaped(wrong.judged.found or 'nothing')} was found: [dim]{wrong.cause}[/dim]"
        )


def _fields(found: Assessment) -> Table:
    table = Table(header_style="bold")
    for heading in ("field", "F1", "right", "spurious", "missed"):
        table.add_column(heading, justify="left" if heading == "field" else "right")
    for name, counted in found.figures.by_field.items():
        table.add_row(name, _shown(counted.f1), str(counted.right), str(counted.spurious), str(counted.missed))
    return table


def _causes(found: Assessment) -> Table:
    table = Table(header_style="bold")
    table.add_column("cause")
    table.add_column("errors", justify="right")
    table.add_column("where")
    for name, count in found.causes.items():
        places = [(causes[name], field) for field, causes in found.causes_by_field.items() if name in causes]
        table.add_row(name, str(count), ", ".join(f"{field} {n}" for n, field in sorted(places, reverse=True)))
    return table


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
