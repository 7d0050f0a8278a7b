"""What a query may filter by, under which names: the common facts of every document and each class's indexed fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from schemas.classes import ClassCatalog
from schemas.extraction import FieldType, typed
from schemas.geometry import Frozen
from schemas.outcome import STATUS_TITLES, Status
from schemas.vocabulary import FieldRole

FilterKind = Literal["text", "key", "amount", "date", "choice", "hash"]
"""How a filter compares: text words, a whole identifier, a number, a day, a name of a list, the start of a hash."""

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
    """One name that may be before a colon. ``path`` is where its value lies in an entry.

    ``title`` and ``choice_titles`` are what pages call it and its choices.
    """

    name: str
    kind: FilterKind
    path: str
    title: str
    choices: tuple[str, ...] = ()
    choice_titles: tuple[str, ...] = ()
    type: FieldType | None = None
    """The field's type, for the fields of a class; None for the common facts."""


def _common(catalog: ClassCatalog, retired: Sequence[str]) -> tuple[Filter, ...]:
    titles = (*(kind.title for kind in catalog.classes), *retired)
    statuses = get_args(Status)
    return (
        Filter(name="id", kind="hash", path="document_id", title="Document id"),
        Filter(name="name", kind="text", path="name", title="Name"),
        Filter(
            name="class",
            kind="choice",
            path="document_class",
            title="Class",
            choices=(*catalog.names, *retired),
            choice_titles=titles,
        ),
        Filter(
            name="status",
            kind="choice",
            path="status",
            title="Status",
            choices=statuses,
            choice_titles=tuple(STATUS_TITLES[status] for status in statuses),
        ),
        Filter(name="reason", kind="key", path="reasons", title="Reason"),
        Filter(name="seller", kind="text", path="seller", title="Seller"),
        Filter(name="amount", kind="amount", path="amount", title="Amount"),
        Filter(name="date", kind="date", path="date", title="Date"),
        Filter(name="received", kind="date", path="received_at", title="Received"),
    )


_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("file", "document"),
    "class": ("type",),
    "status": ("state",),
    "seller": ("vendor", "supplier", "creditor"),
    "amount": ("total",),
    "date": ("issued",),
    "received": ("uploaded",),
}
"""What clerks call the common facts."""

_ROLE_NAMES: Mapping[FieldRole, tuple[str, ...]] = {
    "counterparty": ("customer", "client"),
    "number": ("number",),
}
"""What clerks call the fields of a role, whatever a class calls them."""


def _compact(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _names(
    common: Iterable[Filter], catalog: ClassCatalog, fields: Mapping[str, Filter]
) -> dict[str, tuple[Filter, ...]]:
    """Returns every name in its compact form with what it means; a field's own name comes first."""
    by_name = {f.name: f for f in common}
    indexed = [spec for kind in catalog.classes for spec in kind.fields if spec.name in fields]
    names: dict[str, tuple[Filter, ...]] = {}
    for known in (*by_name.values(), *fields.values()):
        names[_compact(known.name)] = (known,)
    for name, others in _OTHER_NAMES.items():
        names |= {other: (by_name[name],) for other in others if other not in names}
    titled: dict[str, dict[str, Filter]] = {}
    for spec in indexed:
        titled.setdefault(_compact(spec.title), {})[spec.name] = fields[spec.name]
    for role, others in _ROLE_NAMES.items():
        found = {spec.name: fields[spec.name] for spec in indexed if spec.role == role}
        titled = {other: found for other in others if found and other not in titled} | titled
    return {title: tuple(found.values()) for title, found in titled.items()} | names


@dataclass(frozen=True)
class SearchVocabulary:
    """What may be before a colon: ``filters`` by their names, ``fields`` those that classes add.

    ``names`` has what else people call them, in lower case without blanks and underscores; one name may mean
    several filters.
    """

    filters: Mapping[str, Filter]
    fields: Mapping[str, Filter]
    names: Mapping[str, tuple[Filter, ...]]

    def called(self, name: str) -> tuple[Filter, ...]:
        """Returns the filters that a name means: a field's name, its title, or what clerks call it."""
        return self.names.get(_compact(name), ())

    def other_names(self, known: Filter) -> tuple[str, ...]:
        """Returns the other names of a filter alone."""
        return tuple(name for name, meant in self.names.items() if meant == (known,) and name != _compact(known.name))

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
    def of(cls, catalog: ClassCatalog, *, retired: Sequence[str] = ()) -> SearchVocabulary:
        """Returns the vocabulary of the classes in use: one name has one kind, which the catalog checks.

        Args:
            catalog: The classes in use.
            retired: Other classes that documents have: they are found by the class's name.
        """
        fields = {
            spec.name: Filter(
                name=spec.name,
                kind=_KIND_OF[spec.kind],
                path=f"fields.{spec.name}",
                title=spec.title,
                choices=("true", "false") if spec.kind == "bool" else (),
                type=spec.kind,
            )
            for kind in reversed(catalog.classes)
            for spec in kind.fields
            if spec.indexed
        }
        common = _common(catalog, retired)
        return cls(
            filters=MappingProxyType({f.name: f for f in common} | fields),
            fields=MappingProxyType(fields),
            names=MappingProxyType(_names(common, catalog, fields)),
        )
