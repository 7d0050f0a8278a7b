"""``fieldwright layouts``: what reviews taught of layouts, listed, shown and forgotten."""

from __future__ import annotations

from rich.table import Table

from fieldwright.console import console, print_json
from schemas.layouts import KnownLayout
from schemas.settings import load_settings
from services.workbench import Workbench
from values.wording import quantity

ACTOR = "terminal"


def show_all(document_class: str | None, *, as_json: bool) -> None:
    """Prints every layout, one a line."""
    with Workbench(load_settings()) as bench:
        if document_class is not None:
            bench.catalog.require(document_class)
        known = bench.store.layouts.known(document_class)
    if as_json:
        print_json([_summary(one) for one in known])
        return
    table = Table(header_style="bold")
    for heading in ("layout", "class", "documents", "values", "changed", "by"):
        table.add_column(heading, no_wrap=True)
    for one in known:
        values = _summary(one)
        table.add_row(*(str(values[name]) for name in ("layout", "document_class", "documents", "values")),
                      f"{one.changed_at:%Y-%m-%d %H:%M}", one.changed_by)  # fmt: skip
    if known:
        console.print(table)
    console.print(quantity(len(known), "layout"))


def show(layout: int, *, as_json: bool) -> None:
    """Prints what a layout expects, and the documents that taught it.

    Raises:
        UnknownLayout: There is no such layout.
    """
    with Workbench(load_settings()) as bench:
        known = bench.store.layouts.one(layout)
    if as_json:
        values = [value.model_dump(mode="json", exclude={"anchors"}) for value in known.layout.values]
        absent = list(known.layout.absent)
        print_json(_summary(known) | {"values": values, "absent": absent, "taught_by": list(known.taught_by)})
        return
    table = Table(header_style="bold")
    for heading in ("field", "page", "left", "top", "right", "bottom", "words beside it"):
        table.add_column(heading, no_wrap=True)
    for value in known.layout.values:
        box = value.box
        sides = (f"{100 * side:.1f} %" for side in (box.left, box.top, box.right, box.bottom))
        table.add_row(value.field, str(value.page_number), *sides, str(len(value.anchors)))
    console.print(table)
    if known.layout.absent:
        console.print(f"not on these documents: {', '.join(known.layout.absent)}")
    console.print("taught by, the newest first:")
    for document_id in reversed(known.taught_by):
        console.print(f"  {document_id}")


def forget(layout: int) -> None:
    """Removes a layout; documents that are processed from now on are read without it.

    Raises:
        UnknownLayout: There is no such layout.
    """
    with Workbench(load_settings()) as bench:
        bench.store.layouts.forget(layout, actor=ACTOR)
    console.print("forgotten")


def _summary(known: KnownLayout) -> dict[str, object]:
    return {
        "layout": known.id,
        "document_class": known.layout.document_class,
        "documents": len(known.taught_by),
        "values": len(known.layout.values),
        "fixed_words": len(known.layout.words),
        "changed_at": known.changed_at.isoformat(),
        "changed_by": known.changed_by,
    }
