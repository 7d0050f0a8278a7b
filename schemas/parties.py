"""Who is who: the organizations that documents name, as the directory knows them, and what a match with one says.

`PartyMatch` is evidence about a document: `Extraction.matches` holds one for each party that the directory knows.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.document import Confidence
from schemas.geometry import Frozen

PartyRole = Literal["party", "counterparty"]
"""The roles of `FieldSpec` that name an organization."""

MatchedBy = Literal[
    "vat_id", "iban", "registration_number", "tax_id", "phone", "email", "domain", "name", "address"
]  # fmt: skip
"""What of a directory entry stands on the document: identifiers, gravest first, then name and address."""

BankAccount = Literal["known", "changed", "unknown"]
"""``known``: the document's IBAN is one of the entry's. ``changed``: the entry has others. ``unknown``: the document
has no IBAN, or the entry has none."""


class PartyMatch(Frozen):
    """One party of a document that the directory knows.

    ``entry`` is the number of the directory's entry; ``field`` the field that names the party, such as
    ``seller_name``. ``score`` is how likely the entry is this party, ``runner_up_score`` the same of the next best
    entry of another name; 0 without one. ``agrees`` tells whether the document's own name, as read without the
    directory, is one of the entry's names. ``documents`` counts the reviewed documents that named the entry.
    """

    role: PartyRole
    field: str
    entry: int = Field(ge=0)
    by: tuple[MatchedBy, ...] = Field(min_length=1)
    score: Confidence
    runner_up_score: Confidence = 0.0
    agrees: bool = False
    bank_account: BankAccount = "unknown"
    documents: int = Field(default=0, ge=0)
