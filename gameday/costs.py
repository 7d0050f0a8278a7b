"""A cost spike: a threshold that is too strict sends every document to a person."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from gameday.documents import receipts
from gameday.drill import Usual
from gameday.judging import ended
from gameday.people import review_all
from gameday.system import System

LIMIT = 0.5
"""Cost of a page that ``ops/slo.yaml`` allows."""
STRICT: dict[str, Any] = {"thresholds": {"receipt": 1.0}}


class CostSpike(Usual):
    """Somebody stated the threshold 1: people look at every document."""

    name, fault, alert = "F6", "cost spike: a threshold of 1 sends every document to people", "FieldwrightCost"
    settings = MappingProxyType({"promise": STRICT})

    def break_it(self, system: System) -> None:
        """Processes documents; people review each for three minutes."""
        documents = list(receipts(111, 8))
        system.process(system.arrive(documents))
        review_all(system.bench, documents, seconds=180)

    def detected(self, system: System) -> str | None:
        """Expects a cost of a page above the limit, most of it for reviews."""
        parts = {part: system.value("fieldwright_cost_per_page", part=part) or 0.0 for part in ("machine", "review")}
        if sum(parts.values()) <= LIMIT or parts["review"] < parts["machine"]:
            return None
        return f"cost_per_page = {sum(parts.values()):.2f}, of it reviews {parts['review']:.2f}"

    def mitigate(self, system: System) -> str | None:
        """Takes the threshold back; the workers restart with it."""
        system.command("promise")
        system.change(promise={})
        system.command("promise")
        fresh = list(receipts(112, 8))
        outcomes = system.process(system.arrive(fresh))
        alone = sum(outcome.status == "accepted" for outcome in outcomes.values())
        return f"{alone} of {len(fresh)} documents need no person any more" if alone >= len(fresh) / 2 else None

    def recover(self, system: System) -> str | None:
        """Waits until the month of the figure holds none of the expensive pages."""
        system.wait(days=31)
        fresh = list(receipts(113, 4))
        told = ended(system, system.process(system.arrive(fresh)), fresh, least=0.25)
        system.scrape()
        cost = sum(system.value("fieldwright_cost_per_page", part=part) or 0.0 for part in ("machine", "review"))
        return f"cost_per_page = {cost:.2f}; {told}" if told and cost <= LIMIT else None


def drills() -> list[CostSpike]:
    """Returns the drills of this file."""
    return [CostSpike()]
