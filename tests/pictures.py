"""The module of the documentation that knows what its pictures are made from, and the one that writes outputs."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))
pictures: Any = importlib.import_module("pictures")
outputs: Any = importlib.import_module("outputs")
