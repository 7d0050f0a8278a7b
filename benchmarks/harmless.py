"""Harmless words that redaction takes out of business documents, on the shared sets with truth.

Run ``python -m benchmarks harmless --readings FOLDER``. The fields are those of the truth, so that only redaction is
measured. A word is harmless by one of these criteria, which use no list of redaction's own:

- truth: it belongs to a value that is no person's (amount, date, number, line item, the seller's name).
- form: it is written like an amount, a percentage or a date.
- caption: it is a word of the generator's captions and goods, and no name.
- ordinary: it is in documents of three families, and in no list of given names and surnames of Faker.

A word of a telephone number, an address or an account that is none of these counts for nobody. The share is an upper
bound: many samples have invented streets, towns and persons (``Mustermann``), which count as ordinary.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks import frame
from benchmarks.frame import DATA
from schemas.classes import SHIPPED
from schemas.document import ReadDocument
from schemas.errors import ConfigurationError
from schemas.extraction import ExtractedField, Extraction, LineItem, evidence_boxes, raw_text, typed
from schemas.redacted import RedactedDocument
from schemas.settings import load_settings
from schemas.vocabulary import FieldSpec
from training.align import Target, align_fields, align_rows
from training.datasets import Document, load_set
from training.lexicon import faker_names
from training.reading import ReadingCache

SETS = ("zugferd_invoices", "template_invoices", "azure_documents", "invoice2data", "sroie_receipts")
CLASSES = ("invoice", "purchase_order", "receipt")
FAMILIES = 3
BATCH = 16
_FORM = re.compile(
    r"[(+−–-]*(?:[$€£¥]|RM|EUR|USD|GBP)?[+−–-]?(?:\d{1,3}(?:[.,' ]\d{3})*|\d+)[.,]\d{2}[)%$€£-]*|\d+([.,]\d+)?%|"
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}(:\d{2})?"
)
_LETTERS = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Case:
    """A document with its words and the fields of its truth."""

    document: Document
    read: ReadDocument
    truth: Extraction


def cases(data: Path, cache: ReadingCache, most: int) -> Iterator[Case]:
    """Yields the business documents of the sets, at most so many of each."""
    for name in SETS:
        chosen = [d for d in load_set(data, name) if d.document_class in CLASSES][:most]
        for document in chosen:
            read = cache.read(document.path)
            if read.words:
                yield Case(document, read, _truth(document, read))


def _truth(document: Document, read: ReadDocument) -> Extraction:
    """Returns the true fields and cells that the words show, as sure as can be."""
    kind = SHIPPED.require(document.document_class)
    specs = {spec.name: spec for spec in kind.fields}
    columns = {spec.name: spec for spec in kind.columns}
    targets = {n: Target.of(c) for n, c in document.row.get("fields", {}).items() if n in specs}
    rows = [{n: Target.of(c) for n, c in row.items() if n in columns} for row in document.row.get("line_items", ())]
    fields = [_field(read, specs[a.label], a.places[0], targets[a.label]) for a in align_fields(read, targets)]
    items = [
        LineItem(cells={n: _field(read, columns[n], ids, targets[n]) for n, ids in cells.items()})
        for targets, cells in zip(rows, align_rows(read, rows), strict=True)
        if cells
    ]
    return Extraction(
        document_id=read.document_id, document_class=kind.name, class_confidence=1.0, model="truth",
        fields=tuple(fields), line_items=tuple(items),
    )  # fmt: skip


def _field(read: ReadDocument, spec: FieldSpec, ids: tuple[int, ...], target: Target) -> ExtractedField:
    page_number, boxes = evidence_boxes(read, ids)
    value: str | None = target.values[0]
    try:
        typed(spec.kind, target.values[0])
    except ValueError:
        value = None
    return ExtractedField(
        name=spec.name,
        kind=spec.kind,
        raw=raw_text(read, ids),
        value=value,
        problem=None if value else "no normal form",
        confidence=1.0,
        page_number=page_number,
        boxes=boxes,
        word_ids=ids,
        source="layoutlm",
    )


@cache
def _names() -> frozenset[str]:
    """Given names and surnames of all locales of Faker, in lower case."""
    return frozenset(name.casefold() for name in faker_names("first_names", "last_names"))


def _ordinary(found: Sequence[Case]) -> frozenset[str]:
    """Returns the words, in lower case, that documents of several families have and that are no names."""
    families: dict[str, set[str]] = defaultdict(set)
    for case in found:
        for word in set(_folded(case.read.text)):
            families[word].add(case.document.family)
    return frozenset(word for word, seen in families.items() if len(seen) >= FAMILIES and word not in _names())


def _folded(text: str) -> Iterable[str]:
    return (match.group().casefold() for match in _LETTERS.finditer(text))


def harmless(case: Case, ordinary: frozenset[str], captions: frozenset[str]) -> dict[int, str]:
    """Returns the harmless words of a document by id, each with its criterion."""
    kind = SHIPPED.require(case.truth.document_class)
    none = {spec.name for spec in (*kind.fields, *kind.columns) if spec.privacy == "none"}
    stated = [*case.truth.fields, *(cell for item in case.truth.line_items for cell in item.cells.values())]
    reasons: dict[int, str] = {}
    for field in stated:
        if field.name in none or field.name == "seller_name":
            reasons |= dict.fromkeys(field.word_ids, "truth")
    for word in case.read.words:
        letters = list(_folded(word.text))
        if _FORM.fullmatch(word.text.strip(".,;:")):
            reasons.setdefault(word.id, "form")
        elif letters and not any(c.isdigit() or c == "@" for c in word.text):
            if all(one in captions and one not in _names() for one in letters):
                reasons.setdefault(word.id, "caption")
            elif all(one in ordinary for one in letters):
                reasons.setdefault(word.id, "ordinary")
    return reasons


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures the product's redactor, and yields a line for each set."""
    from extractors.ocr.rapid import RapidEngine
    from redaction.redactor import Redactor
    from training.lexicon import business_words

    with tempfile.TemporaryDirectory() as empty:
        kept = ReadingCache(options.readings or Path(empty), RapidEngine())
        found = list(cases(options.data, kept, options.most))
    if not found:
        raise ConfigurationError("the sets hold no business documents")
    ordinary, captions = _ordinary(found), frozenset(business_words())
    redactor = Redactor(SHIPPED, weights=load_settings().models / "pii")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        for case, redacted in zip(batch, redactor.redact([(c.read, c.truth) for c in batch]), strict=True):
            _count(case, redacted, harmless(case, ordinary, captions), counts)
    for name, count in counts.items():
        report[name] = figures(count)
        yield f"{name:18} " + "  ".join(f"{key} {value}" for key, value in report[name].items())


