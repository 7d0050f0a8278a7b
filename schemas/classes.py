"""Which document classes there are: those of the program as a table, and the frozen catalog that is handed down.

Adding a class touches four places: its schema with a row here, a suite, training data, a deployment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from schemas.advertising import AD_BUY
from schemas.claim import CLAIM
from schemas.errors import ConfigurationError
from schemas.general import OTHER
from schemas.invoice import INVOICE, PURCHASE_ORDER
from schemas.receipt import RECEIPT
from schemas.registration import REGISTRATION_FORM
from schemas.vocabulary import DocumentClass, FieldSpec, Importance

COMMON_NAMES = frozenset({"id", "name", "class", "status", "reason", "seller", "amount", "date", "received"})
"""What every document can be searched by, whatever its class: no searchable field of a class is called so."""


@dataclass(frozen=True)
class BrokenClass:
    """A class whose file is wrong; ``problem`` names the file, the entry and what to change."""

    name: str
    problem: str


@dataclass(frozen=True)
class ClassCatalog:
    """The document classes in use. It never changes: what adds a class returns another catalog.

    ``broken`` are classes whose files are wrong: they cannot be used, and the others can.
    """

    classes: tuple[DocumentClass, ...]
    broken: tuple[BrokenClass, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all classes, in the order of the catalog."""
        return tuple(kind.name for kind in self.classes)

    @property
    def with_fields(self) -> tuple[DocumentClass, ...]:
        """The classes with fields of their own: all but `OTHER`."""
        return tuple(kind for kind in self.classes if kind.fields and kind.name != OTHER.name)

    def __contains__(self, name: object) -> bool:
        return any(kind.name == name for kind in self.classes)

    def find(self, name: str | None) -> DocumentClass | None:
        """Returns the class with this name, or None."""
        return next((kind for kind in self.classes if kind.name == name), None)

    def or_other(self, name: str | None) -> DocumentClass:
        """Returns the class with this name; `OTHER` where it was removed or its file is wrong."""
        return self.find(name) or OTHER

    def absence(self, name: str | None) -> str | None:
        """Returns why the class of a document cannot be used, and what to do; None where it can, or none is known."""
        if name is None or name in self:
            return None
        if any(broken.name == name for broken in self.broken):
            cause, advice = (
                "cannot be used, because its file is wrong",
                "Correct the file that fieldwright doctor names",
            )
        else:
            cause, advice = "was removed or renamed", "Put its folder back into models/taught"
        return (
            f"The class {name} {cause}: its documents are shown as {OTHER.title}. {advice}, or set another class in the"
            " review."
        )

    def title(self, name: str) -> str:
        """Returns what a class is called; its name where it is not known."""
        found = self.find(name)
        return found.title if found else name

    def require(self, name: str) -> DocumentClass:
        """Returns the class with this name.

        Raises:
            ConfigurationError: There is no such class, or its file is wrong; the message lists those there are.
        """
        found = self.find(name)
        if found is not None:
            return found
        for broken in self.broken:
            if broken.name == name:
                raise ConfigurationError(broken.problem)
        raise ConfigurationError(f"there is no document class {name!r}; choose one of {', '.join(self.names)}")

    def with_class(self, kind: DocumentClass, *, origin: str) -> ClassCatalog:
        """Returns the catalog with one more class.

        Args:
            kind: The class to add.
            origin: The file that describes it, for messages.

        Raises:
            ConfigurationError: A class has this name, or a searchable field has another kind elsewhere.
        """
        if kind.name in self:
            raise ConfigurationError(f"{origin}: Fieldwright has a class {kind.name} of its own; choose another name")
        for spec in kind.fields:
            if spec.indexed and spec.name in COMMON_NAMES:
                raise ConfigurationError(
                    f"{origin}: every document is searched by {spec.name}: rename the field, or leave out indexed"
                )
        for other in self.classes:
            _check_searchable(kind, other, origin)
        return replace(self, classes=(*self.classes, kind))

    def without(self, name: str) -> ClassCatalog:
        """Returns the catalog without a class, so that another version of it can be added."""
        return ClassCatalog(
            tuple(kind for kind in self.classes if kind.name != name),
            tuple(broken for broken in self.broken if broken.name != name),
        )

    def with_importance(self, importance: Mapping[str, Importance]) -> ClassCatalog:
        """Returns the catalog with other importances.

        Args:
            importance: By ``class.field``, ``class.line.column``, or ``class.line`` for all columns of a class.
        """
        return replace(self, classes=tuple(_weighed(kind, importance) for kind in self.classes))

    def with_broken(self, broken: BrokenClass) -> ClassCatalog:
        """Returns the catalog with one more class that cannot be used."""
        return replace(self, broken=(*self.broken, broken))


def _weighed(kind: DocumentClass, importance: Mapping[str, Importance]) -> DocumentClass:
    def weighed(spec: FieldSpec, *names: str) -> FieldSpec:
        stated = next((importance[name] for name in names if name in importance), spec.importance)
        return spec if stated == spec.importance else spec.model_copy(update={"importance": stated})

    line = f"{kind.name}.line"
    fields = tuple(weighed(spec, f"{kind.name}.{spec.name}") for spec in kind.fields)
    columns = tuple(weighed(spec, f"{line}.{spec.name}", line) for spec in kind.columns)
    if (fields, columns) == (kind.fields, kind.columns):
        return kind
    return kind.model_copy(update={"fields": fields, "columns": columns})


def _check_searchable(kind: DocumentClass, other: DocumentClass, origin: str) -> None:
    # One index holds all classes, so one searchable name has one kind.
    theirs = {spec.name: spec for spec in other.fields if spec.indexed}
    for spec in kind.fields:
        if spec.indexed and spec.name in theirs and theirs[spec.name].kind != spec.kind:
            raise ConfigurationError(
                f"{origin}: field {spec.name} is searched as {theirs[spec.name].kind} in class {other.name} and cannot"
                f" be searched as {spec.kind}: rename it, or leave out indexed"
            )


SHIPPED = ClassCatalog((INVOICE, PURCHASE_ORDER, CLAIM, RECEIPT, AD_BUY, REGISTRATION_FORM, OTHER))
"""The classes of the program, without any that were taught."""
