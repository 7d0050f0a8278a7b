"""How fast does a deployment that begins with nothing learn its parties and layouts?

The documents of a set that no model learned from come one by one, in a seeded random order. Whoever goes to a person
comes back with the truth: its parties enter the directory, its layout the memory, as a review does it. What is accepted
teaches nothing. ``--seeds`` orders are played. A person takes ``--document-s`` seconds for a document and ``--field-s``
for each critical field to correct: assumptions of ours. Run ``python -m benchmarks stream --json``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks import frame
from benchmarks.frame import DATA
from benchmarks.memory import Read, hint_from, known_layout, told, words_of
from benchmarks.stream_picture import drawn
from directory.directory import Directory
from review.decision import DecisionModel, load_decision
from review.promise import choose, upper_bound
from schemas.extraction import Extraction
from schemas.layouts import KnownLayout
from schemas.settings import load_settings
from training.datasets import Document
from training.decide import is_unlearned
from training.known_parties import directory_from_truth
from training.labelled_cases import Labeled, Readers, input_of, read_labeled

SETS = ("sroie_receipts", "zugferd_invoices", "azure_documents", "ad_buy", "fara_forms", "template_invoices")
PARTS = 5
"""Into how many parts of equal size a stream is divided for its curve."""


@dataclass(frozen=True)
class Step:
    """What became of one document; ``minutes`` are a person's."""

    accepted: bool
    wrong: bool
    minutes: float


@dataclass
class Memory:
    """What a deployment learned from reviews so far."""

    reviewed: list[Document] = field(default_factory=list)
    layouts: list[KnownLayout] = field(default_factory=list)
    directory: Directory | None = None

    def add(self, one: Labeled) -> None:
        """Takes over what the review of a document teaches."""
        self.reviewed.append(one.document)
        self.directory = directory_from_truth(self.reviewed)
        seen = Read(one.document, words_of(one.document, one.read), one.extraction)
        self.layouts.append(known_layout(len(self.layouts) + 1, seen, one.names))


class Player:
    """Plays streams of a set; a document with the same known layout is read once.

    Args:
        readers: The engines.
        model: The decision that ships.
        promise: Share of right documents among the accepted.
        document_s: A person's seconds for a document.
        field_s: A person's seconds for each critical field to correct.
    """

    def __init__(
        self, readers: Readers, model: DecisionModel, promise: float, document_s: float, field_s: float
    ) -> None:
        self._readers, self._model, self._promise = readers, model, promise
        self._document_s, self._field_s = document_s, field_s
        self._known: dict[tuple[str, str], Extraction] = {}
        self._thresholds: dict[str, float] = {}

    def play(self, stream: Sequence[Labeled]) -> list[Step]:
        """Returns what becomes of the documents of a stream, in their order."""
        memory = Memory()
        return [self._step(one, memory) for one in stream]

    def _step(self, one: Labeled, memory: Memory) -> Step:
        read = self._with_memory(one, memory)
        case = read.case(memory.directory)
        confidence = self._model.chance(case.evidence, case.document_class)
        if confidence >= self._threshold(case.document_class) and not case.held:
            return Step(True, not case.right, 0.0)
        memory.add(read)
        seconds = self._document_s + self._field_s * len(case.wrong_fields)
        return Step(False, not case.right, seconds / 60)

    def _threshold(self, document_class: str) -> float:
        if document_class not in self._thresholds:
            chosen = choose(self._model.known, document_class, self._promise)
            self._thresholds[document_class] = chosen.measured.threshold
        return self._thresholds[document_class]

    def _with_memory(self, one: Labeled, memory: Memory) -> Labeled:
        hint = hint_from(memory.layouts, one.read, one.kind)
        if hint is None:
            return one
        [teacher] = memory.layouts[hint.layout - 1].taught_by
        key = one.read.document_id, teacher
        if key not in self._known:
            item = input_of(one.document, one.read, told(one.document, one.read))
            [self._known[key]] = self._readers.fields.extract([replace(item, hint=hint)])
        sure = one.extraction.class_confidence
        return replace(one, extraction=self._known[key].model_copy(update={"class_confidence": sure}))


