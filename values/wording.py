"""Words around numbers."""

from __future__ import annotations


def quantity(count: int, noun: str, plural: str | None = None) -> str:
    """Returns a number with its noun: "1 document", "2 documents".

    Args:
        count: How many.
        noun: The noun for one.
        plural: The noun for several, where it is not the noun with an s.
    """
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
