"""From clauses to Elasticsearch's query language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from search.clauses import All, AmountRange, Clause, DateRange, Match, Not, Phrase, Word
from search.mapping import DELETED
from search.probes import Probe, field_text_probes, key_probes, text_probes
from search.query import SearchQuery

Json = dict[str, Any]

TEXT = "pages.text"
_DIRECTION = {True: "desc", False: "asc"}
_SORT_PATHS = {"date": "date", "amount": "amount", "received": "received_at"}


def query_dsl(query: SearchQuery) -> Json:
    """Returns the request for all documents that match."""
    must = [_clause(query.clause, query.tolerant)] if query.clause is not None else []
    return {"bool": {"must": must, "must_not": [{"term": {DELETED: True}}]}}


def pages_dsl(query: SearchQuery, document_ids: list[str], size: int) -> Json:
    """Returns the request for the best pages of some documents that match, with their words."""
    wanted = [_any_probe([TEXT], text_probes(clause, tolerant=query.tolerant)) for clause in query.words()]
    nested = {
        "path": "pages",
        "query": {"bool": {"should": wanted}},
        "inner_hits": {"size": size, "_source": ["pages.number", "pages.words"]},
    }
    return {"bool": {"filter": [{"terms": {"document_id": document_ids}}], "must": [{"nested": nested}]}}


def sort_dsl(query: SearchQuery) -> list[Json]:
    """Returns the order of hits; the document id makes it total, so that a following page misses nothing."""
    by_id = {"document_id": "asc"}
    if query.order == "relevance":
        return [{"_score": "desc"}, by_id]
    direction = _DIRECTION[query.descending]
    return [{_SORT_PATHS[query.order]: {"order": direction, "missing": "_last"}}, by_id]


def _clause(clause: Clause, tolerant: bool) -> Json:
    if isinstance(clause, Word | Phrase):
        return _any_probe([TEXT, "name"], text_probes(clause, tolerant=tolerant))
    if isinstance(clause, Match):
        return _unscored(_match(clause, tolerant))
    if isinstance(clause, AmountRange):
        return _unscored(_amounts(clause))
    if isinstance(clause, DateRange):
        return _unscored(_days(clause))
    if isinstance(clause, Not):
        # Forgiving what must not be there would hide documents that nobody excluded.
        return {"bool": {"must_not": [_clause(clause.clause, False)]}}
    parts = [_clause(part, tolerant) for part in clause.clauses]
    return {"bool": {"must": parts}} if isinstance(clause, All) else {"bool": {"should": parts}}


def _unscored(query: Json) -> Json:
    return {"constant_score": {"filter": query, "boost": 0.0}}


def _any_probe(paths: Iterable[str], probes: Iterable[Probe]) -> Json:
    return {"dis_max": {"queries": [_probe(path, probe) for probe in probes for path in paths]}}


def _probe(path: str, probe: Probe) -> Json:
    found = _found(path, probe)
    sure = {"constant_score": {"filter": found, "boost": probe.weight.base}}
    if not probe.weight.share:
        return sure
    return {"bool": {"should": [sure, {"bool": {"must": [found], "boost": probe.weight.share}}]}}


def _found(path: str, probe: Probe) -> Json:
    if probe.view == "near":
        # Rewritten as a constant, the query takes every near term and not only the 50 commonest.
        return {"fuzzy": {f"{path}.ocr": {"value": probe.terms[0], "fuzziness": 1, "rewrite": "constant_score"}}}
    if probe.view == "misread":
        return {"terms": {f"{path}.ocr": list(probe.terms)}}
    if probe.view in ("begins", "ends", "holds"):
        return _part(path, probe)
    target = path if probe.view == "plain" else f"{path}.{probe.view}"
    if len(probe.terms) == 1:
        return {"term": {target: probe.terms[0]}}
    return {"match_phrase": {target: {"query": " ".join(probe.terms), "analyzer": "whitespace"}}}


def _part(path: str, probe: Probe) -> Json:
    if probe.view == "ends":
        return {"terms": {f"{path}.parts": list(probe.terms)}}
    target = path if probe.view == "begins" else f"{path}.parts"
    return {"bool": {"should": [{"prefix": {target: term}} for term in probe.terms]}}


def _match(match: Match, tolerant: bool) -> Json:
    known = match.filter
    if known.kind == "text":
        return _any_probe([known.path], field_text_probes(match, tolerant=tolerant))
    if known.kind == "key":
        probes = key_probes(match, tolerant=tolerant)
        return {"bool": {"should": [_key(known.path, probe) for probe in probes]}}
    if known.kind == "hash":
        return {"prefix": {known.path: match.text}}
    return {"term": {known.path: match.text}}


def _key(path: str, probe: Probe) -> Json:
    if probe.view == "begins":
        return {"prefix": {f"{path}.plain": probe.terms[0]}}
    return {"term": {f"{path}.{probe.view}": probe.terms[0]}}


def _amounts(clause: AmountRange) -> Json:
    bounds: Json = {}
    if clause.low is not None:
        bounds["gte" if clause.include_low else "gt"] = float(clause.low)
    if clause.high is not None:
        bounds["lte" if clause.include_high else "lt"] = float(clause.high)
    return {"range": {clause.filter.path: bounds}}


def _days(clause: DateRange) -> Json:
    bounds: Json = {"format": "strict_date"}
    if clause.first is not None:
        bounds["gte"] = clause.first.isoformat()
    if clause.last is not None and clause.last < datetime.date.max:
        # Up to the next midnight, so that a time on the last day is inside.
        bounds["lt"] = (clause.last + datetime.timedelta(days=1)).isoformat()
    return {"range": {clause.filter.path: bounds}}
