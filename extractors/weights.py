"""Arrays of a small network, as training writes them: one ``weights.npz`` in the model's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from schemas.errors import ConfigurationError

WEIGHTS_FILE: Final = "weights.npz"


def load_arrays(folder: Path) -> dict[str, NDArray[Any]]:
    """Returns the arrays of a model's folder by name.

    Raises:
        ConfigurationError: The file is missing or damaged.
    """
    path = folder / WEIGHTS_FILE
    try:
        # Opened here, because numpy leaves the file open when it is no archive.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, EOFError, ValueError, BadZipFile) as error:
        raise ConfigurationError(f"{path} cannot be read: install Fieldwright again") from error
