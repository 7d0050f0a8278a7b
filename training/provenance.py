"""What a checkpoint was made from, as digests in its manifest: the examples with their labels, and the program."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from training.examples import Example

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("extractors", "schemas", "training", "values")
"""Packages whose code decides what a training makes of its examples."""


def data_digest(sets: Iterable[tuple[str, float, Sequence[Example]]]) -> str:
    """Returns the SHA-256 of the words, places and labels that a training draws from, in their order.

    Args:
        sets: Name, weight and examples of each set. Names of documents do not count.
    """
    digest = hashlib.sha256()
    for name, weight, examples in sets:
        digest.update(json.dumps([name, weight, len(examples)]).encode())
        for example in examples:
            pages = [(page.number, page.texts, page.boxes, page.groups) for page in example.pages]
            content = [example.document_class, pages, sorted(example.unknown)]
            digest.update(json.dumps(content, default=int).encode())
    return digest.hexdigest()


def code_digest() -> str:
    """Returns the SHA-256 of the code of `PACKAGES`, by path and content."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
