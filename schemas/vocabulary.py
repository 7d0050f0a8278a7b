"""How a document class names its fields: the building blocks of ``schemas.classes``."""

from __future__ import annotations

import re
from datetime import date
from itertools import takewhile
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from schemas.extraction import FieldType
from schemas.geometry import Frozen
from schemas.validation import Severity

FieldRole = Literal[
    "party", "counterparty", "person", "address", "place", "phone",
    "number", "reference", "record_number", "member_id", "policy_number", "authorization", "tax_id", "vat_id",
    "provider_id", "bank_account",
    "date", "other_date", "birth_date",
    "amount", "part_amount", "unit_price", "quantity", "currency",
    "document_type", "code", "text",
]  # fmt: skip
"""What a field is for, whatever its class calls it.

``party`` is the organization that identifies the document (seller, provider, advertiser, registrant). ``number`` is the
document's own number, ``date`` its own date, ``amount`` its total. Together they identify a second copy, and the index
compares documents of all classes by them. ``counterparty`` is another organization, ``person`` a natural person,
``place`` a bare town or state. ``reference`` is the number of another document. ``record_number`` is the number of a
person's record at the issuer; it identifies a document without a number of its own. ``document_type`` is one of the
types of business documents in `values.document_type`; a class with types of its own names them ``code``.
"""

Importance = Literal["critical", "supporting"]
"""A wrong critical field causes a wrong payment or filing; a supporting one never holds a document up."""

Privacy = Literal["personal", "organization", "none", "detected"]
"""How redaction treats a field's words.

``personal``: always redacted, never indexed. ``organization``: public where the value is an organization's and not a
person's. ``none``: never personal, such as amounts and document dates; only a checksum overrules it. ``detected``: free
text; what the detectors find in it is redacted.
"""

_ROLE_OF_KIND: dict[FieldType, FieldRole] = {
    "name": "counterparty", "text": "text", "id": "reference", "code": "code", "bool": "code",
    "money": "part_amount", "number": "quantity", "date": "other_date",
}  # fmt: skip


class FieldSpec(Frozen):
    """One field or table column of a class.

    ``indexed`` fields reach the search index; ``main`` ones are shown in tables of documents. A field without ``role``
    gets one that fits its kind and identifies nothing. A field without ``privacy`` is personal.
    """

    name: str
    kind: FieldType
    title: str
    required: bool = False
    indexed: bool = False
    main: bool = False
    role: FieldRole = "text"
    importance: Importance = "critical"
    privacy: Privacy = "personal"

    @model_validator(mode="before")
    @classmethod
    def _role_of_kind(cls, stated: Any) -> Any:
        if isinstance(stated, dict) and stated.get("role") is None and stated.get("kind") in _ROLE_OF_KIND:
            return stated | {"role": _ROLE_OF_KIND[stated["kind"]]}
        return stated


def field(
    name: str,
    kind: FieldType,
    title: str,
    role: FieldRole,
    privacy: Privacy,
    *,
    required: bool = False,
    indexed: bool = False,
    main: bool = False,
    importance: Importance = "critical",
) -> FieldSpec:
    """Returns a `FieldSpec` from one row of a class's table; no column has a default."""
    return FieldSpec(
        name=name,
        kind=kind,
        title=title,
        role=role,
        privacy=privacy,
        required=required,
        indexed=indexed,
        main=main,
        importance=importance,
    )


class Expectation(Frozen):
    """One check of a field's value in a class file, and the sentence for its failure.

    ``matches`` is a regular expression, ``one_of`` the allowed values. ``at_least`` and ``at_most`` bound numbers and
    amounts, ``not_before`` and ``not_after`` dates. ``not_less_than`` names a field of the same kind that is not
    greater.
    """

    field: str
    message: str
    severity: Severity = "warning"
    matches: str | None = None
    one_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    not_before: date | None = None
    not_after: date | None = None
    not_less_than: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        bounds = self.at_least is not None or self.at_most is not None
        days = self.not_before is not None or self.not_after is not None
        stated = (self.matches is not None, bool(self.one_of), bounds, days, self.not_less_than is not None)
        if sum(stated) != 1:
            raise ValueError(f"the expectation on {self.field} needs one of matches, one_of, bounds and not_less_than")
        try:
            re.compile(self.matches or "")
        except re.error as error:
            raise ValueError(f"matches is no regular expression: {error}") from None
        return self


class DocumentClass(Frozen):
    """A kind of document: its fields and the columns of its table.

    ``expectations`` are those of a class from a file; the shipped classes have their suites in ``expectations``.
    ``issued_by`` is the party that prints such a document.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    fields: tuple[FieldSpec, ...] = ()
    columns: tuple[FieldSpec, ...] = ()
    issued_by: Literal["seller", "buyer"] = "seller"
    expectations: tuple[Expectation, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> DocumentClass:
        names = [f.name for f in self.fields]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.name} names a field twice")
        meant = {e.field for e in self.expectations} | {e.not_less_than for e in self.expectations if e.not_less_than}
        if unknown := meant - set(names):
            raise ValueError(f"{self.name} expects something of fields that it does not define: {sorted(unknown)}")
        return self

    @property
    def critical_fields(self) -> tuple[str, ...]:
        """Names of the fields that must be right for the document to be accepted."""
        return tuple(spec.name for spec in self.fields if spec.importance == "critical")

    def with_role(self, *roles: FieldRole) -> tuple[FieldSpec, ...]:
        """Returns the fields with one of these roles, in the order of the roles, then of the class."""
        return tuple(spec for role in roles for spec in self.fields if spec.role == role)

    @property
    def parties(self) -> tuple[FieldSpec, ...]:
        """The fields that name an organization: those of role party, then those of role counterparty."""
        return self.with_role("party", "counterparty")

    def party_of(self, spec: FieldSpec) -> FieldSpec | None:
        """Returns the field that names the organization which an address, an identifier or a number belongs to.

        It is the one whose name shares the most first words, such as ``seller_name`` for ``seller_address``. Otherwise
        it is the document's own party, except for addresses. None without parties.
        """
        words = spec.name.split("_")

        def shared(party: FieldSpec) -> int:
            pairs = zip(words, party.name.split("_"), strict=False)
            return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

        nearest = max(self.parties, key=shared, default=None)
        if nearest is None or shared(nearest):
            return nearest
        alone = len(self.parties) == 1 or spec.role not in ("address", "place", "phone")
        return next(iter(self.with_role("party")), None) if alone else None

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
