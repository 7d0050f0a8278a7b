"""New layouts: a known supplier changes its invoice, and a new supplier begins to send."""

from __future__ import annotations

from collections.abc import Sequence

from gameday.documents import Drawn, template_invoices
from gameday.drill import Base, Usual
from gameday.judging import wrong_fields
from gameday.people import review_again
from gameday.system import System

COUNT = 6
"""Documents of the new layout: five make a template."""


class NewLayout(Usual):
    """Documents of a layout arrive that no earlier document has.

    Args:
        name: What the drill is called.
        fault: What happens.
        country: Where the supplier is.
        old: Seed of the layout that came before; None where the supplier is new.
        new: Seed of the new layout.
    """

    alert = "FieldwrightNewTemplate"
    base: Base = "text"
    age_days = 8.0

    def __init__(self, name: str, fault: str, country: str, old: int | None, new: int) -> None:
        self.name, self.fault = name, fault
        self._country, self._old, self._new = country, old, new
        self._documents: list[Drawn] = []

    def prepare(self, system: System) -> None:
        """Processes invoices of the old layout, eight days before."""
        if self._old is not None:
            system.process(system.arrive(template_invoices(self._old, 4, self._country)))
            system.wait(days=8)

    def break_it(self, system: System) -> None:
        """Processes invoices of the new layout."""
        self._documents = list(template_invoices(self._new, COUNT + 3, self._country))
        system.process(system.arrive(self._documents[:COUNT]))

    def detected(self, system: System) -> str | None:
        """Expects one new template of invoices."""
        found = system.value("fieldwright_new_templates", document_class="invoice")
        told = system.command("drift")
        return f"new_templates invoice = {found:g}; drift names its documents" if found and "invoice-" in told else None

    def mitigate(self, system: System) -> str | None:
        """Reviews one document of the template, which teaches the layout."""
        if not review_again(system.bench, self._documents[0]):
            return None
        system.command("layouts", "list")
        known = system.bench.store.layouts.known("invoice")
        return f"one review taught the layout ({len(known)} known)" if known else None

    def recover(self, system: System) -> str | None:
        """Processes further invoices of the layout, and waits until it is a known one."""
        read_before, read_after = self._documents[1:COUNT], self._documents[COUNT:]
        system.process(system.arrive(read_after))
        before, after = (_wrong_each(system, some) for some in (read_before, read_after))
        system.wait(days=8)
        told = f"wrong critical values a document: {before:.1f} before the review, {after:.1f} after"
        return told if after <= before else None


def _wrong_each(system: System, documents: Sequence[Drawn]) -> float:
    return sum(len(wrong_fields(system, drawn)) for drawn in documents) / len(documents)


def drills() -> list[NewLayout]:
    """Returns the drills of this file."""
    return [
        NewLayout("F4", "layout change: a supplier sends invoices of another layout", "GB", 41, 42),
        NewLayout("new-template", "a new supplier sends invoices of a new template", "US", None, 43),
    ]
