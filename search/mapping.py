"""Elasticsearch's settings and mapping, made from the vocabulary and from the tables of ``search.analysis``.

Only index-time analysis happens in Elasticsearch; queries are analyzed by ``search.analysis`` and sent as terms.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from search.analysis import ACCENTS, CJK, JOIN_SIZES, MAX_TOKEN, MIN_PART
from search.entry import IndexEntry
from search.facets import month_of
from search.packing import indexed_text, pack
from search.vocabulary import FilterKind, SearchVocabulary
from values.confusions import JOINED, ONE_SHAPE

MAX_EXACT = 1024
"""Longer values get no facet and no exact match: Lucene takes no term above 32 kB."""

DELETED = "deleted"
"""Marks a document that was deleted while an index is being rebuilt, until the rebuild ends."""

Json = dict[str, Any]

_WORD = rf"[\p{{L}}\p{{N}}\p{{M}}&&[^{CJK}]]"


def analysis_settings() -> Json:
    """Returns the analyzers ``plain``, ``ocr``, ``joined``, ``parts``, ``key`` and ``key_ocr``."""
    accents = [f"{character} => {plain}" for character, plain in ACCENTS.items()]
    confusions = [f"{character} => {folded}" for character, folded in ONE_SHAPE.items()]
    # Char filters run before lower casing, so a capital I needs its own rule.
    confusions += [f"{c.upper()} => {folded}" for c, folded in ONE_SHAPE.items() if c.isalpha()]
    pairs = [f"pair_{pair}" for pair, _ in JOINED]
    ocr = ["accents", "confusions"]
    return {
        "char_filter": {
            "accents": {"type": "mapping", "mappings": accents},
            "confusions": {"type": "mapping", "mappings": confusions},
            "no_punctuation": {"type": "pattern_replace", "pattern": r"[^\p{L}\p{N}\p{M}]+", "replacement": ""},
        },
        "tokenizer": {"words": {"type": "pattern", "pattern": f"[{CJK}]|{_WORD}+", "group": 0}},
        "filter": {
            "cut": {"type": "truncate", "length": MAX_TOKEN},
            "join": {
                "type": "shingle",
                "min_shingle_size": min(JOIN_SIZES),
                "max_shingle_size": max(JOIN_SIZES),
                "output_unigrams": False,
                "token_separator": "",
            },
            "beginnings": {"type": "edge_ngram", "min_gram": MIN_PART, "max_gram": MAX_TOKEN},
            **{f"pair_{p}": {"type": "pattern_replace", "pattern": p, "replacement": s} for p, s in JOINED},
        },
        "analyzer": {
            "plain": _analyzer(["accents"], "words", ["lowercase", "cut"]),
            "ocr": _analyzer(ocr, "words", ["lowercase", "cut", *pairs]),
            # Pairs are folded after joining: OCR may have split a word between r and n.
            "joined": _analyzer(ocr, "words", ["lowercase", "cut", "join", *pairs]),
            # The beginnings of a reversed word, reversed again, are its endings.
            "parts": _analyzer(["accents"], "words", ["lowercase", "cut", "reverse", "beginnings", "reverse"]),
            "key": _analyzer(["accents", "no_punctuation"], "keyword", ["lowercase", "cut"]),
            "key_ocr": _analyzer([*ocr, "no_punctuation"], "keyword", ["lowercase", "cut", *pairs]),
        },
    }


def _analyzer(char_filter: list[str], tokenizer: str, token_filter: list[str]) -> Json:
    return {"type": "custom", "char_filter": char_filter, "tokenizer": tokenizer, "filter": token_filter}


_EXACT: Json = {"type": "keyword", "ignore_above": MAX_EXACT}


def _text() -> Json:
    return {
        "type": "text",
        "analyzer": "plain",
        "fields": {
            "ocr": {"type": "text", "analyzer": "ocr"},
            "joined": {"type": "text", "analyzer": "joined", "index_options": "docs", "norms": False},
            "parts": {"type": "text", "analyzer": "parts", "index_options": "docs", "norms": False},
        },
    }


def _key() -> Json:
    whole = {"type": "text", "index_options": "docs", "norms": False}
    return {**_EXACT, "fields": {"plain": {**whole, "analyzer": "key"}, "ocr": {**whole, "analyzer": "key_ocr"}}}


def _field(kind: FilterKind) -> Json:
    if kind == "text":
        return _text()
    if kind == "key":
        return _key()
    # double, not scaled_float or long: one field holds yen, euros and fractions of a cent; _source keeps the decimal.
    return {"amount": {"type": "double"}, "date": {"type": "date", "format": "strict_date"}}.get(kind, _EXACT)


def _mapping(vocabulary: SearchVocabulary) -> Json:
    seller = _text()
    seller["fields"]["raw"] = _EXACT
    page = {"number": {"type": "integer"}, "text": _text(), "words": {"type": "binary"}}
    return {
        "dynamic": "strict",
        "properties": {
            "document_id": {"type": "keyword"},
            "name": _text(),
            "document_class": {"type": "keyword"},
            "status": {"type": "keyword"},
            "reasons": _key(),
            "received_at": {"type": "date", "format": "strict_date_time"},
            "seller": seller,
            "amount": {"type": "double"},
            "date": {"type": "date", "format": "strict_date"},
            "month": {"type": "keyword"},
            "fields": {"properties": {name: _field(f.kind) for name, f in sorted(vocabulary.fields.items())}},
            # In the root, words of different pages match together; nested, the hit shows which pages they were on.
            "pages": {"type": "nested", "include_in_root": True, "properties": page},
            DELETED: {"type": "boolean"},
        },
    }


def index_body(vocabulary: SearchVocabulary) -> Json:
    """Returns settings and mappings of a new index, its schema version in the mapping's ``_meta``."""
    settings = {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}, "analysis": analysis_settings()}
    mappings = _mapping(vocabulary)
    return {"settings": settings, "mappings": {**mappings, "_meta": {"schema": schema_version(vocabulary)}}}


def schema_version(vocabulary: SearchVocabulary) -> str:
    """Returns a name for the current mapping and analysis: it changes whenever one of them does."""
    content = json.dumps([_mapping(vocabulary), analysis_settings()], sort_keys=True)
    return f"v1-{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def to_source(entry: IndexEntry, vocabulary: SearchVocabulary) -> Json:
    """Returns an entry as the index stores it: numbers as exact decimals, words and boxes of each page packed.

    Raises:
        ValueError: A field of the entry is not in the vocabulary.
    """
    vocabulary.check(entry.fields)
    pages = [
        {"number": page.number, "text": indexed_text(page), "words": base64.b64encode(pack(page)).decode()}
        for page in entry.pages
    ]
    source = entry.model_dump(mode="json", exclude={"pages"})
    received = entry.received_utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    source |= {"received_at": received, "month": month_of(entry), "pages": pages}
    return {name: value for name, value in source.items() if value is not None}