def _count(case: Case, redacted: RedactedDocument, reasons: dict[int, str], counts: dict[str, Counter[str]]) -> None:
    gone = {i for span in redacted.spans for i in span.word_ids}
    for count in (counts[case.document.set_name], counts["all"]):
        count["documents"] += 1
        count["words"] += len(case.read.words)
        count["removed"] += len(gone)
        count["tokens"] += len(redacted.spans)
        count["harmless"] += len(reasons)
        count["harmless_removed"] += len(gone & reasons.keys())
        count.update(f"removed_{reasons[i]}" for i in gone & reasons.keys())


def figures(count: Counter[str]) -> dict[str, float]:
    """Returns the counts, the share of harmless words that were lost, and the harmless share of what was removed."""
    shares = {
        "harmless_lost": round(count["harmless_removed"] / max(count["harmless"], 1), 4),
        "removed_harmless": round(count["harmless_removed"] / max(count["removed"], 1), 4),
    }
    return {**dict(count), **shares}


def main(argv: Sequence[str] | None = None) -> int:
    """Measures redaction on business documents; returns 2 where they are absent."""
    parser = frame.parser("harmless", __doc__, data=DATA)
    parser.add_argument("--readings", type=Path, help="folder of kept readings; without it, documents are read anew")
    parser.add_argument("--most", type=frame.count, default=70, help="documents of each set (default: %(default)s)")
    return frame.main(parser.parse_args(argv), run, needs=SETS[0])


if __name__ == "__main__":
    sys.exit(main())
