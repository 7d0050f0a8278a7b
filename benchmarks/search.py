"""Does search find a document whose words were misread, what does that cost, and how fast is it?

Known items: two or three words of a receipt's true text that at most ten receipts share are searched. The receipt must
be among the first ten hits. The searched texts have random errors, or are read by our OCR from the images (``--read``).
Two thirds of the random errors are shapes that OCR confuses. The rest are other letters, losses, doublings, and lost or
extra blanks. ``hits`` is how many documents a query finds on average: what tolerance costs.

Speed: entries of one page with 120 words and six fields. Times are the median and the 95th percentile over mixed
queries with facets, snippets and boxes. Run ``python -m benchmarks search``.
"""

from __future__ import annotations

import argparse
import random
import statistics
import string
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from elasticsearch import Elasticsearch

from benchmarks import frame
from benchmarks.entries import VOCABULARY, entry, invented
from benchmarks.frame import DATA, SEED, percentile
from benchmarks.readings import documents, read_lines, true_lines
from search.analysis import tokens
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex
from search.entry import IndexEntry
from search.index import SearchIndex
from search.query import parse_query

SET = "sroie_receipts"
MOST_RECEIPTS = 10
"""A query occurs in at most this many receipts, so that an exact index has recall at ten of 1."""

# Shapes that OCR confuses. Half are not folded by the index, so that the figure is not made by its own table.
SHAPES = {
    "0": "OD", "O": "0Q", "1": "lI7", "I": "1l", "L": "1I", "5": "S6", "S": "5", "8": "B3", "B": "8", "2": "Z",
    "Z": "2", "6": "Gb", "G": "6C", "C": "G", "E": "F", "F": "E", "H": "N", "N": "H", "U": "V", "V": "U", "M": "N",
    "D": "0", "3": "8", "7": "1", "4": "A", "A": "4", "T": "7", "9": "g", "R": "P", "P": "R", "K": "X", "Y": "V",
}  # fmt: skip


def misread(text: str, rate: float, chance: random.Random) -> str:
    """Returns a text with errors in about this share of its characters."""
    read: list[str] = []
    for character in text:
        if chance.random() >= rate:
            read.append(character)
            continue
        kind = chance.random()
        if character == " ":
            read.append("" if kind < 0.5 else " ")
        elif kind < 0.65 and character.upper() in SHAPES:
            read.append(chance.choice(SHAPES[character.upper()]))
        elif kind < 0.75:
            read.append(chance.choice(string.ascii_uppercase))
        elif kind < 0.85:
            read.append("")
        else:
            read.append(f"{character} " if kind < 0.95 else character * 2)
    return "".join(read)


def queries(truth: Sequence[Sequence[str]], chance: random.Random) -> Iterator[tuple[int, str]]:
    """Yields (receipt, query) pairs: words of at least four characters that few receipts have together."""
    words = [{t for line in lines for t in tokens(line) if len(t) >= 4} for lines in truth]
    common = Counter(word for found in words for word in found)
    for number, found in enumerate(words):
        known = sorted(word for word in found if common[word] > 1) or sorted(found)
        for _ in range(20):
            chosen = chance.sample(known, min(len(known), chance.choice((2, 3))))
            if chosen and sum(set(chosen) <= other for other in words) <= MOST_RECEIPTS:
                yield number, " ".join(chosen)
                break


def known_items(index: SearchIndex, asked: Sequence[tuple[int, str]], *, tolerant: bool) -> dict[str, float]:
    """Returns recall at ten, the mean reciprocal rank and the mean number of hits."""
    ranks, hits = [], []
    for number, text in asked:
        result = index.search(parse_query(text, VOCABULARY, limit=10, facets=False, tolerant=tolerant))
        wanted = sha256(str(number).encode()).hexdigest()
        ranks.append(next((1 / (i + 1) for i, hit in enumerate(result.hits) if hit.entry.document_id == wanted), 0.0))
        hits.append(result.total)
    found = sum(rank > 0 for rank in ranks)
    return {
        "queries": len(ranks),
        "recall_at_10": round(found / len(ranks), 4),
        "mean_reciprocal_rank": round(statistics.fmean(ranks), 4),
        "hits": round(statistics.fmean(hits), 2),
    }


