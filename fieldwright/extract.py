"""``fieldwright extract``: files in, JSON lines out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from fieldwright.console import console, counted, escaped, hush, notes, progress, stages_named, stopping
from fieldwright.directory import tell_errors
from schemas.errors import ConfigurationError
from schemas.outcome import Outcome
from schemas.report import document_report
from schemas.settings import load_settings
from schemas.tiers import tier_named
from services.directory import directory_from
from services.extract import extract_files
from services.intake import count_files, is_report
from services.workbench import check_class, check_models
from store.sources import Found


def run(
    paths: Sequence[str],
    output: Path,
    *,
    document_class: str | None,
    directory: Path | None,
    tier: str | None,
    quiet: bool,
) -> None:
    """Writes one JSON object a document to ``output``; lines appear as documents are finished."""
    settings = load_settings()
    check_class(settings, document_class)
    stated = tier_named(tier)
    check_models(settings)
    known, errors = directory_from(directory) if directory else (None, ())
    tell_errors(directory or Path(), errors)
    hush()
    own = str(output.absolute())

    def is_result(found: Found) -> bool:
        return found.url == own or is_report(found)

    total = count_files(paths, skip=is_result)
    outcomes: list[Outcome] = []
    try:
        lines = output.open("w", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{output} cannot be written ({error.strerror}): choose another --output") from None
    kept = f"finished documents are in {output}"
    with stopping(kept), lines, progress("storing", quiet=quiet, total=total) as bar, stages_named(bar):
        for item in extract_files(
            settings, paths, document_class=document_class, directory=known, tier=stated, skip=is_result
        ):
            row = document_report(
                item.file, outcome=item.outcome, read=item.read, extraction=item.extraction, parts=item.parts
            )
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            lines.flush()
            outcomes.append(item.outcome)
            if item.parts is None or item.parts.part == 1:
                bar()
    if quiet:
        return
    if not outcomes:
        notes.print("[yellow]no documents found[/yellow]")
    else:
        console.print(f"{counted(outcomes)} -> {escaped(str(output))}")
