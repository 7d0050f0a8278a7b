"""Where the trained models are, for the few tests that cannot do without LayoutLM."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from schemas.settings import Settings


def models_folder() -> Path:
    """The folder with both checkpoints: FIELDWRIGHT_MODELS, else the repository's; skips where LayoutLM is absent."""
    folder = Path(os.environ.get("FIELDWRIGHT_MODELS") or Settings.model_fields["models"].default)
    if not (folder / "layoutlm").is_dir():
        pytest.skip(f"{folder / 'layoutlm'} is missing: train it, or set FIELDWRIGHT_MODELS")
    return folder


def pii_weights() -> Path:
    """The folder of the token classifier of personal data."""
    return Path(os.environ.get("FIELDWRIGHT_MODELS") or Settings.model_fields["models"].default) / "pii"


def linked_models(parent: Path) -> Path:
    """Makes a models folder of its own in ``parent``: the shipped checkpoints by links, and no taught class."""
    folder = parent / "models"
    folder.mkdir()
    for name in ("layout", "layoutlm", "second_reader", "classifier", "pii"):
        (folder / name).symlink_to(models_folder() / name, target_is_directory=True)
    return folder
