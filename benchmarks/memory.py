"""What does the memory of layouts bring after one reviewed document of each layout?

The first document of each layout of a set teaches its layout, as its review would; near-copies of it are left out. The
others are read without and with this memory. A value that was read wrong is taught from its printed truth. Run
``python -m benchmarks memory --json``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import frame
from benchmarks.frame import DATA
from extractors.fields.extractor import FieldInput
from extractors.fields.known_layouts.hints import hint_of
from extractors.fields.known_layouts.matching import LayoutIndex
from extractors.fields.known_layouts.teaching import layout_of
from review.decision import load_decision
from review.grounding import locate
from review.promise import choose
from schemas.classes import SHIPPED
from schemas.document import ReadDocument
from schemas.extraction import Classification, ExtractedField, Extraction, evidence_boxes, raw_text
from schemas.layouts import KnownLayout, LayoutHint
from schemas.settings import load_settings
from schemas.vocabulary import DocumentClass
from services.review import normalizer
from training import scoring
from training.datasets import Document, load_set
from training.decide import Case, case_of
from training.recipe import is_labelled

SET = "template_invoices"


@dataclass(frozen=True)
class Read:
    """A labeled document, how it is read, and its fields without any memory."""

    document: Document
    item: FieldInput
    extraction: Extraction

    @property
    def layout(self) -> str:
        """The layout that the set's maker gave it."""
        return str(self.document.row["group"])

    @property
    def stem(self) -> str:
        """What a document and its scan have in common."""
        return re.sub(r"_scan$", "", self.document.path.stem)


def reviewed(one: Read, names: set[str]) -> Extraction:
    """Returns a document's fields as a reviewer leaves them: wrong ones are replaced by what is printed."""
    found = {f.name: (f.value, None) for f in one.extraction.fields if f.value is not None}
    right = {j.field for j in scoring.judge(one.document.row, found, names) if j.right}
    kept = (
        _settled(one, spec.name, spec.name in right or spec.name not in names)
        for spec in one.item.document_class.fields
    )
    return one.extraction.model_copy(update={"fields": tuple(field for field in kept if field is not None)})


def _settled(one: Read, name: str, is_right: bool) -> ExtractedField | None:
    found, cell = one.extraction.field(name), one.document.row["fields"].get(name)
    if is_right or cell is None:
        return found if is_right else None
    spec, read = one.item.document_class.field(name), one.item.read
    for text in map(str, (cell["value"], *cell.get("accept", ()))):
        place = locate(read, spec, text, text, normalizer(read))
        if place is not None and place.word_ids:
            page_number, boxes = evidence_boxes(read, place.word_ids)
            return ExtractedField(
                name=name, kind=spec.kind, raw=raw_text(read, place.word_ids), value=text, confidence=1.0,
                page_number=page_number, boxes=boxes, word_ids=place.word_ids, source="person",
            )  # fmt: skip
    return None


def taught(documents: Sequence[Read], names: dict[str, set[str]]) -> tuple[list[KnownLayout], set[str]]:
    """Returns the layouts that the first document of each teaches, and the stems of these documents."""
    first: dict[str, Read] = {}
    for one in documents:
        first.setdefault(one.layout, one)
    layouts = [
        known_layout(number, one, names[one.item.document_class.name])
        for number, one in enumerate(first.values(), start=1)
    ]
    return layouts, {one.stem for one in first.values()}


def known_layout(number: int, one: Read, names: set[str]) -> KnownLayout:
    """Returns the layout that the review of a document teaches."""
    layout = layout_of(one.item.read, reviewed(one, names), one.item.document_class)
    by, now = (one.item.read.document_id,), datetime.now(UTC)
    return KnownLayout(id=number, layout=layout, taught_by=by, changed_at=now, changed_by="benchmark")


