"""The manifest of a checkpoint, the file beside its weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from schemas.errors import ConfigurationError

MODEL_FILE = "fieldwright.json"
"""Beside the weights: the name, the version and the classes that the checkpoint was trained for."""


def read_about(checkpoint: Path) -> dict[str, Any]:
    """Returns the manifest of a checkpoint.

    Raises:
        ConfigurationError: The folder is no checkpoint.
    """
    try:
        about: dict[str, Any] = json.loads((checkpoint / MODEL_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"{checkpoint} is no checkpoint of Fieldwright: {MODEL_FILE} cannot be read"
        ) from error
    return about


def write_about(checkpoint: Path, about: dict[str, Any]) -> None:
    """Writes the manifest of a checkpoint."""
    (checkpoint / MODEL_FILE).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def weights_of(about: dict[str, Any]) -> str:
    """Returns what distinguishes the weights of two checkpoints: name, version and how long they were trained."""
    return f"{about['name']} {about['version']}, {about.get('windows_trained', 0)} windows"
