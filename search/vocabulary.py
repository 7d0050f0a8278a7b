"""What a query may filter by: the common facts of every document and each class's indexed fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from schemas.classes import ClassCatalog
from schemas.extraction import FieldType, typed
from schemas.geometry import Frozen
from schemas.outcome import Status

FilterKind = Literal["text", "key", "amount", "date", "choice", "hash"]
"""How a filter compares: words in a text, a whole identifier, a number, a day, one of a few names, start of a hash."""

_KIND_OF: dict[FieldType, FilterKind] = {
    "name": "text",
    "text": "text",
    "id": "key",
    "code": "key",
    "money": "amount",
    "number": "amount",
    "date": "date",
    "bool": "choice",
}


class Filter(Frozen):
    """One name that may stand before a colon. ``path`` is where its value lies in an entry."""

    name: str
    kind: FilterKind
    path: str
    choices: tuple[str, ...] = ()
    type: FieldType | None = None
    """The field's type, for the fields of a class; None for the common facts."""


def _common(catalog: ClassCatalog) -> tuple[Filter, ...]:
    return (
        Filter(name="id", kind="hash", path="document_id"),
        Filter(name="name", kind="text", path="name"),
        Filter(name="class", kind="choice", path="document_class", choices=catalog.names),
        Filter(name="status", kind="choice", path="status", choices=get_args(Status)),
        Filter(name="reason", kind="key", path="reasons"),
        Filter(name="seller", kind="text", path="seller"),
        Filter(name="amount", kind="amount", path="amount"),
        Filter(name="date", kind="date", path="date"),
        Filter(name="received", kind="date", path="received_at"),
    )


@dataclass(frozen=True)
class SearchVocabulary:
    """Every name that may stand before a colon, in ``filters``; ``fields`` are those that classes add."""

    filters: Mapping[str, Filter]
    fields: Mapping[str, Filter]

    def check(self, fields: Mapping[str, str]) -> None:
        """Checks that an index of this vocabulary takes the fields of an entry.

        Raises:
            ValueError: A name is no indexed field, or a value is not in the normal form of its type.
        """
        for name, value in fields.items():
            if name not in self.fields:
                raise ValueError(f"{name} is no indexed field")
            typed(self.fields[name].type or "text", value)

    @classmethod
    def of(cls, catalog: ClassCatalog) -> SearchVocabulary:
        """Returns the vocabulary of the classes in use: one name has one kind, which the catalog checks."""
        fields = {
            spec.name: Filter(
                name=spec.name,
                kind=_KIND_OF[spec.kind],
                path=f"fields.{spec.name}",
                choices=("true", "false") if spec.kind == "bool" else (),
                type=spec.kind,
            )
            for kind in catalog.classes
            for spec in kind.fields
            if spec.indexed
        }
        return cls(MappingProxyType({f.name: f for f in _common(catalog)} | fields), MappingProxyType(fields))
