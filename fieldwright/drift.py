"""``fieldwright drift``: what the documents of the last days have that those before had not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rich.table import Table

from fieldwright.console import console, escaped, print_json
from schemas.settings import load_settings
from services.drift.report import LEAST, Drifted, drift
from services.workbench import Workbench
from values.wording import quantity


def show(*, days: float, reference_days: float, everything: bool, versions: bool, as_json: bool) -> None:
    """Prints what drifted, of each tier and model by itself where they are wanted, and new templates to label."""
    with Workbench(load_settings()) as bench:
        found = drift(bench, recent_days=days, reference_days=reference_days)
    if as_json:
        shifts = {
            name: [{**asdict(one), "level": one.shift.level} for one in some]
            for name, some in (("shifts", found.shifts), ("versions", found.versions))
        }
        print_json({**asdict(found), **shifts})
        return
    console.print(
        f"{quantity(found.recent, 'document')} of the last {_days(days)} against {found.reference} of the"
        f" {_days(reference_days)} before"
    )
    if not found.shifts:
        console.print(f"nothing is said before each window has {LEAST} documents")
    _print_shifts((*found.shifts, *(found.versions if versions else ())), everything=everything)
    for template in found.templates:
        console.print(
            f"new template [bold]{escaped(template.name)}[/bold]: {quantity(len(template.documents), 'document')};"
            f" label first: {', '.join(i[:12] for i in template.samples)}",
            highlight=False,
        )


def _days(days: float) -> str:
    return "day" if days == 1 else f"{days:g} days"


def _print_shifts(found: Sequence[Drifted], *, everything: bool) -> None:
    shown = [one for one in found if everything or one.shift.level != "none"]
    if not shown:
        console.print("no drift" if found else "", end="\n" if found else "")
        return
    table = Table(header_style="bold")
    for heading in ("what", "class", "tier", "model", "index (PSI)", "by chance", "level"):
        table.add_column(heading, no_wrap=heading != "model")
    for one in sorted(shown, key=lambda one: -one.shift.index):
        about = one.kind.replace("_", " "), one.document_class, one.tier, escaped(one.model)
        table.add_row(*about, f"{one.shift.index:.3f}", f"{one.shift.by_chance:.3f}", one.shift.level)
    console.print(table)
