"""Trains the document classifier, measures it on documents it never saw, and writes ``models/classifier/``.

Run: ``python -m training.classifier --data ../shared/data --cache ../cache/reads``
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.classify.classifier import BUCKETS, WEIGHTS_FILE, Bags, Classifier, PageWords, bags, vector
from schemas.classes import SHIPPED
from schemas.errors import DocumentError
from training.classifier_layouts import laid_out
from training.classifier_texts import Sample, damaged, invented
from training.datasets import load_set
from training.features import COPIES, families, feature_table, sample_of
from training.reading import Reader, ReadingCache

log = logging.getLogger(__name__)

NAMES = SHIPPED.names

SETS = (
    "sroie_receipts", "zugferd_invoices", "ad_buy", "fara_forms", "cms1500_claims", "azure_documents", "invoice2data",
    "mrz_pages", "longlist_packets",
)  # fmt: skip
"""Sets learned from."""

MEASURED_ONLY = ("funsd",)
"""Real forms of class other; their license excludes commercial use, so nothing is learned from them."""

FOREIGN = ("azure_documents", "invoice2data", "mrz_pages", "longlist_packets")
"""Sources that ``--foreign`` keeps out of learning, to see how the classifier does on documents from elsewhere."""

FEW_FAMILIES = 5
"""A feature that fewer families of near-copies have is a name or a number, and teaches nothing."""

OTHERS_SHARE = 1.5

EPOCHS = 60
SEED = 7


def real_samples(data: Path, reader: Reader, names: Iterable[str] = SETS) -> Iterator[tuple[Sample, bool]]:
    """Yields the documents of the sets as samples, each with whether it is held out for measuring.

    Documents that cannot be read are counted in the log and left out.
    """
    for name in names:
        failed = 0
        for document in load_set(data, name):
            try:
                read = reader.read(document.path)
            except DocumentError:
                failed += 1
                continue
            yield sample_of(document, read), document.held_out
        log.info("%s: %d documents could not be read", name, failed)


def sentence_samples(data: Path, *, seed: int, count: int = 300) -> Iterator[Sample]:
    """Yields pages of unrelated sentences, of class other."""
    rng = random.Random(seed)
    path = data / "presidio_texts" / "truth.jsonl"
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    for index in range(count):
        lines = [line for text in rng.sample(texts, rng.randint(2, 30)) for line in text.splitlines()]
        yield Sample((PageWords(tuple(lines), 0.75),), "other", "presidio_texts", f"sentences {index}")


def manual_samples() -> Iterator[Sample]:
    """Yields Python's own reference pages, of class other: real English prose that every machine has."""
    from pydoc_data.topics import topics

    for name, text in sorted(topics.items()):
        lines = tuple(line.strip() for line in text.splitlines()[:60] if line.strip())
        yield Sample((PageWords(lines, 0.75),), "other", "python manual", name)


