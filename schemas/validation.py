"""What a suite of expectations found."""

from __future__ import annotations

from typing import Literal

from schemas.document import DocumentId
from schemas.geometry import Frozen

Severity = Literal["error", "warning", "info"]
"""An error keeps a document from being accepted; a warning needs review; info is only shown."""


class Failure(Frozen):
    """One expectation that one document failed.

    ``message`` is a sentence for a reviewer. ``observed`` may hold text of the document: it is stored and shown,
    never logged.
    """

    expectation: str
    fields: tuple[str, ...] = ()
    severity: Severity
    message: str
    observed: str | None = None


class ValidationReport(Frozen):
    """The failures of one document; an empty tuple means that it passed its suite.

    An expectation that is neither among ``failures`` nor in ``not_checked`` passed. ``not_checked`` names those that
    compare values which the document does not have; ``evaluated`` counts all others.
    """

    document_id: DocumentId
    suite: str
    version: str
    evaluated: int
    failures: tuple[Failure, ...] = ()
    not_checked: tuple[str, ...] = ()
