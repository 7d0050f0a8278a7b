"""The sets of ``../shared/data``: rows of truth with a path, and a split that keeps near-copies on one side."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.classes import SHIPPED, ClassCatalog
from values.normalize import compact

HELD_OUT_SHARE = 0.2


MEASURE_ONLY = frozenset({"template_invoices"})
"""Sets of which nothing may be learned: their licenses forbid that what learned from them ships."""


@dataclass(frozen=True)
class Document:
    """One row of a truth file. ``family`` is what near-copies share; ``held_out`` is decided by it alone."""

    set_name: str
    path: Path
    row: Mapping[str, Any]
    family: str

    @property
    def document_class(self) -> str:
        """The class that the truth names."""
        return str(self.row.get("document_class", "other"))

    @property
    def held_out(self) -> bool:
        """Whether the document is kept for measuring."""
        if self.set_name in MEASURE_ONLY:
            return True
        digest = hashlib.sha256(f"{self.set_name} {self.family}".encode()).digest()
        return digest[0] / 256 < HELD_OUT_SHARE


def _value(row: Mapping[str, Any], name: str) -> str:
    return compact(str(row.get("fields", {}).get(name, {}).get("value", row["file"])))


def _zugferd_family(row: Mapping[str, Any]) -> str:
    match = re.match(r"documents/(f\d+)", row["file"])
    return match[1] if match else str(row["file"])


def _file(row: Mapping[str, Any]) -> str:
    return str(row["file"])


def _stated_or_sender(row: Mapping[str, Any], catalog: ClassCatalog) -> str:
    """Returns the ``family`` that the row states, else the beginning of the first main name, else the file.

    Documents of one sender are near-copies: they share a layout.
    """
    if "family" in row:
        return str(row["family"])
    kind = catalog.find(row.get("document_class"))
    senders = [f.name for f in kind.fields if f.main and f.kind == "name"] if kind else []
    return _value(row, senders[0])[:12] if senders else _file(row)


FAMILIES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    # A shop writes its name in several ways; the first eight letters hold its branches together.
    "sroie_receipts": lambda row: _value(row, "seller_name")[:8],
    "zugferd_invoices": _zugferd_family,
    "azure_documents": lambda row: _value(row, "seller_name")[:8],
    "invoice2data": _file,
    "ad_buy": lambda row: _value(row, "advertiser")[:12],
    "fara_forms": lambda row: _value(row, "registrant_name")[:12],
    "cms1500_claims": _file,
    "template_invoices": lambda row: str(row["group"]),
}
"""How near-copies are recognized in each set: by shop, invoice family, advertiser, registrant or layout."""


def load_set(data: Path, name: str, catalog: ClassCatalog = SHIPPED) -> list[Document]:
    """Returns the documents of a set in the order of its truth file.

    Args:
        data: The folder ``shared/data``.
        name: A folder in it with documents and truth.jsonl.
        catalog: The classes that the truth is about: their main names tell families apart.
    """
    folder = data / name
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return documents_from(folder, [json.loads(line) for line in lines if line], catalog)


def documents_from(folder: Path, rows: Iterable[Mapping[str, Any]], catalog: ClassCatalog) -> list[Document]:
    """Returns the documents that lines of a truth file name.

    Args:
        folder: The set: it has the files, and its name finds the rule of families.
        rows: The lines.
        catalog: The classes that the truth is about: their main names tell families apart.
    """
    family = FAMILIES.get(folder.name) or (lambda row: _stated_or_sender(row, catalog))
    return [Document(folder.name, folder / row["file"], row, family(row)) for row in rows]
