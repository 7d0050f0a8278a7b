"""How fast does search answer with many documents, on Elasticsearch and in the embedded index?

Generated invoices of one page with 120 words and six fields fill an index; then clients search. A timed search includes
misreadings, facets, highlighted snippets and boxes, and its results are read to the end. ``--clients`` search at the
same time; times are of each answer. ``busy`` is the machine's load before searching, beside its cores. On a busy
machine the figures are an upper bound. The review queue has a benchmark of its own: ``python -m benchmarks review``.
Last, documents are put anew one by one, as they come in on a working day.

Run ``python -m benchmarks load --elasticsearch http://localhost:9200``.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks import frame
from benchmarks.entries import VOCABULARY, invented
from benchmarks.frame import SEED, count, percentile
from benchmarks.search import mixed, opened
from search.confusions import Confusions, expand
from search.entry import IndexEntry
from search.index import SearchIndex
from search.query import parse_query

DOCUMENTS = 100_000
SAMPLE = 300
"""Entries that queries are made from, spread over all."""
KINDS = ("one word", "two words", "three words and filters", "phrase", "number", "seller and month")
"""The queries of one round of `mixed`, in their order."""
WARM_UP = 30
PUTS = 20
"""Documents that are put one by one into the full index, instead of those with their ids."""


def measure(index: SearchIndex, documents: int, searches: int, clients: int) -> dict[str, Any]:
    """Fills an index and returns how long that took, and the times of its answers in milliseconds."""
    sample: list[IndexEntry] = []
    start = time.perf_counter()
    index.rebuild(_sampled(documents, sample))
    filled_s = time.perf_counter() - start
    queries = list(mixed(sample, random.Random(SEED), -(-(searches + WARM_UP) // len(KINDS))))
    for text in queries[:WARM_UP]:
        search(index, text)
    busy = os.getloadavg()[0]
    with ThreadPoolExecutor(clients) as pool:
        times = list(pool.map(lambda text: search(index, text), queries[WARM_UP : WARM_UP + searches]))
    puts = [put(index, entry) for entry in invented(PUTS, random.Random(SEED + 1))]
    return {
        "documents": index.count(),
        "put_median_ms": round(statistics.median(puts), 1),
        "put_longest_ms": round(max(puts), 1),
        "filled_s": round(filled_s, 1),
        "clients": clients,
        "busy": round(busy, 1),
        **spread([ms for ms, _ in times]),
        "hits_median": statistics.median(hits for _, hits in times),
        "median_ms_by_kind": {
            kind: round(statistics.median(ms for ms, _ in times[number :: len(KINDS)]), 1)
            for number, kind in enumerate(KINDS)
        },
    }


def put(index: SearchIndex, entry: IndexEntry) -> float:
    """Returns the milliseconds until a document that was put can be found."""
    start = time.perf_counter()
    index.put([entry])
    return 1000 * (time.perf_counter() - start)


def search(index: SearchIndex, text: str) -> tuple[float, int]:
    """Returns the milliseconds of an answer and how many documents it found."""
    start = time.perf_counter()
    result = index.search(expand(parse_query(text, VOCABULARY), Confusions()))
    return 1000 * (time.perf_counter() - start), result.total


def spread(times: Sequence[float]) -> dict[str, float]:
    """Returns the median, the 95th and the 99th percentile and the longest time."""
    figures = {"median_ms": 50, "p95_ms": 95, "p99_ms": 99, "longest_ms": 100}
    return {"searches": len(times), **{name: round(percentile(times, p), 1) for name, p in figures.items()}}


def _sampled(documents: int, sample: list[IndexEntry]) -> Iterator[IndexEntry]:
    step = max(1, documents // SAMPLE)
    for number, entry in enumerate(invented(documents, random.Random(SEED))):
        if number % step == 0:
            sample.append(entry)
        yield entry


def rows(options: argparse.Namespace) -> Iterable[dict[str, Any]]:
    """Yields one row of figures for each index and number of documents."""
    kinds = [("elasticsearch", options.elasticsearch)] if options.elasticsearch else []
    kinds += [("embedded", None)] if not options.no_embedded else []
    for kind, url in kinds:
        for documents in options.documents:
            with opened(kind, url) as index:
                yield {"index": kind, **measure(index, documents, options.searches, options.clients)}


def main(argv: Sequence[str] | None = None) -> int:
    """Fills and searches the indexes; returns 0, or 2 where the server does not answer."""
    parser = frame.parser("load", __doc__)
    parser.add_argument(
        "--elasticsearch", metavar="URL", help="a server; without it only the embedded index is measured"
    )
    parser.add_argument("--no-embedded", action="store_true", help="only the server")
    parser.add_argument("--documents", type=int, nargs="+", default=[DOCUMENTS])
    parser.add_argument("--searches", type=count, default=300)
    parser.add_argument("--clients", type=int, default=1, help="that search at the same time")
    return frame.main(parser.parse_args(argv), lambda options, report: frame.told(report, rows(options)))


if __name__ == "__main__":
    sys.exit(main())
