"""What is promised for each class: the threshold that keeps it, and the evidence behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemas.settings import Settings
from schemas.vocabulary import DocumentClass

if TYPE_CHECKING:
    from review.promise import Choice


def promises(settings: Settings) -> Sequence[tuple[DocumentClass, Choice]]:
    """Returns the choice of a threshold for each class with fields, in the order of the catalog."""
    from services.workbench import Workbench

    with Workbench(settings) as bench:
        return [(kind, bench.choice(kind.name)) for kind in bench.catalog.with_fields]