@dataclass(frozen=True)
class Model:
    """What is learned: weights by bucket and class, a bias by class, how rare each bucket is, and the temperature."""

    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    idf: npt.NDArray[np.float32]
    temperature: float = 1.0

    def save(self, folder: Path, version: str) -> None:
        """Writes the weights, half precision, into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / WEIGHTS_FILE,
            classes=np.array(NAMES),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            idf=self.idf.astype(np.float16),
            temperature=np.float32(self.temperature),
            version=np.array(version),
        )


def train(samples: Sequence[Sample], *, seed: int = SEED) -> Model:
    """Returns a model of the samples and of damaged copies of them, still without a temperature."""
    rng = random.Random(seed)
    copies = [copy for sample in samples for copy in (sample, *(damaged(sample, rng) for _ in range(COPIES)))]
    seen = [bags(copy.pages) for copy in copies]
    idf, known = _rarity(copies, seen)
    table = feature_table(seen, idf, known)
    weights, bias = _fit(table, [NAMES.index(copy.document_class) for copy in copies], _balance(copies), seed)
    return Model(weights, bias, idf)


def _rarity(copies: Sequence[Sample], seen: Sequence[Bags]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    count = families(copies, seen)
    total = len({f"{copy.source} {copy.family}" for copy in copies})
    idf = np.log((1 + total) / (1 + count)).astype(np.float32)
    return np.maximum(idf, 0.1), count >= FEW_FAMILIES


def _balance(copies: Sequence[Sample]) -> npt.NDArray[np.float32]:
    """Every class has the same say, and within a class every source by the square root of its size."""
    sources = Counter((copy.document_class, copy.source) for copy in copies)
    weight = np.array([sources[copy.document_class, copy.source] ** -0.5 for copy in copies], dtype=np.float32)
    classes = np.array([NAMES.index(copy.document_class) for copy in copies])
    for index in range(len(NAMES)):
        chosen = classes == index
        # Other is many kinds of document.
        share = OTHERS_SHARE if NAMES[index] == "other" else 1.0
        weight[chosen] *= share / max(float(weight[chosen].sum()), 1e-9)
    return np.asarray(weight * len(copies) / weight.sum(), dtype=np.float32)


def _fit(
    table: Any, classes: Sequence[int], balance: npt.NDArray[np.float32], seed: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=30.0, max_iter=EPOCHS, tol=1e-3, random_state=seed)
    model.fit(table, np.asarray(classes), sample_weight=balance)
    weights = np.zeros((BUCKETS, len(NAMES)), dtype=np.float32)
    bias = np.full(len(NAMES), -20.0, dtype=np.float32)
    weights[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return weights, bias


def scores(model: Model, samples: Sequence[Sample]) -> npt.NDArray[np.float32]:
    """Returns the scores before the temperature, one row a sample and one column a class."""
    rows = []
    for sample in samples:
        buckets, values = vector(bags(sample.pages), model.idf)
        rows.append(values @ model.weights[buckets] + model.bias)
    return np.asarray(rows, dtype=np.float32)


def calibrated(model: Model, samples: Sequence[Sample]) -> Model:
    """Returns the model with the temperature at which its confidences fit the samples best (least log loss)."""
    found = scores(model, samples)
    truth = np.array([NAMES.index(sample.document_class) for sample in samples])

    def loss(temperature: float) -> float:
        shares = _softmax(found / temperature)
        return float(-np.log(shares[np.arange(len(truth)), truth] + 1e-9).mean())

    best = min(np.geomspace(0.2, 5, 60), key=loss)
    return replace(model, temperature=float(best))


def _softmax(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    shares = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Figures:
    """How a model did on samples it never saw; ``confusion`` maps (truth, answer) to a count."""

    documents: int
    accuracy: float
    confusion: Counter[tuple[str, str]]
    calibration_error: float
    sure_and_wrong: int


def measure(model: Model, samples: Sequence[Sample]) -> Figures:
    """Returns how the model does on the samples; ``sure_and_wrong`` counts wrong answers of 0.9 and more."""
    shares = _softmax(scores(model, samples) / model.temperature)
    truth = np.array([NAMES.index(sample.document_class) for sample in samples])
    answers, sure = shares.argmax(axis=1), shares.max(axis=1)
    right = answers == truth
    bins = np.minimum((sure * 10).astype(int), 9)
    error = sum(
        abs(float(sure[bins == b].mean() - right[bins == b].mean())) * float((bins == b).mean()) for b in set(bins)
    )
    return Figures(
        len(samples),
        float(right.mean()),
        Counter((NAMES[t], NAMES[a]) for t, a in zip(truth, answers, strict=True)),
        error,
        int((~right & (sure >= 0.9)).sum()),
    )


def main() -> None:
    """Trains on the learning part and measures on the rest, then trains on everything and writes the model."""
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(message)s")

    from extractors.ocr.rapid import RapidEngine

    reader = ReadingCache(options.cache, RapidEngine())
    foreign = FOREIGN if options.foreign else ()
    real = [(sample, out or sample.source in foreign) for sample, out in real_samples(options.data, reader)]
    held_out = [sample for sample, out in real if out]
    unseen = list(made_up(options.invented // 6, seed=SEED + 1))
    learn = [sample for sample, out in real if not out]
    learn += [*made_up(options.invented, seed=SEED), *sentence_samples(options.data, seed=SEED), *manual_samples()]
    log.info("learning from %d documents: %s", len(learn), Counter(sample.document_class for sample in learn))
    rng = random.Random(SEED)
    worse = [damaged(sample, rng) for sample in held_out]
    model = calibrated(train(learn), [*worse, *(damaged(sample, rng) for sample in unseen)])
    forms = [sample for sample, _ in real_samples(options.data, reader, MEASURED_ONLY)]
    parts = {
        "held out": held_out,
        "held out, damaged": worse,
        "sources never learned from": [sample for sample in held_out if sample.source in foreign],
        "invented, unseen": [sample for sample in unseen if sample.source != "near misses"],
        "near misses, unseen": [sample for sample in unseen if sample.source == "near misses"],
        "FUNSD": forms,
    }
    for name, part in parts.items():
        if part:
            _log_figures(name, measure(model, part))
    if not options.foreign:
        # What ships has learned from the held-out documents too: the figures above are those of its recipe.
        shipped = replace(train([*learn, *held_out]), temperature=model.temperature)
        shipped.save(options.out, options.version)
        Classifier(options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path("../cache/reads"), help="folder of documents read before")
    parser.add_argument("--out", type=Path, default=Path("models/classifier"))
    parser.add_argument("--version", default="1")
    parser.add_argument("--invented", type=int, default=60, help="documents made up for each kind")
    parser.add_argument(
        "--foreign",
        action="store_true",
        help=f"measure on sources never learned from ({', '.join(FOREIGN)}); write nothing",
    )
    return parser.parse_args()


def made_up(count: int, *, seed: int) -> Iterator[Sample]:
    """Yields all invented documents: ``count`` of each kind, and ten times as many laid-out invoices."""
    yield from invented(count, seed=seed)
    yield from laid_out(10 * count, seed=seed)


def _log_figures(name: str, figures: Figures) -> None:
    log.info(
        "%s: %d documents, accuracy %.4f, calibration error %.3f, sure and wrong %d",
        name, figures.documents, figures.accuracy, figures.calibration_error, figures.sure_and_wrong,
    )  # fmt: skip
    for (truth, answer), count in sorted(figures.confusion.items()):
        log.info("    %-18s -> %-18s %4d", truth, answer, count)


if __name__ == "__main__":
    main()
