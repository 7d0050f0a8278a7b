"""Great Expectations loads without what no suite needs, and nothing else notices."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import gc, sys
from expectations.validate import validate
from schemas.classes import SHIPPED
from schemas.extraction import Extraction
empty = Extraction(document_id="a" * 64, document_class="receipt", class_confidence=1.0, model="test")
[report] = validate([empty], SHIPPED, currencies=("EUR",))
assert report.failures
assert "scipy.stats._stats_py" not in sys.modules, "scipy.stats was loaded"
assert gc.isenabled()
from scipy.stats import beta
assert round(float(beta.ppf(0.95, 1, 10)), 4) == 0.2589
"""


def test_validating_loads_no_statistics_and_leaves_them_usable() -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
