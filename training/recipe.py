"""The recipe of the checkpoint that ships: which documents, in which mixture."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from extractors.layout.reading_order import arrange
from schemas.classes import SHIPPED, ClassCatalog
from schemas.document import Line, Page, Word
from schemas.geometry import Box
from training.datasets import Document, load_set
from training.examples import Example, example_from_synthetic, example_from_truth
from training.pages.words import documents, with_ink_boxes
from training.reading import ReadingCache
from training.synthetic.document import SyntheticDocument, SyntheticPage, SyntheticWord
from training.train import Mixture

REAL_WEIGHTS = {
    "sroie_receipts": 1.0,
    "zugferd_invoices": 0.5,
    "azure_documents": 0.15,
    "invoice2data": 0.05,
    "ad_buy": 1.0,
    "fara_forms": 0.6,
    "cms1500_claims": 0.1,
}
"""How often each real set is drawn. FUNSD is missing on purpose: nothing trained on it may ship."""

SYNTHETIC_WEIGHTS = {"invoice": 1.2, "purchase_order": 0.2, "receipt": 0.3, "claim": 0.2}
PRINTED_WEIGHT = 2.0
SAMPLES_PER_TURN = 4000


def real_examples(data: Path, cache: ReadingCache, name: str) -> list[Example]:
    """Returns the examples of the documents of a set that are learned from."""
    chosen = labelled(data, name, held_out=False)
    return [example_from_truth(cache.read(d.path), d.row, kind=SHIPPED.require(d.document_class)) for d in chosen]


def labelled(data: Path, name: str, *, held_out: bool) -> list[Document]:
    """Returns the documents of a set that have truth: the training side, or the one kept for measuring."""
    return [d for d in load_set(data, name) if d.held_out is held_out and is_labelled(d)]


def is_labelled(document: Document, catalog: ClassCatalog = SHIPPED) -> bool:
    """Whether a document has truth for fields of a class in the catalog."""
    return bool(document.row.get("fields")) and document.document_class in catalog


def synthetic_examples(
    make: Callable[[random.Random], SyntheticDocument], count: int, *, seed: int = 0
) -> list[Example]:
    """Returns generated documents as examples, their lines in the reading order of the product."""
    examples = []
    for i in range(count):
        document = make(random.Random(seed * 1_000_003 + i))
        document.pages = [_in_reading_order(page) for page in document.pages]
        examples.append(example_from_synthetic(document, f"synthetic {seed} {i}"))
    return examples


def printed_examples(count: int, *, seed: int = 0) -> list[Example]:
    """Returns documents that a browser set, as examples: layouts of many systems, and a grammar of layouts."""
    examples = []
    for i, document in enumerate(documents(count, seed=seed)):
        document.pages = [with_ink_boxes(_in_reading_order(page)) for page in document.pages]
        examples.append(example_from_synthetic(document, f"printed {seed} {i}"))
    return examples


def _in_reading_order(page: SyntheticPage) -> SyntheticPage:
    """Puts the words of a generated page into the order in which the product would read them."""
    by_box: dict[tuple[float, ...], SyntheticWord] = {}
    lines = []
    for line in page.lines:
        words = []
        for word in line:
            box = _box(word)
            by_box[box.left, box.top, box.right, box.bottom] = word
            words.append(Word(text=word.text, box=box))
        if words:
            lines.append(Line(words=tuple(words)))
    arranged = arrange(
        Page(number=1, width=round(page.width_pt * 2), height=round(page.height_pt * 2), dpi=144, lines=tuple(lines))
    )
    page.lines = [
        [by_box[w.box.left, w.box.top, w.box.right, w.box.bottom] for w in line.words] for line in arranged.lines
    ]
    return page


def _box(word: SyntheticWord) -> Box:
    left, top, right, bottom = word.box
    return Box.from_pixels(left, top, right, bottom, width=1, height=1)


def makers() -> dict[str, Callable[[random.Random], SyntheticDocument]]:
    """Returns the generator of invented documents of each class that has one."""
    from training.synthetic.claim import make_claim
    from training.synthetic.invoice import make_invoice
    from training.synthetic.order import make_purchase_order
    from training.synthetic.receipt import make_receipt

    return {
        "invoice": make_invoice,
        "purchase_order": make_purchase_order,
        "receipt": make_receipt,
        "claim": make_claim,
    }


def mixtures(
    data: Path,
    caches: Sequence[ReadingCache],
    makers: dict[str, Callable[[random.Random], SyntheticDocument]],
    *,
    synthetic_count: int = SAMPLES_PER_TURN,
    seed: int = 0,
    printed_count: int = 0,
    without: Collection[str] = (),
) -> list[Mixture]:
    """Returns the training sets with their weights.

    Args:
        data: The folder ``shared/data``.
        caches: The ways in which real documents were read: each gives an example of every document.
        makers: A generator for each class.
        synthetic_count: Generated documents of each class, in proportion to its weight.
        seed: Of the generated documents.
        printed_count: Documents that a browser sets: invoices, credit notes, quotes and orders.
        without: Real sets to leave out.
    """
    real = [
        Mixture(name, [e for cache in caches for e in real_examples(data, cache, name)], weight, swap=True)
        for name, weight in REAL_WEIGHTS.items()
        if name not in without
    ]
    total = sum(SYNTHETIC_WEIGHTS.values())
    generated = [
        Mixture(
            f"synthetic {name}",
            synthetic_examples(make, round(synthetic_count * SYNTHETIC_WEIGHTS[name] / total), seed=seed),
            SYNTHETIC_WEIGHTS[name],
            augment=0.7,
        )
        for name, make in makers.items()
    ]
    printed = Mixture("printed", printed_examples(printed_count, seed=seed), PRINTED_WEIGHT, augment=0.7)
    return [*real, *generated, printed]
