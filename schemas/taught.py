"""Classes that were taught: their vocabulary comes from a file beside their checkpoints, not from this package.

``models/taught/CLASS/class.toml`` names the fields; a folder beside it is one version of the class's checkpoint, and
the file ``current`` says which one is in use. Moving the folder ``CLASS`` moves everything that was taught.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from schemas.classes import CLASSES
from schemas.errors import ConfigurationError
from schemas.vocabulary import DocumentClass, FieldSpec

TAUGHT = "taught"
CLASS_FILE = "class.toml"


def read_class(path: Path) -> DocumentClass:
    """Returns the class that a file describes.

    Raises:
        ConfigurationError: The file cannot be read or says something wrong; the message names the entry.
    """
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is no TOML file: {error}") from None
    try:
        return DocumentClass.model_validate(stated)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise ConfigurationError(f"{path}: {wrong}") from None


def add_class(kind: DocumentClass, *, origin: Path) -> None:
    """Makes a class known to every stage; the same class twice is one.

    Raises:
        ConfigurationError: A class of the program has this name, or a searchable field has another kind elsewhere.
    """
    known = CLASSES.get(kind.name)
    if known == kind:
        return
    if known is not None and kind.name not in _added:
        raise ConfigurationError(f"{origin}: Fieldwright has a class {kind.name} of its own; choose another name")
    for other in CLASSES.values():
        if other.name != kind.name:
            _check_searchable(kind, other, origin)
    CLASSES[kind.name] = kind
    _added.add(kind.name)


def add_taught_classes(models: Path) -> None:
    """Makes the classes under a models folder known: done once, when settings are read.

    Raises:
        ConfigurationError: A class file is wrong.
    """
    for path in _class_files(models):
        add_class(read_class(path), origin=path)


_added: set[str] = set()
"""Names that came from files, so that a changed file replaces its class and never one of the program's."""


def _class_files(models: Path) -> Iterator[Path]:
    yield from sorted((models / TAUGHT).glob(f"*/{CLASS_FILE}"))


def _check_searchable(kind: DocumentClass, other: DocumentClass, origin: Path) -> None:
    # One index holds all classes, so one searchable name has one kind.
    theirs: dict[str, FieldSpec] = {f.name: f for f in other.fields if f.indexed}
    for spec in kind.fields:
        if spec.indexed and spec.name in theirs and theirs[spec.name].kind != spec.kind:
            raise ConfigurationError(
                f"{origin}: field {spec.name} is searched as {theirs[spec.name].kind} in class {other.name} and cannot"
                f" be searched as {spec.kind}: rename it, or leave out indexed"
            )
