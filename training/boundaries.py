"""Fits where documents begin in a file: a logistic regression over the signs of pages.

It is learned from packets: generated documents and those of the development sets, one after the other. A packet has one
sender or several, with letters before and terms after its documents.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.splitting.boundaries import boundary_model, divided
from extractors.splitting.features import FEATURES, can_begin, features_of
from extractors.splitting.signs import PageSigns, signs_of
from schemas.document import Page
from training.datasets import load_set
from training.reading import Reader
from training.synthetic.invoice import make_invoice
from training.synthetic.order import make_purchase_order
from training.synthetic.reading import read_of
from training.synthetic.receipt import make_receipt

MAKERS = (make_invoice, make_invoice, make_invoice, make_purchase_order, make_receipt)
SETS = ("zugferd_invoices", "ad_buy", "azure_documents", "invoice2data")
REGULARIZATION = 0.3
"""Inverse strength: features of generated documents that real ones lack must not decide alone."""

_IDENTITY = ("invoice_number", "purchase_order", "net_amount", "tax_amount", "total_amount")
_DATES = ("issue_date", "due_date")


@dataclass(frozen=True)
class Signed:
    """A document as the signs of its pages. Documents of one ``family`` have one sender, or one layout."""

    name: str
    family: str
    pages: tuple[PageSigns, ...]
    number: str = ""


@dataclass(frozen=True)
class Measured:
    """How boundaries were found in packets, and how many single documents of several pages were divided."""

    found: int
    wrong: int
    missed: int
    unsure: int
    singles: int
    divided: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Share of the boundaries that were found that are right."""
        return self.found / max(self.found + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of the true boundaries that were found."""
        return self.found / max(self.found + self.missed, 1)


def fit(documents: Sequence[Signed], packets: int, output: Path, *, seed: int = 1) -> None:
    """Fits the weights on packets of the documents and writes them to ``output``."""
    from sklearn.linear_model import LogisticRegression

    rng = random.Random(seed)
    rows: list[NDArray[np.float64]] = []
    begins: list[bool] = []
    for pages, starts in packed(documents, packets, rng):
        at = 0
        for i in range(1, len(pages)):
            if can_begin(pages[at:i], pages[i]):
                rows.append(features_of(pages[at:i], pages[i]))
                begins.append(i in starts)
            at = i if i in starts else at
    model = LogisticRegression(max_iter=3000, C=REGULARIZATION).fit(np.array(rows), begins)
    weights = {name: round(float(w), 3) for name, w in zip(FEATURES, model.coef_[0], strict=True)}
    stored = {"weights": weights, "bias": round(float(model.intercept_[0]), 3)}
    output.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    boundary_model.cache_clear()


def measure(documents: Sequence[Signed], packets: int, *, seed: int = 9) -> Measured:
    """Measures the shipped weights on packets of documents that were kept apart, nothing added to them."""
    rng = random.Random(seed)
    found = wrong = missed = unsure = 0
    for pages, starts in packed(documents, packets, rng, plain=True):
        division = divided(range(len(pages)), pages)
        told = {numbers[0] for numbers in division.documents[1:]}
        true = set(starts) - {0}
        found, wrong, missed = found + len(told & true), wrong + len(told - true), missed + len(true - told)
        unsure += not division.is_sure
    several = [d for d in documents if len(d.pages) > 1]
    cut = tuple(d.name for d in several if len(divided(range(len(d.pages)), d.pages).documents) > 1)
    return Measured(found, wrong, missed, unsure, len(several), cut)


def packed(
    documents: Sequence[Signed], count: int, rng: random.Random, *, plain: bool = False
) -> Iterator[tuple[list[PageSigns], list[int]]]:
    """Yields packets: the pages of one to four documents, and the indices at which documents begin."""
    families: dict[str, list[Signed]] = defaultdict(list)
    for document in documents:
        families[document.family].append(document)
    for _ in range(count):
        chosen: list[Signed] = []
        while len(chosen) < rng.choice((1, 2, 2, 3, 4)):
            near = families[chosen[0].family] if chosen and rng.random() < 0.5 else documents
            following = rng.choice(near)
            if not chosen or _are_different(chosen[-1], following):
                chosen.append(following)
            elif near is not documents:
                others = [d for d in documents if _are_different(chosen[-1], d)]
                chosen += [rng.choice(others)] if others else []
        pages: list[PageSigns] = []
        starts = []
        for document in chosen:
            starts.append(len(pages))
            pages += document.pages if plain else _with_company(document.pages, rng)
        yield pages, starts


def _are_different(one: Signed, other: Signed) -> bool:
    return one.name != other.name and not (one.number and one.number == other.number)


def _with_company(pages: Sequence[PageSigns], rng: random.Random) -> list[PageSigns]:
    """Returns the pages of a document, sometimes with a letter before, terms or an empty page behind them."""
    first, last = pages[0], pages[-1]
    own = rng.random() < 0.6
    bare = PageSigns.empty(first.size)
    letter = replace(
        bare,
        words=rng.randint(40, 250),
        numbers=first.numbers if rng.random() < 0.3 else {},
        has_party=rng.random() < 0.8,
        top=first.top if own else _invented(rng, 10),
        foot=first.foot if own else frozenset(),
    )
    terms = replace(
        bare,
        words=rng.randint(200, 1200),
        heading=rng.choice((None, None, None, "purchase_order", "receipt")),
        has_party=rng.random() < 0.15,
        top=_invented(rng, rng.randint(5, 60)),
        foot=last.foot if rng.random() < 0.4 else _invented(rng, rng.randint(0, 30)),
    )
    before = [letter] if rng.random() < 0.12 else []
    behind = [terms] if rng.random() < 0.12 else []
    return [*before, *pages, *behind, *([bare] if rng.random() < 0.04 else [])]


def _invented(rng: random.Random, count: int) -> frozenset[str]:
    return frozenset(f"w{rng.randint(0, 999)}" for _ in range(count))


def generated(count: int, *, seed: int = 0) -> Iterator[Signed]:
    """Yields generated documents in pairs: a document, and the next one of the same sender in the same layout."""
    for number in range(count):
        rng = random.Random(seed * 1_000_003 + number)
        read, drawn = read_of(MAKERS[number % len(MAKERS)](rng))
        labels = iter([word.label or "" for word in drawn])
        yield Signed(f"{number}", f"{number}", tuple(signs_of(page) for page in read.pages))
        known: dict[str, str] = {}
        pages = [_next_of(page, labels, known, rng) for page in read.pages]
        yield Signed(f"{number} next", f"{number}", tuple(signs_of(page) for page in pages))


def _next_of(page: Page, labels: Iterator[str], known: dict[str, str], rng: random.Random) -> Page:
    """Returns a page with the numbers, dates and amounts of another document."""
    lines = []
    for line in page.lines:
        words = [w.model_copy(update={"text": _other(w.text, next(labels), known, rng)}) for w in line.words]
        lines.append(line.model_copy(update={"words": tuple(words)}))
    return page.model_copy(update={"lines": tuple(lines)})


def _other(text: str, label: str, known: dict[str, str], rng: random.Random) -> str:
    if label in _IDENTITY:
        return known.setdefault(text, re.sub(r"\d", lambda _: rng.choice("123456789"), text))
    if label in _DATES or label.startswith("line."):
        later = re.sub(r"\d$", lambda digit: str((int(digit[0]) + 1) % 10), text)
        return known.setdefault(text, text if rng.random() < 0.3 else later)
    return text


def real(data: Path, name: str, reader: Reader, *, held_out: bool) -> Iterator[Signed]:
    """Yields the PDF documents of a set that are learned from, or those that are kept apart."""
    for document in load_set(data, name):
        if document.held_out is held_out and document.path.suffix == ".pdf":
            read = reader.read(document.path)
            if any(page.lines for page in read.pages):
                signs = tuple(signs_of(page) for page in read.pages)
                yield Signed(document.path.name, f"{name} {document.family}", signs, _number(document.row))


def _number(row: Mapping[str, object]) -> str:
    fields = row.get("fields") or {}
    assert isinstance(fields, dict)
    found = (fields.get(name) for name in ("invoice_number", "contract_number", "purchase_order"))
    return next((str(value["value"]) for value in found if value), "")
