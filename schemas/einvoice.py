"""What an electronic invoice states, in the terms of our own document classes."""

from __future__ import annotations

from pydantic import Field

from schemas.document import PageFinding
from schemas.geometry import Frozen


class StatedValue(Frozen):
    """One value of the XML in normal form; ``also`` are other values that a page may rightly print for it."""

    value: str
    also: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """The value, then the others that are as right."""
        return (self.value, *self.also)


class EInvoice(Frozen):
    """The XML of an e-invoice, by field and column name of ``document_class``.

    ``is_original`` is True for a file that is the XML itself, False for an attachment of a PDF.

    ``standard`` names the format (such as ``CII``). Where the XML could not be read, fields and lines are empty and
    ``findings`` say why.
    """

    standard: str
    document_class: str
    fields: dict[str, StatedValue] = Field(default_factory=dict)
    lines: tuple[dict[str, StatedValue], ...] = ()
    findings: tuple[PageFinding, ...] = ()
    is_original: bool = False
