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
    """What of a line cannot be taken; ``line`` counts from 1, the header included."""

    line: int
    message: str


@dataclass(frozen=True)
class DirectoryFile:
    """What a file holds: rows that can be taken, and what cannot."""

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
            row, problems = _row(header, cells)
            rows += [row] if row is not None else []
            errors += [LineError(reader.line_num, problem) for problem in problems]
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


def _row(header: Sequence[str], cells: Sequence[str]) -> tuple[PartyRow | None, list[str]]:
    """Returns the content of a line, and what of it is left out; None without a name."""
    if any(cell.strip() for cell in cells[len(header) :]):
        return None, [f"the line has {len(cells)} cells, the header {len(header)}"]
    given = {name: text for name, cell in zip(header, cells, strict=False) if (text := _plain(cell))}
    problems = []
    for name, text in list(given.items()):
        if problem := _problem(name, text):
            problems.append(f"{problem}: left out")
            del given[name]
    if "name" not in given:
        return None, ["the line has no name", *problems]
    row = PartyRow(
        name=given["name"],
        spelling=given.get("spelling"),
        role=given["role"].casefold().replace(" ", "_") if "role" in given else None,
        address=given.get("address"),
        identifiers=tuple(Identifier(kind=kind, value=given[kind]) for kind in KINDS if kind in given),
        currency=given["currency"].upper() if "currency" in given else None,
    )
    return row, problems


def _problem(column: str, text: str) -> str | None:
    """Returns why a cell cannot be taken, None where it can."""
    if len(text) > LONGEST:
        return f"{column} is longer than {LONGEST} characters"
    if column in ("name", "spelling") and not key_of(text):
        return f"{column} has no letter"
    if column == "role" and not re.fullmatch(r"[A-Za-z][A-Za-z_ ]{0,39}", text):
        return "role is no word, such as seller or buyer"
    if column == "currency" and not re.fullmatch(r"[A-Za-z]{3}", text):
        return "currency is no code of three letters, such as EUR"
    kind = next((kind for kind in KINDS if kind == column), None)
    return f"{column} is none" if kind is not None and not identifier_key(kind, text) else None


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
