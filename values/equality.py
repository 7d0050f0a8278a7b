"""Whether two texts are the same value: by meaning where values are compared, by letters where they are copied."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from rapidfuzz.distance import Levenshtein

from schemas.extraction import FieldType, typed
from values.legal_forms import LEFT_OUT_OF_NAMES
from values.normalize import compact

TEXT_RATIO = 0.9
"""Two texts of several lines are the same value from this likeness on."""


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def plain_words(text: str) -> str:
    """Returns the words of a text in lower case, with one blank for all other characters."""
    return " ".join("".join(c if c.isalnum() else " " for c in _fold(text)).split())


def _name(text: str) -> tuple[str, ...]:
    text = re.sub(r"['’`´]", "", _fold(text))
    text = re.sub(r"\b(?:\w\.){2,}(?:\w\b)?", lambda m: m.group().replace(".", "") + " ", text)
    words = tuple(plain_words(re.sub(r"\b(\w)/(\w)\b", r"\1\2", text)).split())
    return tuple(w for w in words if w not in LEFT_OUT_OF_NAMES) or words


def _key(kind: str, text: str) -> Any:
    """Returns what two equal values of a kind have in common, None for what is not in normal form."""
    text = text.strip()
    match kind:
        case "money" | "number":
            return Decimal(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else None
        case "date":
            try:
                return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
            except ValueError:
                return None
        case "bool":
            return {"true": True, "yes": True, "false": False, "no": False}.get(_fold(text))
        case "id" | "code":
            return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum()) or None
    raise ValueError(f"unknown type {kind!r} in the truth")


def same_value(kind: str, expected: str, found: str) -> bool:
    """Whether a found value equals an expected one, by the rule of its kind.

    Names are compared without legal forms, in any order of their words; texts by their likeness.
    """
    if kind == "name":
        words, others = _name(expected), _name(found)
        return bool(words) and (sorted(words) == sorted(others) or "".join(words) == "".join(others))
    if kind == "text":
        return Levenshtein.normalized_similarity(plain_words(expected), plain_words(found)) >= TEXT_RATIO
    wanted = _key(kind, expected)
    return wanted is not None and wanted == _key(kind, found)


def same_letters(kind: FieldType, one: str, other: str) -> bool:
    """Whether two normalized values are one: numbers and dates by value, all else by letters and digits alone."""
    if kind in ("money", "number", "date"):
        return typed(kind, one) == typed(kind, other)
    return compact(one) == compact(other)
