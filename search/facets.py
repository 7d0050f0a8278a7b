"""Counts over all found documents; tantivy took over Elasticsearch's aggregation language, so one request fits both."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from search.analysis import has_tokens
from search.entry import EntrySummary
from search.index import Bucket, Facet

MAX_SELLERS = 20
MAX_MONTHS = 24
_MANY = 50

AMOUNT_EDGES = (0, 100, 1_000, 10_000, 100_000)
"""Borders of the amount facet: each range includes its lower border only."""


def month_of(entry: EntrySummary) -> str | None:
    """Returns the month of an entry's date, as a date filter takes it."""
    return None if entry.date is None else f"{entry.date:%Y-%m}"


def aggregations(path: Callable[[str], str]) -> dict[str, Any]:
    """Returns the request for all facets; ``path`` gives the index's name of a property for exact values."""
    ranges = [{"to": AMOUNT_EDGES[0]}]
    ranges += [{"from": low, "to": high} for low, high in itertools.pairwise(AMOUNT_EDGES)]
    ranges += [{"from": AMOUNT_EDGES[-1]}]
    return {
        "class": {"terms": {"field": path("document_class"), "size": _MANY}},
        "status": {"terms": {"field": path("status"), "size": _MANY}},
        "seller": {"terms": {"field": path("seller"), "size": MAX_SELLERS}},
        "month": {"terms": {"field": path("month"), "size": MAX_MONTHS, "order": {"_key": "desc"}}},
        "amount": {"range": {"field": path("amount"), "ranges": ranges}},
    }


def read_facets(answer: dict[str, Any]) -> tuple[Facet, ...]:
    """Returns the facets of an answer to `aggregations`; values that no document has are left out."""
    return tuple(Facet(name=name, buckets=_buckets(name, answer[name]["buckets"])) for name in answer)


def _buckets(name: str, raw: list[dict[str, Any]]) -> tuple[Bucket, ...]:
    if name == "amount":
        in_order = sorted(raw, key=lambda b: float(b.get("from", "-inf")))
        return tuple(_amount_bucket(b) for b in in_order if b["doc_count"])
    # A seller that reads "???" cannot be searched.
    named = [b for b in raw if has_tokens(b["key"])]
    buckets = [Bucket(value=b["key"], count=b["doc_count"], query=_narrowed(name, b["key"])) for b in named]
    if name == "month":
        return tuple(sorted(buckets, key=lambda b: b.value, reverse=True))
    return tuple(sorted(buckets, key=lambda b: (-b.count, b.value)))


def _narrowed(name: str, value: str) -> str:
    if name == "month":
        return f"date:{value}"
    if name == "seller":
        return 'seller:"{}"'.format(value.replace('"', " "))
    return f"{name}:{value}"


def _amount_bucket(raw: dict[str, Any]) -> Bucket:
    low, high = raw.get("from"), raw.get("to")
    parts = [f"amount:>={low:.0f}"] if low is not None else []
    parts += [f"amount:<{high:.0f}"] if high is not None else []
    value = f"{'' if low is None else f'{low:.0f}'}..{'' if high is None else f'{high:.0f}'}"
    return Bucket(value=value, count=raw["doc_count"], query=" ".join(parts))