def speed(index: SearchIndex, entries: Sequence[IndexEntry], chance: random.Random) -> dict[str, float]:
    """Returns the seconds to put the first thousand entries and to rebuild with all, and milliseconds of a search."""
    start = time.perf_counter()
    index.put(entries[:1000])
    put_s = time.perf_counter() - start
    start = time.perf_counter()
    index.rebuild(entries)
    rebuild_s = time.perf_counter() - start
    times = []
    for text in [*mixed(entries, chance, 10), *mixed(entries, chance, 60)]:
        start = time.perf_counter()
        index.search(parse_query(text, VOCABULARY))
        times.append(1000 * (time.perf_counter() - start))
    times = times[6 * 10 :]  # the first ones warm up
    return {
        "put_1000_s": round(put_s, 2),
        "rebuild_s": round(rebuild_s, 2),
        "entries": len(entries),
        "search_median_ms": round(statistics.median(times), 1),
        "search_p95_ms": round(percentile(times, 95), 1),
    }


def mixed(entries: Sequence[IndexEntry], chance: random.Random, count: int) -> Iterator[str]:
    """Yields so many rounds of six kinds of queries: words, words and filters, a phrase, a number, a seller's month."""
    for _ in range(count):
        chosen = chance.choice(entries)
        words = [w.text for w in chosen.pages[0].words]
        yield chance.choice(words)
        yield " ".join(chance.sample(words, 2))
        yield " ".join(chance.sample(words, 3)) + " class:invoice amount:>100"
        yield f'"{" ".join(words[10:13])}"'
        yield f"invoice_number:{chosen.fields['invoice_number']}"
        yield f"seller:{words[0]} date:{chosen.date:%Y-%m}"


@contextmanager
def opened(kind: str, url: str | None) -> Iterator[SearchIndex]:
    """Gives an empty index and removes it afterwards."""
    if kind == "embedded":
        with tempfile.TemporaryDirectory() as folder:
            yield EmbeddedIndex(Path(folder), VOCABULARY)
        return
    name = f"benchmark-{uuid4().hex}"
    index = ElasticIndex(str(url), name, VOCABULARY, timeout_s=120)
    try:
        yield index
    finally:
        index.close()
        with Elasticsearch(str(url), request_timeout=120) as client:
            client.indices.delete(index=list(client.indices.get(index=f"{name}*")))


def measure(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Yields one row of figures after the other."""
    kinds, url = ["embedded", *(["elasticsearch"] if options.elasticsearch else [])], options.elasticsearch
    receipts = list(documents(options.data / SET))
    truth = [true_lines(receipt) for receipt in receipts]
    asked = list(queries(truth, random.Random(SEED)))
    noisy = {f"{rate:.0%} errors": _misread_all(truth, rate) for rate in options.rates}
    if options.read:
        files = [options.data / SET / receipt["file"] for receipt in receipts[: options.read]]
        noisy[f"OCR of {len(files)} images"] = [read_lines(file, "as scanned", "rapid") for file in files]
    for kind in kinds:
        for noise, texts in noisy.items():
            mine = [(number, text) for number, text in asked if number < len(texts)]
            with opened(kind, url) as index:
                index.put([entry(number, lines) for number, lines in enumerate(texts)])
                for tolerant in (False, True):
                    figures = known_items(index, mine, tolerant=tolerant)
                    yield {"what": "known items", "index": kind, "texts": noise, "tolerant": tolerant, **figures}
    if options.entries:
        made = list(invented(options.entries, random.Random(SEED)))
        for kind in kinds:
            with opened(kind, url) as index:
                yield {"what": "speed", "index": kind, **speed(index, made, random.Random(SEED))}


def _misread_all(truth: Sequence[Sequence[str]], rate: float) -> list[list[str]]:
    chance = random.Random(SEED)
    return [[misread(line, rate, chance) for line in lines] for lines in truth]


def main(argv: Sequence[str] | None = None) -> int:
    """Measures search; returns 2 where the receipts are absent or the server does not answer."""
    parser = frame.parser("search", __doc__, data=DATA)
    parser.add_argument("--elasticsearch", metavar="URL", help="measure this server too")
    parser.add_argument(
        "--rates", type=float, nargs="*", default=[0.0, 0.02, 0.05, 0.1], help="shares of misread characters"
    )
    parser.add_argument("--entries", type=int, default=10_000, help="entries for the speed; 0 leaves it out")
    parser.add_argument("--read", type=int, default=0, metavar="N", help="also read the images of N receipts by OCR")
    return frame.main(parser.parse_args(argv), lambda options, report: frame.told(report, measure(options)), needs=SET)


if __name__ == "__main__":
    sys.exit(main())
