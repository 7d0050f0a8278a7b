"""Who is who: the organizations that documents name, as the directory knows them, and the results of matching one.

`PartyMatch` is evidence about a document: `Extraction.matches` holds one for each party that the directory knows.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.document import Confidence
from schemas.geometry import Frozen

PartyRole = Literal["party", "counterparty"]
"""The roles of `FieldSpec` that name an organization."""

IdentifierKind = Literal["vat_id", "iban", "registration_number", "tax_id", "phone", "email", "domain"]

MatchedBy = Literal[
    "vat_id", "iban", "registration_number", "tax_id", "phone", "email", "domain", "name", "address"
]  # fmt: skip
"""What of a directory entry is on the document: identifiers, gravest first, then name and address."""

ROLE_NAMES: dict[str, PartyRole] = {
    "seller": "party", "supplier": "party", "vendor": "party", "provider": "party", "advertiser": "party",
    "registrant": "party", "issuer": "party", "party": "party",
    "buyer": "counterparty", "customer": "counterparty", "payer": "counterparty", "insurer": "counterparty",
    "counterparty": "counterparty",
}  # fmt: skip
"""Names that a directory file may use for the role of an organization, and the role of the fields."""

BankAccount = Literal["known", "changed", "unknown"]
"""``known``: the document's IBAN is one of the entry's. ``changed``: the entry has others. ``unknown``: the document
has no valid IBAN, or the entry has none."""


class Identifier(Frozen):
    """A number or address that belongs to one organization, as it was given."""

    kind: IdentifierKind
    value: str


class PartyEntry(Frozen):
    """An organization as the directory knows it.

    ``name`` is the canonical one, ``spellings`` the others. ``roles`` are keys of `ROLE_NAMES`; without any, the entry
    may be every party. ``documents`` counts the reviewed documents that named it.
    """

    id: int = Field(ge=0)
    name: str = Field(min_length=1)
    spellings: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    roles: tuple[str, ...] = ()
    currency: str | None = None
    documents: int = Field(default=0, ge=0)

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical name, then the other spellings."""
        return (self.name, *self.spellings)

    def values(self, kind: IdentifierKind) -> tuple[str, ...]:
        """Returns the identifiers of one kind."""
        return tuple(i.value for i in self.identifiers if i.kind == kind)

    def may_be(self, role: PartyRole) -> bool:
        """Whether the entry's roles allow it to be this party of a document."""
        return not self.roles or any(ROLE_NAMES.get(name, role) == role for name in self.roles)


class PartyMatch(Frozen):
    """One party of a document that the directory knows.

    ``entry`` is the number of the directory's entry; ``field`` the field that names the party, such as ``seller_name``.
    ``score`` is the probability that the entry is this party. ``runner_up_score`` is that of the next best entry of
    another name; 0 without one. ``agrees`` is whether the document's own name, as read without the directory, is one
    of the entry's names. ``only_names`` is whether the entry has neither address nor identifier, so that nothing beside
    the name could confirm or contradict it. ``documents`` counts the reviewed documents that named the entry.
    """

    role: PartyRole
    field: str
    entry: int = Field(ge=0)
    by: tuple[MatchedBy, ...] = Field(min_length=1)
    score: Confidence
    runner_up_score: Confidence = 0.0
    agrees: bool = False
    only_names: bool = False
    bank_account: BankAccount = "unknown"
    documents: int = Field(default=0, ge=0)
