"""Diagnosis codes of ICD-10-CM: which exist, and which existing codes look like what was read.

The list is that of the package simple-icd-10-cm (its April 2026 release). Its own module builds the whole tree, 200 MB
and two seconds: only its list of codes is read here.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from itertools import product
from pathlib import Path

from values.confusions import READ_FOR

LONGEST = 7
"""Characters of a code without its dot."""

FAULTS = 2
"""At most so many characters of a code are taken for another one."""


def is_billable(code: str) -> bool:
    """Whether a code, with or without its dot, exists and has no finer codes below it."""
    return code.replace(".", "").upper() in _billable()


def likely_codes(text: str) -> tuple[str, ...]:
    """Returns the billable codes, without dots, that look like a text and differ in the fewest characters from it.

    Args:
        text: Letters, digits and $ as they were read, without the dot.
    """
    found: dict[int, list[str]] = {}
    if len(text) > LONGEST:
        return ()
    for chosen in product(*(READ_FOR.get(c, c) for c in text.upper())):
        code = "".join(chosen)
        faults = sum(a != b for a, b in zip(code, text.upper(), strict=True))
        if faults <= FAULTS and code in _billable():
            found.setdefault(faults, []).append(code)
    return tuple(found[min(found)]) if found else ()


@cache
def _billable() -> frozenset[str]:
    spec = importlib.util.find_spec("simple_icd_10_cm")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the package simple-icd-10-cm, which holds the diagnosis codes, is missing")
    [path] = (Path(spec.origin).parent / "data").glob("code-list-*.txt")
    lines = map(str.strip, path.read_text(encoding="ascii").splitlines())
    codes = sorted({line for line in lines if line[:1].isalpha() and "-" not in line})
    following = [*codes[1:], ""]
    return frozenset(c for c, after in zip(codes, following, strict=True) if not after.startswith(c))
