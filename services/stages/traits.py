"""What each document is like, kept beside its results: slices of comparisons and drift are computed from it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import numpy as np

from schemas.document import PlacedWord, ReadDocument
from schemas.traits import BUCKETS, HASHES, Traits
from services.batch import Batch
from services.stage_results import TRAITS
from services.stage_runner import at_once
from services.stages.splitting import own_reading
from values.languages import language_of

VERSION = "2"
COLUMNS, ROWS = 8, 12
"""Places on a page: so coarse that a scan's shift moves few words to another one."""


def note_traits(batch: Batch) -> None:
    """Keeps what each document of a batch is like."""

    def traits_of_all(chosen: Sequence[str]) -> list[Traits]:
        return [traits_of(own_reading(batch, i), batch.source(i).source) for i in chosen]

    at_once(batch, TRAITS, VERSION, Traits, traits_of_all)


def traits_of(read: ReadDocument, source: str) -> Traits:
    """Returns what a document is like; ``source`` is the place that it came from."""
    words, pages = read.words, max(len(read.pages), 1)
    numbers = {page.number for page in read.pages if page.text_source == "ocr"}
    sure = [word.word.confidence for word in words if word.page_number in numbers]
    vocabulary = np.bincount([_hash(word.text) % BUCKETS for word in words] or [0], minlength=BUCKETS)
    return Traits(
        document_id=read.document_id,
        source=source_of(source),
        page_count=len(read.pages),
        words_per_page=len(words) / pages,
        quality=_quality(sure, is_empty=bool(read.pages) and not words),
        language=language_of(read.text),
        vocabulary=tuple(map(int, vocabulary)) if words else (0,) * BUCKETS,
        layout=_layout([word for word in words if word.page_number == read.pages[0].number] if read.pages else []),
    )


def _quality(sure: Sequence[float], *, is_empty: bool) -> float | None:
    """Returns how sure recognition is; 0 of pages without any word, for those too blurred to read count as well."""
    if is_empty:
        return 0.0
    return sum(sure) / len(sure) if sure else None


def source_of(source: str) -> str:
    """Returns where a document came from, without names of people and files: the inbox's last folder, or ``upload``."""
    if source.startswith("upload:"):
        return "upload"
    folder = PurePosixPath(urlsplit(source).path).parent.name
    return folder or "unknown"


def _layout(words: Sequence[PlacedWord]) -> tuple[int, ...]:
    """Returns the MinHash of a page's words at their places; values change and captions stay, so digits are left out.

    Source: Broder, "On the resemblance and containment of documents", 1997.
    """
    fixed = {
        f"{word.text.casefold().strip(':.,')}|{int(word.box.left * COLUMNS)}|{int(word.box.top * ROWS)}"
        for word in words
        if len(word.text) > 2 and not any(c.isdigit() for c in word.text)
    }
    if not fixed:
        return ()
    hashes = np.array([_hash(text) for text in fixed], dtype=np.uint64)
    multipliers, shifts = _hash_functions()
    made = (hashes[:, None] * multipliers + shifts) >> np.uint64(32)
    return tuple(map(int, made.min(axis=0)))


@cache
def _hash_functions() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(20240501)  # fixed: fingerprints of different days are compared
    multipliers = random.integers(1, 2**63, HASHES, dtype=np.uint64) | np.uint64(1)
    return multipliers, random.integers(0, 2**63, HASHES, dtype=np.uint64)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.casefold().encode(), digest_size=4).digest(), "big")