def row_of(streams: Sequence[Sequence[Step]]) -> dict[str, Any]:
    """Returns the figures of all streams of a set, and those of each part of them."""
    accepted = [step for stream in streams for step in stream if step.accepted]
    documents = len(streams[0])
    parts = [[step for stream in streams for step in _part(stream, number)] for number in range(PARTS)]
    # The bound is that of one order of mean size: other orders of the same documents are no further evidence.
    wrong = round(sum(step.wrong for step in accepted) / len(streams))
    return {
        "documents": documents,
        "accepted": _share(accepted, streams),
        "wrong": sum(step.wrong for step in accepted) / len(streams),
        "bound_95": upper_bound(wrong, round(len(accepted) / len(streams))) if accepted else 1.0,
        "minutes_per_100": _minutes(step for stream in streams for step in stream),
        "curve": [
            {
                "documents": round(documents * (number + 1) / PARTS),
                "accepted": sum(step.accepted for step in part) / len(part),
                "minutes_per_100": _minutes(part),
            }
            for number, part in enumerate(parts)
        ],
    }


def _part(stream: Sequence[Step], number: int) -> Sequence[Step]:
    ends = [round(len(stream) * n / PARTS) for n in range(PARTS + 1)]
    return stream[ends[number] : ends[number + 1]]


def _share(accepted: Sequence[Step], streams: Sequence[Sequence[Step]]) -> float:
    return len(accepted) / sum(map(len, streams))


def _minutes(steps: Iterable[Step]) -> float:
    return round(100 * mean(step.minutes for step in steps), 1)


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Plays the streams of each set and yields a line for each."""
    from extractors.ocr.rapid import RapidEngine
    from training.reading import ReadingCache

    settings = load_settings()
    engine = RapidEngine(settings.device, settings.threads)
    readers, cache = Readers.of(settings.models, engine, threads=settings.threads), ReadingCache(options.cache, engine)
    model = load_decision(settings.models / "decision")
    report |= {
        "promise": options.promise, "decision": model.version, "seeds": options.seeds, "rows": {},
        "document_s": options.document_s, "field_s": options.field_s,
    }  # fmt: skip
    for name in options.sets or SETS:
        by_class: dict[str, list[Labeled]] = defaultdict(list)
        for one in read_labeled(options.data, name, cache, readers, chosen=is_unlearned):
            by_class[one.kind.name].append(one)
        for kind, documents in by_class.items():
            if len(documents) < PARTS:
                continue
            player = Player(readers, model, options.promise, options.document_s, options.field_s)
            streams = [player.play(_shuffled(documents, seed)) for seed in range(options.seeds)]
            report["rows"][f"{name} {kind}"] = row_of(streams)
            yield _line(f"{name} {kind}", report["rows"][f"{name} {kind}"])
    if options.picture:
        options.picture.write_text(drawn(report["rows"]), encoding="utf-8")


def _shuffled(documents: Sequence[Labeled], seed: int) -> list[Labeled]:
    order = list(documents)
    random.Random(seed).shuffle(order)
    return order


def _line(name: str, row: Mapping[str, Any]) -> str:
    curve = " ".join(f"{point['accepted']:.2f}" for point in row["curve"])
    minutes = " ".join(f"{point['minutes_per_100']:.0f}" for point in row["curve"])
    return (
        f"{name:34} {row['documents']:>4} documents, accepted {row['accepted']:.2f} ({curve}), "
        f"wrong {row['wrong']:.1f}, minutes for 100: {row['minutes_per_100']:.0f} ({minutes})"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Plays streams; returns 2 where the data or a model is absent."""
    parser = frame.parser("stream", __doc__, data=DATA)
    parser.add_argument("--set", action="append", choices=SETS, dest="sets", help="default: all; may be repeated")
    parser.add_argument("--seeds", type=int, default=5, help="orders of each set (default: %(default)s)")
    parser.add_argument("--promise", type=float, default=0.99, help="share of right documents (default: %(default)s)")
    parser.add_argument("--document-s", type=float, default=30.0, help="seconds for a document (default: %(default)s)")
    parser.add_argument(
        "--field-s", type=float, default=20.0, help="seconds for a field to correct (default: %(default)s)"
    )
    parser.add_argument("--picture", type=Path, metavar="FILE.svg", help="also draw the curves")
    parser.add_argument(
        "--cache", type=Path, default=Path("build/reads"), help="recognized words are kept here: private"
    )
    return frame.main(parser.parse_args(argv), run, needs="score.py")


if __name__ == "__main__":
    sys.exit(main())
