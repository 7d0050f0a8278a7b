"""What a process loads while it waits for something else, so that its first document or reviewer does not wait."""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from schemas.extraction import Extraction
from services.workbench import Workbench


@cache
def load_rules() -> None:
    """Loads what judging answers needs: Great Expectations and the suites."""
    from expectations.validate import SUITES, validate

    blank = Extraction(document_id="0" * 64, document_class="other", class_confidence=1.0, model="none")
    validate([blank.model_copy(update={"document_class": name}) for name in SUITES], SHIPPED, currencies=())


def load_for_a_run(bench: Workbench) -> None:
    """Loads what every document of a run needs, whatever its class: rules and redaction.

    What cannot be loaded is reported by the stage that needs it.
    """
    load_rules()
    with suppress(ConfigurationError):
        bench.redactor.load()
