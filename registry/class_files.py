"""Classes that were taught: files beside their checkpoints describe them.

``models/taught/CLASS/class.toml`` names the fields. A folder beside it is one version of the class's checkpoint, and
the file ``current`` names the one in use. Moving the folder ``CLASS`` moves everything that was taught.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from schemas.classes import SHIPPED, BrokenClass, ClassCatalog
from schemas.errors import ConfigurationError
from schemas.vocabulary import DocumentClass

TAUGHT = "taught"
CLASS_FILE = "class.toml"


def load_catalog(models: Path) -> ClassCatalog:
    """Returns the shipped classes and those that the files of a models folder describe.

    A file that is wrong makes its own class unusable and stops nothing else: see `ClassCatalog.broken`.
    """
    catalog = SHIPPED
    for path in sorted((models / TAUGHT).glob(f"*/{CLASS_FILE}")):
        try:
            catalog = catalog.with_class(read_class(path), origin=str(path))
        except ConfigurationError as error:
            catalog = catalog.with_broken(BrokenClass(name=path.parent.name, problem=error.message))
    return catalog


def read_class(path: Path) -> DocumentClass:
    """Returns the class that a file describes.

    Raises:
        ConfigurationError: The file cannot be read or has a wrong entry, which the message names.
    """
    try:
        text = path.read_text(encoding="utf-8")
        stated = tomllib.loads(text)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is no TOML file: {error}") from None
    try:
        return DocumentClass.model_validate(stated)
    except ValidationError as error:
        wrong = [
            f"{path}:{_line(text, e['loc'])}: {'.'.join(map(str, e['loc'])) or path.stem}:"
            f" {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors(include_input=False, include_url=False)
        ]
        raise ConfigurationError("; ".join(wrong)) from None


def _line(text: str, loc: Sequence[int | str]) -> int:
    """Returns the line of an entry, from 1: of ``("fields", 3, "kind")`` that of ``kind`` in the fourth ``[[fields]]``.

    Where the entry is missing, it is the line of its table; without a table, the first one.
    """
    lines = text.splitlines()
    table, number, name = (*loc, None, None, None)[:3] if len(loc) > 1 else (None, None, *loc, None)[:3]
    heads = [i for i, line in enumerate(lines) if line.replace(" ", "").startswith(f"[[{table}]]")]
    if table is None:
        start, end = 0, next((i for i, line in enumerate(lines) if line.startswith("[")), len(lines))
    elif isinstance(number, int) and number < len(heads):
        start = heads[number]
        end = next((i for i in range(start + 1, len(lines)) if lines[i].startswith("[")), len(lines))
    else:
        return 1
    return next((i for i in range(start, end) if re.match(rf"\s*{name}\s*=", lines[i])), start) + 1