def figures(documents: Sequence[tuple[Read, Extraction]], names: dict[str, set[str]], promise: float) -> dict[str, Any]:
    """Returns how well documents were read, and what the shipped decision makes of them."""
    decision = load_decision(load_settings().models / "decision")
    tally, cases = scoring.Tally(), []
    for one, extraction in documents:
        kind = one.item.document_class
        found = {f.name: (f.value, f.confidence) for f in extraction.fields if f.value is not None}
        tally += scoring.tally(scoring.judge(one.document.row, found, names[kind.name]))
        cases.append(case_of(one.document, extraction, one.item.read, names[kind.name], kind))

    kinds = {case.document_class for case in cases}
    thresholds = {kind: choose(decision.known, kind, promise).measured.threshold for kind in kinds}

    def is_accepted(case: Case) -> bool:
        confidence = decision.chance(case.evidence, case.document_class)
        return not case.held and confidence >= thresholds[case.document_class]

    accepted = [case for case in cases if is_accepted(case)]
    return {
        "documents": len(cases),
        "header_f1": round(tally.f1 or 0.0, 4),
        "right": sum(case.right for case in cases),
        "accepted": len(accepted),
        "wrong": sum(not case.right for case in accepted),
    }


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Reads the set twice and yields the figures."""
    from extractors.ocr.rapid import RapidEngine
    from training.labelled_cases import Readers
    from training.reading import ReadingCache

    settings = load_settings()
    engine = RapidEngine(settings.device, settings.threads)
    readers, cache = Readers.of(settings.models, engine, threads=settings.threads), ReadingCache(options.cache, engine)
    documents = [d for d in load_set(options.data, options.set) if is_labelled(d)]
    names = scoring.vocabulary(d.row for d in documents)
    inputs = [words_of(document, cache.read(document.path)) for document in documents]
    found = readers.fields.extract(inputs)
    read = [Read(*one) for one in zip(documents, inputs, found, strict=True)]
    layouts, teachers = taught(read, names)
    others = [one for one in read if one.stem not in teachers]
    hinted = [(one, hint_from(layouts, one.item.read, one.item.document_class)) for one in others]
    known = [(one, hint) for one, hint in hinted if hint is not None]
    again = readers.fields.extract([replace(one.item, hint=hint) for one, hint in known])
    after = {id(one): extraction for (one, _), extraction in zip(known, again, strict=True)}
    report |= {"set": options.set, "layouts": len(layouts), "promise": options.promise, "rows": {}}
    mistaken = sum(layouts[hint.layout - 1].taught_by != (_teacher(read, one),) for one, hint in known)
    report |= {"recognized": len(known), "recognized_wrongly": mistaken}
    yield f"{len(layouts)} layouts; {len(known)} of {len(others)} other documents recognized, {mistaken} wrongly"
    for name, chosen in (("all others", others), ("recognized", [one for one, _ in known])):
        before = figures([(one, one.extraction) for one in chosen], names, options.promise)
        later = figures([(one, after.get(id(one), one.extraction)) for one in chosen], names, options.promise)
        report["rows"][name] = {"before": before, "after": later}
        yield f"{name}: before {before}"
        yield f"{name}: after  {later}"


def hint_from(layouts: Sequence[KnownLayout], read: ReadDocument, document_class: DocumentClass) -> LayoutHint | None:
    """Returns what the known layouts of its class say of a document; None where its layout is not known."""
    own = [known for known in layouts if known.layout.document_class == document_class.name]
    return hint_of(read, LayoutIndex(own), document_class)


def _teacher(read: Sequence[Read], one: Read) -> str:
    return next(other for other in read if other.layout == one.layout).item.read.document_id


def words_of(document: Document, read: ReadDocument) -> FieldInput:
    """Returns what the field extractors get of a document whose words are all that is used."""
    return FieldInput(read, told(document, read), SHIPPED.require(document.document_class))


def told(document: Document, read: ReadDocument) -> Classification:
    """Returns the true class of a document."""
    return Classification(
        document_id=read.document_id, document_class=document.document_class, confidence=1.0, fixed=True, model="truth"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Measures a set whose documents state their layout."""
    parser = frame.parser("memory", __doc__, data=DATA)
    parser.add_argument("--set", default=SET, help="a set with a group for each layout (default: %(default)s)")
    parser.add_argument("--promise", type=float, default=0.99, help="share of right documents (default: %(default)s)")
    parser.add_argument(
        "--cache", type=Path, default=Path("build/reads"), help="recognized words are kept here: private"
    )
    return frame.main(parser.parse_args(argv), run, needs="score.py")


if __name__ == "__main__":
    sys.exit(main())
