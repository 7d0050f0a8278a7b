"""Checks ``truth.jsonl`` before anything is read or trained: each problem with its file and line."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from schemas.errors import ConfigurationError
from schemas.extraction import FieldType
from schemas.vocabulary import DocumentClass, FieldSpec

TRUTH = "truth.jsonl"

SHOWN = 10
"""Problems that a message lists; the rest is counted."""

_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?")

Row = Mapping[str, Any]


def truth_rows(folder: Path, kind: DocumentClass) -> tuple[list[Row], Counter[str]]:
    """Returns the lines of a truth file that have fields of a class, and the classes of the others.

    Args:
        folder: Has the truth file and the documents that it names.
        kind: The class.

    Raises:
        ConfigurationError: The truth cannot be used. The message names every problem with its line, up to ten.
    """
    path = folder / TRUTH
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise ConfigurationError(
            f"{path} cannot be used ({cause}): it has one JSON object a line, each with file and fields"
        ) from None
    rows: list[Row] = []
    others: Counter[str] = Counter()
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row, wrong = _row(line)
        if row is not None and (stated := str(row.get("document_class", kind.name))) != kind.name:
            others[stated] += 1
            wrong = _class_problems(stated, kind)
        elif row is not None:
            wrong = [*_file_problems(row, folder, seen, number), *_value_problems(row, kind)]
            rows += [row] if row.get("fields") else []
        problems += [f"{path}:{number}: {problem}" for problem in wrong]
    if problems:
        more = f"\n... and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        raise ConfigurationError("the truth has errors:\n" + "\n".join(problems[:SHOWN]) + more)
    if not rows and others:
        raise ConfigurationError(
            f"{path} has no line of class {kind.name}; the document_class of its lines is {', '.join(sorted(others))}"
        )
    return rows, others


def _row(line: str) -> tuple[Row | None, list[str]]:
    """Returns a line's object, None where it is none, and what is wrong with it."""
    try:
        row = json.loads(line)
    except ValueError as error:
        return None, [f"this is no JSON ({error}); a line is one JSON object with file and fields"]
    return (row, []) if isinstance(row, dict) else (None, ["this is no JSON object with file and fields"])


def _class_problems(stated: str, kind: DocumentClass) -> list[str]:
    """Returns what is wrong with the class of a line: a name that is nearly the class's is a slip."""
    if difflib.get_close_matches(stated, [kind.name], 1, cutoff=0.8):
        return [f"document_class is {stated!r}; the class to teach is {kind.name!r}"]
    return []


def _file_problems(row: Row, folder: Path, seen: dict[str, int], number: int) -> Iterator[str]:
    name = row.get("file")
    if not isinstance(name, str) or not name:
        yield "there is no file: each line names its document, relative to the folder"
        return
    if name in seen:
        yield f"{name} has a line already, line {seen[name]}"
    seen.setdefault(name, number)
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        yield f"{name} lies outside of the folder"
    elif not path.is_file():
        yield f"{name} does not exist in the folder"
    else:
        try:
            path.open("rb").close()
        except OSError as error:
            yield f"{name} cannot be read ({error.strerror})"


def _value_problems(row: Row, kind: DocumentClass) -> Iterator[str]:
    fields = row.get("fields", {})
    if not isinstance(fields, dict):
        yield "fields is no object of names and cells"
        return
    for name, cell in fields.items():
        yield from _cell_problems(name, cell, kind.fields, "field", kind)
    ignored = row.get("ignore_fields", [])
    if not isinstance(ignored, list):
        yield "ignore_fields is no list of field names"
        ignored = []
    for name in ignored:
        if name not in {spec.name for spec in kind.fields}:
            yield f"ignore_fields: {_unknown(name, kind.fields, 'field', kind)}"
    yield from _line_problems(row.get("line_items"), kind)


def _line_problems(items: Any, kind: DocumentClass) -> Iterator[str]:
    if items is None:
        return
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        yield "line_items is no list of objects, one for each row of the table"
        return
    for number, item in enumerate(items, start=1):
        for name, cell in item.items():
            for problem in _cell_problems(name, cell, kind.columns, "column", kind):
                yield f"row {number}: {problem}"


def _cell_problems(name: str, cell: Any, specs: Sequence[FieldSpec], noun: str, kind: DocumentClass) -> Iterator[str]:
    spec = next((spec for spec in specs if spec.name == name), None)
    if spec is None:
        yield _unknown(name, specs, noun, kind)
    elif not isinstance(cell, dict) or "value" not in cell:
        yield f'{noun} {name} has no value: write {{"value": "..."}}, and leave out what the document lacks'
    else:
        if cell.get("type", spec.kind) != spec.kind:
            yield f"{noun} {name} has type {cell['type']!r}; the class file says {spec.kind}"
        if (problem := _form_problem(spec.kind, cell["value"])) is not None:
            yield f"{noun} {name}: {problem}"


def _unknown(name: Any, specs: Sequence[FieldSpec], noun: str, kind: DocumentClass) -> str:
    names = [spec.name for spec in specs]
    near = difflib.get_close_matches(str(name), names, 1)
    listed = f"did you mean {near[0]}?" if near else f"it has {', '.join(names) or 'none'}"
    return f"class {kind.name} has no {noun} {name!r}; {listed}"


def _form_problem(kind: FieldType, value: Any) -> str | None:
    """Returns what is wrong with the form of a value, None where nothing is."""
    text = value if isinstance(value, str) else ""
    if not isinstance(value, str):
        return "the value is no text: put it in quotation marks"
    if not text.strip():
        return "the value is empty: leave out what the document lacks"
    if kind in ("money", "number") and not _DECIMAL.fullmatch(text):
        return f"{text!r} is no plain decimal such as 1234.50"
    if kind == "date" and not _is_date(text):
        return f"{text!r} is no date in the form yyyy-mm-dd"
    if kind == "bool" and text.casefold() not in ("true", "false", "yes", "no"):
        return f"{text!r} is neither true nor false"
    return None


def _is_date(text: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False
