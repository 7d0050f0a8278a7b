"""``fieldwright reindex``: rebuilds the search index from the store."""

from __future__ import annotations

from fieldwright.console import console, progress
from schemas.settings import load_settings
from services.reindex import rebuild_index
from services.workbench import Workbench
from values.wording import quantity


def run(*, quiet: bool) -> None:
    """Builds a new index beside the old one and puts it in its place."""
    with Workbench(load_settings()) as bench, progress("indexing", quiet=quiet) as advance:
        count = rebuild_index(bench, on_entry=advance)
    if not quiet:
        console.print(f"{quantity(count, 'document')} in the new index")
