"""What a query may filter by: the common facts of every document and each class's indexed fields."""

from __future__ import annotations

from typing import Literal, get_args

from schemas.classes import CLASSES
from schemas.errors import ConfigurationError
from schemas.extraction import FieldType
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


COMMON = (
    Filter(name="id", kind="hash", path="document_id"),
    Filter(name="name", kind="text", path="name"),
    Filter(name="class", kind="choice", path="document_class", choices=tuple(CLASSES)),
    Filter(name="status", kind="choice", path="status", choices=get_args(Status)),
    Filter(name="reason", kind="key", path="reasons"),
    Filter(name="seller", kind="text", path="seller"),
    Filter(name="amount", kind="amount", path="amount"),
    Filter(name="date", kind="date", path="date"),
    Filter(name="received", kind="date", path="received_at"),
)


def _class_filters() -> dict[str, Filter]:
    found: dict[str, Filter] = {}
    common = {f.name for f in COMMON}
    for document_class in CLASSES.values():
        for spec in document_class.fields:
            if not spec.indexed:
                continue
            choices = ("true", "false") if spec.kind == "bool" else ()
            new = Filter(
                name=spec.name, kind=_KIND_OF[spec.kind], path=f"fields.{spec.name}", choices=choices, type=spec.kind
            )
            # One index holds all classes, so one name has one type.
            if spec.name in common or found.setdefault(spec.name, new) != new:
                raise ConfigurationError(f"field {spec.name} of class {document_class.name} has two meanings")
    return found


CLASS_FILTERS = _class_filters()
"""Indexed fields of all classes by name."""

FILTERS: dict[str, Filter] = {f.name: f for f in COMMON} | CLASS_FILTERS
