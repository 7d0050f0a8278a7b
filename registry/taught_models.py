"""The taught checkpoints of a models folder: which versions a class has, and which one reads its documents.

``models/taught/CLASS/VERSION/`` is a checkpoint; ``models/taught/CLASS/current`` holds the name of the version in use.
A class without that file is read by the shipped model, where that knows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.class_files import TAUGHT
from registry.manifest import MODEL_FILE, read_about
from schemas.errors import ConfigurationError

CURRENT = "current"

UNFINISHED = "unfinished"
"""In the manifest of a version whose training has not ended: it is not listed and cannot be used."""

SHIPPED = "shipped"
"""In place of a version: the model that comes with the program."""


@dataclass(frozen=True)
class TaughtModel:
    """One version of a taught class; ``about`` is what its training wrote of it."""

    document_class: str
    version: str
    folder: Path
    about: dict[str, Any]
    current: bool


def taught_models(models: Path) -> Iterator[TaughtModel]:
    """Yields every finished version of every taught class, by class, the oldest first."""
    for folder in sorted((models / TAUGHT).glob(f"*/*/{MODEL_FILE}")):
        home = folder.parent.parent
        about = read_about(folder.parent)
        if not about.get(UNFINISHED):
            yield TaughtModel(home.name, folder.parent.name, folder.parent, about, _current(home) == folder.parent.name)


def unfinished(models: Path) -> list[Path]:
    """Returns the folders of versions whose training runs or was stopped."""
    found = sorted((models / TAUGHT).glob(f"*/*/{MODEL_FILE}"))
    return [path.parent for path in found if read_about(path.parent).get(UNFINISHED)]


def in_use(models: Path) -> dict[str, Path]:
    """Returns the checkpoint of each class that a taught one reads.

    Raises:
        ConfigurationError: A class names a version that is not there.
    """
    found = {}
    for path in sorted((models / TAUGHT).glob(f"*/{CURRENT}")):
        name, version = path.parent.name, _current(path.parent)
        if not (path.parent / version / MODEL_FILE).exists():
            raise ConfigurationError(
                f"{path} names version {version}, which is not there: fieldwright models use {name}"
            )
        found[name] = path.parent / version
    return found


def use(models: Path, document_class: str, version: str) -> None:
    """Makes a version the one that reads a class from now on; ``shipped`` returns to the shipped model.

    Raises:
        ConfigurationError: The class has no such version.
    """
    home = models / TAUGHT / document_class
    if version == SHIPPED:
        (home / CURRENT).unlink(missing_ok=True)
        return
    known = [m.version for m in taught_models(models) if m.document_class == document_class]
    if version not in known:
        listed = ", ".join((*known, SHIPPED))
        raise ConfigurationError(f"class {document_class} has no version {version}; there are {listed}")
    # A worker that starts meanwhile reads the old name or the new one, never half of it.
    partial = home / f"{CURRENT}.part"
    partial.write_text(version + "\n", encoding="utf-8")
    partial.replace(home / CURRENT)


def roll_back(models: Path, document_class: str) -> str:
    """Returns to the version before the one in use, or to the shipped model; returns its name.

    Raises:
        ConfigurationError: No taught version is in use.
    """
    versions = [m for m in taught_models(models) if m.document_class == document_class]
    at = next((i for i, m in enumerate(versions) if m.current), None)
    if at is None:
        raise ConfigurationError(f"class {document_class} is read by the shipped model: there is nothing to roll back")
    previous = versions[at - 1].version if at else SHIPPED
    use(models, document_class, previous)
    return previous


def _current(home: Path) -> str:
    try:
        return (home / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
