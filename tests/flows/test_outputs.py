"""README shows what the commands print today: `make outputs` writes it.

Times may differ, and confidences: models compute in bfloat16 where the processor does.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pictures import outputs

pytestmark = pytest.mark.slow

VARIES = re.compile(r"\d+(\.\d+)? ?(s|ms|seconds?|minutes?)\b|(?<=\"confidence\": )0\.\d+|\b\d+%")


def test_readme_shows_todays_outputs(tmp_path: Path) -> None:
    shown = outputs.README.read_text(encoding="utf-8")
    today = outputs.readme(str(tmp_path))
    assert VARIES.sub("T", today) == VARIES.sub("T", shown), "README is out of date: make outputs"
