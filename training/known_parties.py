"""The directory that the truth of a set would make: what a company knows of its parties before a document comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from directory.csv_file import PartyRow
from directory.directory import Directory, directory_of
from directory.grouping import entries_of
from schemas.classes import SHIPPED
from schemas.vocabulary import FieldSpec
from services.directory import stated_parties
from training.datasets import Document


def directory_from_truth(documents: Iterable[Document]) -> Directory:
    """Returns a directory with the parties of documents, as their reviews would have taught them."""
    rows = [row for document in documents for row in _rows(document)]
    return directory_of(entries_of(rows), f"truth of {len(rows)} parties")


def _rows(document: Document) -> Iterator[PartyRow]:
    for _, entry in stated_parties(partial(_value, document), SHIPPED.require(document.document_class)):
        [role], address = entry.roles, next(iter(entry.addresses), None)
        yield PartyRow(name=entry.name, role=role, address=address, identifiers=entry.identifiers)


def _value(document: Document, spec: FieldSpec) -> str | None:
    cell = document.row["fields"].get(spec.name)
    return str(cell["value"]) if cell and cell.get("value") else None
