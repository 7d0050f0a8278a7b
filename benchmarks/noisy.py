"""Measures whether search finds noisy scans, and what query confusions add to the tolerance of the index.

The queries are two or three words of a document's true text that at most ten documents share. They run against all
documents as an engine read them (``benchmarks.readings``), in four ways:

- ``exact``: the words as they are.
- ``tolerant``: the views of the index that accept misread characters.
- ``table``: these, with misreadings from the table of shapes.
- ``learned``: the table with what corrections taught, from the other half of the documents.

``recall_at_10`` is the share of queries whose document is among the first ten hits. ``precision_at_10`` is the share of
the first ten hits whose true text has the words. ``hits`` is the number of documents found.

Run
``python -m benchmarks noisy READINGS.jsonl``; readings are made by ``python -m benchmarks.readings``.
"""

from __future__ import annotations

import difflib
import random
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks import frame
from benchmarks.entries import VOCABULARY, entry
from benchmarks.frame import SEED
from benchmarks.readings import Reading, load
from benchmarks.search import queries
from search.analysis import tokens
from search.confusions import Confusions, expand, learn
from search.embedded import EmbeddedIndex
from search.index import SearchIndex
from search.query import SearchQuery, parse_query

WAYS = ("exact", "tolerant", "table", "learned")
READINGS = Path("build/readings.jsonl")
TOP = 10
SEEDS = 3
"""Rounds of queries a set, each from its own seed: 149 queries alone leave recall uncertain by some points."""


@dataclass(frozen=True)
class Asked:
    """One query, the document it was taken from, and all documents that truly have its words."""

    document: int
    text: str
    relevant: frozenset[int]


def corrections(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yields the (read, true) words that a reviewer of this document would have corrected."""
    true = {t for line in reading.truth for t in tokens(line)}
    read = {t for line in reading.read for t in tokens(line)} - true
    for word in sorted(true):
        close = difflib.get_close_matches(word, sorted(read), n=1, cutoff=0.6)
        if close and len(word) > 2:
            yield close[0], word


def asked_of(truth: Sequence[Sequence[str]]) -> list[Asked]:
    """Returns the queries of all seeds."""
    words = [{t for line in lines for t in tokens(line)} for lines in truth]
    found = []
    for seed in range(SEED, SEED + SEEDS):
        for document, text in queries(truth, random.Random(seed)):
            wanted = set(text.split())
            relevant = frozenset(i for i, has in enumerate(words) if wanted <= has)
            found.append(Asked(document, text, relevant))
    return found


def measure(readings: Sequence[Reading]) -> Iterator[dict[str, Any]]:
    """Yields the figures of each way for each set, kind of noise and engine."""
    parts: dict[tuple[str, str, str], list[Reading]] = defaultdict(list)
    for reading in readings:
        parts[reading.set, reading.noise, reading.engine].append(reading)
    for (name, noise, engine), documents in parts.items():
        asked = asked_of([reading.truth for reading in documents])
        with tempfile.TemporaryDirectory() as folder:
            index = EmbeddedIndex(Path(folder), VOCABULARY)
            index.put([entry(number, document.read) for number, document in enumerate(documents)])
            taught = taught_by_others(readings, engine)
            for way in WAYS:
                row = {"set": name, "noise": noise, "engine": engine, "documents": len(documents), "way": way}
                yield row | figures(index, asked, _way(way, [document.file for document in documents], taught))


def taught_by_others(readings: Sequence[Reading], engine: str) -> tuple[Confusions, Confusions]:
    """Returns what documents teach those of half 0 and those of half 1: no document teaches about itself."""
    own = [reading for reading in readings if reading.engine == engine]
    first, second = (
        learn(pair for reading in own if half(reading.file) != mine for pair in corrections(reading)) for mine in (0, 1)
    )
    return first, second


def half(file: str) -> int:
    """Returns the half that a document belongs to, however it was scanned and read."""
    return sha256(file.encode()).digest()[0] % 2


def _way(way: str, files: Sequence[str], taught: tuple[Confusions, Confusions]) -> Callable[[Asked], SearchQuery]:
    def query(asked: Asked) -> SearchQuery:
        parsed = parse_query(asked.text, VOCABULARY, limit=TOP, facets=False, tolerant=way != "exact")
        if way in ("exact", "tolerant"):
            return parsed
        return expand(parsed, Confusions() if way == "table" else taught[half(files[asked.document])])

    return query


def figures(index: SearchIndex, asked: Sequence[Asked], query: Callable[[Asked], SearchQuery]) -> dict[str, Any]:
    """Returns recall and precision at ten and the mean number of hits."""
    found, precise, hits = [], [], []
    for one in asked:
        numbers = {sha256(str(i).encode()).hexdigest(): i for i in (*one.relevant, one.document)}
        result = index.search(query(one))
        shown = [numbers.get(hit.entry.document_id) for hit in result.hits]
        found.append(one.document in shown)
        hits.append(result.total)
        if shown:
            precise.append(sum(number is not None for number in shown) / len(shown))
    return {
        "queries": len(asked),
        "recall_at_10": round(statistics.fmean(found), 4),
        "precision_at_10": round(statistics.fmean(precise), 4) if precise else None,
        "hits": round(statistics.fmean(hits), 2),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Measures each way of searching; returns 2 where there are no readings."""
    parser = frame.parser("noisy", __doc__)
    parser.add_argument(
        "readings", type=Path, nargs="*", default=[READINGS], help=f"of python -m benchmarks.readings ({READINGS})"
    )
    options = parser.parse_args(argv)
    for path in options.readings:
        if not path.exists():
            print(f"skipped: no readings; make them: python -m benchmarks.readings {path}", file=sys.stderr)
            return frame.FAILED
    readings = [reading for path in options.readings for reading in load(path)]
    return frame.main(options, lambda _, report: frame.told(report, measure(readings)))


if __name__ == "__main__":
    sys.exit(main())
