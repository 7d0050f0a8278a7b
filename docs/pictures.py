"""Whether the pictures of README and documentation are up to date: a digest of what each one was made from.

`make outputs` and `make screenshots` write the digests into ``pictures.json`` beside the pictures; a test computes
them anew. A picture of a page is made from its templates, its styles and the sample documents.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
DIGESTS = FOLDER / "pictures.json"

_STYLES = ("style.css", "icons.svg", "logo.svg")
_TEMPLATES = ("base.html", "macros.html")
_PAGES = {
    "portal-document.png": "document",
    "portal-document-viewer.png": "document",
    "portal-queue.png": "review_queue",
    "portal-review.png": "review",
    "portal-search.png": "search",
    "portal-upload.png": "upload",
}

OVERLAY = "example.png"
PICTURES = (*_PAGES, OVERLAY)


def sources(name: str) -> Iterator[Path]:
    """Yields the files that a picture is made from."""
    if name == OVERLAY:
        yield ROOT / "extractors" / "overlay.py"
        yield ROOT / "models" / "layoutlm" / "fieldwright.json"
        yield ROOT / "samples" / "documents" / "invoice_german.pdf"
        return
    page = _PAGES[name]
    yield from (ROOT / "portal" / "templates" / template for template in (*_TEMPLATES, f"{page}.html"))
    yield from (ROOT / "portal" / "static" / style for style in (*_STYLES, f"{page}.css"))
    yield from sorted((ROOT / "samples" / "documents").iterdir())


def digest(name: str) -> str:
    """Returns the digest of a picture's sources, 16 characters."""
    found = hashlib.sha256()
    for path in sources(name):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def digests() -> dict[str, str]:
    """Returns the recorded digests by the name of the picture."""
    recorded: dict[str, str] = json.loads(DIGESTS.read_text(encoding="utf-8")) if DIGESTS.exists() else {}
    return recorded


def record(name: str) -> None:
    """Records that a picture in this folder has just been made."""
    found = json.dumps(digests() | {name: digest(name)}, indent=1, sort_keys=True)
    DIGESTS.write_text(found + "\n", encoding="utf-8")
