"""``fieldwright export``: a document as searchable PDF, hOCR, ALTO or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from fieldwright.console import console, escaped
from fieldwright.show import find_one
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from services.documents import Format, export, view
from services.workbench import Workbench


def run(document: str, *, form: str, output: Path, redacted: bool) -> None:
    """Writes a document that was processed to a file; with ``redacted`` without its personal data."""
    known: dict[str, Format] = {name: name for name in get_args(Format)}
    if form not in known:
        raise ConfigurationError(f"there is no format {form!r}; choose one of {', '.join(known)}")
    with Workbench(load_settings()) as bench:
        source = find_one(bench, document)
        data = export(bench, view(bench, source.id, whole=not redacted), known[form])
        try:
            output.write_bytes(data)
        except OSError as error:
            raise ConfigurationError(
                f"{output} cannot be written ({error.strerror}): choose another --output"
            ) from None
        bench.store.append_event(source.id, "exported", {"format": form, "redacted": redacted}, actor="terminal")
    console.print(f"{len(data)} bytes -> {escaped(str(output))}")
