"""``python -m training``: make a checkpoint, and measure one."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from extractors.fields.neighborhood.model import NeighborhoodReader
    from extractors.page_image import Pixels

DATA = Path("../shared/data")
CACHE = Path("build/reads")
SCORED = ("sroie_receipts", "zugferd_invoices", "azure_documents", "invoice2data", "ad_buy", "fara_forms")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns 0, or 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        commands = {
            "train": _train,
            "evaluate": _evaluate,
            "calibrate": _calibrate,
            "decide": _decide,
            "average": _average,
            "second-reader": _second_reader,
            "party-roles": _party_roles,
            "boundaries": _boundaries,
            "pii": _pii,
            "pages": _pages,
            "layout": _layout,
            "claims": _claims,
            "ocr": _ocr,
            "ocr-ranges": _ocr_ranges,
        }
        commands[options.command](options)
    except ConfigurationError as error:
        print(f"training: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="train one LayoutLM for every class, by the recipe of the shipped one")
    length = train.add_mutually_exclusive_group(required=True)
    length.add_argument("--minutes", type=float, default=0.0, help="wall clock; decides the learning-rate schedule")
    length.add_argument("--windows", type=int, help="decide the schedule instead: the same model on every machine")
    train.add_argument("--output", type=Path, required=True, help="folder of the checkpoint")
    train.add_argument("--start", type=Path, help="a checkpoint to go on from; else MiniLM")
    train.add_argument("--generated", type=int, default=4000, help="invented documents, shared out by class")
    train.add_argument("--printed", type=int, default=0, help="documents that Chromium sets, 11 a second")
    train.add_argument("--seed", type=int, default=0, help="another one invents other documents: for every next run")
    train.add_argument("--without", nargs="+", default=[], metavar="SET", help="real sets to leave out")
    train.add_argument("--threads", type=int, default=0)
    evaluate = commands.add_parser("evaluate", help="score a checkpoint on held-out documents, their class given")
    evaluate.add_argument("--checkpoint", type=Path, required=True)
    evaluate.add_argument("--set", nargs="+", default=list(SCORED), dest="sets")
    evaluate.add_argument("--errors", action="store_true", help="list what was wrong or missed")
    calibrate = commands.add_parser("calibrate", help="fit a checkpoint's confidences on held-out documents")
    calibrate.add_argument("--checkpoint", type=Path, required=True)
    calibrate.add_argument("--set", nargs="+", default=list(SCORED), dest="sets")
    calibrate.add_argument(
        "--way", nargs="+", default=["pdf"], dest="ways", help="how the documents were read, a folder of the cache each"
    )
    calibrate.add_argument("--threads", type=int, default=0)
    decide = commands.add_parser("decide", help="fit the confidence of documents on labelled ones")
    decide.add_argument("--models", type=Path, default=Path("models"), help="the folder with layoutlm and classifier")
    decide.add_argument("--set", nargs="+", default=[*SCORED, "cms1500_claims"], dest="sets")
    decide.add_argument("--generated", nargs="+", default=[], type=Path, help="folders of generated sets")
    decide.add_argument(
        "--only",
        choices=("parties", "offsets"),
        help="fit only what tells sellers and buyers, or only how sure each class of the sets is; keep the rest",
    )
    decide.add_argument("--threads", type=int, default=0)
    mean = commands.add_parser("average", help="the mean of a checkpoint and the one it went on from")
    mean.add_argument("checkpoints", type=Path, nargs=2)
    mean.add_argument("--output", type=Path, required=True)
    mean.add_argument("--share", type=float, default=0.5, help="of the second (default: %(default)s)")
    second = commands.add_parser(
        "second-reader", help="fit the reader that judges words with digits by their neighbors"
    )
    second.add_argument("--output", type=Path, required=True, help="folder of the weights")
    second.add_argument("--generated", type=int, default=4000, help="invented documents, shared out by class")
    second.add_argument("--printed", type=int, default=7000, help="documents that Chromium sets, 11 a second")
    second.add_argument("--batches", type=int, default=4000, help="of 48 pages (default: %(default)s)")
    second.add_argument("--seed", type=int, default=4, help="another one invents other documents")
    roles = commands.add_parser("party-roles", help="fit which party of a page issues a document, on generated ones")
    roles.add_argument("--documents", type=int, default=3000, help="generated documents (default: %(default)s)")
    roles.add_argument("--seed", type=int, default=1, help="another one invents other documents")
    roles.add_argument("--output", type=Path, required=True, help="file of the weights")
    splits = commands.add_parser("boundaries", help="fit where documents begin in a file, and measure it")
    splits.add_argument("--documents", type=int, default=600, help="pairs of invented documents (default: %(default)s)")
    splits.add_argument("--packets", type=int, default=8000, help="files to learn from (default: %(default)s)")
    splits.add_argument("--output", type=Path, required=True, help="file of the weights")
    pii = commands.add_parser("pii", help="train the token classifier of personal data on generated texts")
    pii.add_argument("--minutes", type=float, default=40, help="wall clock (default: %(default)s)")
    pii.add_argument("--output", type=Path, required=True, help="folder of the model, its checkpoint inside")
    pii.add_argument("--start", type=Path, help="a checkpoint to go on from; else MiniLM")
    pii.add_argument("--layers", type=int, default=4, help="of MiniLM's six (default: %(default)s)")
    pii.add_argument("--seed", type=int, default=1, help="another one draws other texts")
    pii.add_argument("--version", default="1", help="of the model (default: %(default)s)")
    pages = commands.add_parser("pages", help="write invented documents that Chromium printed, with their truth")
    pages.add_argument("--output", type=Path, required=True, help="folder of the set")
    pages.add_argument("--count", type=int, default=160, help="documents (default: %(default)s)")
    pages.add_argument("--seed", type=int, default=1, help="another one invents other documents")
    pages.add_argument("--apart", action="store_true", help="of the layouts that are measured only")
    layout = commands.add_parser("layout", help="fit the model that finds titles, tables, figures, stamps")
    layout.add_argument("--output", type=Path, required=True, help="folder of the weights")
    layout.add_argument("--count", type=int, default=640, help="generated pages (default: %(default)s)")
    layout.add_argument("--epochs", type=int, default=60, help="passes over the pages (default: %(default)s)")
    layout.add_argument("--seed", type=int, default=1, help="another one invents other pages")
    layout.add_argument("--ruled", type=int, default=120, help="generated forms and cards (default: %(default)s)")
    layout.add_argument("--start", type=Path, help="folder of weights to go on from; else from none")
    layout.add_argument("--pages", type=Path, default=Path("build/layout"), help="pages are kept here as arrays")
    claims = commands.add_parser("claims", help="write filled CMS-1500 forms with their truth; never to be shipped")
    claims.add_argument("--output", type=Path, required=True, help="folder of the set, outside of the repository")
    claims.add_argument("--count", type=int, default=90, help="forms (default: %(default)s)")
    claims.add_argument("--seed", type=int, default=1, help="another one invents other claims")
    claims.add_argument("--data", type=Path, default=DATA, help="the data sets (default: %(default)s)")
    fast = commands.add_parser(
        "ocr", help="go on with OCR's fast recognition network, which learns from the accurate one"
    )
    fast.add_argument("--start", type=Path, default=Path("models/ocr/latin.onnx"), help="to go on from (%(default)s)")
    fast.add_argument("--output", type=Path, required=True, help="file of the network")
    fast.add_argument("--pages", type=int, default=300, help="to learn from, 3 to 5 s each (default: %(default)s)")
    fast.add_argument("--drawn", type=int, default=3400, help="drawn lines (default: %(default)s)")
    fast.add_argument("--minutes", type=float, default=60, help="wall clock after that (default: %(default)s)")
    integers = commands.add_parser("ocr-ranges", help="measure the ranges in which OCR computes in integers")
    integers.add_argument("--output", type=Path, required=True, help="file of the ranges")
    integers.add_argument("--pages", type=int, default=90, help="to measure on (default: %(default)s)")
    for command in (fast, integers):
        command.add_argument("--generated", type=Path, default=Path("build/pages"), help="a set that `pages` wrote")
        command.add_argument("--seed", type=int, default=1, help="another one takes other pages")
        command.add_argument("--data", type=Path, default=DATA, help="the data sets (default: %(default)s)")
    for command in (evaluate, calibrate):
        command.add_argument(
            "--second", type=Path, default=Path("models/second_reader"), help="folder of the second reader"
        )
    for command in (train, evaluate, calibrate, decide, second, splits, layout):
        command.add_argument("--data", type=Path, default=DATA, help="the data sets (default: %(default)s)")
        command.add_argument("--cache", type=Path, default=CACHE, help="recognized words are kept here: private")
    return parser


def _train(options: argparse.Namespace) -> None:
    from extractors.ocr.rapid import RapidEngine
    from training.reading import ReadingCache
    from training.recipe import makers, mixtures
    from training.schedule import Plan
    from training.train import train

    caches = [ReadingCache(options.cache, RapidEngine())]
    about = {
        "name": "layoutlm-minilm",
        "version": options.output.name,
        "classes": [c.name for c in SHIPPED.with_fields],
    }
    train(
        mixtures(
            options.data,
            caches,
            makers(),
            synthetic_count=options.generated,
            seed=options.seed,
            printed_count=options.printed,
            without=options.without,
        ),
        Plan(minutes=options.minutes, windows=options.windows, threads=options.threads, seed=Plan.seed + options.seed),
        options.output,
        about,
        classes=SHIPPED.with_fields,
        start=options.start,
    )


def _second_reader(options: argparse.Namespace) -> None:
    from extractors.ocr.rapid import RapidEngine
    from training.neighborhood import fit
    from training.reading import ReadingCache
    from training.recipe import makers, mixtures

    sets = mixtures(
        options.data,
        [ReadingCache(options.cache, RapidEngine())],
        makers(),
        synthetic_count=options.generated,
        seed=options.seed,
        printed_count=options.printed,
    )
    fit(sets, SHIPPED.with_fields, options.output, batches=options.batches)


def _average(options: argparse.Namespace) -> None:
    from training.average import average

    first, second = options.checkpoints
    average(first, second, options.output, share=options.share)


def _party_roles(options: argparse.Namespace) -> None:
    from training.party_roles import fit

    fitted = fit(options.documents, options.output, seed=options.seed)
    print(f"{fitted.learned} entities learned, {fitted.accuracy:.3f} of {fitted.aside} kept aside right")  # noqa: T201


def _boundaries(options: argparse.Namespace) -> None:
    from extractors.ocr.null import NullEngine
    from training import boundaries
    from training.reading import ReadingCache

    reader = ReadingCache(options.cache / "text_layers", NullEngine())
    documents = list(boundaries.generated(options.documents))
    for name in boundaries.SETS:
        documents += boundaries.real(options.data, name, reader, held_out=False)
    boundaries.fit(documents, options.packets, options.output)
    for name in (*boundaries.SETS, "template_invoices"):
        print(name, boundaries.measure(list(boundaries.real(options.data, name, reader, held_out=True)), 300))  # noqa: T201


def _pii(options: argparse.Namespace) -> None:
    from training.pii.export import export
    from training.pii.train import Plan, train

    plan = Plan(minutes=options.minutes, layers=options.layers, seed=options.seed)
    windows = train(plan, options.output / "checkpoint", start=options.start)
    export(options.output / "checkpoint", options.output, windows=windows, version=options.version)


def _pages(options: argparse.Namespace) -> None:
    from training.pages.write import write

    for name in write(options.output, options.count, seed=options.seed, apart=options.apart):
        print(name)  # noqa: T201


def _layout(options: argparse.Namespace) -> None:
    from extractors.ocr.rapid import RapidEngine
    from training.blocks.dataset import load_examples
    from training.blocks.fit import fit
    from training.blocks.unstamped import unstamped
    from training.reading import ReadingCache

    examples = list(load_examples(options.pages, options.count, seed=options.seed, kind="learned"))
    if options.ruled:
        examples += load_examples(options.pages, options.ruled, seed=options.seed, kind="ruled")
    examples += unstamped(options.data, ReadingCache(options.cache, RapidEngine()))
    fit(examples, options.output, epochs=options.epochs, seed=options.seed, start=options.start)


def _second(options: argparse.Namespace) -> NeighborhoodReader:
    from extractors.fields.neighborhood.model import NeighborhoodReader

    return NeighborhoodReader(options.second)


def _evaluate(options: argparse.Namespace) -> None:
    from extractors.fields.layoutlm.model import LayoutLMExtractor
    from extractors.ocr.rapid import RapidEngine
    from training.evaluate import predictions, score
    from training.reading import ReadingCache
    from training.recipe import labelled

    extractor = LayoutLMExtractor(options.checkpoint, second=_second(options))
    cache = ReadingCache(options.cache, RapidEngine())
    figures = {}
    for name in options.sets:
        documents = labelled(options.data, name, held_out=True)
        rows = predictions(extractor, documents, [cache.read(d.path) for d in documents])
        report = score(options.data, documents, rows)
        errors = report.pop("errors")
        figures[name] = {**report, **({"errors": errors} if options.errors else {})}
    json.dump(figures, sys.stdout, indent=1)


def _calibrate(options: argparse.Namespace) -> None:
    from collections import Counter

    from extractors.fields.layoutlm.model import LayoutLMExtractor
    from extractors.ocr.rapid import RapidEngine
    from training.calibrate import calibrate, known_values
    from training.calibration_report import report_lines
    from training.fitting import Sample
    from training.reading import ReadingCache
    from training.recipe import labelled

    extractor = LayoutLMExtractor(
        options.checkpoint, threads=options.threads, calibrated=False, second=_second(options)
    )
    sample = Sample((), Counter())
    for way in options.ways:
        cache = ReadingCache(options.cache, RapidEngine(), way=way)
        for name in options.sets:
            documents = labelled(options.data, name, held_out=True)
            sample += known_values(extractor, documents, (cache.read(d.path) for d in documents))
            logging.info("%s, %s: %d documents, %d values so far", name, way, len(documents), len(sample.known))
    for line in report_lines(calibrate(options.checkpoint, sample)):
        print(line)  # noqa: T201


def _claims(options: argparse.Namespace) -> None:
    from training.synthetic.cms1500 import write_claims

    write_claims(options.data / "cms1500_claims", options.output, options.count, seed=options.seed)


def _ocr(options: argparse.Namespace) -> None:
    from training.ocr import examples, fit

    lines = list(examples.load_lines(_some_pages(options), options.drawn, options.seed))
    plan = fit.Plan(learning_rate=8e-4, minutes=options.minutes, seed=options.seed)
    fit.fit_recognition(lines, options.start, options.output, plan)


def _ocr_ranges(options: argparse.Namespace) -> None:
    from training.ocr import ranges

    ranges.save(ranges.measure(_some_pages(options), options.seed), options.output)


def _some_pages(options: argparse.Namespace) -> Iterator[Pixels]:
    from itertools import islice

    from training.ocr import examples

    return islice(examples.pages(options.data, options.generated, options.seed), options.pages)


def _decide(options: argparse.Namespace) -> None:
    from extractors.ocr.rapid import RapidEngine
    from review.decision import load_decision
    from review.promise import choose
    from training.decide import FITTED, Base, decide, is_evidence
    from training.labelled_cases import Readers, read_cases
    from training.reading import ReadingCache

    engine = RapidEngine("auto", options.threads)
    readers = Readers.of(options.models, engine, threads=options.threads)
    cache = ReadingCache(options.cache, engine)
    known = [
        case for name in options.sets for case in read_cases(options.data, name, cache, readers, chosen=is_evidence)
    ]
    for folder in options.generated:
        known += read_cases(folder.parent, folder.name, cache, readers, generated=True)
    folder = options.models / "decision"
    base = Base(load_decision(folder), FITTED[options.only]) if options.only else None
    model = decide(known, folder, base)
    for name in sorted(model.offsets):
        found = choose(model.known, name, 0.99).measured
        print(f"{name}: from {found.threshold:.3f} {found.accepted} of {found.documents}, {found.wrong} wrong")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
