"""The embedded index's schema, documents and queries: the same terms as in Elasticsearch, from our own analysis."""

from __future__ import annotations

import datetime
import hashlib
import json
import zlib
from collections.abc import Iterable
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from search.analysis import fold, fold_all, joins, key, parts, tokens
from search.clauses import All, AmountRange, Clause, DateRange, Match, Not, Phrase, Word
from search.entry import EntrySummary, IndexEntry
from search.facets import month_of
from search.packing import indexed_text, pack
from search.probes import Probe, field_text_probes, key_probes, text_probes
from search.query import SearchQuery
from search.vocabulary import Filter, SearchVocabulary

TEXT = "text"
ENTRY = "entry"
PAGES = "pages"
RECEIVED_MS = "received_ms"
MONTH = "month"
FACET_FIELDS = {
    "seller": "seller__raw",
    "document_class": "class",
    "status": "status",
    "month": MONTH,
    "amount": "amount",
}
"""The field with the exact values of each facet."""

LAYOUT = 2
"""Raise it when documents are written differently into the same fields."""

_SEPARATOR = "__"
_KEY_VIEWS = ("plain", "ocr")
_TEXT_VIEWS = {"plain": "position", "ocr": "position", "joined": "basic", "parts": "basic"}
_PARTS = {"begins": ("plain", "{}.*"), "ends": ("parts", "{}"), "holds": ("parts", "{}.*")}
"""The view that a part of a word is looked for in, and the pattern of its terms."""


