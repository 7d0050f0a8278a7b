"""``fieldwright corrections``: what reviewers established, as data to teach and to calibrate with."""

from __future__ import annotations

from pathlib import Path

from fieldwright.console import console, escaped
from schemas.settings import load_settings
from services.training_export import export_corrections
from services.workbench import Workbench, check_class
from values.wording import quantity


def export(data: Path, *, document_class: str | None, with_accepted: bool) -> None:
    """Writes reviewed documents and their truth to a folder."""
    settings = load_settings()
    check_class(settings, document_class)
    with Workbench(settings) as bench:
        done = export_corrections(bench, data, document_class=document_class, with_accepted=with_accepted)
        told = {"documents": done.documents, "values": done.values}
        bench.store.append_event(None, "corrections_exported", told, actor="terminal")
    written = f"{quantity(done.documents, 'document')} with {quantity(done.values, 'value')}"
    console.print(f"{written}, {done.pairs} of them judged -> {escaped(str(data))}")
    if done.documents:
        console.print(f"teach a class with it: fieldwright train CLASS --data {escaped(str(data))}")
