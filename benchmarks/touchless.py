"""How many documents pass without a person, and how many of these are wrong?

The documents are those that no model learned from, held out by family, their class given. Nobody is known to a
directory (cold), or with ``--directory`` the parties of all documents of their set are (warm). Wrong is a document with
a critical field that is wrong, missing although the truth has it, or invented. The confidences of sets that the
decision was fitted on are of fits without the document's family; a set that may only be measured is judged by the model
that ships. Readings are kept in ``--cache``: a set is recognized once. Run ``python -m benchmarks touchless --json``.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from benchmarks import frame
from benchmarks.fields import SETS
from benchmarks.frame import DATA
from review.decision import DecisionModel, Known, load_decision
from review.promise import choose, upper_bound
from schemas.settings import load_settings
from training.datasets import MEASURE_ONLY, load_set
from training.decide import FITTED, Base, Case, cross_fitted, is_evidence, known_documents
from training.recipe import is_labelled

COLUMNS = ("documents", "right", "threshold", "accepted", "share", "wrong", "bound_95")
CURVE = (0.80, 0.85, 0.90, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99)
"""Thresholds at which the curve of errors against automation is drawn."""


def figures(judged: Sequence[tuple[float, Case]], threshold: float) -> dict[str, Any]:
    """Returns what a threshold means on documents with their confidences; held ones are never accepted."""
    accepted = [case for confidence, case in judged if confidence >= threshold and not case.held]
    wrong = [case for case in accepted if not case.right]
    fields = sorted({name for case in wrong for name in case.wrong_fields})
    return {
        "documents": len(judged),
        "right": sum(case.right for _, case in judged),
        "threshold": threshold,
        "accepted": len(accepted),
        "share": len(accepted) / len(judged) if judged else None,
        "wrong": len(wrong),
        "bound_95": upper_bound(len(wrong), len(accepted)),
        "wrong_fields": fields,
    }


def judged_documents(
    cases: Sequence[Case],
    model: DecisionModel,
    measured: Set[str] = MEASURE_ONLY,
    warm: Sequence[Case] = (),
    base: Base | None = None,
) -> dict[str, list[tuple[float, Case]]]:
    """Returns the documents that no model learned from with their confidences, by set and class.

    Args:
        cases: Labeled documents.
        model: What ships; it judges the sets that are only measured.
        measured: Names of these sets.
        warm: The same documents with their parties known, which are judged instead.
        base: What fits keep, as `training decide --only` does.
    """
    fitted = [case for case in cases if case.set_name not in measured]
    judged = [case for case in warm or cases if case.set_name not in measured]
    found: dict[str, list[tuple[float, Case]]] = defaultdict(list)
    confidences = cross_fitted(fitted, judged, base=base) if fitted else ()
    for confidence, case in zip(confidences, judged, strict=True):
        if not case.learned:
            found[f"{case.set_name} {case.document_class}"].append((confidence, case))
    for case in warm or cases:
        if case.set_name in measured:
            confidence = model.chance(case.evidence, case.document_class)
            found[f"{case.set_name} {case.document_class}"].append((confidence, case))
    return found


def rows(
    cases: Sequence[Case],
    model: DecisionModel,
    promise: float,
    measured: Set[str] = MEASURE_ONLY,
    warm: Sequence[Case] = (),
    base: Base | None = None,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields set and class with its figures at the threshold that keeps a promise, and the curve over thresholds."""
    fitted = [case for case in cases if case.set_name not in measured]
    known: Sequence[Known] = model.known or known_documents(fitted)
    for name, judged in sorted(judged_documents(cases, model, measured, warm, base).items()):
        chosen = choose(known, judged[0][1].document_class, promise)
        found = figures(judged, chosen.measured.threshold)
        curve = [figures(judged, threshold) for threshold in CURVE]
        shown = [{key: point[key] for key in ("threshold", "accepted", "wrong")} for point in curve]
        yield name, found | {"certified": chosen.certified, "own_evidence": chosen.by_class, "curve": shown}


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Reads the sets and yields the table, a line for each set and class."""
    from extractors.ocr.rapid import RapidEngine
    from training.known_parties import directory_from_truth
    from training.labelled_cases import Readers, read_labeled
    from training.reading import ReadingCache

    settings = load_settings()
    engine = RapidEngine(settings.device, settings.threads)
    readers, cache = Readers.of(settings.models, engine, threads=settings.threads), ReadingCache(options.cache, engine)
    model = load_decision(settings.models / "decision")
    folders = [(options.data, name, False) for name in options.sets or SETS]
    folders += [(folder.parent, folder.name, True) for folder in (*options.generated, *options.measured)]

    cases: list[Case] = []
    warm: list[Case] = []
    for data, name, made in folders:
        known = directory_from_truth(filter(is_labelled, load_set(data, name))) if options.directory else None
        chosen = is_labelled if made or options.all else is_evidence
        for labeled in read_labeled(data, name, cache, readers, chosen=chosen, generated=made):
            cases.append(labeled.case())
            warm += [labeled.case(known)] if known is not None else []
    measured = MEASURE_ONLY | {folder.name for folder in options.measured}
    base = Base(model, FITTED[options.only]) if options.only else None
    report |= {"promise": options.promise, "decision": model.version, "only": options.only, "rows": {}}
    for state, judged in (("cold", ()), ("warm", warm)) if warm else (("cold", ()),):
        yield f"{state + ': set and class':36}" + "".join(f"{name:>11}" for name in COLUMNS)
        report["rows"][state] = {}
        for name, found in rows(cases, model, options.promise, measured, judged, base):
            report["rows"][state][name] = found
            yield table_row(name, found)


def table_row(name: str, found: Mapping[str, Any]) -> str:
    """Returns one line of the printed table."""
    values = (found[key] for key in COLUMNS)
    return f"{name:36}" + "".join(f"{v:>11.3f}" if isinstance(v, float) else f"{v:>11}" for v in values)


def main(argv: Sequence[str] | None = None) -> int:
    """Measures the sets; returns 2 where the data or a model is absent."""
    parser = frame.parser("touchless", __doc__, data=DATA)
    parser.add_argument("--set", action="append", choices=SETS, dest="sets", help="default: all; may be repeated")
    parser.add_argument(
        "--generated", nargs="+", default=[], type=Path, metavar="FOLDER",
        help="sets of `training claims` and `training pages` that the decision is fitted on as well",
    )  # fmt: skip
    parser.add_argument(
        "--measured", nargs="+", default=[], type=Path, metavar="FOLDER",
        help="generated sets that are only measured, of `training pages --apart`",
    )  # fmt: skip
    parser.add_argument("--directory", action="store_true", help="measure also with the parties of each set known")
    parser.add_argument("--promise", type=float, default=0.99, help="share of right documents (default: %(default)s)")
    parser.add_argument(
        "--only", choices=("parties", "offsets"), help="fits keep all weights but those of parties, or all weights"
    )
    parser.add_argument("--all", action="store_true", help="fit on documents that models learned from as well")
    parser.add_argument(
        "--cache", type=Path, default=Path("build/reads"), help="recognized words are kept here: private"
    )
    return frame.main(parser.parse_args(argv), run, needs="score.py")


if __name__ == "__main__":
    sys.exit(main())