def schema(vocabulary: SearchVocabulary) -> tantivy.Schema:
    """Returns the fields of the index."""
    builder = tantivy.SchemaBuilder()
    _add_text(builder, TEXT)
    for known in vocabulary.filters.values():
        if known.kind == "text":
            _add_text(builder, known.name)
        elif known.kind == "key":
            for view in _KEY_VIEWS:
                builder.add_text_field(_named(known.name, view), tokenizer_name="raw", index_option="basic")
        elif known.kind == "amount":
            builder.add_float_field(known.name, indexed=True, fast=True)
        elif known.kind == "date":
            builder.add_integer_field(known.name, indexed=True, fast=True)
        else:
            builder.add_text_field(known.name, tokenizer_name="raw", index_option="basic", fast=True)
    for exact in (FACET_FIELDS["seller"], MONTH):
        builder.add_text_field(exact, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field(RECEIVED_MS, fast=True)
    builder.add_bytes_field(ENTRY, stored=True)
    builder.add_bytes_field(PAGES, stored=True)
    return builder.build()


def schema_version(vocabulary: SearchVocabulary) -> str:
    """Returns a name for the fields and how they are written: an index of another version cannot be used."""
    fields = sorted((f.name, f.kind) for f in vocabulary.filters.values())
    return f"v{LAYOUT}-{hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:8]}"


def _add_text(builder: tantivy.SchemaBuilder, name: str) -> None:
    for view, option in _TEXT_VIEWS.items():
        builder.add_text_field(_named(name, view), tokenizer_name="whitespace", index_option=option)


def _named(field: str, view: str) -> str:
    return f"{field}{_SEPARATOR}{view}"


def to_document(entry: IndexEntry, vocabulary: SearchVocabulary) -> tantivy.Document:
    """Returns an entry as the index takes it.

    Raises:
        ValueError: A field of the entry is not in the vocabulary.
    """
    vocabulary.check(entry.fields)
    document = tantivy.Document()
    _write_text(document, TEXT, [indexed_text(page) for page in entry.pages])
    for known in vocabulary.filters.values():
        for value in _values(entry, known):
            _write_value(document, known, value)
    if entry.seller is not None:
        document.add_text(FACET_FIELDS["seller"], entry.seller)
    if (month := month_of(entry)) is not None:
        document.add_text(MONTH, month)
    document.add_integer(RECEIVED_MS, int(entry.received_utc.timestamp() * 1000))
    summary = entry.model_dump_json(exclude={"pages"}).encode()
    document.add_bytes(ENTRY, zlib.compress(summary))
    for page in entry.pages:
        document.add_bytes(PAGES, pack(page))
    return document


def read_entry(document: tantivy.Document) -> EntrySummary:
    """Returns the facts that `to_document` stored."""
    return EntrySummary.model_validate_json(zlib.decompress(document.get_first(ENTRY)))


def _values(entry: IndexEntry, known: Filter) -> list[Any]:
    if known.type is not None:
        return [entry.fields[known.name]] if known.name in entry.fields else []
    value = getattr(entry, known.path)
    if known.name == "received":
        value = entry.received_utc.date()
    return list(value) if isinstance(value, tuple) else [] if value is None else [value]


def _write_value(document: tantivy.Document, known: Filter, value: Any) -> None:
    if known.kind == "text":
        _write_text(document, known.name, [value])
    elif known.kind == "key":
        document.add_text(_named(known.name, "plain"), key(value))
        document.add_text(_named(known.name, "ocr"), fold(key(value)))
    elif known.kind == "amount":
        document.add_float(known.name, float(value))
    elif known.kind == "date":
        day = datetime.date.fromisoformat(value) if isinstance(value, str) else value
        document.add_integer(known.name, day.toordinal())
    else:
        document.add_text(known.name, str(value))


def _write_text(document: tantivy.Document, field: str, texts: Iterable[str]) -> None:
    for text in texts:
        plain = tokens(text)
        document.add_text(_named(field, "plain"), " ".join(plain))
        document.add_text(_named(field, "ocr"), " ".join(fold_all(plain)))
        document.add_text(_named(field, "joined"), " ".join(joins(plain)))
        document.add_text(_named(field, "parts"), " ".join(dict.fromkeys(parts(plain))))


def to_query(query: SearchQuery, fields: tantivy.Schema) -> Query:
    """Returns the index's form of a query."""
    return Query.all_query() if query.clause is None else _clause(query.clause, query.tolerant, fields)


def _clause(clause: Clause, tolerant: bool, fields: tantivy.Schema) -> Query:
    if isinstance(clause, Word | Phrase):
        return _any_probe([TEXT, "name"], text_probes(clause, tolerant=tolerant), fields)
    if isinstance(clause, Match):
        return Query.const_score_query(_match(clause, tolerant, fields), 0.0)
    if isinstance(clause, AmountRange):
        return Query.const_score_query(_amounts(clause, fields), 0.0)
    if isinstance(clause, DateRange):
        return Query.const_score_query(_days(clause, fields), 0.0)
    if isinstance(clause, Not):
        # Forgiving what must not be there would hide documents that nobody excluded.
        unwanted = _clause(clause.clause, False, fields)
        everything = Query.const_score_query(Query.all_query(), 0.0)
        return Query.boolean_query([(Occur.Must, everything), (Occur.MustNot, unwanted)])
    occur = Occur.Must if isinstance(clause, All) else Occur.Should
    return Query.boolean_query([(occur, _clause(part, tolerant, fields)) for part in clause.clauses])


def _any_probe(names: Iterable[str], probes: Iterable[Probe], fields: tantivy.Schema) -> Query:
    return Query.disjunction_max_query([_probe(name, probe, fields) for probe in probes for name in names])


def _probe(name: str, probe: Probe, fields: tantivy.Schema) -> Query:
    found = _found(name, probe, fields)
    sure = Query.const_score_query(found, probe.weight.base)
    if not probe.weight.share:
        return sure
    return Query.boolean_query([(Occur.Should, sure), (Occur.Should, Query.boost_query(found, probe.weight.share))])


def _found(name: str, probe: Probe, fields: tantivy.Schema) -> Query:
    if probe.view == "near":
        return Query.fuzzy_term_query(fields, _named(name, "ocr"), probe.terms[0], distance=1)
    if probe.view == "misread":
        return Query.term_set_query(fields, _named(name, "ocr"), list(probe.terms))
    if probe.view in _PARTS:
        return _part(name, probe, fields)
    target = _named(name, probe.view)
    if len(probe.terms) == 1:
        return Query.term_query(fields, target, probe.terms[0], "basic" if probe.view == "joined" else "position")
    return Query.phrase_query(fields, target, list(probe.terms))


def _part(name: str, probe: Probe, fields: tantivy.Schema) -> Query:
    view, pattern = _PARTS[probe.view]
    # Terms have letters, digits and combining marks only, so nothing in them has a meaning in a pattern.
    return Query.regex_query(fields, _named(name, view), pattern.format(f"({'|'.join(probe.terms)})"))


def _match(match: Match, tolerant: bool, fields: tantivy.Schema) -> Query:
    known = match.filter
    if known.kind == "text":
        return _any_probe([known.name], field_text_probes(match, tolerant=tolerant), fields)
    if known.kind == "key":
        probes = key_probes(match, tolerant=tolerant)
        return Query.boolean_query([(Occur.Should, _key(known.name, probe, fields)) for probe in probes])
    if known.kind == "hash":
        return Query.regex_query(fields, known.name, f"{match.text}.*")
    return Query.term_query(fields, known.name, match.text, "basic")


def _key(name: str, probe: Probe, fields: tantivy.Schema) -> Query:
    if probe.view == "begins":
        return _part(name, probe, fields)
    return Query.term_query(fields, _named(name, probe.view), probe.terms[0], "basic")


def _amounts(clause: AmountRange, fields: tantivy.Schema) -> Query:
    return Query.range_query(
        fields,
        clause.filter.name,
        FieldType.Float,
        lower_bound=None if clause.low is None else float(clause.low),
        upper_bound=None if clause.high is None else float(clause.high),
        include_lower=clause.include_low,
        include_upper=clause.include_high,
    )


def _days(clause: DateRange, fields: tantivy.Schema) -> Query:
    return Query.range_query(
        fields,
        clause.filter.name,
        FieldType.Integer,
        lower_bound=None if clause.first is None else clause.first.toordinal(),
        upper_bound=None if clause.last is None else clause.last.toordinal(),
    )
