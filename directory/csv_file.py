"""The directory as a CSV file: rows with names, addresses and identifiers, checked line by line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from pydantic import Field

from directory.forms import identifier_key, key_of
from schemas.errors import ConfigurationError
from schemas.geometry import Frozen
from schemas.parties import Identifier, IdentifierKind, PartyEntry

KINDS: tuple[IdentifierKind, ...] = get_args(IdentifierKind)
COLUMNS = ("role", "name", "spelling", "address", *KINDS, "currency")
"""What a header may have, in the order of an export. ``spelling`` is another way to write the line's name."""

LONGEST = 400
"""Characters of a cell."""
MOST_ERRORS = 50
"""Errors that are listed; more are only counted."""


class PartyRow(Frozen):
    """One line of a directory file: an organization with at most one value of each kind."""

    name: str = Field(min_length=1)
    spelling: str | None = None
    role: str | None = None
    address: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    currency: str | None = None


@dataclass(frozen=True)
class LineError:
    """Why a line cannot be taken; ``line`` counts from 1, the header included."""

    line: int
    message: str


@dataclass(frozen=True)
class DirectoryFile:
    """What a file holds: rows that can be taken, and why others cannot."""

    rows: tuple[PartyRow, ...]
    errors: tuple[LineError, ...] = ()


def parse(text: str) -> DirectoryFile:
    """Returns the rows of a directory file; comma, semicolon or tab part its columns.

    Raises:
        ConfigurationError: The header lacks ``name`` or has a column that no directory has.
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [column.strip().casefold().replace(" ", "_") for column in next(reader, [])]
    _check(header)
    rows: list[PartyRow] = []
    errors: list[LineError] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            row, problem = _row(header, cells)
            if row is not None:
                rows.append(row)
            else:
                errors.append(LineError(reader.line_num, problem))
    except csv.Error as error:
        errors.append(LineError(reader.line_num, f"the line is no CSV ({error})"))
    return DirectoryFile(tuple(rows), tuple(errors))


def _check(header: Sequence[str]) -> None:
    unknown = [column for column in header if column not in COLUMNS]
    problem = None
    if unknown:
        problem = f"the header has {', '.join(map(repr, unknown))}"
    elif "name" not in header:
        problem = "the header has no column name"
    elif len(set(header)) != len(header):
        problem = "the header names a column twice"
    if problem:
        raise ConfigurationError(f"the directory file is wrong: {problem}; its columns are {', '.join(COLUMNS)}")


def _row(header: Sequence[str], cells: Sequence[str]) -> tuple[PartyRow | None, str]:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        return None, f"the line has {len(cells)} cells, the header {len(header)}"
    given = {name: _plain(cell) for name, cell in zip(header, cells, strict=False) if cell.strip()}
    if long := next((name for name, cell in given.items() if len(cell) > LONGEST), None):
        return None, f"{long} is longer than {LONGEST} characters"
    if not key_of(given.get("name", "")):
        return None, "the line has no name"
    role = given.get("role", "").casefold().replace(" ", "_") or None
    if role and not re.fullmatch(r"[a-z][a-z_]{0,39}", role):
        return None, "role is no word, such as seller or buyer"
    currency = given.get("currency", "").upper() or None
    if currency and not re.fullmatch(r"[A-Z]{3}", currency):
        return None, "currency is no code of three letters, such as EUR"
    identifiers = []
    for kind in KINDS:
        if kind in given:
            if not identifier_key(kind, given[kind]):
                return None, f"{kind} is none"
            identifiers.append(Identifier(kind=kind, value=given[kind]))
    row = PartyRow(
        name=given["name"],
        spelling=given.get("spelling"),
        role=role,
        address=given.get("address"),
        identifiers=tuple(identifiers),
        currency=currency,
    )
    return row, ""


def write(entries: Iterable[PartyEntry]) -> Iterator[str]:
    """Yields the lines of a file from which `parse` gives the entries again; an entry may need several lines."""
    yield _line(COLUMNS)
    for entry in entries:
        columns: dict[str, tuple[str, ...]] = {kind: entry.values(kind) for kind in KINDS}
        columns |= {"role": entry.roles, "spelling": entry.spellings, "address": entry.addresses}
        columns["currency"] = (entry.currency,) if entry.currency else ()
        for number in range(max(1, *(len(values) for values in columns.values()))):
            cells = {name: values[number] for name, values in columns.items() if number < len(values)}
            yield _line([(cells | {"name": entry.name}).get(name, "") for name in COLUMNS])


def _line(cells: Sequence[str]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerow([_harmless(cell) for cell in cells])
    return made.getvalue()


def _harmless(cell: str) -> str:
    """Returns a cell that no spreadsheet takes for a formula; `_plain` gives the text again."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _plain(cell: str) -> str:
    text = " ".join(cell.split())
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
