"""How confidences are written for people."""

from __future__ import annotations

MOST_DIGITS = 4


def told_apart(found: float, wanted: float, *, percent: bool = False) -> str:
    """Returns "confidence 0.77, 0.80 is asked for", with as many digits as it takes to tell the two apart.

    Full certainty is never asked for where only nearly all of it is.
    """
    kind, fewest = ("%", 0) if percent else ("f", 2)
    for digits in range(fewest, MOST_DIGITS + 1):
        first, second = f"{found:.{digits}{kind}}", f"{wanted:.{digits}{kind}}"
        seems_certain = wanted < 1 <= round(wanted, digits + 2 if percent else digits)
        if first != second and not seems_certain:
            break
    return f"confidence {first}, {second} is asked for"
