"""Which documents of a taught class are kept aside: all of its trainings measure on documents that none learned from.

``models/taught/CLASS/split.json`` holds the hashes of the documents' bytes, and no text of documents.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from registry.class_files import TAUGHT
from schemas.errors import ConfigurationError

SPLIT_FILE = "split.json"

Sides = Mapping[str, bool]
"""Whether a document is kept aside, by the SHA-256 of its bytes."""


def read_sides(models: Path, document_class: str) -> Sides:
    """Returns the sides of the documents of all trainings of a class; nothing where there was none.

    Raises:
        ConfigurationError: The file is there and cannot be read.
    """
    path = models / TAUGHT / document_class / SPLIT_FILE
    if not path.exists():
        return {}
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {key: bool(side) for side in (False, True) for key in stored["aside" if side else "learned"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise ConfigurationError(
            f"{path} cannot be read: restore it, or remove it and every version of the class"
        ) from None


def write_sides(models: Path, document_class: str, sides: Sides) -> None:
    """Writes the sides of the documents of a class."""
    path = models / TAUGHT / document_class / SPLIT_FILE
    stored = {
        "aside": sorted(key for key, side in sides.items() if side),
        "learned": sorted(key for key, side in sides.items() if not side),
    }
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)
