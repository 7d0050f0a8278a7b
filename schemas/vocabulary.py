"""How a document class names its fields: the building blocks of ``schemas.classes``."""

from __future__ import annotations

from pydantic import model_validator

from schemas.extraction import FieldType
from schemas.geometry import Frozen


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


class DocumentClass(Frozen):
    """A kind of paper: its fields, the columns of its table, and the personal data that may stay visible.

    ``public_fields`` are the purpose of such a paper: words in them stay in its redacted text even where they look
    personal, such as a seller's own name and address on an invoice.
    """

    name: str
    title: str
    fields: tuple[FieldSpec, ...] = ()
    columns: tuple[FieldSpec, ...] = ()
    public_fields: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> DocumentClass:
        names = [f.name for f in self.fields]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.name} names a field twice")
        if unknown := set(self.public_fields) - set(names):
            raise ValueError(f"{self.name} has public fields that it does not define: {sorted(unknown)}")
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
