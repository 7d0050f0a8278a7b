"""How a document class names its fields: the building blocks of ``schemas.classes``."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from schemas.extraction import FieldType
from schemas.geometry import Frozen
from schemas.validation import Severity


class FieldSpec(Frozen):
    """One field or table column of a class.

    ``indexed`` fields reach the search index; ``main`` ones are shown in tables of documents.
    """

    name: str
    kind: FieldType
    title: str
    required: bool = False
    indexed: bool = False
    main: bool = False


class Expectation(Frozen):
    """What must hold for a field's value, as a class file states it: one check and the sentence for its failure.

    ``matches`` is a regular expression, ``one_of`` the values there are, ``at_least`` and ``at_most`` bound numbers and
    amounts, ``not_less_than`` names a field of the same kind that is not greater.
    """

    field: str
    message: str
    severity: Severity = "warning"
    matches: str | None = None
    one_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    not_less_than: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        bounds = self.at_least is not None or self.at_most is not None
        if sum((self.matches is not None, bool(self.one_of), bounds, self.not_less_than is not None)) != 1:
            raise ValueError(f"the expectation on {self.field} needs one of matches, one_of, bounds and not_less_than")
        return self


class DocumentClass(Frozen):
    """A kind of paper: its fields, the columns of its table, and the personal data that may stay visible.

    ``public_fields`` are the purpose of such a paper: words in them stay in its redacted text even where they look
    personal, such as a seller's own name and address on an invoice. ``expectations`` are those of a class that comes
    from a file; the classes of this package have their suites in ``expectations``.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    fields: tuple[FieldSpec, ...] = ()
    columns: tuple[FieldSpec, ...] = ()
    public_fields: tuple[str, ...] = ()
    expectations: tuple[Expectation, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> DocumentClass:
        names = [f.name for f in self.fields]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.name} names a field twice")
        if unknown := set(self.public_fields) - set(names):
            raise ValueError(f"{self.name} has public fields that it does not define: {sorted(unknown)}")
        meant = {e.field for e in self.expectations} | {e.not_less_than for e in self.expectations if e.not_less_than}
        if unknown := meant - set(names):
            raise ValueError(f"{self.name} expects something of fields that it does not define: {sorted(unknown)}")
        return self

    def field(self, name: str) -> FieldSpec:
        """Returns the field with this name.

        Raises:
            KeyError: The class has no such field.
        """
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(f"{self.name} has no field {name!r}")

    def column(self, name: str) -> FieldSpec:
        """Returns the column with this name.

        Raises:
            KeyError: The class has no such column.
        """
        for spec in self.columns:
            if spec.name == name:
                return spec
        raise KeyError(f"{self.name} has no column {name!r}")
